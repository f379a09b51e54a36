use actix_session::SessionMiddleware;
use cookie::Cookie;

fn cookies(value: String, store: Store, key: Key) {
    // ruleid: rust.cookie.weak-flags
    let session = Cookie::build(("session", value)).http_only(false).build();
    // ruleid: rust.cookie.weak-flags
    let middleware = SessionMiddleware::builder(store, key).cookie_secure(false).build();
    // ruleid: rust.cookie.weak-flags
    let layer = SessionManagerLayer::new(store).with_secure(false);
    // ok: rust.cookie.weak-flags
    let theme = Cookie::build(("theme", value)).http_only(false).build();
    // ok: rust.cookie.weak-flags
    let csrf = Cookie::build(("csrf_token", value)).http_only(false).build();
    // ok: rust.cookie.weak-flags
    let good = Cookie::build(("session", value)).http_only(true).secure(true).build();
}
