use actix_web::{web, Responder};
use axum::extract::{Json, Path, Query, State};

async fn fetch(Query(q): Query<Wanted>) -> Result<String, Error> {
    // ruleid: rust.http.ssrf
    let body = reqwest::get(&q.url).await?.text().await?;
    // ruleid: rust.http.ssrf
    let other = reqwest::Client::new().get(format!("http://{}/status", q.host)).send().await?;
    // ok: rust.http.ssrf
    let fixed = reqwest::get("https://api.example.org/status").await?;
    // ok: rust.http.ssrf
    let below = reqwest::get(format!("https://api.example.org/users/{}", q.name)).await?;
    Ok(body)
}

async fn hook(info: web::Json<Hook>, client: web::Data<Client>) -> impl Responder {
    let target = info.into_inner().target;
    // ruleid: rust.http.ssrf
    client.post(&target).json(&info).send().await.unwrap();
    // ruleid: rust.http.ssrf
    let answer = ureq::get(&target).call().unwrap();
    // ruleid: rust.http.ssrf
    let stream = tokio::net::TcpStream::connect(target).await.unwrap();
    "ok"
}

async fn checked(Json(wanted): Json<Wanted>) -> Result<String, Error> {
    let url = Url::parse(&wanted.url)?;
    if !ALLOWED.contains(&url.host_str().unwrap_or_default()) {
        return Err(Error::Forbidden);
    }
    // ok: rust.http.ssrf
    Ok(reqwest::get(url).await?.text().await?)
}

async fn configured(Path(name): Path<String>, State(app): State<App>) -> Result<String, Error> {
    // ok: rust.http.ssrf
    Ok(reqwest::get(format!("{}/users/{}", app.base_url, name)).await?.text().await?)
}
