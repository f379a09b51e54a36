package sample;

import org.springframework.security.core.userdetails.User;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.NoOpPasswordEncoder;

class Encoders {
    void encoders(String hash) {
        // ruleid: java.password.no-encoder
        NoOpPasswordEncoder.getInstance();
        // ruleid: java.password.no-encoder
        User.withDefaultPasswordEncoder().username("a");
        // ruleid: java.password.no-encoder
        User.withUsername("a").password("{noop}letmein");
        // ok: java.password.no-encoder
        User.withUsername("a").password(hash);
        // ok: java.password.no-encoder
        new BCryptPasswordEncoder();
        // ok: java.password.no-encoder
        PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }
}
