package sample;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

class Kept {
    void keep(HttpServletRequest request) {
        String theme = request.getParameter("theme");
        // ruleid: java.session.request-value
        request.getSession().setAttribute("theme", theme);
        HttpSession session = request.getSession(true);
        // ruleid: java.session.request-value
        session.putValue("query", request.getQueryString());
        // ok: java.session.request-value
        session.setAttribute("role", theme);
        // ok: java.session.request-value
        session.setAttribute("page", Integer.parseInt(request.getParameter("page")));
        // ok: java.session.request-value
        session.setAttribute("started", System.currentTimeMillis());
    }

    void chosen(javax.servlet.http.HttpServletRequest request, javax.servlet.http.HttpSession session) {
        String theme = request.getParameter("theme");
        if (!THEMES.contains(theme)) {
            return;
        }
        // ok: java.session.request-value
        session.setAttribute("theme", theme);
    }
}
