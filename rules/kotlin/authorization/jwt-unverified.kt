package sample

import com.auth0.jwt.JWT
import com.auth0.jwt.algorithms.Algorithm

class Tokens {
    fun read(token: String) {
        // ruleid: kotlin.jwt.unverified
        JWT.require(Algorithm.none()).build()
        // ruleid: kotlin.jwt.unverified
        parser.parseClaimsJwt(token)
        // ok: kotlin.jwt.unverified
        JWT.require(Algorithm.RSA256(keys)).build().verify(token)
        // ok: kotlin.jwt.unverified
        JWT.require(Algorithm.HMAC256(secret)).build().verify(token)
        // ok: kotlin.jwt.unverified
        parser.parseClaimsJws(token)
    }
}
