//! Large books: loading them, and finding by key without reading them all.

use std::sync::Arc;

use exact_sandbox::books::{CompanySeed, EntrySeed, SaleDraft, SaleLine, Status};
use exact_sandbox::{Money, Sandbox, Seed};
use jiff::civil::date;
use uuid::Uuid;

use crate::driver::{A, B, Exact, morning, roomy, seed};

fn id(kind: u64, number: u64) -> Uuid {
    Uuid::from_u64_pair(kind, number)
}

/// A company with many entries of eleven lines.
fn large(template: &CompanySeed, count: u64) -> CompanySeed {
    let gl = template
        .gl_accounts
        .iter()
        .find(|gl| gl.code == "704000")
        .unwrap()
        .id;
    let customer = template.accounts[0].id;
    let entry = |number: u64| EntrySeed {
        draft: SaleDraft {
            id: id(1, number),
            journal: Some("70".into()),
            customer: Some(customer),
            number: Some(i32::try_from(number).unwrap() + 100),
            date: Some(date(2026, 10, 1)),
            your_ref: format!("G-{number}"),
            lines: (0..11)
                .map(|line| SaleLine {
                    id: id(2, number * 100 + line),
                    gl_account: Some(gl),
                    amount: Some(Money(1_000)),
                    vat_code: Some("2".into()),
                    ..SaleLine::default()
                })
                .collect(),
            ..SaleDraft::default()
        },
        status: Status::Processed,
        at: morning(),
    };
    CompanySeed {
        entries: (0..count).map(entry).collect(),
        ..template.clone()
    }
}

#[tokio::test]
async fn five_thousand_booked_entries_are_loaded_and_one_is_found_by_its_reference() {
    let template = seed().companies[0].clone();
    let seed = Seed {
        companies: vec![large(&template, 5_000), seed().companies[1].clone()],
        ..seed()
    };
    let sandbox = Sandbox::builder(Arc::new(morning))
        .seed(seed)
        .switches(roomy())
        .build()
        .unwrap();
    let exact = Exact::on(sandbox).await;
    let found = exact.get("salesentry/SalesEntries?$select=EntryNumber,Status,AmountFC&$filter=YourRef eq 'G-4711'").await.rows();
    assert_eq!(
        (
            found.len(),
            found[0]["EntryNumber"].as_i64(),
            found[0]["Status"].as_i64()
        ),
        (1, Some(4_811), Some(50))
    );
    let refs: Vec<String> = (0..40)
        .map(|number| format!("YourRef eq 'G-{number}'"))
        .collect();
    let path = format!(
        "financialtransaction/TransactionLines?$select=ID,YourRef&$filter={}",
        refs.join(" or ")
    );
    assert_eq!(exact.get(&path).await.rows().len(), 40);
    assert_eq!(exact.sandbox.books(A).unwrap().entries.len(), 5_000);
    assert_eq!(exact.sandbox.books(B).unwrap().entries.len(), 4);
}

#[test]
fn a_seed_that_contradicts_itself_is_refused() {
    let template = seed().companies[0].clone();
    let mut broken = large(&template, 1);
    broken.entries[0].draft.lines[0].gl_account = Some(Uuid::nil());
    let built = Sandbox::builder(Arc::new(morning))
        .seed(Seed {
            companies: vec![broken],
            ..Seed::empty()
        })
        .build();
    assert!(matches!(built, Err(exact_sandbox::SandboxError::Seed(_))));
}
