//! Files that take long to read hold up nobody else.

use std::fmt::Write as _;
use std::io;

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use http::StatusCode;
use office::Role;
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use web::{Limits, Settings};

use crate::browser::{House, multipart};
use crate::import::Desk;

const SAMPLE: &str = include_str!("../../../ubl/samples/invoice.xml");
const ADDRESS: &str = "/facturatie/facturen/importeren";

/// An invoice with a long text before its first line, as embedded pictures make them, and many small elements.
fn large_file() -> Vec<u8> {
    let mut notes = String::new();
    for number in 0..60_000 {
        // Writing to a text does not fail.
        let _ = write!(
            notes,
            "<!-- {number} {} --><cbc:Note>x</cbc:Note>",
            "a".repeat(100)
        );
    }
    let at = SAMPLE.find("<cbc:IssueDate>").unwrap();
    format!("{}{notes}{}", &SAMPLE[..at], &SAMPLE[at..]).into_bytes()
}

#[tokio::test]
async fn pages_are_served_while_large_files_are_read() {
    // This test has one thread for everything but what is given to others.
    let desk = Desk::open("0001.010.085").await;
    let file = large_file();
    assert!(
        file.len() > 8_000_000 && file.len() < 10_000_000,
        "{}",
        file.len()
    );
    let mut uploads = JoinSet::new();
    for _ in 0..4 {
        let mut browser = desk.browser.clone();
        let form = [
            ("location", desk.location.as_str()),
            ("journal", &desk.journal),
            ("account", ""),
        ];
        let body = multipart(&form, &[("groot.xml", &file)]);
        uploads.spawn(async move { browser.upload_body(ADDRESS, Body::from(body)).await.status });
    }
    let mut browser = desk.browser.clone();
    let mut pages = 0;
    while uploads.try_join_next().is_none() {
        assert_eq!(
            browser.get("/facturatie/klanten").await.status,
            StatusCode::OK
        );
        pages += 1;
        assert!(pages < 100_000, "no upload ends");
    }
    // With the reading on this thread it is one, or none.
    assert!(
        pages >= 5,
        "{pages} pages were served before the first file was read"
    );
    for status in uploads.join_all().await {
        assert_eq!(status, StatusCode::OK);
    }
}

#[tokio::test]
async fn who_comes_when_too_many_import_is_told_to_come_back() {
    let limits = Limits {
        imports_at_once: 1,
        imports_waiting: 0,
        ..Limits::default()
    };
    let house = House::with(Settings {
        limits,
        ..Settings::default()
    })
    .await;
    let browser = house.signed_in(Role::Office).await;
    let form = Bytes::from(multipart(&[("location", ""), ("journal", "")], &[]));
    let (go, wait) = oneshot::channel::<()>();
    let (tell, begun) = oneshot::channel::<()>();
    let slow = stream::once({
        let form = form.clone();
        async move {
            tell.send(()).unwrap();
            wait.await.unwrap();
            Ok::<_, io::Error>(form)
        }
    });
    let mut first = JoinSet::new();
    let mut own = browser.clone();
    first.spawn(async move { own.upload_body(ADDRESS, Body::from_stream(slow)).await });
    begun.await.unwrap();
    let mut other = browser.clone();
    let told = other.upload_body(ADDRESS, Body::from(form.clone())).await;
    assert_eq!(told.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(told.says("Het is even te druk"));
    assert_eq!(told.header("retry-after"), "5");
    assert_eq!(other.get(ADDRESS).await.status, StatusCode::OK);
    go.send(()).unwrap();
    let first = first.join_next().await.unwrap().unwrap();
    assert_eq!(
        first.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "no file was chosen"
    );
    let told = other.upload_body(ADDRESS, Body::from(form)).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
}
