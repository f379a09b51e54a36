package sample;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;

class Sessions {
    void old(HttpSecurity http) throws Exception {
        // ruleid: java.spring.session-fixation
        http.sessionManagement().sessionFixation().none();
    }

    void lambda(HttpSecurity http) throws Exception {
        // ruleid: java.spring.session-fixation
        http.sessionManagement(session -> session.sessionFixation(fixation -> fixation.none()));
        // ok: java.spring.session-fixation
        http.sessionManagement(session -> session.sessionFixation(fixation -> fixation.migrateSession()));
        // ok: java.spring.session-fixation
        http.sessionManagement(session -> session.maximumSessions(1));
        // ok: java.spring.session-fixation
        http.sessionManagement(session -> session.sessionFixation(fixation -> fixation.changeSessionId()));
    }
}
