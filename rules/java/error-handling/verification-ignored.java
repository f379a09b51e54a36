package sample;

import com.auth0.jwt.JWTVerifier;
import java.security.MessageDigest;
import java.security.Signature;
import org.springframework.security.crypto.password.PasswordEncoder;

class Verifications {
    boolean check(Signature signature, byte[] given, PasswordEncoder encoder, JWTVerifier verifier) throws Exception {
        // ruleid: java.verification.ignored
        signature.verify(given);
        // ruleid: java.verification.ignored
        MessageDigest.isEqual(given, expected);
        // ruleid: java.verification.ignored
        encoder.matches(password, hash);
        // ok: java.verification.ignored
        verifier.verify(token);
        // ok: java.verification.ignored
        boolean valid = signature.verify(given);
        // ok: java.verification.ignored
        if (!encoder.matches(password, hash)) {
            return false;
        }
        // ok: java.verification.ignored
        return MessageDigest.isEqual(given, expected);
    }
}
