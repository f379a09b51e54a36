package sample;

import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;

class Signatures {
    boolean compare(Mac mac, byte[] message, byte[] given, String header) throws Exception {
        byte[] expected = mac.doFinal(message);
        // ruleid: java.signature.timing-compare
        boolean same = Arrays.equals(expected, given);
        String text = Hex.encodeHexString(mac.doFinal(message));
        // ruleid: java.signature.timing-compare
        same = text.equals(header);
        // ok: java.signature.timing-compare
        same = MessageDigest.isEqual(expected, given);
        // ok: java.signature.timing-compare
        same = header.equals("sha256");
        // ok: java.signature.timing-compare
        return Arrays.equals(message, given);
    }
}
