use std::env;
use std::process::Command;

fn main() {
    let folder = env::args().nth(1).unwrap();
    // ruleid: rust.exec.local-input
    Command::new("sh").arg("-c").arg(format!("ls {}", folder)).spawn().unwrap();
    // ruleid: rust.exec.local-input
    Command::new("/bin/bash").args(["-c", &folder]).spawn().unwrap();
    // ruleid: rust.exec.local-input
    std::process::Command::new("sh").arg("-c").arg(std::env::var("HOOK").unwrap()).spawn().unwrap();
    // ok: rust.exec.local-input
    Command::new("ls").arg("-l").arg(&folder).spawn().unwrap();
    // ok: rust.exec.local-input
    Command::new("sh").arg("-c").arg("uptime").spawn().unwrap();
    // ok: rust.exec.local-input
    Command::new("sh").arg("-c").arg(format!("ls {}", shell_words::quote(&folder))).spawn().unwrap();
}
