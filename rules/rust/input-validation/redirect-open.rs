use actix_web::{http::header, web, HttpResponse, Responder};
use axum::extract::Query;
use axum::response::Redirect;

async fn after_login(Query(q): Query<Next>) -> Redirect {
    // ruleid: rust.redirect.open
    Redirect::to(&q.next)
}

async fn actix_login(info: web::Query<Next>) -> impl Responder {
    // ruleid: rust.redirect.open
    HttpResponse::Found().insert_header((header::LOCATION, info.next.clone())).finish()
}

async fn local(Query(q): Query<Next>) -> Redirect {
    if !q.next.starts_with('/') || q.next.starts_with("//") {
        // ok: rust.redirect.open
        return Redirect::to("/");
    }
    // ok: rust.redirect.open
    Redirect::to(&format!("/users/{}", q.name))
}

#[rocket::get("/go?<to>")]
fn go(to: String) -> Redirect {
    // ruleid: rust.redirect.open
    Redirect::to(to)
}

async fn own(Query(q): Query<Next>) -> Response {
    // ok: rust.redirect.open
    Response::builder().status(302).header(header::LOCATION, format!("/login?next={}", q.next)).body(()).unwrap()
}

async fn direct(Query(q): Query<Next>, own: State<Domains>) -> Response {
    let url = Url::parse(&q.next).unwrap();
    let known = own.domains.iter().any(|each| url.domain().is_some_and(|domain| domain == each));
    if known {
        // ok: rust.redirect.open
        return Redirect::to(url.to_string()).into_response();
    }
    not_found()
}

#[post("/", data = "<data>")]
fn signed_in(data: Form<Login>) -> Redirect {
    let next = data.into_inner().next;
    // unsure: rust.redirect.open
    Redirect::to(format!("{}{next}", panel_path()))
}
