// CWE-79: a client's text in a page. Spring MVC.
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.util.HtmlUtils;

// == vulnerable: a page
@RestController
class Page {
    @GetMapping(value = "/hello", produces = MediaType.TEXT_HTML_VALUE)
    String hello(@RequestParam String name) {
        return "<p>Hello " + name;
    }
}
// == vulnerable: a text without a type
@RestController
class Text {
    @GetMapping("/hello")
    String hello(@RequestParam("name") String name) {
        return "Hello " + name;
    }
}
// == vulnerable: one method of a controller
@Controller
class Body {
    @ResponseBody
    @GetMapping(value = "/hello", produces = "text/html")
    String hello(@RequestParam String name) {
        return String.format("<p>Hello %s", name);
    }
}
// == safe: escaped
@RestController
class Escaped {
    @GetMapping(value = "/hello", produces = MediaType.TEXT_HTML_VALUE)
    String hello(@RequestParam String name) {
        return "<p>Hello " + HtmlUtils.htmlEscape(name);
    }
}
// == safe: plain text
@RestController
class Plain {
    @GetMapping(value = "/hello", produces = MediaType.TEXT_PLAIN_VALUE)
    String hello(@RequestParam String name) {
        return "Hello " + name;
    }
}
// == safe: an object
@RestController
class Objects {
    @GetMapping("/person")
    Person person(@RequestParam String name) {
        return new Person(name);
    }
}
// == safe: a view
@Controller
class View {
    @GetMapping("/hello")
    String hello(@RequestParam String name, Model model) {
        model.addAttribute("name", name);
        return "hello";
    }
}
// == safe: a number
@RestController
class Number {
    @GetMapping("/count")
    String count(@RequestParam int count) {
        return "<p>" + count;
    }
}
