// CWE-79: a client's text in a page. Servlets.
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;

// == each: a writer
class Hello extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String param = request.getParameter("name");
        value = FLOW(param);
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().println("<p>Hello " + value);
    }
}
// == vulnerable: a variable for the writer
class Variable extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.setContentType("text/html");
        PrintWriter out = response.getWriter();
        out.write(request.getParameter("name"));
    }
}
// == vulnerable: a format
class Format extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.setContentType("text/html");
        response.getWriter().printf("<p>Hello %s", request.getParameter("name"));
    }
}
// == vulnerable: no content type
class Untyped extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.getWriter().print(request.getParameter("name"));
    }
}
// == vulnerable: a page by its look
class Page extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.getWriter().print("<html><body>" + request.getParameter("name"));
    }
}
// == safe: escaped
class Escaped extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.setContentType("text/html");
        response.getWriter().println(org.apache.commons.text.StringEscapeUtils.escapeHtml4(request.getParameter("name")));
    }
}
// == safe: the OWASP encoder
class Encoded extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.setContentType("text/html");
        response.getWriter().println("<p>" + org.owasp.encoder.Encode.forHtml(request.getParameter("name")));
    }
}
// == safe: plain text
class Plain extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.setContentType("text/plain");
        response.getWriter().println(request.getParameter("name"));
    }
}
// == safe: JSON
class Json extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.setContentType("application/json");
        mapper.writeValue(response.getWriter(), request.getParameter("name"));
    }
}
// == safe: a template that escapes
class Template extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        request.setAttribute("name", request.getParameter("name"));
        request.getRequestDispatcher("/WEB-INF/hello.jsp").forward(request, response);
    }
}
