//! T54 and T55: numbers without gaps and doubles, in the order of dates.

use std::collections::BTreeSet;

use office::invoices::{self, InvoiceDraft};
use store::Db;
use testing_macros::db_test;

use crate::rig::{Outcome, Rig, codes};

#[db_test]
async fn two_who_issue_at_once_get_neighbouring_numbers(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let draft = rig.draft().await?;
    let issue = async || -> Result<Vec<String>, office::OfficeError> {
        let mut numbers = Vec::new();
        for _ in 0..5 {
            let invoice = invoices::issue(&rig.office, &rig.boss, &draft).await?;
            numbers.extend(invoice.printed.number.map(|number| number.to_string()));
        }
        Ok(numbers)
    };
    let (one, other) = tokio::join!(issue(), issue());
    let numbers: BTreeSet<String> = one?.into_iter().chain(other?).collect();
    let expected: BTreeSet<String> = (1..=10).map(|n| format!("A1-2026-{n:06}")).collect();
    assert_eq!(numbers, expected);
    let references = rig
        .count("SELECT COUNT(DISTINCT payment_reference) FROM invoice")
        .await?;
    assert_eq!(references, 10);
    Ok(())
}

#[db_test]
async fn a_failure_leaves_no_gap(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let draft = rig.draft().await?;
    invoices::issue(&rig.office, &rig.boss, &draft).await?;
    // Refused after the number was taken: its lines come to nothing.
    let empty = InvoiceDraft {
        lines: Vec::new(),
        ..draft.clone()
    };
    let outcome = invoices::issue(&rig.office, &rig.boss, &empty).await;
    assert_eq!(codes(outcome), ["invoice-without-lines"]);
    let next = invoices::issue(&rig.office, &rig.boss, &draft).await?;
    let number = next.printed.number.map(|number| number.to_string());
    assert_eq!(number.as_deref(), Some("A1-2026-000002"));
    assert_eq!(
        rig.count("SELECT COUNT(*) FROM audit WHERE verb = 'issue'")
            .await?,
        2
    );
    Ok(())
}

#[db_test]
async fn numbers_follow_their_dates(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let draft = rig.draft().await?;
    invoices::issue(&rig.office, &rig.boss, &draft).await?;
    let earlier = InvoiceDraft {
        issue_date: draft.issue_date.yesterday()?,
        ..draft.clone()
    };
    let outcome = invoices::issue(&rig.office, &rig.boss, &earlier).await;
    assert_eq!(codes(outcome), ["date-before-last-number"]);
    let next_year = InvoiceDraft {
        issue_date: "2027-01-02".parse()?,
        ..draft
    };
    let invoice = invoices::issue(&rig.office, &rig.boss, &next_year).await?;
    let number = invoice.printed.number.map(|number| number.to_string());
    assert_eq!(number.as_deref(), Some("A1-2027-000002"));
    Ok(())
}
