package sample;

import javax.crypto.Cipher;

class Padding {
    void padding() throws Exception {
        // ruleid: java.cipher.rsa-padding
        Cipher.getInstance("RSA/ECB/NoPadding");
        // ruleid: java.cipher.rsa-padding
        Cipher.getInstance("RSA/None/NoPadding", "BC");
        // ok: java.cipher.rsa-padding
        Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
        // ok: java.cipher.rsa-padding
        Cipher.getInstance("AES/GCM/NoPadding");
        // ok: java.cipher.rsa-padding
        Cipher.getInstance("RSA/ECB/PKCS1Padding");
    }
}
