package sample;

import org.slf4j.Logger;

class Logs {
    private final Logger log = factory();

    void write(String user, String password, Token token, String passwordFile) {
        // ruleid: java.log.secret
        log.info("login of {} with {}", user, password);
        // ruleid: java.log.secret
        log.debug("password: " + password);
        // ruleid: java.log.secret
        log.warn("token {}", token.getAccessToken());
        // ok: java.log.secret
        log.info("login of {}", user);
        // ok: java.log.secret
        log.info("settings: {}", settings.loginWithPassword());
        // ok: java.log.secret
        log.info("password is set: {}", password != null);
        // ok: java.log.secret
        log.info("read {}", passwordFile);
        // ok: java.log.secret
        log.error("the password is wrong");
    }
}
