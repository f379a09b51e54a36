package sample;

import jakarta.servlet.http.HttpServletRequest;
import javax.naming.Context;
import javax.naming.InitialContext;

class Lookups {
    void find(HttpServletRequest request, Context context) throws Exception {
        String name = request.getParameter("name");
        // ruleid: java.jndi.lookup
        new InitialContext().lookup(name);
        // ruleid: java.jndi.lookup
        context.lookup("java:comp/env/" + name);
        // ruleid: java.jndi.lookup
        InitialContext.doLookup(name);
        // ok: java.jndi.lookup
        context.lookup("java:comp/env/jdbc/app");
        // ok: java.jndi.lookup
        dictionary.lookup(name);
        // ok: java.jndi.lookup
        context.lookup("java:comp/env/jdbc/app" + Integer.parseInt(request.getParameter("number")));
    }
}
