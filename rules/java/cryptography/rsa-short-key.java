package sample;

import java.security.KeyPairGenerator;

class Keys {
    private static final int BITS = 1024;

    void make() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        // ruleid: java.rsa.short-key
        rsa.initialize(1024);
        // ruleid: java.rsa.short-key
        rsa.initialize(BITS, random);
        // ok: java.rsa.short-key
        rsa.initialize(2048);
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        // ok: java.rsa.short-key
        curve.initialize(256);
        // ruleid: java.rsa.short-key
        curve.initialize(160);
        // ok: java.rsa.short-key
        buffer.initialize(512);
    }
}
