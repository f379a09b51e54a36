// CWE-330: secrets that can be computed.
import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

// == vulnerable: a cookie
class E {
    void remember(jakarta.servlet.http.HttpServletResponse response) {
        response.addCookie(new Cookie("rememberMe", Float.toString(new Random().nextFloat())));
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
