package sample;

import com.auth0.jwt.algorithms.Algorithm;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.SignatureAlgorithm;
import io.jsonwebtoken.security.Keys;
import javax.crypto.spec.SecretKeySpec;

class Keyring {
    private static final String SECRET = "correct horse battery";
    private final String configured = System.getenv("APP_SECRET");

    void keys(byte[] given) throws Exception {
        // ruleid: java.key.constant
        new SecretKeySpec("0123456789abcdef".getBytes(), "AES");
        // ruleid: java.key.constant
        Algorithm.HMAC256(SECRET);
        // ruleid: java.key.constant
        Jwts.builder().signWith(SignatureAlgorithm.HS256, SECRET).compact();
        byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8};
        // ruleid: java.key.constant
        new SecretKeySpec(bytes, "DES");
        // ruleid: java.key.constant
        Keys.hmacShaKeyFor("a long text that is the key".getBytes("UTF-8"));
        // ok: java.key.constant
        new SecretKeySpec(given, "AES");
        // ok: java.key.constant
        Algorithm.HMAC256(configured);
        // ok: java.key.constant
        Algorithm.HMAC256(System.getenv("APP_SECRET"));
        // ok: java.key.constant
        new SecretKeySpec(settings.get("app.secret").getBytes(), "AES");
    }
}
