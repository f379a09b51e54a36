// CWE-328: digests that can be forged or guessed, where that matters.
import java.security.MessageDigest;
import java.security.Signature;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

// == vulnerable: MD5 of a password
class A {
    byte[] stored(String password) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        return digest.digest(password.getBytes());
    }
}
// == vulnerable: salted SHA-1 of a password
class B {
    byte[] stored(String password, String salt) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-1");
        return digest.digest((salt + password).getBytes());
    }
}
// == vulnerable: another library
class C {
    String stored(String password) {
        return org.apache.commons.codec.digest.DigestUtils.md5Hex(password);
    }
}
// == vulnerable: a signature over SHA-1
class D {
    Signature signature() throws Exception {
        return Signature.getInstance("SHA1withRSA");
    }
}
// == vulnerable: few rounds
class E {
    byte[] stored(String password, byte[] salt) throws Exception {
        PBEKeySpec specification = new PBEKeySpec(password.toCharArray(), salt, 1000, 256);
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(specification).getEncoded();
    }
}
// == vulnerable: a token of MD5
class F {
    String token(User user) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        return hex(digest.digest((user.getId() + ":" + user.getMail()).getBytes()));
    }
}
// == safe: many rounds
class G {
    byte[] stored(String password, byte[] salt) throws Exception {
        PBEKeySpec specification = new PBEKeySpec(password.toCharArray(), salt, 600000, 256);
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(specification).getEncoded();
    }
}
// == safe: bcrypt
class H {
    String stored(String password) {
        return new org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder().encode(password);
    }
}
// == safe: SHA-256 of a file
class I {
    byte[] checksum(byte[] content) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(content);
    }
}
// == safe: an HMAC
class J {
    Mac mac() throws Exception {
        return Mac.getInstance("HmacSHA256");
    }
}
// == safe: a signature
class K {
    Signature signature() throws Exception {
        return Signature.getInstance("SHA256withECDSA");
    }
}
// == safe: MD5 as the mark of a content
class L {
    String etag(byte[] content) throws Exception {
        return hex(MessageDigest.getInstance("MD5").digest(content));
    }
}
