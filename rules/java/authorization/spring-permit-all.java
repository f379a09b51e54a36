package sample;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.builders.WebSecurity;

class Access {
    void open(HttpSecurity http) throws Exception {
        // ruleid: java.spring.permit-all
        http.authorizeHttpRequests(rules -> rules.anyRequest().permitAll());
    }

    void web(WebSecurity web) {
        // ruleid: java.spring.permit-all
        web.ignoring().antMatchers("/**");
        // ok: java.spring.permit-all
        web.ignoring().antMatchers("/static/**");
    }

    void closed(HttpSecurity http) throws Exception {
        // ok: java.spring.permit-all
        http.authorizeHttpRequests(rules -> rules.requestMatchers("/login").permitAll().anyRequest().authenticated());
    }

    void partly(HttpSecurity http) throws Exception {
        // ok: java.spring.permit-all
        http.authorizeRequests().antMatchers("/admin/**").hasRole("ADMIN").anyRequest().permitAll();
    }
}
