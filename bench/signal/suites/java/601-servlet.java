// CWE-601: a client chooses where the browser goes. Servlets and Spring MVC.
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.servlet.view.RedirectView;

// == each: sendRedirect
class Back extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String param = request.getParameter("next");
        value = FLOW(param);
        response.sendRedirect(value);
    }
}
// == vulnerable: a header
class Header extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.setStatus(302);
        response.setHeader("Location", request.getParameter("next"));
    }
}
// == vulnerable: a view's name
@Controller
class Names {
    @GetMapping("/go")
    String go(@RequestParam String to) {
        return "redirect:" + to;
    }
}
// == vulnerable: a view
@Controller
class Views {
    @GetMapping("/go")
    RedirectView go(@RequestParam String to) {
        return new RedirectView(to);
    }
}
// == safe: a path of this site
class Own extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.sendRedirect(request.getContextPath() + "/items?id=" + request.getParameter("id"));
    }
}
// == safe: a known host
class Known extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        URI next = URI.create(request.getParameter("next"));
        if (!"www.example.org".equals(next.getHost())) {
            response.sendError(400);
            return;
        }
        response.sendRedirect(next.toString());
    }
}
// == safe: only paths
class Paths extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String next = request.getParameter("next");
        if (!next.startsWith("/") || next.startsWith("//")) {
            next = "/";
        }
        response.sendRedirect(next);
    }
}
// == safe: an entry of the site
@Controller
class Items {
    @GetMapping("/item")
    String item(@RequestParam String id) {
        return "redirect:/items/" + id;
    }
}
