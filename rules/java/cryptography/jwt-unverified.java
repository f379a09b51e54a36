package sample;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import io.jsonwebtoken.Jwts;

class Tokens {
    void open(String token) {
        // ruleid: java.jwt.unverified
        JWT.require(Algorithm.none());
        // ruleid: java.jwt.unverified
        Jwts.parser().parseClaimsJwt(token);
        // ok: java.jwt.unverified
        Jwts.parserBuilder().setSigningKey(key).build().parseClaimsJws(token);
        // ok: java.jwt.unverified
        codec.decode(token);
        // ok: java.jwt.unverified
        JWT.create().withSubject("a").sign(Algorithm.HMAC256(secret()));
    }
}
