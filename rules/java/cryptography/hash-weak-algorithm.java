package sample;

import java.security.MessageDigest;

class Hashes {
    void hashes() throws Exception {
        // ruleid: java.hash.weak-algorithm
        MessageDigest.getInstance("MD5");
        // ruleid: java.hash.weak-algorithm
        MessageDigest.getInstance("SHA-1", "SUN");
        // ok: java.hash.weak-algorithm
        MessageDigest.getInstance("SHA-256");
        // ok: java.hash.weak-algorithm
        MessageDigest.getInstance("SHA3-256");
        // ok: java.hash.weak-algorithm
        javax.crypto.Mac.getInstance("HmacSHA1");
    }
}
