//! Point 35: documents and attachments; and `users/UserHasRights`.

use http::Method;
use serde_json::json;

use crate::driver::{A, Exact};

const DOCUMENTS: &str = "documents/Documents";
const FILES: &str = "documents/DocumentAttachments";

async fn made(exact: &Exact, path: &str, body: serde_json::Value) -> String {
    let reply = exact.post(path, &body).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.json()["d"]["ID"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn point_35_a_document_with_its_file_is_kept_downloaded_and_deleted() {
    let exact = Exact::start().await;
    let document = made(
        &exact,
        DOCUMENTS,
        json!({"Subject": "Factuur 1", "Type": 10, "Account": exact.customer("101")}),
    )
    .await;
    let file = made(
        &exact,
        FILES,
        json!({"Document": document, "FileName": "factuur.txt", "Attachment": "aGFsbG8="}),
    )
    .await;
    let rows = exact
        .get(&format!(
            "{FILES}?$select=Url,FileSize&$filter=Document eq guid'{document}'"
        ))
        .await
        .rows();
    assert_eq!(rows[0]["FileSize"], 5);
    let url = rows[0]["Url"]
        .as_str()
        .unwrap()
        .replace("http://exact.test", "");
    let path = format!("{url}&Download=1");
    let got = exact.call(Method::GET, &path, None, &[]).await;
    assert_eq!((got.status.as_u16(), got.text.as_str()), (200, "hallo"));
    let stranger = [("authorization", "Bearer nobody")];
    let request = http::Request::get(&path).header(stranger[0].0, stranger[0].1);
    assert_eq!(
        exact.send(request.body("".into()).unwrap()).await.status,
        401
    );
    let books = exact.sandbox.books(A).unwrap();
    let kept = books
        .documents
        .iter()
        .find(|it| it.subject == "Factuur 1")
        .unwrap();
    assert_eq!(
        (
            kept.attachments[0].size,
            kept.attachments[0].sha256.as_str()
        ),
        (
            5,
            "d3751d33f9cd5049c4af2b462735457e4d3baf130bcbb87f389e349fbaeb20b9"
        )
    );
    removed(&exact, &document, &file).await;
}

async fn removed(exact: &Exact, document: &str, file: &str) {
    let put = exact
        .put(&format!("{FILES}(guid'{file}')"), &json!({}))
        .await;
    assert_eq!(put.status, 405, "attachments have no PUT");
    let account = exact.customer("101");
    let refused = exact
        .delete(&format!("crm/Accounts(guid'{account}')"))
        .await;
    assert_eq!(refused.status, 500);
    assert_eq!(
        exact
            .delete(&format!("{DOCUMENTS}(guid'{document}')"))
            .await
            .status,
        204
    );
    let gone = exact
        .get("sync/Deleted?$select=EntityType&$filter=Timestamp gt 1L")
        .await
        .rows();
    let types: Vec<_> = gone
        .iter()
        .map(|it| it["EntityType"].as_i64().unwrap())
        .collect();
    assert!(types.contains(&4) && types.contains(&6), "{types:?}");
}

#[tokio::test]
async fn point_35_what_is_refused() {
    let exact = Exact::start().await;
    let reply = exact
        .post(DOCUMENTS, &json!({"Subject": "x", "Type": 40}))
        .await;
    assert_eq!(
        (reply.status.as_u16(), reply.message().as_str()),
        (500, "Document Type not allowed")
    );
    let reply = exact.post(DOCUMENTS, &json!({})).await;
    assert_eq!(reply.message(), "Verplicht: Onderwerp\r\nVerplicht: Type");
    let document = made(&exact, DOCUMENTS, json!({"Subject": "x", "Type": 55})).await;
    let bad = json!({"Document": document, "FileName": "x.pdf", "Attachment": "data:;base64,%%"});
    let reply = exact.post(FILES, &bad).await;
    assert_eq!(reply.status, 400);
    assert!(reply.message().contains("'Attachment'") && reply.message().contains("'Byte[]'"));
    let mut sale = exact.sale("D");
    sale["Document"] = json!("11111111-1111-1111-1111-111111111111");
    let reply = exact.post("salesentry/SalesEntries", &sale).await;
    assert_eq!(reply.message(), "Ongeldige referentie: Document");
    sale["Document"] = json!(document);
    assert_eq!(
        exact.post("salesentry/SalesEntries", &sale).await.status,
        201
    );
}

#[tokio::test]
async fn rights_are_asked_without_spending_a_refusal() {
    let exact = Exact::start().await;
    for (endpoint, action, may) in [
        ("crm/Accounts", "GET", true),
        ("documents/DocumentAttachments", "PUT", false),
        ("no/Thing", "GET", false),
    ] {
        let path = format!("users/UserHasRights?endpoint='{endpoint}'&action='{action}'");
        let reply = exact.get(&path).await;
        assert_eq!(
            reply.json()["d"],
            may,
            "{endpoint} {action}: {}",
            reply.text
        );
    }
}

#[tokio::test]
async fn only_pictures_text_and_pdf_are_shown_in_place_and_none_of_them_may_act() {
    let exact = Exact::start().await;
    let document = made(
        &exact,
        DOCUMENTS,
        json!({"Subject": "Bijlagen", "Type": 10}),
    )
    .await;
    for (name, shown) in [
        ("factuur.pdf", true),
        ("foto.PNG", true),
        ("foto.jpg", true),
        ("brief.txt", true),
        ("factuur.xml", false),
        ("brief.html", false),
        ("logo.svg", false),
        ("geen-soort", false),
    ] {
        let body = json!({"Document": document, "FileName": name, "Attachment": "PGI+"});
        let file = made(&exact, FILES, body).await;
        let address = format!("/administratie/{A}/bijlage/{file}/{name}");
        let request = http::Request::get(&address).body("".into()).unwrap();
        let reply = exact.send(request).await;
        let how = reply.header("content-disposition").unwrap();
        let wanted = if shown { "inline;" } else { "attachment;" };
        assert!(how.starts_with(wanted), "{name}: {how}");
        let policy = reply.header("content-security-policy").unwrap();
        for rule in [
            "default-src 'none'",
            "form-action 'none'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(rule), "{policy}");
        }
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        let page = format!("/administratie/{A}/document/{document}");
        let page = exact.send(http::Request::get(page).body("".into()).unwrap());
        let page = page.await.text;
        for tag in ["iframe", "img"] {
            let seen = page.contains(&format!("<{tag} src=\"{address}\""));
            assert!(
                shown || !seen,
                "{name} is shown on the page of its document"
            );
        }
    }
}
