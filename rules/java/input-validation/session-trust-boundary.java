package sample;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Set;

class Sessions {
    private static final Set<String> THEMES = Set.of("light", "dark");

    void keep(HttpServletRequest request, HttpSession session) {
        String role = request.getParameter("role");
        // ruleid: java.session.trust-boundary
        session.setAttribute("role", role);
        // ruleid: java.session.trust-boundary
        request.getSession().setAttribute(request.getParameter("key"), "1");
        // ruleid: java.session.trust-boundary
        request.getSession(true).putValue("userid", request.getHeader("X-User"));
        // ok: java.session.trust-boundary
        session.setAttribute("search", request.getParameter("q"));
        // ok: java.session.trust-boundary
        session.setAttribute("userid", Integer.parseInt(request.getParameter("id")));
        // unsure: java.session.trust-boundary
        session.setAttribute("user", users.findByName(request.getParameter("name")));
        // ok: java.session.trust-boundary
        request.setAttribute(role, "1");
    }
}
