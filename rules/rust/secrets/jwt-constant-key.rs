use hmac::{Hmac, Mac};
use jsonwebtoken::{DecodingKey, EncodingKey};

const SIGNING: &str = "k3p8-tango-ocean-17";

fn keys(config: &Config) -> Result<(), Error> {
    // ruleid: rust.jwt.constant-key
    let sign = EncodingKey::from_secret(b"k3p8-tango-ocean-17");
    // ruleid: rust.jwt.constant-key
    let check = DecodingKey::from_secret("k3p8-tango-ocean-17".as_ref());
    // ruleid: rust.jwt.constant-key
    let third = EncodingKey::from_secret(SIGNING.as_bytes());
    let local = "k3p8-tango-ocean-17";
    // ruleid: rust.jwt.constant-key
    let mac = Hmac::<Sha256>::new_from_slice(local.as_bytes())?;
    let secret = std::env::var("JWT_SECRET")?;
    // ok: rust.jwt.constant-key
    let read = EncodingKey::from_secret(secret.as_bytes());
    // ok: rust.jwt.constant-key
    let given = EncodingKey::from_secret(config.jwt_secret.as_bytes());
    // ok: rust.jwt.constant-key
    let stored = EncodingKey::from_secret(config.get("jwt_secret").unwrap().as_bytes());
    Ok(())
}
