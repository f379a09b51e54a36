// CWE-330: secrets that can be computed.
import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

// == vulnerable: a token of Random
class A {
    private final Random random = new Random();

    String newToken() {
        return Long.toHexString(random.nextLong());
    }
}
// == vulnerable: a password of Math.random
class B {
    String password() {
        String password = "";
        for (int i = 0; i < 12; i++) {
            password += (char) ('a' + (int) (Math.random() * 26));
        }
        return password;
    }
}
// == vulnerable: a session id
class C {
    void login(Session session) {
        String sessionId = Integer.toString(ThreadLocalRandom.current().nextInt());
        session.start(sessionId);
    }
}
// == vulnerable: a constant seed
class D {
    SecureRandom random() throws Exception {
        SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
        random.setSeed(42);
        return random;
    }
}
// == vulnerable: a cookie
class E {
    void remember(jakarta.servlet.http.HttpServletResponse response) {
        response.addCookie(new Cookie("rememberMe", Float.toString(new Random().nextFloat())));
    }
}
// == safe: SecureRandom
class F {
    private final SecureRandom random = new SecureRandom();

    String newToken() {
        return Long.toHexString(random.nextLong());
    }
}
// == safe: SecureRandom as Random
class G {
    private final Random random = new SecureRandom();

    String newToken() {
        return Long.toHexString(random.nextLong());
    }
}
// == safe: a delay
class H {
    long delay() {
        return 100 + new Random().nextInt(50);
    }
}
// == safe: a color
class I {
    String color() {
        return "#" + Integer.toHexString(ThreadLocalRandom.current().nextInt(0x1000000));
    }
}
// == safe: a UUID
class J {
    String newToken() {
        return java.util.UUID.randomUUID().toString();
    }
}
