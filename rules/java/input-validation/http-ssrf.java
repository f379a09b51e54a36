package sample;

import jakarta.servlet.http.HttpServletRequest;
import java.net.*;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Set;
import org.apache.http.client.methods.HttpGet;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

class Fetches {
    private static final Set<String> HOSTS = Set.of("a.example.org", "b.example.org");

    void fetch(HttpServletRequest request, HttpClient client) throws Exception {
        String address = request.getParameter("url");
        // ruleid: java.http.ssrf
        new URL(address).openStream();
        URL url = new URL(address);
        // ruleid: java.http.ssrf
        url.openConnection();
        // ruleid: java.http.ssrf
        HttpRequest.newBuilder(URI.create(address)).build();
        // ruleid: java.http.ssrf
        new HttpGet("http://" + request.getParameter("host") + "/status");
        // ok: java.http.ssrf
        new URL("https://api.example.org/items/" + request.getParameter("id")).openStream();
        // ok: java.http.ssrf
        new HttpGet("https://api.example.org/find?q=" + URLEncoder.encode(address, "UTF-8"));
        // ok: java.http.ssrf
        HttpRequest.newBuilder(URI.create("https://api.example.org")).header("X-Url", address).build();
    }

    void resource(HttpServletRequest request) throws Exception {
        URL page = getClass().getResource("/pages/" + request.getParameter("page"));
        // ok: java.http.ssrf
        page.openStream();
        URL located = locator.locate(request.getParameter("page"));
        // unsure: java.http.ssrf
        located.openStream();
    }

    void allowed(HttpServletRequest request) throws Exception {
        URL url = new URL(request.getParameter("url"));
        if (!HOSTS.contains(url.getHost())) {
            throw new IllegalArgumentException("not allowed");
        }
        // ok: java.http.ssrf
        url.openStream();
    }
}

@RestController
class Previews {
    private final RestTemplate rest = new RestTemplate();
    private final WebClient web = WebClient.create();
    private String baseUrl;

    @GetMapping("/preview")
    Object preview(@RequestParam String url, @RequestParam String id) {
        // ruleid: java.http.ssrf
        rest.getForObject(url, String.class);
        // ruleid: java.http.ssrf
        web.get().uri(url).retrieve();
        // ok: java.http.ssrf
        rest.getForObject(baseUrl + "/items/" + id, String.class);
        // ok: java.http.ssrf
        return rest.getForObject("https://api.example.org/items/{id}", String.class, id);
    }
}
