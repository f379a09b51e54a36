use jsonwebtoken::{decode, Algorithm, DecodingKey, Validation};

fn claims(token: &str, key: &DecodingKey) -> Result<Claims, Error> {
    let mut loose = Validation::new(Algorithm::HS256);
    // ruleid: rust.jwt.unverified
    loose.insecure_disable_signature_validation();
    // ruleid: rust.jwt.unverified
    loose.validate_exp = false;
    let mut strict = Validation::new(Algorithm::HS256);
    // ok: rust.jwt.unverified
    strict.validate_exp = true;
    // ok: rust.jwt.unverified
    strict.set_issuer(&["https://id.example.org"]);
    // ok: rust.jwt.unverified
    Ok(decode::<Claims>(token, key, &strict)?.claims)
}

fn old(token: &str) -> Result<Claims, Error> {
    // ruleid: rust.jwt.unverified
    Ok(dangerous_insecure_decode::<Claims>(token)?.claims)
}
