//! UBL files that become customers and invoices.

use domain::{InvoiceKind, Money, Source};
use office::{
    customers,
    imports::{self, AccountFrom, Buyer, Choice, Imported, KnownBy},
    invoices,
};
use store::Db;
use testing_macros::db_test;

use crate::rig::{INVOICE, Outcome, Rig, desk, take};

const SAMPLES: [(&str, &str); 7] = [
    ("invoice", INVOICE),
    (
        "allowance-charge-prepaid",
        include_str!("../../../ubl/samples/allowance-charge-prepaid.xml"),
    ),
    (
        "credit-note",
        include_str!("../../../ubl/samples/credit-note.xml"),
    ),
    (
        "negative-invoice",
        include_str!("../../../ubl/samples/negative-invoice.xml"),
    ),
    (
        "intra-community",
        include_str!("../../../ubl/samples/intra-community.xml"),
    ),
    (
        "vat-per-line",
        include_str!("../../../ubl/samples/vat-per-line.xml"),
    ),
    (
        "two-rates",
        include_str!("../../../ubl/samples/two-rates.xml"),
    ),
];

#[db_test]
async fn every_sample_becomes_what_it_prints(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let mut choice = desk(&rig).await?;
    let account = rig.account("704000").await?;
    choice.account_for_all = Some(account.id);
    for (name, xml) in SAMPLES {
        let (id, _, _) = take(&rig, xml, &choice).await?;
        let view = invoices::get(&rig.office, &rig.boss, id).await?;
        let document = ubl::read(xml.as_bytes()).map_err(|refused| format!("{refused:?}"))?;
        let printed = document
            .printed()
            .map_err(|refused| format!("{refused:?}"))?;
        assert_eq!(view.invoice.printed, printed, "{name}");
        assert_eq!(view.invoice.printed.net, document.net, "{name}");
        assert_eq!(view.invoice.printed.vat, document.vat, "{name}");
        assert_eq!(view.invoice.printed.total, document.total, "{name}");
        assert_eq!(view.invoice.source, Source::Ubl);
        assert!(view.invoice.coding.iter().all(
            |coding| coding.ledger_account == Some(account.id) && coding.cost_centre == "CARR"
        ));
    }
    // Four buyers: 10417, 10522, 30107 by the numbers in the files, and one without.
    assert_eq!(rig.count("SELECT COUNT(*) FROM customer").await?, 4);
    assert_eq!(rig.count("SELECT MAX(number) FROM customer").await?, 30_107);
    let found = rig.count("SELECT COUNT(*) FROM invoice_reference WHERE invoice_id IS NOT NULL");
    assert_eq!(found.await?, 2);
    Ok(())
}

#[db_test]
async fn an_invoice_is_taken_over_whole(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let choice = desk(&rig).await?;
    let (id, customer, notes) = take(&rig, INVOICE, &choice).await?;
    assert_eq!(notes, ["lines-without-account"]);
    let printed = invoices::get(&rig.office, &rig.boss, id)
        .await?
        .invoice
        .printed;
    assert_eq!(printed.kind, InvoiceKind::Invoice);
    assert_eq!(printed.payment_reference, "090933755493");
    assert_eq!(printed.due_date, Some("2026-10-01".parse()?));
    let customer = customers::get(&rig.office, &rig.boss, customer).await?;
    assert_eq!(customer.number.get(), 10_417);
    assert_eq!(customer.name, "Noordzee Verzekeringen");
    assert_eq!(customer.vat_number, "BE0001010382");
    assert_eq!(customer.endpoint, "0208:0001010382");
    assert_eq!(customer.email, "schade@example.com");
    assert_eq!(customer.language, domain::Language::Fr);
    assert_eq!(
        rig.trail().await?,
        [
            "create location",
            "create journal",
            "import customer",
            "import invoice"
        ]
    );
    assert_eq!(
        rig.events().await?,
        ["location", "journal", "customer", "invoice"]
    );
    Ok(())
}

#[db_test]
async fn the_same_file_again_is_told_and_left_alone(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let choice = desk(&rig).await?;
    let (id, _, _) = take(&rig, INVOICE, &choice).await?;
    let trail = rig.trail().await?;
    let again = imports::import(&rig.office, &rig.boss, INVOICE.as_bytes(), &choice).await?;
    assert_eq!(again, Imported::AlreadyImported { invoice: id });
    let preview = imports::preview(&rig.office, &rig.boss, INVOICE.as_bytes(), &choice).await?;
    assert_eq!(preview.already, Some(id));
    assert!(preview.refusals.is_empty());
    assert_eq!(rig.trail().await?, trail);
    assert_eq!(rig.count("SELECT COUNT(*) FROM invoice").await?, 1);
    Ok(())
}

#[db_test]
async fn two_who_take_one_file_over_at_once_make_one_invoice(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let choice = desk(&rig).await?;
    let import = || imports::import(&rig.office, &rig.boss, INVOICE.as_bytes(), &choice);
    let (one, other) = tokio::join!(import(), import());
    let outcomes = [one?, other?];
    let made = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Imported::Imported { .. }));
    assert_eq!(made.count(), 1);
    assert_eq!(rig.count("SELECT COUNT(*) FROM invoice").await?, 1);
    assert_eq!(rig.count("SELECT COUNT(*) FROM customer").await?, 1);
    Ok(())
}

#[db_test]
async fn a_preview_says_what_would_be_and_stores_nothing(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let choice = desk(&rig).await?;
    let trail = rig.trail().await?;
    let extras = SAMPLES[1].1;
    let preview = imports::preview(&rig.office, &rig.boss, extras.as_bytes(), &choice).await?;
    let codes: Vec<&str> = preview
        .notes
        .iter()
        .map(|note| note.code.as_str())
        .collect();
    assert_eq!(codes, ["lines-without-account", "prepaid-kept"]);
    let file = preview.file.ok_or("not read")?;
    assert_eq!(file.printed.prepaid, Money::from_cents(20_000));
    assert_eq!(file.seller_numbers, ["BE0001010085"]);
    assert!(matches!(file.buyer, Buyer::New { number, from_file: true } if number.get() == 10_522));
    assert_eq!(file.accounts.len(), file.printed.lines.len());
    assert_eq!(rig.trail().await?, trail);
    assert_eq!(rig.count("SELECT COUNT(*) FROM customer").await?, 0);
    Ok(())
}

#[db_test]
async fn accounts_are_chosen_per_line_or_for_all_and_remembered_per_text(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let plain = desk(&rig).await?;
    let labour = rig.account("704000").await?;
    let parts = rig.account("705000").await?;
    let chosen = Choice {
        account_for_all: Some(labour.id),
        accounts: [(2, parts.id)].into(),
        ..plain.clone()
    };
    let from = async |xml: &str, choice: &Choice| -> Outcome<Vec<(AccountFrom, String)>> {
        let preview = imports::preview(&rig.office, &rig.boss, xml.as_bytes(), choice).await?;
        let lines = preview.file.ok_or("not read")?.accounts.into_iter();
        Ok(lines
            .map(|line| {
                let account = line.account.map(|account| account.number.to_string());
                (line.from, account.unwrap_or_default())
            })
            .collect())
    };
    let before = from(INVOICE, &plain).await?;
    assert!(before.iter().all(|(from, _)| *from == AccountFrom::Nowhere));
    take(&rig, INVOICE, &chosen).await?;
    // Another invoice with the same texts, in other case and blanks.
    let next = INVOICE
        .replace("A1-2026-000417", "A1-2026-000999")
        .replace("<cbc:Name>", "<cbc:Name> ");
    let after = from(&next, &plain).await?;
    assert_eq!(after[0], (AccountFrom::Remembered, "704000".to_owned()));
    assert_eq!(after[1], (AccountFrom::Remembered, "705000".to_owned()));
    let all = from(
        &next,
        &Choice {
            account_for_all: Some(parts.id),
            ..plain.clone()
        },
    )
    .await?;
    assert_eq!(all[0], (AccountFrom::All, "705000".to_owned()));
    let (_, _, notes) = take(&rig, &next, &plain).await?;
    assert!(notes.is_empty(), "{notes:?}");
    // At another location nothing is remembered.
    let other = rig.location("Bodystop B").await?;
    let elsewhere = from(
        &next,
        &Choice {
            location: other.id,
            ..plain
        },
    )
    .await?;
    assert_eq!(elsewhere[0].0, AccountFrom::Nowhere);
    Ok(())
}

#[db_test]
async fn the_next_invoice_of_a_buyer_finds_the_customer(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let choice = desk(&rig).await?;
    let (_, customer, _) = take(&rig, INVOICE, &choice).await?;
    let next = INVOICE.replace("A1-2026-000417", "A1-2026-000418");
    let preview = imports::preview(&rig.office, &rig.boss, next.as_bytes(), &choice).await?;
    let Some(Buyer::Known {
        customer: found,
        by,
    }) = preview.file.map(|file| file.buyer)
    else {
        return Err("nobody known".into());
    };
    assert_eq!((found.id, by), (customer, KnownBy::Number));
    let (_, again, _) = take(&rig, &next, &choice).await?;
    assert_eq!(again, customer);
    Ok(())
}
