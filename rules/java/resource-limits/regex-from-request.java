package sample;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

class Filters {
    void filter(HttpServletRequest request, String text) {
        String given = request.getParameter("filter");
        // ruleid: java.regex.from-request
        Pattern.compile(given);
        // ruleid: java.regex.from-request
        text.matches(".*" + given + ".*");
        // ok: java.regex.from-request
        Pattern.compile(".*" + Pattern.quote(given) + ".*");
        // ok: java.regex.from-request
        text.contains(given);
        // ok: java.regex.from-request
        given.matches("[a-z]+");
    }
}
