use std::fs::{self, OpenOptions, Permissions};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};

fn modes(path: &str) -> std::io::Result<()> {
    // ruleid: rust.file.world-writable
    fs::set_permissions(path, Permissions::from_mode(0o777))?;
    // ruleid: rust.file.world-writable
    let open = OpenOptions::new().write(true).mode(0o666).open(path)?;
    // ok: rust.file.world-writable
    fs::set_permissions(path, Permissions::from_mode(0o600))?;
    // ok: rust.file.world-writable
    let own = OpenOptions::new().write(true).mode(0o640).open(path)?;
    // ok: rust.file.world-writable
    fs::set_permissions(path, Permissions::from_mode(0o755))
}
