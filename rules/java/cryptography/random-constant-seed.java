package sample;

import java.security.SecureRandom;

class Seeds {
    void seeds(byte[] entropy) throws Exception {
        // ruleid: java.random.constant-seed
        new SecureRandom("seed".getBytes());
        SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
        // ruleid: java.random.constant-seed
        random.setSeed(42L);
        // ruleid: java.random.constant-seed
        random.setSeed("seed".getBytes());
        // ok: java.random.constant-seed
        new SecureRandom();
        // ok: java.random.constant-seed
        random.setSeed(entropy);
        // ok: java.random.constant-seed
        random.setSeed(user.name().getBytes("UTF-8"));
        // ok: java.random.constant-seed
        random.setSeed(System.nanoTime() * 31 + 7);
        byte[] seed = new byte[16];
        System.in.read(seed, 0, 16);
        // ok: java.random.constant-seed
        random.setSeed(seed);
        // ok: java.random.constant-seed
        new java.util.Random(42);
    }
}
