use sha2::{Digest, Sha256};

fn store(user: &User, password: &str, salt: &str) -> String {
    // ruleid: rust.hash.weak-password
    let old = md5::compute(password);
    // ruleid: rust.hash.weak-password
    let fast = Sha256::digest(password.as_bytes());
    let mut hasher = Sha256::new();
    // ruleid: rust.hash.weak-password
    hasher.update(user.password.as_bytes());
    // ok: rust.hash.weak-password
    hasher.update(salt);
    // ok: rust.hash.weak-password
    let slow = argon2.hash_password(password.as_bytes(), &salt)?.to_string();
    // ok: rust.hash.weak-password
    let file = Sha256::digest(fs::read("file")?);
    // ok: rust.hash.weak-password
    let cut = Sha256::digest(password_hash);
    // ok: rust.hash.weak-password
    let by_slow = Sha256::digest(bcrypt::hash(password, 12)?);
    // ok: rust.hash.weak-password
    accounts.update(password);
    // ruleid: rust.hash.weak-password
    let salted = Sha256::digest(format!("{salt}{password}"));
    hex::encode(fast)
}
