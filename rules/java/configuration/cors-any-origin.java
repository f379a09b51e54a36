package sample;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.servlet.config.annotation.CorsRegistry;

class Cors {
    void registry(CorsRegistry registry) {
        // ruleid: java.cors.any-origin
        registry.addMapping("/**").allowedOriginPatterns("*").allowedMethods("GET").allowCredentials(true);
        // ok: java.cors.any-origin
        registry.addMapping("/**").allowedOrigins("https://app.example.org").allowCredentials(true);
        // ok: java.cors.any-origin
        registry.addMapping("/**").allowedOrigins("*").allowedMethods("GET");
    }

    CorsConfiguration open() {
        CorsConfiguration config = new CorsConfiguration();
        config.setAllowCredentials(true);
        // ruleid: java.cors.any-origin
        config.addAllowedOriginPattern("*");
        return config;
    }

    CorsConfiguration safe() {
        CorsConfiguration config = new CorsConfiguration();
        // ok: java.cors.any-origin
        config.setAllowedOriginPatterns(List.of("https://*.example.org"));
        config.setAllowCredentials(true);
        return config;
    }

    CorsConfiguration publicData() {
        CorsConfiguration config = new CorsConfiguration();
        // ok: java.cors.any-origin
        config.addAllowedOrigin("*");
        config.setAllowCredentials(false);
        return config;
    }

    void filter(HttpServletRequest request, HttpServletResponse response) {
        // ruleid: java.cors.any-origin
        response.setHeader("Access-Control-Allow-Origin", request.getHeader("Origin"));
        response.setHeader("Access-Control-Allow-Credentials", "true");
    }

    void known(HttpServletRequest request, HttpServletResponse response) {
        String origin = request.getHeader("Origin");
        if (ORIGINS.contains(origin)) {
            // ok: java.cors.any-origin
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Access-Control-Allow-Credentials", "true");
        }
    }
}
