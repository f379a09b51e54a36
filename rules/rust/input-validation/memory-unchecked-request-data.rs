use axum::extract::{Json, Path};

async fn text(Json(sent): Json<Sent>) -> String {
    // ruleid: rust.memory.unchecked-request-data
    let name = unsafe { std::str::from_utf8_unchecked(&sent.bytes) };
    // ruleid: rust.memory.unchecked-request-data
    let item = unsafe { ITEMS.get_unchecked(sent.index) };
    // ok: rust.memory.unchecked-request-data
    let checked = std::str::from_utf8(&sent.bytes).unwrap_or_default();
    // ok: rust.memory.unchecked-request-data
    let safe = ITEMS.get(sent.index);
    name.into()
}

async fn fixed(Path(name): Path<String>) -> String {
    // ok: rust.memory.unchecked-request-data
    unsafe { String::from_utf8_unchecked(vec![b'a'; 3]) }
}
