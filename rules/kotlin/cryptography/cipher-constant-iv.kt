package sample

import javax.crypto.spec.GCMParameterSpec
import javax.crypto.spec.IvParameterSpec

class Vectors {
    fun vectors(iv: ByteArray) {
        // ruleid: kotlin.cipher.constant-iv
        IvParameterSpec("0123456789abcdef".toByteArray())
        // ruleid: kotlin.cipher.constant-iv
        IvParameterSpec(ByteArray(16))
        // ruleid: kotlin.cipher.constant-iv
        javax.crypto.spec.GCMParameterSpec(128, byteArrayOf(1, 2, 3))
        // ok: kotlin.cipher.constant-iv
        GCMParameterSpec(128, random(12))
        // ok: kotlin.cipher.constant-iv
        IvParameterSpec(iv)
        // ok: kotlin.cipher.constant-iv
        GCMParameterSpec(128, cipher.iv)
        val fresh = ByteArray(16)
        SecureRandom().nextBytes(fresh)
        // ok: kotlin.cipher.constant-iv
        IvParameterSpec(fresh)
        val filled = ByteArray(12).also { SecureRandom().nextBytes(it) }
        // ok: kotlin.cipher.constant-iv
        GCMParameterSpec(128, filled)
        val same = ByteArray(16)
        // ruleid: kotlin.cipher.constant-iv
        IvParameterSpec(same)
    }
}
