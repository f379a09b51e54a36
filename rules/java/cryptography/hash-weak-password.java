package sample;

import java.security.MessageDigest;
import javax.crypto.spec.PBEKeySpec;
import org.apache.commons.codec.digest.DigestUtils;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class Passwords {
    void store(String password, String salt, byte[] file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        // ruleid: java.hash.weak-password
        digest.digest(password.getBytes("UTF-8"));
        // ruleid: java.hash.weak-password
        digest.digest((salt + password).getBytes());
        // ruleid: java.hash.weak-password
        DigestUtils.md5Hex(password);
        // ruleid: java.hash.weak-password
        DigestUtils.sha256Hex(user.getPassword() + salt);
        // ruleid: java.hash.weak-password
        new PBEKeySpec(password.toCharArray(), salt.getBytes(), 1000, 256);
        // ok: java.hash.weak-password
        new PBEKeySpec(password.toCharArray(), salt.getBytes(), 600000, 256);
        // ok: java.hash.weak-password
        new BCryptPasswordEncoder().encode(password);
        // ok: java.hash.weak-password
        digest.digest(file);
        // ok: java.hash.weak-password
        DigestUtils.sha256Hex(passwordFile);
        // ok: java.hash.weak-password
        DigestUtils.md5Hex(user.getEmail());
    }
}
