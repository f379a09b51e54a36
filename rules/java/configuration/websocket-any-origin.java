package sample;

import org.springframework.web.socket.config.annotation.*;

class Sockets {
    void handlers(WebSocketHandlerRegistry registry, StompEndpointRegistry endpoints) {
        // ruleid: java.websocket.any-origin
        registry.addHandler(handler, "/events").setAllowedOrigins("*");
        // ruleid: java.websocket.any-origin
        endpoints.addEndpoint("/ws").setAllowedOriginPatterns("*").withSockJS();
        // ok: java.websocket.any-origin
        registry.addHandler(handler, "/events");
        // ok: java.websocket.any-origin
        registry.addHandler(handler, "/events").setAllowedOrigins("https://app.example.org");
        // ok: java.websocket.any-origin
        endpoints.addEndpoint("/ws").setAllowedOriginPatterns("https://*.example.org");
    }
}
