//! The style guide: serves every page in every situation, from samples, without a database.
//!
//! `cargo run -p web --example style_guide` and open the printed address.

use axum::Router;
use axum::extract::Path;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use http::StatusCode;
use i18n::Lang;
use web::pages::sample;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let router = Router::new()
        .route("/", get(index))
        .route("/{lang}/{page}/{situation}", get(show))
        .merge(web::asset_router());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8070").await?;
    #[expect(clippy::print_stdout, reason = "the example says where it listens")]
    {
        println!("http://{}", listener.local_addr()?);
    }
    axum::serve(listener, router).await?;
    Ok(())
}

async fn index() -> Response {
    let mut list =
        String::from("<!doctype html><meta charset=utf-8><title>Style guide</title><ul>");
    for lang in Lang::ALL {
        for page in sample::all(lang).unwrap_or_default() {
            list.push_str(&format!(
                "<li><a href=\"/{lang}/{0}\">{lang} {0}</a>",
                page.name
            ));
        }
    }
    Html(list).into_response()
}

async fn show(Path((lang, page, situation)): Path<(String, String, String)>) -> Response {
    let name = format!("{page}/{situation}");
    let samples = sample::all(lang.parse().unwrap_or_default()).unwrap_or_default();
    match samples.into_iter().find(|sample| sample.name == name) {
        Some(sample) => Html(sample.html).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
