use rand::{rngs::StdRng, Rng, SeedableRng};

fn reset(user: &User) -> String {
    // ruleid: rust.random.predictable-secret
    let token = fastrand::u64(..).to_string();
    let mut rng = StdRng::seed_from_u64(user.id);
    // ruleid: rust.random.predictable-secret
    let password = rng.gen::<u64>().to_string();
    // ok: rust.random.predictable-secret
    let delay = fastrand::u64(..100);
    // ok: rust.random.predictable-secret
    let secret = OsRng.next_u64().to_string();
    // ok: rust.random.predictable-secret
    let nonce: u64 = rand::thread_rng().gen();
    token
}

fn generate_token() -> String {
    // ruleid: rust.random.predictable-secret
    let number = fastrand::u64(..);
    format!("{number:x}")
}
