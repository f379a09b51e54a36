use log::{debug, info};

fn login(user: &User, password: &str, config: &Config) {
    // ruleid: rust.log.secret
    info!("login of {} with {}", user.name, password);
    // ruleid: rust.log.secret
    log::debug!("key {}", config.api_key);
    // ruleid: rust.log.secret
    println!("trying {password} for a user");
    // ok: rust.log.secret
    info!("login of {}", user.name);
    // ok: rust.log.secret
    debug!("password of {} changed", user.id);
    // ok: rust.log.secret
    info!("checked {}", config.has_password);
}
