use std::path::Path;
use std::process::Command;

fn archive(folder: &str, target: &Path) -> std::io::Result<Output> {
    // ruleid: rust.exec.formatted-command
    Command::new("sh").arg("-c").arg(format!("tar czf /tmp/a.tgz {}", folder)).output()?;
    let line = format!("rm -r {folder}");
    // ruleid: rust.exec.formatted-command
    Command::new("bash").arg("-c").arg(&line).output()?;
    // ok: rust.exec.formatted-command
    Command::new("tar").arg("czf").arg("/tmp/a.tgz").arg("--").arg(folder).output()
}

fn quoted(folder: &str) -> std::io::Result<Output> {
    let safe = shell_words::quote(folder);
    // ok: rust.exec.formatted-command
    Command::new("sh").arg("-c").arg(format!("du {} | sort", safe)).output()
}

// The caller hands over a whole command line, as to a shell itself.
fn run(command: &str) -> std::io::Result<Output> {
    // ok: rust.exec.formatted-command
    Command::new("sh").arg("-c").arg(command).output()
}

fn count(number: usize) -> std::io::Result<Output> {
    // ok: rust.exec.formatted-command
    Command::new("sh").arg("-c").arg(format!("seq {}", number)).output()
}
