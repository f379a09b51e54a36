package sample;

import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.commons.lang3.RandomStringUtils;

class Secrets {
    private final Random random = new Random();
    private final SecureRandom secure = new SecureRandom();
    private static final Random HIDDEN = new SecureRandom();

    String newToken() {
        // ruleid: java.random.predictable-secret
        return Long.toHexString(random.nextLong());
    }

    String resetPassword() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            password.append((char) ('a' + ThreadLocalRandom.current().nextInt(26)));
        }
        // ruleid: java.random.predictable-secret
        return password.toString();
    }

    void assign(User user) {
        // ruleid: java.random.predictable-secret
        String apiKey = RandomStringUtils.randomAlphanumeric(32);
        // ruleid: java.random.predictable-secret
        user.resetToken = "" + Math.random();
        // ok: java.random.predictable-secret
        String color = "#" + random.nextInt(256);
        // ok: java.random.predictable-secret
        String sessionId = Long.toHexString(secure.nextLong());
        // ok: java.random.predictable-secret
        int delay = random.nextInt(100);
    }

    void become(HttpServletResponse response, HttpSession session) {
        String value = Integer.toString(random.nextInt());
        // ruleid: java.random.predictable-secret
        response.addCookie(new Cookie("sessionid", value));
        int code = new Random().nextInt(999999);
        // ruleid: java.random.predictable-secret
        session.setAttribute("captcha", code);
        byte[] bytes = new byte[16];
        new Random().nextBytes(bytes);
        // ruleid: java.random.predictable-secret
        String resetCode = Base64.getUrlEncoder().encodeToString(bytes);
        // ok: java.random.predictable-secret
        response.addCookie(new Cookie("variant", value));
        // ok: java.random.predictable-secret
        int tokenIndex = random.nextInt(5);
    }

    void become(HttpServletResponse response, HttpSession session) {
        String value = Integer.toString(random.nextInt());
        // ruleid: java.random.predictable-secret
        response.addCookie(new Cookie("sessionid", value));
        int code = new Random().nextInt(999999);
        // ruleid: java.random.predictable-secret
        session.setAttribute("captcha", code);
        byte[] bytes = new byte[16];
        new Random().nextBytes(bytes);
        // ruleid: java.random.predictable-secret
        String resetCode = Base64.getUrlEncoder().encodeToString(bytes);
        // ok: java.random.predictable-secret
        response.addCookie(new Cookie("variant", value));
        // ok: java.random.predictable-secret
        int tokenIndex = random.nextInt(5);
    }

    byte[] newSalt(byte[] salt) {
        // ok: java.random.predictable-secret
        HIDDEN.nextBytes(salt);
        return salt;
    }

    String newNonce() {
        // ok: java.random.predictable-secret
        return Long.toHexString(secure.nextLong());
    }
}

class Given {
    private final Random random;

    byte[] newSalt(byte[] salt) {
        // ok: java.random.predictable-secret
        random.nextBytes(salt);
        return salt;
    }
}
