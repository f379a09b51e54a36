// CWE-643: XPath made of text. Servlets and javax.xml.xpath.
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import javax.xml.xpath.*;
import org.w3c.dom.Document;

// == each: evaluated
class Find extends HttpServlet {
    private Document users;

    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String param = request.getParameter("user");
        value = FLOW(param);
        XPath xpath = XPathFactory.newInstance().newXPath();
        xpath.evaluate("//user[name='" + value + "']", users);
    }
}
// == vulnerable: compiled
class Compiled extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        XPath xpath = XPathFactory.newInstance().newXPath();
        XPathExpression found = xpath.compile("//user[@id='" + request.getParameter("id") + "']");
        found.evaluate(users());
    }
}
// == safe: a variable of the expression
class Variables extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String name = request.getParameter("user");
        XPath xpath = XPathFactory.newInstance().newXPath();
        xpath.setXPathVariableResolver(variable -> name);
        xpath.evaluate("//user[name=$name]", users());
    }
}
// == safe: compared in Java
class Compared extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        XPath xpath = XPathFactory.newInstance().newXPath();
        String name = xpath.evaluate("//user/name", users());
        response.setStatus(name.equals(request.getParameter("user")) ? 200 : 404);
    }
}
