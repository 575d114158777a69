//! Invoices at the desk: issued, listed, read, recoded.

use domain::{
    Coding, DraftLine, Invoice, InvoiceId, InvoiceKind, LedgerAccountId, Money, StructuredReference,
};
use office::{
    OfficeError, PAGE_ROWS,
    invoices::{self, InvoiceDraft, InvoiceQuery},
    journals::{self, Marks},
};
use rust_decimal::Decimal;
use store::{Db, transact};
use testing_macros::db_test;

use crate::rig::{Outcome, Rig, codes, line};

#[db_test]
async fn what_is_issued_is_read_back_as_it_was(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let mut draft = rig.draft().await?;
    let coding = draft.lines[0].1.clone();
    // T1: three lines of 10.03 make 6.32 of VAT, and a line of text makes nothing.
    draft.lines = vec![
        (line("10.03")?, coding.clone()),
        (line("10.03")?, coding.clone()),
        (line("10.03")?, coding),
        (DraftLine::text("Met dank"), Coding::default()),
    ];
    let issued = invoices::issue(&rig.office, &rig.boss, &draft).await?;
    assert_eq!(issued.printed.vat_total, Money::from_cents(632));
    let reference = StructuredReference::parse(&issued.printed.payment_reference)?;
    assert!(reference.digits().starts_with("26"));
    let view = invoices::get(&rig.office, &rig.boss, issued.id).await?;
    assert_eq!(view.invoice, issued);
    assert_eq!(view.customer.id, draft.customer);
    assert_eq!(view.accounts.len(), 1);
    assert_eq!(view.booking, None);
    let hash: Option<String> = rig
        .office
        .db
        .read()
        .await?
        .optional("SELECT content_hash FROM invoice", store::params![])
        .await?;
    assert_eq!(hash, Some(view.invoice.printed.content_hash()));
    Ok(())
}

#[db_test]
async fn a_journal_that_does_not_fit_is_refused(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let draft = rig.draft().await?;
    let other = rig.location("Bodystop B").await?;
    for (marks, code) in [
        (
            Marks {
                numbered_elsewhere: true,
                ..Marks::default()
            },
            "journal-numbered-elsewhere",
        ),
        (
            Marks {
                location: Some(other.id),
                ..Marks::default()
            },
            "journal-of-another-location",
        ),
        (
            Marks {
                credit_notes: true,
                ..Marks::default()
            },
            "journal-for-credit-notes",
        ),
    ] {
        journals::save_marks(&rig.office, &rig.boss, draft.journal, &marks).await?;
        let outcome = invoices::issue(&rig.office, &rig.boss, &draft).await;
        assert_eq!(codes(outcome), [code]);
    }
    let unknown = InvoiceDraft {
        lines: vec![(
            line("1.00")?,
            Coding {
                ledger_account: Some(LedgerAccountId::new(5)),
                cost_centre: String::new(),
            },
        )],
        ..draft
    };
    journals::save_marks(&rig.office, &rig.boss, unknown.journal, &Marks::default()).await?;
    let outcome = invoices::issue(&rig.office, &rig.boss, &unknown).await;
    assert_eq!(codes(outcome), ["account-unknown"]);
    assert_eq!(rig.count("SELECT COUNT(*) FROM invoice").await?, 0);
    Ok(())
}

/// A credit note of an invoice, with one line of this (negative) price.
fn credit_of(invoice: &Invoice, draft: &InvoiceDraft, price: &str) -> Outcome<InvoiceDraft> {
    let number = invoice.printed.number.as_ref().map(ToString::to_string);
    Ok(InvoiceDraft {
        kind: InvoiceKind::CreditNote,
        corrects: number.into_iter().collect(),
        lines: vec![(line(price)?, draft.lines[0].1.clone())],
        ..draft.clone()
    })
}

#[db_test]
async fn credit_in_parts_ends_at_zero_and_not_below(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let mut draft = rig.draft().await?;
    // T15: 1590.46 in three parts; the last one takes the cent that is left.
    draft.lines[0].0 = line("1590.46")?;
    let invoice = invoices::issue(&rig.office, &rig.boss, &draft).await?;
    let mut vat = Vec::new();
    for part in ["-530.15", "-530.15", "-530.16"] {
        let credit = credit_of(&invoice, &draft, part)?;
        let credit = invoices::issue(&rig.office, &rig.boss, &credit).await?;
        assert_eq!(credit.printed.payment_reference, "");
        vat.push(credit.printed.vat_total.cents());
    }
    assert_eq!(vat, [-11_133, -11_133, -11_134]);
    // T16: nothing is left.
    let more = credit_of(&invoice, &draft, "-0.01")?;
    let outcome = invoices::issue(&rig.office, &rig.boss, &more).await;
    assert_eq!(codes(outcome), ["credit-more-than-remaining"]);
    let view = invoices::get(&rig.office, &rig.boss, invoice.id).await?;
    assert_eq!(view.corrected_by.len(), 3);
    let credit = view.corrected_by[0].invoice.ok_or("no credit note")?;
    let view = invoices::get(&rig.office, &rig.boss, credit).await?;
    assert_eq!(view.corrects[0].invoice, Some(invoice.id));
    Ok(())
}

#[db_test]
async fn a_sign_that_contradicts_its_kind_is_asked_about(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let mut draft = rig.draft().await?;
    draft.lines[0].0 = line("-5.00")?;
    let outcome = invoices::issue(&rig.office, &rig.boss, &draft).await;
    assert_eq!(codes(outcome), ["sign-contradicts-kind"]);
    Ok(())
}

#[db_test]
async fn coding_is_mended_until_it_is_booked(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let draft = rig.draft().await?;
    let invoice = invoices::issue(&rig.office, &rig.boss, &draft).await?;
    let parts = rig.account("705000").await?;
    let coding = Coding {
        ledger_account: Some(parts.id),
        cost_centre: String::new(),
    };
    let recode = |position| invoices::recode(&rig.office, &rig.boss, invoice.id, position, &coding);
    recode(1).await?;
    let view = invoices::get(&rig.office, &rig.boss, invoice.id).await?;
    assert_eq!(view.invoice.coding[0].ledger_account, Some(parts.id));
    assert_eq!(view.invoice.coding[0].cost_centre, "CARR");
    assert_eq!(view.invoice.printed, invoice.printed);
    assert_eq!(codes(recode(2).await), ["line-unknown"]);
    for state in ["refused", "parked", "queued"] {
        rig.set_booking(invoice.id.get(), state).await?;
        recode(1).await?;
    }
    for state in ["sending", "booked", "unknown"] {
        rig.set_booking(invoice.id.get(), state).await?;
        assert_eq!(codes(recode(1).await), ["invoice-booked"], "{state}");
    }
    let rows = rig.count("SELECT COUNT(*) FROM audit WHERE verb = 'recode'");
    assert_eq!(rows.await?, 4);
    let nothing = invoices::recode(&rig.office, &rig.boss, InvoiceId::new(1), 1, &coding).await;
    assert_eq!(codes(nothing), ["no invoice"]);
    Ok(())
}

#[db_test]
async fn the_list_filters_pages_and_sums(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let draft = rig.draft().await?;
    let first = invoices::issue(&rig.office, &rig.boss, &draft).await?;
    let many = copies(&first, 120);
    transact!(rig.office.db, |tx| -> Result<(), OfficeError> {
        invoices::store_many(tx, rig.clock.now(), &many).await
    })?;
    rig.set_booking(first.id.get(), "booked").await?;
    let all = InvoiceQuery::default();
    let mut seen = Vec::new();
    let mut query = all.clone();
    loop {
        let page = invoices::list(&rig.office, &rig.boss, &query).await?;
        assert!(page.rows.len() <= PAGE_ROWS);
        seen.extend(page.rows.iter().map(|row| (row.issue_date, row.id)));
        match page.next {
            Some(next) => query.after = Some(next),
            None => break,
        }
    }
    assert_eq!(seen.len(), 121);
    assert!(seen.is_sorted_by(|a, b| a > b));
    let totals = invoices::totals(&rig.office, &rig.boss, &all).await?;
    assert_eq!(
        (totals.count, totals.total),
        (121, Money::from_cents(1_464_100))
    );
    let count = async |query: InvoiceQuery| -> Outcome<i64> {
        Ok(invoices::totals(&rig.office, &rig.boss, &query)
            .await?
            .count)
    };
    let with = |change: fn(&mut InvoiceQuery)| {
        let mut query = InvoiceQuery::default();
        change(&mut query);
        query
    };
    assert_eq!(count(with(|q| q.state = Some("booked".into()))).await?, 1);
    assert_eq!(count(with(|q| q.state = Some("ready".into()))).await?, 120);
    assert_eq!(
        count(with(|q| q.number_from = Some("B-000101".into()))).await?,
        20
    );
    assert_eq!(
        count(with(|q| q.number_to = Some("b-000010".into()))).await?,
        11
    );
    assert_eq!(count(with(|q| q.text = "proefMANS".into())).await?, 121);
    assert_eq!(count(with(|q| q.text = "1-doo".into())).await?, 121);
    assert_eq!(count(with(|q| q.text = "A1-2026".into())).await?, 1);
    assert_eq!(
        count(with(|q| q.from = "2026-11-25".parse().ok())).await?,
        0
    );
    assert_eq!(
        count(with(|q| q.to = "2026-11-24".parse().ok())).await?,
        121
    );
    assert_eq!(
        count(with(|q| q.location = Some(domain::LocationId::new(1)))).await?,
        0
    );
    Ok(())
}

#[db_test]
async fn many_are_stored_and_loaded_whole(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let draft = rig.draft().await?;
    let first = invoices::issue(&rig.office, &rig.boss, &draft).await?;
    let many = copies(&first, 250);
    transact!(rig.office.db, |tx| -> Result<(), OfficeError> {
        invoices::store_many(tx, rig.clock.now(), &many).await
    })?;
    let mut ids: Vec<InvoiceId> = many.iter().map(|invoice| invoice.id).collect();
    ids.reverse();
    ids.push(InvoiceId::new(1));
    let loaded = invoices::load_many(&rig.office, &rig.boss, &ids).await?;
    let expected: Vec<Invoice> = many.into_iter().rev().collect();
    assert_eq!(loaded, expected);
    let none = invoices::load_many(&rig.office, &rig.boss, &[]).await?;
    assert!(none.is_empty());
    Ok(())
}

#[db_test]
async fn a_number_is_in_a_journal_once_whatever_its_case(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let draft = rig.draft().await?;
    let first = invoices::issue(&rig.office, &rig.boss, &draft).await?;
    let mut twin = copies(&first, 1);
    twin[0].printed.number = "a1-2026-000001".parse().ok();
    let outcome = transact!(rig.office.db, |tx| -> Result<(), OfficeError> {
        invoices::store_many(tx, rig.clock.now(), &twin).await
    });
    assert!(matches!(outcome, Err(OfficeError::Store(error)) if error.is_unique_violation()));
    assert_eq!(rig.count("SELECT COUNT(*) FROM invoice").await?, 1);
    Ok(())
}

/// Invoices of ten lines like the first, under numbers of their own.
fn copies(first: &Invoice, count: i64) -> Vec<Invoice> {
    (1..=count)
        .map(|index| {
            let mut copy = first.clone();
            copy.id = InvoiceId::new(first.id.get() + index);
            copy.printed.number = format!("B-{index:06}").parse().ok();
            copy.printed.lines[0].quantity = Decimal::ONE;
            let mut text = copy.printed.lines[0].clone();
            text.net = None;
            text.vat = Money::ZERO;
            copy.printed.lines.extend(std::iter::repeat_n(text, 9));
            copy.coding.extend(vec![Coding::default(); 9]);
            copy
        })
        .collect()
}
