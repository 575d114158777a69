//! Files and choices that are refused: each with its code, and nothing half-stored.

use domain::LedgerAccountId;
use office::{
    imports::{self, Choice},
    journals::{self, Marks},
};
use store::Db;
use testing_macros::db_test;

use crate::rig::{INVOICE, Outcome, Rig, codes, desk, take};

/// Everything that an import may leave behind.
async fn traces(rig: &Rig) -> Outcome<[i64; 8]> {
    Ok([
        rig.count("SELECT COUNT(*) FROM customer").await?,
        rig.count("SELECT COUNT(*) FROM invoice").await?,
        rig.count("SELECT COUNT(*) FROM invoice_line").await?,
        rig.count("SELECT COUNT(*) FROM invoice_vat").await?,
        rig.count("SELECT COUNT(*) FROM invoice_reference").await?,
        rig.count("SELECT COUNT(*) FROM line_text_account").await?,
        rig.count("SELECT COUNT(*) FROM audit").await?,
        rig.count("SELECT COUNT(*) FROM event").await?,
    ])
}

/// The import is refused with these codes, the preview says the same, and nothing is stored.
async fn refused(rig: &Rig, xml: &str, choice: &Choice, expected: &[&str]) -> Outcome {
    let before = traces(rig).await?;
    let outcome = imports::import(&rig.office, &rig.boss, xml.as_bytes(), choice).await;
    assert_eq!(codes(outcome), expected);
    let preview = imports::preview(&rig.office, &rig.boss, xml.as_bytes(), choice).await?;
    let previewed: Vec<String> = preview.refusals.into_iter().map(|r| r.code).collect();
    assert_eq!(previewed, expected);
    assert_eq!(traces(rig).await?, before);
    Ok(())
}

#[db_test]
async fn a_file_of_another_seller_needs_a_persons_word(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let choice = desk(&rig).await?;
    let purchase = INVOICE.replace("0001010085", "0001010184");
    refused(&rig, &purchase, &choice, &["seller-is-not-this-location"]).await?;
    let confirmed = Choice {
        accept_seller: true,
        ..choice
    };
    let (_, _, notes) = take(&rig, &purchase, &confirmed).await?;
    assert_eq!(notes, ["seller-accepted", "lines-without-account"]);
    Ok(())
}

#[db_test]
async fn a_location_without_enterprise_number_sells_nothing(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let choice = desk(&rig).await?;
    store::transact!(rig.office.db, |tx| -> Result<(), store::StoreError> {
        tx.execute_one(
            "UPDATE location SET enterprise_number = ''",
            store::params![],
        )
        .await
    })?;
    refused(&rig, INVOICE, &choice, &["seller-is-not-this-location"]).await
}

#[db_test]
async fn a_journal_that_does_not_fit_is_refused(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let choice = desk(&rig).await?;
    let other = rig.location("Bodystop B").await?;
    let elsewhere = Marks {
        numbered_elsewhere: true,
        ..Marks::default()
    };
    for (marks, code) in [
        (Marks::default(), "journal-not-numbered-elsewhere"),
        (
            Marks {
                location: Some(other.id),
                ..elsewhere.clone()
            },
            "journal-of-another-location",
        ),
        (
            Marks {
                credit_notes: true,
                ..elsewhere.clone()
            },
            "journal-for-credit-notes",
        ),
    ] {
        journals::save_marks(&rig.office, &rig.boss, choice.journal, &marks).await?;
        refused(&rig, INVOICE, &choice, &[code]).await?;
    }
    let credit_notes = Marks {
        credit_notes: true,
        ..elsewhere
    };
    journals::save_marks(&rig.office, &rig.boss, choice.journal, &credit_notes).await?;
    let credit_note = include_str!("../../../ubl/samples/credit-note.xml");
    let (_, _, notes) = take(&rig, credit_note, &choice).await?;
    assert_eq!(
        notes,
        ["lines-without-account", "corrected-invoice-unknown"]
    );
    Ok(())
}

#[db_test]
async fn an_account_that_is_not_here_is_refused(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let choice = desk(&rig).await?;
    let for_all = Choice {
        account_for_all: Some(LedgerAccountId::new(5)),
        ..choice.clone()
    };
    refused(&rig, INVOICE, &for_all, &["account-unknown"]).await?;
    let for_no_line = Choice {
        accounts: [(99, LedgerAccountId::new(5))].into(),
        ..choice
    };
    refused(&rig, INVOICE, &for_no_line, &["account-unknown"]).await
}

#[db_test]
async fn a_number_with_other_content_is_refused_whatever_its_case(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let choice = desk(&rig).await?;
    take(&rig, INVOICE, &choice).await?;
    let changed = INVOICE.replace("84210 km", "84211 km");
    refused(&rig, &changed, &choice, &["number-with-other-content"]).await?;
    let lower = INVOICE.replace("A1-2026-000417", "a1-2026-000417");
    refused(&rig, &lower, &choice, &["number-with-other-content"]).await?;
    // In another journal it is another invoice, and that is told.
    let marks = Marks {
        numbered_elsewhere: true,
        ..Marks::default()
    };
    let journal = rig.journal("701", marks).await?;
    let other = Choice {
        journal: journal.id,
        ..choice
    };
    let (_, _, notes) = take(&rig, INVOICE, &other).await?;
    assert_eq!(
        notes,
        ["number-in-another-journal", "lines-without-account"]
    );
    Ok(())
}

#[db_test]
async fn a_file_that_cannot_be_read_leaves_nothing(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let choice = desk(&rig).await?;
    let entity = INVOICE.replace(
        "<Invoice",
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Invoice",
    );
    for (xml, code) in [
        (String::new(), "not-xml"),
        ("<html/>".to_owned(), "wrong-root"),
        (entity, "xml-with-dtd"),
        (
            INVOICE
                .replace("\"EUR\"", "\"GBP\"")
                .replace(">EUR<", ">GBP<"),
            "other-currency",
        ),
        (
            INVOICE.replace("A1-2026-000417", &"9".repeat(31)),
            "number-too-long",
        ),
        (
            INVOICE.replace("<cbc:ID>A1-2026-000417</cbc:ID>", ""),
            "no-invoice-number",
        ),
        (
            INVOICE.replace("<cbc:StreetName>Proefweg 12</cbc:StreetName>", ""),
            "no-buyer-address",
        ),
    ] {
        let before = traces(&rig).await?;
        let outcome = imports::import(&rig.office, &rig.boss, xml.as_bytes(), &choice).await;
        let codes = codes(outcome);
        assert!(codes.iter().any(|found| found == code), "{code}: {codes:?}");
        assert_eq!(traces(&rig).await?, before);
    }
    Ok(())
}
