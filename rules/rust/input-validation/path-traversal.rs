use actix_files::NamedFile;
use actix_web::{web, HttpRequest};
use axum::extract::{Multipart, Path, Query};
use std::fs;
use std::path::{Path as FilePath, PathBuf};

async fn download(path: web::Path<String>) -> actix_web::Result<NamedFile> {
    let file = FilePath::new("/srv/files").join(path.into_inner());
    // ruleid: rust.path.traversal
    Ok(NamedFile::open(file)?)
}

async fn read(Path(name): Path<String>) -> String {
    // ruleid: rust.path.traversal
    let text = std::fs::read_to_string(format!("/srv/notes/{name}")).unwrap();
    // ruleid: rust.path.traversal
    tokio::fs::remove_file(PathBuf::from("/srv/notes").join(&name)).await;
    // ruleid: rust.path.traversal
    let file = tokio::fs::File::open(&name).await;
    // ok: rust.path.traversal
    let fixed = std::fs::read_to_string("/srv/notes/index").unwrap();
    // ok: rust.path.traversal
    let short = fs::read(PathBuf::from("/srv/notes").join(FilePath::new(&name).file_name().unwrap()));
    text
}

async fn checked(Query(q): Query<Wanted>) -> Result<String, Error> {
    let full = FilePath::new(ROOT).join(&q.name).canonicalize()?;
    if !full.starts_with(ROOT) {
        return Err(Error::Forbidden);
    }
    // ok: rust.path.traversal
    Ok(fs::read_to_string(full)?)
}

async fn refused(Path(name): Path<String>) -> Result<String, Error> {
    if name.contains("..") || name.contains('/') {
        return Err(Error::Forbidden);
    }
    // ok: rust.path.traversal
    Ok(fs::read_to_string(FilePath::new(ROOT).join(name))?)
}

async fn numbered(Path(id): Path<u64>) -> Result<String, Error> {
    // ok: rust.path.traversal
    Ok(fs::read_to_string(format!("/srv/notes/{id}"))?)
}

async fn upload(mut parts: Multipart) -> Result<(), Error> {
    while let Some(field) = parts.next_field().await? {
        let name = field.file_name().unwrap().to_string();
        // ruleid: rust.path.traversal
        fs::write(format!("/srv/upload/{}", name), field.bytes().await?)?;
    }
    Ok(())
}

#[rocket::post("/save/<name>", data = "<body>")]
async fn save(name: &str, body: Data<'_>) -> std::io::Result<()> {
    // ruleid: rust.path.traversal
    body.open(2.megabytes()).into_file(name).await?;
    // ruleid: rust.path.traversal
    let mut file = OpenOptions::new().write(true).create(true).open(PathBuf::from(ROOT).join(name))?;
    Ok(())
}

// Rocket refuses `..` in the parts of a path that it makes a `PathBuf` of.
#[rocket::get("/static/<file..>")]
async fn files(file: PathBuf) -> Option<NamedFile> {
    // ok: rust.path.traversal
    NamedFile::open(FilePath::new("static/").join(file)).await.ok()
}
