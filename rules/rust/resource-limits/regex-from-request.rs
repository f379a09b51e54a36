use axum::extract::Query;
use regex::Regex;

async fn search(Query(q): Query<Search>) -> Result<String, Error> {
    // ruleid: rust.regex.from-request
    let wanted = Regex::new(&q.pattern)?;
    // ruleid: rust.regex.from-request
    let within = Regex::new(&format!("^{}$", q.pattern))?;
    // ok: rust.regex.from-request
    let escaped = Regex::new(&regex::escape(&q.pattern))?;
    // ok: rust.regex.from-request
    let fixed = Regex::new(r"^\w+$")?;
    // ok: rust.regex.from-request
    let other = fixed.is_match(&q.pattern);
    Ok("".into())
}
