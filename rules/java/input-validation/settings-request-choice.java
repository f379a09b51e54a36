package sample;

import jakarta.servlet.http.HttpServletRequest;
import java.sql.Connection;

class Settings {
    void choose(HttpServletRequest request, Connection db) throws Exception {
        String name = request.getParameter("name");
        // ruleid: java.settings.request-choice
        System.setProperty(name, "true");
        // ruleid: java.settings.request-choice
        db.setCatalog(request.getParameter("catalog"));
        // ok: java.settings.request-choice
        System.setProperty("app.name", "shop");
        // ok: java.settings.request-choice
        db.setCatalog("shop");
    }

    void checked(HttpServletRequest request, java.sql.Connection db) throws Exception {
        String tenant = request.getParameter("tenant");
        if (!TENANTS.contains(tenant)) {
            throw new IllegalArgumentException();
        }
        // ok: java.settings.request-choice
        db.setCatalog(tenant);
    }
}
