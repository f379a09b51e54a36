use aes_gcm::{aead::Aead, Aes256Gcm, Nonce};

fn seal(cipher: &Aes256Gcm, text: &[u8]) -> Vec<u8> {
    // ruleid: rust.cipher.constant-iv
    let nonce = Nonce::from_slice(b"unique nonce");
    // ruleid: rust.cipher.constant-iv
    let zeros = Nonce::from_slice(&[0u8; 12]);
    let fixed = [0u8; 12];
    // ruleid: rust.cipher.constant-iv
    let third = Nonce::from_slice(&fixed);
    let mut fresh = [0u8; 12];
    OsRng.fill_bytes(&mut fresh);
    // ok: rust.cipher.constant-iv
    let random = Nonce::from_slice(&fresh);
    // ok: rust.cipher.constant-iv
    let own = Aes256Gcm::generate_nonce(&mut OsRng);
    cipher.encrypt(nonce, text).unwrap()
}

fn open(cipher: &Aes256Gcm, sealed: &[u8]) -> Vec<u8> {
    let (nonce, text) = sealed.split_at(12);
    // ok: rust.cipher.constant-iv
    cipher.decrypt(Nonce::from_slice(nonce), text).unwrap()
}
