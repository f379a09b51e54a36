package sample;

import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.NullCipher;

class Ciphers {
    private static final String ALGORITHM = "DESede";

    void broken() throws Exception {
        // ruleid: java.cipher.broken
        Cipher.getInstance("DES/CBC/PKCS5Padding");
        // ruleid: java.cipher.broken
        Cipher.getInstance(ALGORITHM);
        // ruleid: java.cipher.broken
        Cipher.getInstance("RC4", "SunJCE");
        // ruleid: java.cipher.broken
        KeyGenerator.getInstance("Blowfish");
        // ruleid: java.cipher.broken
        new NullCipher();
        // ok: java.cipher.broken
        Cipher.getInstance("AES/GCM/NoPadding");
        // ok: java.cipher.broken
        Cipher.getInstance("ChaCha20-Poly1305");
        // ok: java.cipher.broken
        KeyGenerator.getInstance("AES");
        // ok: java.cipher.broken
        Cipher.getInstance(settings.getProperty("cipher"));
    }
}
