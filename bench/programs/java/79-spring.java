// CWE-79: a client's text in a page. Spring MVC.
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.util.HtmlUtils;

// == vulnerable: one method of a controller
@Controller
class Body {
    @ResponseBody
    @GetMapping(value = "/hello", produces = "text/html")
    String hello(@RequestParam String name) {
        return String.format("<p>Hello %s", name);
    }
}
