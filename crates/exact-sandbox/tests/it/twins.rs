//! Every endpoint that has sync and bulk twins tells the same there: the same rows with the same values, in pages of
//! 1,000, with `$select` demanded.

use std::collections::{BTreeMap, BTreeSet};

use exact_sandbox::books::{
    Account, Attachment, Bag, Card, CardKind, Deed, Document, DocumentDeed, Field, GlAccount,
    InvoiceDeed, InvoiceDraft, InvoiceItem, PostingDraft, PostingLine,
};
use exact_sandbox::{Money, Switches};
use http::Method;
use serde_json::Value;
use uuid::Uuid;

use crate::driver::{A, Exact, roomy};

/// An ordinary endpoint, and where else its rows are told.
struct Twins {
    ordinary: &'static str,
    sync: &'static str,
    bulk: &'static str,
}

const TWINS: &[Twins] = &[
    Twins {
        ordinary: "crm/Accounts",
        sync: "sync/CRM/Accounts",
        bulk: "bulk/CRM/Accounts",
    },
    Twins {
        ordinary: "crm/Addresses",
        sync: "sync/CRM/Addresses",
        bulk: "bulk/CRM/Addresses",
    },
    Twins {
        ordinary: "crm/Contacts",
        sync: "sync/CRM/Contacts",
        bulk: "bulk/CRM/Contacts",
    },
    Twins {
        ordinary: "documents/Documents",
        sync: "sync/Documents/Documents",
        bulk: "bulk/Documents/Documents",
    },
    Twins {
        ordinary: "documents/DocumentAttachments",
        sync: "sync/Documents/DocumentAttachments",
        bulk: "bulk/Documents/DocumentAttachments",
    },
    Twins {
        ordinary: "financial/GLAccounts",
        sync: "sync/Financial/GLAccounts",
        bulk: "bulk/Financial/GLAccounts",
    },
    Twins {
        ordinary: "financialtransaction/TransactionLines",
        sync: "sync/Financial/TransactionLines",
        bulk: "bulk/Financial/TransactionLines",
    },
    Twins {
        ordinary: "cashflow/Receivables",
        sync: "sync/Cashflow/PaymentTerms",
        bulk: "bulk/Cashflow/Receivables",
    },
    Twins {
        ordinary: "cashflow/Payments",
        sync: "sync/Cashflow/PaymentTerms",
        bulk: "bulk/Cashflow/Payments",
    },
    Twins {
        ordinary: "salesinvoice/SalesInvoiceLines",
        sync: "sync/SalesInvoice/SalesInvoices",
        bulk: "bulk/SalesInvoice/SalesInvoiceLines",
    },
];

/// Satisfies every filter rule, and leaves nothing out.
const ANY: &str = "ID ne guid'00000000-0000-0000-0000-000000000000'";

fn id(kind: u64, number: u64) -> Uuid {
    Uuid::from_u64_pair(
        kind << 32 | number.wrapping_mul(0x9e37_79b9) & 0xffff_ffff,
        number + 1,
    )
}

fn bag(name: &str, value: &str) -> Bag {
    [(name.to_owned(), Field::Text(value.to_owned()))].into()
}

/// More than a page of everything.
fn fill(exact: &Exact, count: u64) {
    let act = |deed: Deed| exact.sandbox.act(A, deed).unwrap();
    let (receivable, payable) = (exact.gl("400000"), exact.gl("440000"));
    for number in 0..count {
        let (account, document) = (id(1, number), id(2, number));
        act(Deed::CreateAccount(Box::new(Account {
            id: account,
            name: format!("Relatie {number}"),
            other: bag("Remarks", "zoals gezegd"),
            ..Account::default()
        })));
        for (kind, name) in [
            (CardKind::Address, "AddressLine1"),
            (CardKind::Contact, "LastName"),
        ] {
            let card = Card {
                id: id(if name == "LastName" { 3 } else { 4 }, number),
                kind,
                account: Some(account),
                values: bag(name, "Proef"),
                ..Card::default()
            };
            act(Deed::CreateCard(Box::new(card)));
        }
        act(Deed::Document(DocumentDeed::Create(Box::new(Document {
            id: document,
            subject: format!("Stuk {number}"),
            kind: 55,
            account: Some(account),
            ..Document::default()
        }))));
        act(Deed::Document(DocumentDeed::Attach(Attachment {
            id: id(5, number),
            document,
            file_name: "stuk.pdf".into(),
            size: 1,
            sha256: "00".into(),
            ..Attachment::default()
        })));
        act(Deed::CreateGlAccount(Box::new(GlAccount {
            id: id(6, number),
            code: format!("9{number:05}"),
            description: "Rekening".into(),
            ..GlAccount::default()
        })));
        act(Deed::Invoice(InvoiceDeed::Enter(Box::new(drafted(
            exact, number,
        )))));
        let line = |part: u64, gl: Uuid, cents: i64| PostingLine {
            id: id(7 + part, number),
            gl_account: Some(gl),
            account: Some(account),
            amount: Some(Money(cents)),
            our_ref: Some(7),
            ..PostingLine::default()
        };
        act(Deed::EnterPosting(Box::new(PostingDraft {
            id: id(9, number),
            journal: Some("90".into()),
            description: "Beginbalans".into(),
            lines: vec![line(0, receivable, 100), line(1, payable, -100)],
            ..PostingDraft::default()
        })));
    }
}

/// An invoice with one line that says all of itself.
fn drafted(exact: &Exact, number: u64) -> InvoiceDraft {
    InvoiceDraft {
        id: id(10, number),
        journal: Some("70".into()),
        ordered_by: Some(exact.customer("101")),
        your_ref: format!("F-{number}"),
        description: "Kop".into(),
        lines: vec![InvoiceItem {
            id: id(11, number),
            item: Some(crate::sales_invoices::item(exact, "UUR")),
            discount: Some(rust_decimal::Decimal::new(1, 1)),
            notes: "Regel".into(),
            ..InvoiceItem::default()
        }],
        ..InvoiceDraft::default()
    }
}

/// All rows of a walk, and how many were on each page.
async fn walk(exact: &Exact, path: &str, select: &str) -> (Vec<Value>, Vec<usize>) {
    let filter = if path.starts_with("sync/") {
        "Timestamp gt 0L"
    } else {
        ANY
    };
    let mut next = Some(format!(
        "/api/v1/{A}/{path}?$select={select}&$filter={filter}"
    ));
    let (mut rows, mut sizes) = (Vec::new(), Vec::new());
    while let Some(path) = next {
        let reply = exact.call(Method::GET, &path, None, &[]).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        let page = reply.rows();
        sizes.push(page.len());
        rows.extend(page);
        let link = reply.json()["d"]["__next"].as_str().map(str::to_owned);
        next = link.map(|it| it.strip_prefix("http://exact.test").unwrap().to_owned());
    }
    (rows, sizes)
}

/// The properties that both endpoints publish, collections left out.
fn common(one: &str, other: &str) -> Vec<&'static str> {
    let props = |path: &str| -> BTreeSet<&'static str> {
        let all = exact_sandbox::published();
        let (_, props) = all.into_iter().find(|(known, _)| known == path).unwrap();
        props
            .into_iter()
            .filter(|it| it.1 != "Collection")
            .map(|it| it.0)
            .collect()
    };
    props(one).intersection(&props(other)).copied().collect()
}

fn by_id(rows: Vec<Value>) -> BTreeMap<String, Value> {
    let keyed = rows.into_iter().map(|mut row| {
        row.as_object_mut().unwrap().remove("__metadata");
        (row["ID"].as_str().unwrap().to_owned(), row)
    });
    keyed.collect()
}

#[tokio::test]
async fn every_twin_tells_the_same_rows_in_pages_of_1000() {
    let switches = Switches {
        minute_limit: 100_000,
        day_limit: 100_000,
        ..roomy()
    };
    let exact = Exact::with(switches).await;
    fill(&exact, 1_005);
    for Twins {
        ordinary,
        sync,
        bulk,
    } in TWINS
    {
        for (twin, select) in [
            (sync, common(ordinary, sync)),
            (bulk, common(ordinary, bulk)),
        ] {
            assert!(
                select.contains(&"ID") && select.len() > 3,
                "{twin}: {select:?}"
            );
            let select = select.join(",");
            let (rows, sizes) = walk(&exact, ordinary, &select).await;
            assert!(
                sizes.iter().rev().skip(1).all(|size| *size == 60),
                "{ordinary}"
            );
            let wanted = by_id(rows);
            assert!(wanted.len() > 1_000, "{ordinary}: {}", wanted.len());
            let (rows, sizes) = walk(&exact, twin, &select).await;
            assert_eq!(sizes[0], 1_000, "{twin}");
            let mut have = by_id(rows);
            if *twin == "sync/Cashflow/PaymentTerms" {
                // It tells of customers and suppliers together.
                have.retain(|id, _| wanted.contains_key(id));
            }
            assert_eq!(have.len(), wanted.len(), "{twin}");
            for (id, row) in &wanted {
                assert_eq!(have.get(id), Some(row), "{twin} beside {ordinary}");
            }
        }
    }
}

#[tokio::test]
async fn every_twin_demands_select() {
    let exact = Exact::start().await;
    for Twins { sync, bulk, .. } in TWINS {
        for (path, wanted) in [
            (format!("{bulk}?$filter={ANY}"), 400),
            (format!("{bulk}?$filter={ANY}&$top=1"), 400),
            (format!("{bulk}?$filter={ANY}&$select=ID"), 200),
            (format!("{sync}?$filter=Timestamp gt 0L"), 400),
            (format!("{sync}?$filter=Timestamp gt 0L&$select=ID"), 200),
            (format!("{sync}?$filter={ANY}&$select=ID"), 400),
        ] {
            let mut exact_path = exact.get(&path).await;
            if exact_path.status == 403 {
                exact.sandbox.advance(3_600_000).unwrap();
                exact_path = exact.get(&path).await;
            }
            assert_eq!(exact_path.status, wanted, "{path}: {}", exact_path.text);
            if wanted == 400 && !path.contains("$select") {
                assert_eq!(
                    exact_path.message(),
                    "Please add a $select or a $top=1 statement to the query string."
                );
            }
        }
    }
}

#[tokio::test]
async fn the_heads_of_invoices_are_told_by_their_twins() {
    const ORDINARY: &str = "salesinvoice/SalesInvoices";
    let exact = Exact::start().await;
    let invoice = drafted(&exact, 1);
    let key = invoice.id;
    let deed = Deed::Invoice(InvoiceDeed::Enter(Box::new(invoice)));
    exact.sandbox.act(A, deed).unwrap();
    for (twin, filter) in [
        (
            "bulk/SalesInvoice/SalesInvoices",
            format!("InvoiceID eq guid'{key}'"),
        ),
        (
            "sync/SalesInvoice/SalesInvoices",
            "Timestamp gt 0L".to_owned(),
        ),
    ] {
        let mut select = common(ORDINARY, twin);
        // A row of the sync twin is a line, which has amounts and words of its own.
        let of_line = |name: &str| {
            let lines = common(
                "salesinvoice/SalesInvoiceLines",
                "sync/SalesInvoice/SalesInvoices",
            );
            twin.starts_with("sync/") && name != "InvoiceID" && lines.contains(&name)
        };
        select.retain(|name| !of_line(name));
        assert!(select.len() > 30, "{twin}: {select:?}");
        let select = select.join(",");
        let head = format!("{ORDINARY}(guid'{key}')?$select={select}");
        let mut wanted = exact.get(&head).await.json()["d"].clone();
        let path = format!("{twin}?$select={select}&$filter={filter}");
        let mut rows = exact.get(&path).await.rows();
        for row in rows.iter_mut().chain([&mut wanted]) {
            row.as_object_mut().unwrap().remove("__metadata");
        }
        assert_eq!(rows, [wanted], "{twin}");
    }
}
