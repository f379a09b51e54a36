package sample;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;

class Frames {
    void old(HttpSecurity http) throws Exception {
        // ruleid: java.spring.frame-options-off
        http.headers().frameOptions().disable();
    }

    void lambda(HttpSecurity http) throws Exception {
        // ruleid: java.spring.frame-options-off
        http.headers(headers -> headers.frameOptions(frame -> frame.disable()));
    }

    void same(HttpSecurity http) throws Exception {
        // ok: java.spring.frame-options-off
        http.headers(headers -> headers.frameOptions(frame -> frame.deny()));
        // ok: java.spring.frame-options-off
        http.headers(headers -> headers.cacheControl(cache -> cache.disable()));
        // ok: java.spring.frame-options-off
        http.headers(headers -> headers.frameOptions(frame -> frame.sameOrigin()));
    }
}
