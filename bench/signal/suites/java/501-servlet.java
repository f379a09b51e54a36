// CWE-501: a client's text among what the server trusts. Servlets.
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

// == each: the key of an attribute
class Key extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String param = request.getParameter("key");
        value = FLOW(param);
        request.getSession().setAttribute(value, "1");
    }
}
// == vulnerable: a role
class Role extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        HttpSession session = request.getSession();
        session.setAttribute("role", request.getParameter("role"));
    }
}
// == vulnerable: a name, by the old method
class Old extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        request.getSession(true).putValue("userid", request.getHeader("X-User"));
    }
}
// == safe: what was looked up
class Found extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        User user = users.findByToken(request.getParameter("token"));
        request.getSession().setAttribute("user", user);
    }
}
// == safe: a search that means nothing
class Search extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        request.getSession().setAttribute("lastSearch", request.getParameter("q"));
    }
}
// == safe: an attribute of the request
class Attribute extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        request.setAttribute(request.getParameter("key"), "1");
    }
}
