// CWE-614: cookies that travel without protection.
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.ResponseCookie;

// == vulnerable: said to be insecure
class A {
    void set(HttpServletResponse response) {
        Cookie cookie = new Cookie("view", "1");
        cookie.setSecure(false);
        response.addCookie(cookie);
    }
}
// == vulnerable: readable by scripts
class B {
    void set(HttpServletResponse response) {
        Cookie cookie = new Cookie("view", "1");
        cookie.setSecure(true);
        cookie.setHttpOnly(false);
        response.addCookie(cookie);
    }
}
// == vulnerable: a session without a flag
class C {
    void set(HttpServletResponse response, String id) {
        Cookie cookie = new Cookie("sessionid", id);
        response.addCookie(cookie);
    }
}
// == vulnerable: Spring's cookie
class D {
    ResponseCookie cookie(String id) {
        return ResponseCookie.from("session", id).secure(false).build();
    }
}
// == safe: protected
class E {
    void set(HttpServletResponse response, String id) {
        Cookie cookie = new Cookie("sessionid", id);
        cookie.setSecure(true);
        cookie.setHttpOnly(true);
        response.addCookie(cookie);
    }
}
// == safe: removed
class F {
    void set(HttpServletResponse response) {
        Cookie cookie = new Cookie("sessionid", "");
        cookie.setMaxAge(0);
        response.addCookie(cookie);
    }
}
// == safe: as the request came
class G {
    void set(jakarta.servlet.http.HttpServletRequest request, HttpServletResponse response, String id) {
        Cookie cookie = new Cookie("sessionid", id);
        cookie.setSecure(request.isSecure());
        cookie.setHttpOnly(true);
        response.addCookie(cookie);
    }
}
// == safe: a theme
class H {
    void set(HttpServletResponse response) {
        response.addCookie(new Cookie("theme", "dark"));
    }
}
