package sample;

import java.security.Signature;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

class Signatures {
    void sign() throws Exception {
        // ruleid: java.signature.weak-hash
        Signature.getInstance("SHA1withRSA");
        // ruleid: java.signature.weak-hash
        Signature.getInstance("MD5WithRSA", "BC");
        // ruleid: java.signature.weak-hash
        new JcaContentSignerBuilder("SHA1WithRSA");
        // ok: java.signature.weak-hash
        Signature.getInstance("SHA256withRSA");
        // ok: java.signature.weak-hash
        Signature.getInstance("Ed25519");
        // ok: java.signature.weak-hash
        javax.crypto.Mac.getInstance("HmacSHA1");
    }
}
