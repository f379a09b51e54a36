package sample;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.servlet.view.RedirectView;

class Redirects {
    void back(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String next = request.getParameter("next");
        // ruleid: java.redirect.open
        response.sendRedirect(next);
        // ruleid: java.redirect.open
        response.setHeader("Location", request.getParameter("next"));
        // ok: java.redirect.open
        response.sendRedirect("/login?next=" + URLEncoder.encode(next, "UTF-8"));
        // ok: java.redirect.open
        response.sendRedirect(request.getContextPath() + "/view?id=" + request.getParameter("id"));
        // ok: java.redirect.open
        response.sendRedirect(request.getRequestURI() + "?" + request.getQueryString());
        // ok: java.redirect.open
        response.sendRedirect("https://accounts.example.org/?next=" + next);
    }

    void own(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String next = request.getParameter("next");
        if (next == null || !next.startsWith("/") || next.startsWith("//")) {
            next = "/";
        }
        // ok: java.redirect.open
        response.sendRedirect(next);
    }
}

@Controller
class Pages {
    @GetMapping("/go")
    String go(@RequestParam String to) {
        // ruleid: java.redirect.open
        return "redirect:" + to;
    }

    @GetMapping("/item")
    String item(@RequestParam String id) {
        // ok: java.redirect.open
        return "redirect:/items/" + id;
    }

    @GetMapping("/out")
    RedirectView out(@RequestParam("url") String url) {
        // ruleid: java.redirect.open
        return new RedirectView(url);
    }
}

class Resource {
    @GET
    Response go(@QueryParam("to") String to) {
        // ruleid: java.redirect.open
        return Response.seeOther(URI.create(to)).build();
    }
}
