use actix_cors::Cors;
use tower_http::cors::{Any, CorsLayer};

fn layers() {
    // ruleid: rust.cors.any-origin-with-credentials
    let tower = CorsLayer::very_permissive();
    // ruleid: rust.cors.any-origin-with-credentials
    let actix = Cors::permissive();
    // ruleid: rust.cors.any-origin-with-credentials
    let open = Cors::default().allow_any_origin().supports_credentials();
    // ruleid: rust.cors.any-origin-with-credentials
    let mirror = CorsLayer::new().allow_origin(AllowOrigin::mirror_request()).allow_credentials(true);
    // ok: rust.cors.any-origin-with-credentials
    let public = CorsLayer::new().allow_origin(Any);
    // ok: rust.cors.any-origin-with-credentials
    let listed = Cors::default().allowed_origin("https://example.org").supports_credentials();
    // ok: rust.cors.any-origin-with-credentials
    let any = Cors::default().allow_any_origin();
}
