package sample;

import javax.crypto.Cipher;

class Modes {
    void modes() throws Exception {
        // ruleid: java.cipher.ecb-mode
        Cipher.getInstance("AES/ECB/PKCS5Padding");
        // ruleid: java.cipher.ecb-mode
        Cipher.getInstance("AES");
        String mode = "AES/" + "ECB/NoPadding";
        // ruleid: java.cipher.ecb-mode
        Cipher.getInstance(mode);
        // ok: java.cipher.ecb-mode
        Cipher.getInstance("AES/GCM/NoPadding");
        // ok: java.cipher.ecb-mode
        Cipher.getInstance("AES/CBC/PKCS5Padding");
        // ok: java.cipher.ecb-mode
        Cipher.getInstance("AESWrap");
        // ok: java.cipher.ecb-mode
        Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
    }
}
