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
// == vulnerable: a format
class Format extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.setContentType("text/html");
        response.getWriter().printf("<p>Hello %s", request.getParameter("name"));
    }
}
