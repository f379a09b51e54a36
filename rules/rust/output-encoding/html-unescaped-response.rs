use actix_web::{http::header::ContentType, web, HttpResponse, Responder};
use axum::extract::{Path, Query};
use axum::response::Html;

async fn hello(Query(q): Query<Name>) -> Html<String> {
    // ruleid: rust.html.unescaped-response
    Html(format!("<h1>Hello {}</h1>", q.name))
}

async fn actix_hello(info: web::Query<Name>) -> impl Responder {
    // ruleid: rust.html.unescaped-response
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(format!("<p>{}</p>", info.name))
}

async fn typed(info: web::Path<String>) -> impl Responder {
    let page = "<p>".to_string() + &info;
    // ruleid: rust.html.unescaped-response
    HttpResponse::Ok().content_type(ContentType::html()).body(page)
}

async fn escaped(Query(q): Query<Name>) -> Html<String> {
    // ok: rust.html.unescaped-response
    Html(format!("<h1>Hello {}</h1>", html_escape::encode_text(&q.name)))
}

async fn plain(info: web::Query<Name>) -> impl Responder {
    // ok: rust.html.unescaped-response
    HttpResponse::Ok().body(format!("Hello {}", info.name))
}

#[rocket::get("/hi/<name>")]
fn hi(name: &str) -> RawHtml<String> {
    // ruleid: rust.html.unescaped-response
    RawHtml(format!("<b>{name}</b>"))
}

async fn rendered(Path(name): Path<String>) -> Html<String> {
    let page = Page { name };
    // ok: rust.html.unescaped-response
    Html(page.render().unwrap())
}

#[rocket::get("/login?<next>")]
fn login(next: String) -> Html<String> {
    // ok: rust.html.unescaped-response
    Html(CONFIG.render_template("login", &json!({ "next": next })).unwrap())
}
