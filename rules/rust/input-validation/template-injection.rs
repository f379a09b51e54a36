use axum::extract::{Json, Query};

async fn preview(Json(draft): Json<Draft>) -> Result<String, Error> {
    // ruleid: rust.template.injection
    let page = Tera::one_off(&draft.body, &context, true)?;
    // ruleid: rust.template.injection
    let mail = handlebars.render_template(&format!("Hello {}", draft.name), &data)?;
    // ok: rust.template.injection
    let fixed = Tera::one_off("Hello {{ name }}", &context, true)?;
    // ok: rust.template.injection
    let named = tera.render("mail.html", &Context::from_serialize(&draft)?)?;
    Ok(page)
}

async fn environment(Query(q): Query<Wanted>) -> Result<String, Error> {
    // ruleid: rust.template.injection
    let template = env.template_from_str(&q.text)?;
    // ok: rust.template.injection
    let known = env.get_template(&q.name)?;
    Ok("".into())
}

async fn parsed(Query(q): Query<Wanted>) -> Result<String, Error> {
    // ok: rust.template.injection
    let address = Url::parse(&q.address)?;
    // ruleid: rust.template.injection
    let mail = liquid::ParserBuilder::with_stdlib().build()?.parse(&q.text)?;
    Ok("".into())
}
