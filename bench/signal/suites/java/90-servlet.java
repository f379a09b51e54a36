// CWE-90: LDAP filters made of text. Servlets and JNDI.
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import javax.naming.directory.*;

// == each: a filter
class Find extends HttpServlet {
    private DirContext context;

    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String param = request.getParameter("user");
        value = FLOW(param);
        context.search("ou=people,dc=example", "(uid=" + value + ")", new SearchControls());
    }
}
// == vulnerable: a name
class Name extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        InitialDirContext context = new InitialDirContext();
        context.search("uid=" + request.getParameter("user") + ",ou=people", "(objectClass=*)", new SearchControls());
    }
}
// == vulnerable: Spring's template
class Template extends HttpServlet {
    private org.springframework.ldap.core.LdapTemplate template;

    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        LdapTemplate directory = template();
        directory.search("ou=people", String.format("(uid=%s)", request.getParameter("user")), mapper);
    }
}
// == safe: filter arguments
class Arguments extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        DirContext context = new InitialDirContext();
        context.search("ou=people", "(uid={0})", new Object[] {request.getParameter("user")}, new SearchControls());
    }
}
// == safe: escaped
class Escaped extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        DirContext context = new InitialDirContext();
        String user = org.springframework.ldap.support.LdapEncoder.filterEncode(request.getParameter("user"));
        context.search("ou=people", "(uid=" + user + ")", new SearchControls());
    }
}
