package sample;

import jakarta.servlet.http.HttpServletRequest;

class Formats {
    void format(HttpServletRequest request, java.io.PrintWriter out) {
        String pattern = request.getParameter("pattern");
        // ruleid: java.format.string-choice
        String line = String.format(pattern, "x");
        // ruleid: java.format.string-choice
        out.printf("> " + pattern, "x");
        // ok: java.format.string-choice
        String padded = String.format("%10s", pattern.trim());
        // ok: java.format.string-choice
        String safe = String.format("%s", pattern);
        // ok: java.format.string-choice
        out.printf("> %s", pattern);
    }
}
