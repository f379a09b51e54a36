package sample;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;

class Security {
    void old(HttpSecurity http) throws Exception {
        // ruleid: java.spring.csrf-off
        http.csrf().disable();
    }

    void lambda(HttpSecurity http) throws Exception {
        // ruleid: java.spring.csrf-off
        http.csrf(csrf -> csrf.disable());
    }

    void reference(HttpSecurity http) throws Exception {
        // ruleid: java.spring.csrf-off
        http.csrf(AbstractHttpConfigurer::disable).httpBasic(basic -> {});
    }

    void stateless(HttpSecurity http) throws Exception {
        // ok: java.spring.csrf-off
        http.headers(headers -> headers.cacheControl(cache -> cache.disable()));
        // ok: java.spring.csrf-off
        http.csrf(csrf -> csrf.disable());
        http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    }

    void kept(HttpSecurity http) throws Exception {
        // ok: java.spring.csrf-off
        http.csrf(csrf -> csrf.csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse()));
    }
}
