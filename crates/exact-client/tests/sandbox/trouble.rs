//! Refusals, and answers that never come.

use exact_api::Amount;
use exact_api::endpoints::{CreateSalesEntry, ListAccounts, ListSalesEntries, NewSalesEntryLine};
use exact_api::errors::Category;
use exact_api::odata::Filter;
use exact_client::CallError;
use exact_sandbox::{Fault, FaultKind, Sandbox, When, Where};
use uuid::Uuid;

use crate::booking::Masters;
use crate::client::{Client, TODAY};

pub(crate) async fn be_refused(client: &mut Client, masters: &Masters, customer: Uuid) {
    let line = NewSalesEntryLine::new(masters.revenue, Amount::from_cents(1_000))
        .with_vat_code("no-such-code");
    let wrong = CreateSalesEntry::new(customer, "no-such-journal", vec![line]);
    let Err(CallError::Refused(refusal)) = client.send(&wrong).await else {
        panic!("not refused")
    };
    let categories: Vec<_> = refusal.lines.iter().map(|line| line.category).collect();
    assert!(
        categories.contains(&Category::InvalidReference),
        "{refusal:?}"
    );

    let unfiltered = ListAccounts::new(Filter::eq("Remarks", "x"));
    let error = client.send(&unfiltered).await.expect_err("not filterable");
    assert!(matches!(error, CallError::BadRequest { .. }), "{error:?}");
    assert!(error.counts_for_error_velocity());
}

/// The connection is cut after the entry was booked, then before: both are unknown, and only a look
/// tells them apart.
pub(crate) async fn lose_answers(
    sandbox: &Sandbox,
    client: &mut Client,
    masters: &Masters,
    customer: Uuid,
) {
    for (when, booked) in [(When::After, 1), (When::Before, 0)] {
        sandbox
            .fault(Fault {
                kind: FaultKind::Drop,
                place: Where {
                    method: Some("POST".into()),
                    ..Where::default()
                },
                when,
                count: Some(1),
                probability: None,
                seed: 1,
            })
            .expect("a fault that can be ordered");
        let line = NewSalesEntryLine::new(masters.revenue, Amount::from_cents(1_000))
            .with_vat_code(masters.vat.clone());
        let reference = format!("lost-{booked}");
        let entry = CreateSalesEntry::new(customer, "70", vec![line])
            .with_your_ref(reference.as_str())
            .with_entry_date(TODAY)
            .with_payment_condition("30");
        let lost = client.send(&entry).await.expect_err("no answer");
        assert!(
            !lost.is_certain() && lost.is_transport_unknown(),
            "{lost:?}"
        );
        let look = ListSalesEntries::by_your_refs(&[reference]).expect("one");
        assert_eq!(client.all(look).await.len(), booked);
    }
}
