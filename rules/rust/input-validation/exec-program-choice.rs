use actix_web::web;
use axum::extract::Query;
use std::process::Command;

async fn run(Query(q): Query<Job>) -> String {
    // ruleid: rust.exec.program-choice
    Command::new(&q.program).arg("--version").output();
    // ruleid: rust.exec.program-choice
    tokio::process::Command::new(format!("/opt/tools/{}", q.program)).spawn();
    let program = match q.program.as_str() {
        "git" => "git",
        _ => "hg",
    };
    // ok: rust.exec.program-choice
    Command::new(program).arg("--version").output();
    // ok: rust.exec.program-choice
    Command::new("git").arg("--version").output();
    "".into()
}

async fn plugin(form: web::Form<Plugin>) -> String {
    let path = form.into_inner().path;
    // ruleid: rust.exec.program-choice
    let library = unsafe { libloading::Library::new(path) };
    // ok: rust.exec.program-choice
    let own = unsafe { libloading::Library::new("/usr/lib/own.so") };
    "".into()
}
