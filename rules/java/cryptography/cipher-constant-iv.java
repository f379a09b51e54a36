package sample;

import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

class Vectors {
    private static final String VECTOR = "0123456789abcdef";

    void constant(Cipher cipher, java.security.Key key) throws Exception {
        // ruleid: java.cipher.constant-iv
        cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec("0123456789abcdef".getBytes()));
        byte[] iv = new byte[16];
        // ruleid: java.cipher.constant-iv
        IvParameterSpec zeros = new IvParameterSpec(iv);
        // ruleid: java.cipher.constant-iv
        new IvParameterSpec(VECTOR.getBytes("UTF-8"));
        byte[] nonce = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        // ruleid: java.cipher.constant-iv
        new GCMParameterSpec(128, nonce);
    }

    void random(Cipher cipher, java.security.Key key, byte[] message) throws Exception {
        byte[] iv = new byte[16];
        new SecureRandom().nextBytes(iv);
        // ok: java.cipher.constant-iv
        cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
        byte[] sent = new byte[16];
        System.arraycopy(message, 0, sent, 0, sent.length);
        // ok: java.cipher.constant-iv
        cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(sent));
        // ok: java.cipher.constant-iv
        new IvParameterSpec(cipher.getIV());
        // ok: java.cipher.constant-iv
        new IvParameterSpec(java.util.Arrays.copyOf(message, 16));
    }
}
