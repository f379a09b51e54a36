use axum::extract::{Json, Path};
use std::process::Command;

async fn clone(Json(wanted): Json<Wanted>) -> String {
    // ruleid: rust.exec.argument-injection
    Command::new("git").arg("clone").arg(&wanted.url).status();
    // ruleid: rust.exec.argument-injection
    tokio::process::Command::new("git").args(["fetch", &wanted.url]).status().await;
    // ok: rust.exec.argument-injection
    Command::new("git").arg("clone").arg("--").arg(&wanted.url).status();
    // ok: rust.exec.argument-injection
    Command::new("git").args(["clone", "--", &wanted.url]).status();
    // ok: rust.exec.argument-injection
    Command::new("git").arg("checkout").arg(format!("refs/heads/{}", wanted.branch)).status();
    "".into()
}

async fn checked(Path(name): Path<String>) -> String {
    if name.starts_with('-') {
        return "no".into();
    }
    // ok: rust.exec.argument-injection
    Command::new("find").arg("/srv").arg(&name).status();
    "".into()
}

async fn listed(Json(wanted): Json<Wanted>) -> String {
    let options = ["clone", "--", &wanted.url];
    // ok: rust.exec.argument-injection
    Command::new("git").args(options).status();
    let all = vec!["clone", &wanted.url];
    // ruleid: rust.exec.argument-injection
    Command::new("git").args(all).status();
    "".into()
}
