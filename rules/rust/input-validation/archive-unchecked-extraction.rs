use std::fs::{self, File};
use std::path::Path;
use zip::ZipArchive;

fn extract(mut archive: ZipArchive<File>, target: &Path) -> Result<(), Error> {
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i)?;
        let out = target.join(entry.name());
        // ruleid: rust.archive.unchecked-extraction
        let mut file = File::create(&out)?;
        let Some(inside) = entry.enclosed_name() else { continue };
        // ok: rust.archive.unchecked-extraction
        let mut safe = File::create(target.join(inside))?;
    }
    Ok(())
}

fn untar(mut archive: tar::Archive<File>, target: &Path) -> Result<(), Error> {
    for found in archive.entries()? {
        let mut entry = found?;
        let out = target.join(entry.path()?);
        // ruleid: rust.archive.unchecked-extraction
        entry.unpack(&out)?;
        // ok: rust.archive.unchecked-extraction
        entry.unpack_in(target)?;
    }
    // ok: rust.archive.unchecked-extraction
    archive.unpack(target)?;
    Ok(())
}
