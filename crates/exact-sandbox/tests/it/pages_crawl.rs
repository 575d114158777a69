//! Every page of every company, found by following every link from the first page: each answers, is well formed and
//! leads somewhere.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use http::Request;

use crate::browser::Browser;
use crate::driver::{Exact, roomy, sandbox};

/// Kinds of pages that must have been seen.
const MUST: [&str; 20] = [
    "/boekingen",
    "/boekingen/70",
    "/boekingen/20",
    "/boekingen/90",
    "/boeking/",
    "/facturen?status=50",
    "/factuur/",
    "/debiteuren?per=post",
    "/debiteuren/",
    "/bank",
    "/ontvangst?post=",
    "/afpunten",
    "/grootboek/400000",
    "/perioden?jaar=",
    "/relaties",
    "/relaties/nieuw",
    "/wijzigen",
    "/documenten",
    "/document/",
    "/bijlage/",
];

#[tokio::test]
async fn every_link_of_every_page_leads_somewhere() {
    let sandbox = sandbox(roomy(), None);
    sandbox.add_showcase().unwrap();
    let exact = Exact::on(sandbox).await;
    let mut waiting = vec!["/".to_owned()];
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(address) = waiting.pop() {
        if !seen.insert(address.clone()) {
            continue;
        }
        let reply = exact
            .send(Request::get(&address).body(Body::empty()).unwrap())
            .await;
        assert_eq!(reply.status, 200, "{address}");
        let kind = reply.header("content-type").unwrap().to_owned();
        *kinds.entry(kind.clone()).or_default() += 1;
        if !kind.starts_with("text/html") {
            continue;
        }
        let page = Browser::at(&exact, &address, &reply);
        for link in page.links() {
            let link = link.split('#').next().unwrap().to_owned();
            let here = link.starts_with('/') && !link.starts_with("//");
            assert!(
                here || ["mailto:", "data:", "http"]
                    .iter()
                    .any(|it| link.starts_with(it))
                    || link.is_empty(),
                "{address} leads to {link}"
            );
            if here {
                waiting.push(link);
            }
        }
    }
    for must in MUST {
        assert!(
            seen.iter().any(|it| it.contains(must)),
            "{must} was not reached"
        );
    }
    assert!(kinds["text/html; charset=utf-8"] > 300, "{kinds:?}");
    assert!(kinds["application/pdf"] > 10, "{kinds:?}");
    // Everything that the books hold has a page that is linked.
    let count = exact.sandbox.with_books(|books| {
        let companies = books.companies.values();
        companies
            .map(|it| it.entries.len() + it.postings.len())
            .sum::<usize>()
    });
    let entries: BTreeSet<&str> = seen
        .iter()
        .filter(|it| it.contains("/boeking/"))
        .map(|it| it.split('?').next().unwrap())
        .collect();
    assert_eq!(entries.len(), count);
}

#[tokio::test]
async fn what_is_not_there_is_said_on_a_page() {
    let exact = Exact::start().await;
    let id = "6f9619ff-8b86-4011-b42d-00cf4fc964ff";
    for path in [
        "boekingen/99",
        "boeking/x",
        &format!("boeking/{id}"),
        &format!("factuur/{id}"),
        &format!("debiteuren/{id}"),
        "debiteuren/101",
        &format!("relatie/{id}"),
        &format!("relatie/{id}/wijzigen"),
        &format!("document/{id}"),
        "grootboek/999999",
        "nergens",
        "boekingen/70/te/ver",
    ] {
        let page = Browser::open(&exact, &format!("/administratie/123456/{path}")).await;
        assert_eq!(page.status, 404, "{path}");
        page.sees("kunnen niet gevonden worden");
    }
    for path in ["/administratie/1/boekingen", "/administratie/x/bank"] {
        let page = Browser::open(&exact, path).await;
        assert_eq!(page.status, 404, "{path}");
    }
}

#[tokio::test]
async fn any_query_gives_a_page() {
    let exact = Exact::start().await;
    for query in [
        "na=1",
        "na=x.y",
        "na=99999999999999999999.00000000000000000000000000000000",
        "zoek=%00%ff",
        "zoek=%3Cscript%3E",
        "van=31-02-2026&tot=x",
        "van=01-01-9999&tot=01-01-0001",
        "jaar=99999",
        "jaar=-5",
        "status=7",
        "melding=geboekt&nr=%3Cb%3E",
        "kies=x&post=x&relatie=x&dagboek=x",
        "type=x&relatie=x",
    ] {
        for path in [
            "boekingen",
            "boekingen/70",
            "boekingen/20",
            "facturen",
            "debiteuren",
            "bank",
            "afpunten",
            "ontvangst",
            "grootboek",
            "grootboek/400000",
            "perioden",
            "relaties",
            "relaties/nieuw",
            "documenten",
        ] {
            let page =
                Browser::open(&exact, &format!("/administratie/123456/{path}?{query}")).await;
            assert_eq!(page.status, 200, "{path}?{query}");
        }
    }
}
