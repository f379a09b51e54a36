// CWE-918: a client chooses what the server fetches. Spring MVC and Java's own clients.
import java.net.*;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

// == each: a URL
@RestController
class Preview {
    @GetMapping("/preview")
    byte[] preview(@RequestParam("url") String param) throws Exception {
        value = FLOW(param);
        URL url = new URL(value);
        return url.openStream().readAllBytes();
    }
}
// == vulnerable: RestTemplate
@RestController
class Rest {
    private final RestTemplate rest = new RestTemplate();

    @GetMapping("/preview")
    String preview(@RequestParam String url) {
        return rest.getForObject(url, String.class);
    }
}
// == vulnerable: WebClient
@RestController
class Web {
    private final WebClient web = WebClient.create();

    @GetMapping("/preview")
    Object preview(@RequestParam String url) {
        return web.get().uri(url).retrieve().bodyToMono(String.class);
    }
}
// == vulnerable: the host of an HttpClient
@RestController
class Host {
    @GetMapping("/status")
    Object status(@RequestParam String host) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + "/status")).build();
        return HttpClient.newHttpClient().send(request, null);
    }
}
// == safe: a part of the path
@RestController
class Part {
    private final RestTemplate rest = new RestTemplate();

    @GetMapping("/item")
    String item(@RequestParam String id) {
        return rest.getForObject("https://api.example.org/items/" + id, String.class);
    }
}
// == safe: a variable of the template
@RestController
class Variable {
    private final RestTemplate rest = new RestTemplate();

    @GetMapping("/item")
    String item(@RequestParam String id) {
        return rest.getForObject("https://api.example.org/items/{id}", String.class, id);
    }
}
// == safe: a known host
@RestController
class Known {
    @GetMapping("/preview")
    byte[] preview(@RequestParam String address) throws Exception {
        URL url = new URL(address);
        if (!HOSTS.contains(url.getHost())) {
            throw new IllegalArgumentException("unknown host");
        }
        return url.openStream().readAllBytes();
    }
}
// == safe: the body is the client's
@RestController
class Body {
    private final RestTemplate rest = new RestTemplate();

    @PostMapping("/note")
    Object note(@RequestBody String text) {
        return rest.postForObject("https://api.example.org/notes", text, String.class);
    }
}
