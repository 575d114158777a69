//! Files of other programs: each is read to the cent, or refused for its currency.
//!
//! They stand beside the repository; where they are absent there is nothing to test here, and the
//! samples of `tests/samples.rs` test the same.

mod file;

use std::path::{Path, PathBuf};

use file::FileAmounts;

/// Each file: the refused currency, or `None` when it becomes an invoice.
const FILES: [(&str, Option<&str>); 17] = [
    ("belgium/15000001.xml", None),
    ("belgium/15000002.xml", None),
    ("belgium/15000003.xml", None),
    ("belgium/15000004.xml", None),
    ("belgium/15000006.xml", None),
    ("belgium/15000010.xml", None),
    ("belgium/15000012.xml", None),
    ("belgium/15000013.xml", None),
    ("peppol-bis/Allowance-example.xml", None),
    ("peppol-bis/Vat-category-S.xml", None),
    ("peppol-bis/base-creditnote-correction.xml", None),
    ("peppol-bis/base-example.xml", None),
    ("peppol-bis/base-negative-inv-correction.xml", None),
    ("peppol-bis/sales-order-example.xml", None),
    ("peppol-bis/vat-category-E.xml", Some("GBP")),
    ("peppol-bis/vat-category-O.xml", Some("SEK")),
    ("peppol-bis/vat-category-Z.xml", Some("GBP")),
];

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/ubl");
    folder.is_dir().then_some(folder)
}

#[test]
fn files_of_other_programs() {
    let Some(folder) = folder() else {
        println!("../shared/ubl is not here: nothing compared");
        return;
    };
    println!(
        "{:<45} {:<12} {:>10} {:>10} {:>10}  answer",
        "file", "kind", "net", "vat", "total"
    );
    for (name, currency) in FILES {
        let bytes = std::fs::read(folder.join(name)).expect("the file");
        match (ubl::read(&bytes), currency) {
            (Ok(document), None) => {
                let amounts = FileAmounts::of(&bytes);
                amounts.assert_equal(&document, name);
                let (net, vat, total) = (document.net, document.vat_total, document.total);
                let kind = document.kind;
                println!("{name:<45} {kind:<12} {net:>10} {vat:>10} {total:>10}  read");
                assert!(!document.buyer.name.is_empty() && document.buyer.address.is_complete());
            }
            (Err(refusals), Some(currency)) => {
                assert_eq!(refusals.len(), 1, "{name}: {refusals:?}");
                assert_eq!(refusals[0].code, ubl::reasons::OTHER_CURRENCY, "{name}");
                assert_eq!(refusals[0].params["currency"], currency, "{name}");
                println!("{name:<45} {:<45}  refused: {currency}", "");
            }
            (answer, _) => panic!("{name}: {answer:?}"),
        }
    }
}

#[test]
fn belgian_files_keep_what_the_model_drops() {
    let Some(folder) = folder() else { return };
    let read = |name: &str| {
        let bytes = std::fs::read(folder.join(name)).expect("the file");
        ubl::read(&bytes).expect("a good file")
    };
    let invoice = read("belgium/15000001.xml");
    assert_eq!(invoice.buyer_number.as_deref(), Some("47805"));
    assert_eq!(invoice.number.as_str(), "V01/15000001");
    assert_eq!(invoice.payment_reference, "Invoice 15000001");
    assert!(invoice.is_sold_by("0000.000.196"));
    assert_eq!(invoice.seller_numbers, ["BE0000000196"]);
    assert_eq!(read("belgium/15000010.xml").prepaid.to_string(), "100.00");
    assert_eq!(
        read("belgium/15000013.xml").kind,
        domain::InvoiceKind::CreditNote
    );
    assert_eq!(
        read("peppol-bis/Allowance-example.xml").prepaid.to_string(),
        "1000.00"
    );
}
