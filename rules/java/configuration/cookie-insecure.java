package sample;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.ResponseCookie;

class Cookies {
    void set(HttpServletResponse response, String id) {
        Cookie cookie = new Cookie("theme", id);
        // ruleid: java.cookie.insecure
        cookie.setSecure(false);
        cookie.setHttpOnly(true);
        response.addCookie(cookie);
        // ruleid: java.cookie.insecure
        ResponseCookie.from("view", id).httpOnly(false).build();
        // ok: java.cookie.insecure
        ResponseCookie.from("view", id).httpOnly(true).secure(true).build();
    }

    void session(HttpServletResponse response, String id) {
        Cookie cookie = new Cookie("SESSIONID", id);
        cookie.setHttpOnly(true);
        // ruleid: java.cookie.insecure
        response.addCookie(cookie);
    }

    void safe(HttpServletResponse response, String id) {
        Cookie cookie = new Cookie("SESSIONID", id);
        cookie.setSecure(true);
        cookie.setHttpOnly(true);
        // ok: java.cookie.insecure
        response.addCookie(cookie);
        Cookie theme = new Cookie("theme", id);
        // ok: java.cookie.insecure
        response.addCookie(theme);
    }

    void remove(HttpServletResponse response) {
        Cookie cookie = new Cookie("SESSIONID", "");
        cookie.setMaxAge(0);
        // ok: java.cookie.insecure
        response.addCookie(cookie);
    }
}
