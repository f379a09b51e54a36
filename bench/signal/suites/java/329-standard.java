// CWE-329: an encryption that starts from a constant.
import java.security.Key;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

// == vulnerable: a text
class A {
    void start(Cipher cipher, Key key) throws Exception {
        cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec("0123456789abcdef".getBytes()));
    }
}
// == vulnerable: zeros
class B {
    void start(Cipher cipher, Key key) throws Exception {
        byte[] iv = new byte[16];
        cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
    }
}
// == vulnerable: a constant of the class
class C {
    private static final byte[] NONCE = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

    void start(Cipher cipher, Key key) throws Exception {
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, NONCE));
    }
}
// == safe: random
class D {
    void start(Cipher cipher, Key key) throws Exception {
        byte[] iv = new byte[12];
        new SecureRandom().nextBytes(iv);
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, iv));
    }
}
// == safe: random, in a method
class E {
    private final SecureRandom random = new SecureRandom();

    void start(Cipher cipher, Key key) throws Exception {
        cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(fresh()));
    }

    private byte[] fresh() {
        byte[] iv = new byte[16];
        random.nextBytes(iv);
        return iv;
    }
}
// == safe: what was sent
class F {
    void start(Cipher cipher, Key key, byte[] message) throws Exception {
        byte[] iv = new byte[16];
        System.arraycopy(message, 0, iv, 0, 16);
        cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(iv));
    }
}
