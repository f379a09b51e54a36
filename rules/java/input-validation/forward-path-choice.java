package sample;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.*;

class Forwards {
    private static final Map<String, String> PAGES = Map.of("a", "/WEB-INF/a.jsp");

    void forward(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String page = request.getParameter("page");
        // ruleid: java.forward.path-choice
        request.getRequestDispatcher(page).forward(request, response);
        // ruleid: java.forward.path-choice
        request.getRequestDispatcher("/WEB-INF/" + page + ".jsp").include(request, response);
        // ok: java.forward.path-choice
        request.getRequestDispatcher("/WEB-INF/a.jsp").forward(request, response);
        // ok: java.forward.path-choice
        request.getRequestDispatcher(PAGES.get(page)).forward(request, response);
        // ok: java.forward.path-choice
        request.getRequestDispatcher(request.getServletPath()).forward(request, response);
    }

    void query(HttpServletRequest request, HttpServletResponse response) throws Exception {
        // ok: java.forward.path-choice
        request.getRequestDispatcher("/" + page() + "?page=1&" + request.getQueryString()).forward(request, response);
    }
}

@Controller
class Pages {
    @GetMapping("/show")
    String show(@RequestParam String page) {
        // ruleid: java.forward.path-choice
        return "forward:" + page;
    }
}
