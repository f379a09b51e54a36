use des::Des;
use openssl::symm::Cipher;

fn ciphers(key: &[u8]) {
    // ruleid: rust.cipher.broken
    let des = Des::new_from_slice(key).unwrap();
    // ruleid: rust.cipher.broken
    let rc4 = Rc4::new(key.into());
    // ruleid: rust.cipher.broken
    let ecb = Cipher::aes_128_ecb();
    // ok: rust.cipher.broken
    let gcm = Cipher::aes_256_gcm();
    // ok: rust.cipher.broken
    let aead = Aes256Gcm::new_from_slice(key).unwrap();
    // ok: rust.cipher.broken
    let chacha = ChaCha20Poly1305::new(key.into());
}
