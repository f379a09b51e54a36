use actix_web::{HttpResponse, Responder};
use axum::http::StatusCode;

fn answers(error: sqlx::Error) -> impl Responder {
    // ruleid: rust.error.detail-to-client
    let one = HttpResponse::InternalServerError().body(error.to_string());
    // ruleid: rust.error.detail-to-client
    let two = (StatusCode::INTERNAL_SERVER_ERROR, format!("failed: {}", error));
    // ok: rust.error.detail-to-client
    let three = HttpResponse::InternalServerError().body("something went wrong");
    // ok: rust.error.detail-to-client
    let four = (StatusCode::INTERNAL_SERVER_ERROR, "something went wrong".to_string());
    // ok: rust.error.detail-to-client
    let five = HttpResponse::InternalServerError().finish();
    // ok: rust.error.detail-to-client
    let six = HttpResponse::InternalServerError().json(public_code(&error));
    // ruleid: rust.error.detail-to-client
    let seven = HttpResponse::InternalServerError().json(Failure { message: error.to_string() });
    one
}
