package sample;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

class Security {
    SecurityFilterChain form(HttpSecurity http) throws Exception {
        // ruleid: java.spring.csrf-disabled
        http.csrf(AbstractHttpConfigurer::disable);
        http.formLogin();
        return http.build();
    }

    void old(HttpSecurity http) throws Exception {
        // ruleid: java.spring.csrf-disabled
        http.csrf().disable().formLogin().loginPage("/login");
    }

    void basic(HttpSecurity http) throws Exception {
        // ok: java.spring.csrf-disabled
        http.csrf().disable().httpBasic();
    }

    SecurityFilterChain tokens(HttpSecurity http) throws Exception {
        // ok: java.spring.csrf-disabled
        http.csrf(AbstractHttpConfigurer::disable);
        http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        return http.build();
    }

    void some(HttpSecurity http) throws Exception {
        // ok: java.spring.csrf-disabled
        http.csrf(csrf -> csrf.ignoringRequestMatchers("/hooks/**"));
        // ok: java.spring.csrf-disabled
        http.httpBasic(AbstractHttpConfigurer::disable);
    }
}
