package sample

import com.auth0.jwt.algorithms.Algorithm
import javax.crypto.spec.SecretKeySpec

private const val KEY = "k3y-0f-the-h0use"

class Keys {
    fun keys() {
        // ruleid: kotlin.key.constant
        SecretKeySpec("0123456789abcdef".toByteArray(), "AES")
        // ruleid: kotlin.key.constant
        Algorithm.HMAC256(KEY)
        // ruleid: kotlin.key.constant
        javax.crypto.spec.SecretKeySpec(byteArrayOf(1, 2, 3, 4), "AES")
        // ok: kotlin.key.constant
        Algorithm.HMAC256(settings.secret)
        // ok: kotlin.key.constant
        Algorithm.HMAC256(System.getenv("JWT_SECRET"))
        // ok: kotlin.key.constant
        SecretKeySpec(settings.key, "AES")
        val derived = factory.generateSecret(PBEKeySpec(password, "salt-of-the-house".toByteArray(), 65536, 256)).encoded
        // ok: kotlin.key.constant
        SecretKeySpec(derived, "AES")
        val named = config.property("jwt.secret").getString()
        // ok: kotlin.key.constant
        Algorithm.HMAC256(named)
        // ok: kotlin.key.constant
        Algorithm.HMAC256(settings["jwt.secret"])
        val written = "0123456789abcdef"
        // ruleid: kotlin.key.constant
        SecretKeySpec(written.toByteArray(), "AES")
    }
}
