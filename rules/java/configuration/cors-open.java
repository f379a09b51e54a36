package sample;

import org.springframework.web.bind.annotation.CrossOrigin;

class Shared {
    // ruleid: java.cors.open
    @CrossOrigin(origins = "*")
    String open() {
        return "";
    }

    // ok: java.cors.open
    @CrossOrigin(origins = "https://shop.example.com")
    String one() {
        return "";
    }

    void header(javax.servlet.http.HttpServletResponse response) {
        // ruleid: java.cors.open
        response.setHeader("Access-Control-Allow-Origin", "*");
        // ok: java.cors.open
        response.setHeader("Access-Control-Allow-Origin", "https://shop.example.com");
    }

    void configure(CorsRegistry registry, CorsConfiguration config) {
        // ruleid: java.cors.open
        registry.addMapping("/**").allowedOrigins("*");
        // ruleid: java.cors.open
        config.setAllowedOrigins(List.of("*"));
        // ok: java.cors.open
        config.setAllowedOrigins(List.of("https://shop.example.com"));
    }
}
