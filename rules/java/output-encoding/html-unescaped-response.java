package sample;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;
import org.owasp.encoder.Encode;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.util.HtmlUtils;

class Pages {
    void greet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String name = request.getParameter("name");
        response.setContentType("text/html;charset=UTF-8");
        // ruleid: java.html.unescaped-response
        response.getWriter().println("<p>Hello " + name);
        PrintWriter out = response.getWriter();
        // ruleid: java.html.unescaped-response
        out.print(name);
        // ruleid: java.html.unescaped-response
        out.printf("<p>%s", request.getHeader("Referer"));
        // ok: java.html.unescaped-response
        out.print(HtmlUtils.htmlEscape(name));
        // ok: java.html.unescaped-response
        out.print("<p>" + Encode.forHtml(name));
        // ok: java.html.unescaped-response
        out.print("<p>" + Integer.parseInt(request.getParameter("page")));
        // ok: java.html.unescaped-response
        out.print("<p>" + Escape.htmlElementContent(name));
        // ok: java.html.unescaped-response
        out.print("<p>Hello");
    }

    void text(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.setContentType("text/plain");
        // ok: java.html.unescaped-response
        response.getWriter().print(request.getParameter("name"));
        // ok: java.html.unescaped-response
        response.getWriter().print("<html><body>" + request.getParameter("name"));
    }

    void bare(HttpServletRequest request, HttpServletResponse response) throws Exception {
        // ruleid: java.html.unescaped-response
        response.getWriter().print("<html><body>" + request.getParameter("name"));
        PrintWriter out = response.getWriter();
        // ruleid: java.html.unescaped-response
        out.print("<p>" + request.getParameter("name"));
    }

    void file(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.setContentType("text/html");
        PrintWriter file = new PrintWriter("visits.txt");
        // ok: java.html.unescaped-response
        file.println(request.getParameter("name"));
        // ok: java.html.unescaped-response
        file.println("<p>" + request.getParameter("name"));
    }
}

@RestController
class Views {
    @GetMapping(value = "/view", produces = MediaType.TEXT_HTML_VALUE)
    String view(@RequestParam String name) {
        // ruleid: java.html.unescaped-response
        return "<p>" + name;
    }

    @GetMapping(value = "/data", produces = "application/json")
    String data(@RequestParam String name) {
        // ok: java.html.unescaped-response
        return "{\"name\": \"" + name + "\"}";
    }
}
