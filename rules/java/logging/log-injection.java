package sample;

import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;

class Entries {
    private final Logger log = factory();

    void write(HttpServletRequest request) {
        // ruleid: java.log.injection
        log.info("search for " + request.getParameter("q"));
        // ruleid: java.log.injection
        log.warn("no such view: {}", request.getParameter("view"));
        // ok: java.log.injection
        log.info("search for " + request.getParameter("q").replaceAll("[\\r\\n]", " "));
        // ok: java.log.injection
        log.info("page {}", Integer.parseInt(request.getParameter("page")));
        // ok: java.log.injection
        log.info("search");
    }
}
