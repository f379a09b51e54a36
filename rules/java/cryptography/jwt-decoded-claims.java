package sample;

import com.auth0.jwt.JWT;
import com.auth0.jwt.interfaces.JWTVerifier;
import com.nimbusds.jwt.SignedJWT;

class Claims {
    String user(String token) {
        // ruleid: java.jwt.decoded-claims
        return JWT.decode(token).getSubject();
    }

    Object parsed(String token) throws Exception {
        // ruleid: java.jwt.decoded-claims
        return SignedJWT.parse(token).getJWTClaimsSet();
    }

    boolean verified(String token, JWTVerifier verifier) {
        // ok: java.jwt.decoded-claims
        String key = JWT.decode(token).getKeyId();
        verifier.verify(token);
        return true;
    }

    Object checked(String token) throws Exception {
        // ok: java.jwt.decoded-claims
        SignedJWT parsed = SignedJWT.parse(token);
        if (!parsed.verify(verifier)) {
            throw new SecurityException();
        }
        // ok: java.jwt.decoded-claims
        return codec.decode(token);
    }
}
