package sample;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;

class Headers {
    void set(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String name = request.getParameter("name");
        // ruleid: java.header.injection
        response.setHeader("X-Name", name);
        // ruleid: java.header.injection
        response.addHeader("Content-Disposition", "attachment; filename=" + name);
        // ok: java.header.injection
        response.setHeader("X-Name", URLEncoder.encode(name, "UTF-8"));
        // ok: java.header.injection
        response.setHeader("X-Name", name.replaceAll("[\\r\\n]", ""));
        // ok: java.header.injection
        response.setHeader("X-Page", "" + Integer.parseInt(request.getParameter("page")));
        // ok: java.header.injection
        response.setHeader("X-Kind", "report");
    }
}
