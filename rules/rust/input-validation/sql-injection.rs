use actix_web::{get, web, HttpRequest, HttpResponse, Responder};
use axum::extract::{Json, Path, Query, State};
use sqlx::{PgPool, QueryBuilder, Row};

async fn actix_search(info: web::Query<Search>, db: web::Data<PgPool>) -> impl Responder {
    let sql = format!("SELECT id FROM users WHERE name = '{}'", info.name);
    // ruleid: rust.sql.injection
    let rows = sqlx::query(&sql).fetch_all(db.get_ref()).await.unwrap();
    // ok: rust.sql.injection
    let safe = sqlx::query("SELECT id FROM users WHERE name = $1").bind(&info.name).fetch_all(db.get_ref()).await;
    HttpResponse::Ok().body(rows.len().to_string())
}

async fn named(Query(q): Query<Search>, State(db): State<PgPool>) -> Result<String, Error> {
    let name = q.name;
    // ruleid: rust.sql.injection
    sqlx::query(&format!("SELECT id FROM users WHERE name = '{name}'")).execute(&db).await?;
    // ruleid: rust.sql.injection
    sqlx::query_as::<_, User>(format!("SELECT * FROM users ORDER BY {}", name).as_str()).fetch_one(&db).await?;
    // ok: rust.sql.injection
    sqlx::query_as::<_, User>("SELECT * FROM users WHERE name = $1").bind(name).fetch_one(&db).await?;
    Ok("".into())
}

async fn concatenated(Path((table, id)): Path<(String, i64)>, State(db): State<PgPool>) -> String {
    let mut sql = String::from("SELECT * FROM ");
    sql.push_str(&table);
    // ruleid: rust.sql.injection
    sqlx::query(&sql).execute(&db).await;
    let plus = "SELECT * FROM ".to_string() + &table;
    // ruleid: rust.sql.injection
    sqlx::raw_sql(&plus).execute(&db).await;
    "".into()
}

async fn numbers(Path(id): Path<i64>, State(db): State<PgPool>) -> String {
    // ok: rust.sql.injection
    sqlx::query(&format!("SELECT * FROM users WHERE id = {}", id)).execute(&db).await;
    "".into()
}

async fn headers(req: HttpRequest, db: web::Data<PgPool>) -> impl Responder {
    if let Some(tenant) = req.headers().get("x-tenant") {
        let sql = format!("SET search_path TO {}", tenant.to_str().unwrap());
        // ruleid: rust.sql.injection
        sqlx::query(&sql).execute(db.get_ref()).await.unwrap();
    }
    let sort = match req.match_info().get("sort") {
        Some(found) => found,
        None => "id",
    };
    // ruleid: rust.sql.injection
    sqlx::query(&format!("SELECT * FROM t ORDER BY {sort}")).execute(db.get_ref()).await.unwrap();
    let column = match sort {
        "name" => "name",
        _ => "id",
    };
    // ok: rust.sql.injection
    sqlx::query(&format!("SELECT * FROM t ORDER BY {column}")).execute(db.get_ref()).await.unwrap();
    let page: u32 = req.match_info().get("page").unwrap().parse().unwrap();
    // ok: rust.sql.injection
    sqlx::query(&format!("SELECT * FROM t LIMIT 10 OFFSET {page}")).execute(db.get_ref()).await.unwrap();
    HttpResponse::Ok()
}

#[rocket::get("/users/<name>")]
async fn rocket_users(name: &str, conn: DbConn) -> Result<String, Error> {
    let sql = format!("SELECT id FROM users WHERE name = '{}'", name);
    conn.run(move |conn| {
        // ruleid: rust.sql.injection
        conn.execute(&sql, [])
    }).await?;
    // ok: rust.sql.injection
    conn.execute("SELECT id FROM users WHERE name = ?1", [name])?;
    // ruleid: rust.sql.injection
    diesel::sql_query(&sql).execute(&conn)?;
    // ok: rust.sql.injection
    diesel::sql_query("SELECT id FROM users WHERE name = $1").bind::<Text, _>(name).execute(&conn)?;
    Ok("".into())
}

async fn warp_users(name: String, db: Db) -> Result<impl warp::Reply, warp::Rejection> {
    // ruleid: rust.sql.injection
    let rows = client.query(&format!("SELECT id FROM users WHERE name = '{}'", name), &[]).await.unwrap();
    // ok: rust.sql.injection
    let safe = client.query("SELECT id FROM users WHERE name = $1", &[&name]).await.unwrap();
    Ok(warp::reply())
}

#[tonic::async_trait]
impl Users for Service {
    async fn find(&self, request: Request<FindRequest>) -> Result<Response<FindReply>, Status> {
        let wanted = request.into_inner();
        let sql = format!("SELECT id FROM users WHERE name = '{}'", wanted.name);
        // ruleid: rust.sql.injection
        let rows = self.db.query_one(&sql, &[]).await?;
        // ruleid: rust.sql.injection
        let found = self.orm.query_all(Statement::from_string(DbBackend::Postgres, sql)).await?;
        Ok(Response::new(FindReply {}))
    }
}

async fn built(Json(filter): Json<Filter>, State(db): State<PgPool>) -> String {
    let mut query: QueryBuilder<Postgres> = QueryBuilder::new("SELECT * FROM users WHERE name = ");
    // ok: rust.sql.injection
    query.push_bind(filter.name.clone());
    // ruleid: rust.sql.injection
    query.push(filter.order.as_str());
    if !COLUMNS.contains(&filter.column.as_str()) {
        return "no".into();
    }
    tokio::spawn(async move {
        // ruleid: rust.sql.injection
        sqlx::query(&format!("DELETE FROM {}", filter.table)).execute(&db).await
    });
    "".into()
}

async fn constants(State(db): State<PgPool>) -> String {
    // ok: rust.sql.injection
    sqlx::query(&format!("SELECT * FROM {}", TABLE)).execute(&db).await;
    "".into()
}
