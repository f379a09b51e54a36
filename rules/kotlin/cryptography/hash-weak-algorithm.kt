package sample

import java.security.MessageDigest

class Hashes {
    fun hashes(text: ByteArray) {
        // ruleid: kotlin.hash.weak-algorithm
        MessageDigest.getInstance("MD5")
        // ruleid: kotlin.hash.weak-algorithm
        java.security.MessageDigest.getInstance("SHA-1").digest(text)
        // ok: kotlin.hash.weak-algorithm
        MessageDigest.getInstance("SHA3-256")
        // ok: kotlin.hash.weak-algorithm
        javax.crypto.Mac.getInstance("HmacSHA256")
        // ok: kotlin.hash.weak-algorithm
        MessageDigest.getInstance("SHA-256")
    }
}
