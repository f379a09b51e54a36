use actix_web::{web, HttpResponse, Responder};
use axum::extract::{Path, Query};
use std::process::Command;

async fn ping(info: web::Query<Host>) -> impl Responder {
    // ruleid: rust.exec.shell-injection
    let out = Command::new("sh").arg("-c").arg(format!("ping -c 1 {}", info.host)).output();
    // ok: rust.exec.shell-injection
    let safe = Command::new("ping").arg("-c").arg("1").arg("--").arg(&info.host).output();
    HttpResponse::Ok().body("done")
}

async fn list(Path(folder): Path<String>) -> String {
    let line = format!("ls -l {folder}");
    // ruleid: rust.exec.shell-injection
    let one = Command::new("/bin/bash").args(["-c", &line]).output();
    // ruleid: rust.exec.shell-injection
    let two = tokio::process::Command::new("sh").arg("-c").arg(&line).output().await;
    let mut child = Command::new("sh");
    // ruleid: rust.exec.shell-injection
    child.arg("-c").arg(line.as_str());
    // ok: rust.exec.shell-injection
    let constant = Command::new("sh").arg("-c").arg("uptime").output();
    "".into()
}

async fn quoted(Query(q): Query<Search>) -> String {
    let name = shell_words::quote(&q.name);
    // ok: rust.exec.shell-injection
    let out = Command::new("sh").arg("-c").arg(format!("grep {} /srv/list", name)).output();
    "".into()
}

#[rocket::get("/lookup/<domain>")]
fn lookup(domain: String) -> String {
    // ruleid: rust.exec.shell-injection
    let out = std::process::Command::new("sh").arg("-c").arg("whois ".to_string() + &domain).output().unwrap();
    String::from_utf8_lossy(&out.stdout).into_owned()
}
