package sample;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.*;

class Echo {
    void echo(HttpServletRequest request, HttpServletResponse response) throws Exception {
        // ruleid: java.html.undeclared-response
        response.getWriter().print(request.getParameter("name"));
    }

    void json(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.setContentType("application/json");
        // ok: java.html.undeclared-response
        response.getWriter().print(request.getParameter("name"));
    }

    void number(HttpServletRequest request, HttpServletResponse response) throws Exception {
        // ok: java.html.undeclared-response
        response.getWriter().print(Integer.parseInt(request.getParameter("name")));
    }
}

@RestController
class Greetings {
    @GetMapping("/hello")
    String hello(@RequestParam("name") String name) {
        // ruleid: java.html.undeclared-response
        return "Hello " + name;
    }

    @GetMapping(value = "/plain", produces = MediaType.TEXT_PLAIN_VALUE)
    String plain(@RequestParam("name") String name) {
        // ok: java.html.undeclared-response
        return "Hello " + name;
    }

    @GetMapping("/person")
    Person person(@RequestParam("name") String name) {
        // ok: java.html.undeclared-response
        return new Person(name);
    }

    @PostMapping("/store")
    String store(@RequestParam("name") String name) {
        // ok: java.html.undeclared-response
        return "stored " + name;
    }
}
