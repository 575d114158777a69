//! Each thing that can be wrong with a file has its own answer.

mod answers;

use answers::{EXTRAS, INVOICE, pair, refusals, told, told_of, with};
use domain::Place;
use ubl::reasons;

const NUMBER: &str = "<cbc:ID>A1-2026-000417</cbc:ID>";

#[test]
fn the_number() {
    let without = pair(reasons::NO_INVOICE_NUMBER, "");
    assert_eq!(told_of(NUMBER, ""), without);
    assert_eq!(told_of(NUMBER, "<cbc:ID>  </cbc:ID>"), without);
    let long = format!("<cbc:ID>{}</cbc:ID>", "9".repeat(31));
    assert_eq!(told_of(NUMBER, &long), pair(reasons::NUMBER_TOO_LONG, "31"));
    let fits = format!("<cbc:ID>{}</cbc:ID>", "9".repeat(30));
    assert!(ubl::read(with(NUMBER, &fits).as_bytes()).is_ok());
    let broken = told_of(NUMBER, "<cbc:ID>A1\n417</cbc:ID>");
    assert_eq!(broken, pair(reasons::NUMBER_MALFORMED, "A1 417"));
    assert_eq!(
        refusals(&with(NUMBER, &long))[0].place,
        Place::File { line: Some(7) }
    );
    assert_eq!(
        told_of(NUMBER, &format!("{NUMBER}<cbc:ID>B</cbc:ID>")).0,
        reasons::VALUE_TWICE
    );
}

#[test]
fn the_buyer() {
    let buyer = |from: &str, to: &str| {
        let at = INVOICE
            .find("<cac:AccountingCustomerParty>")
            .expect("a buyer");
        let (head, tail) = INVOICE.split_at(at);
        format!("{head}{}", tail.replace(from, to))
    };
    assert_eq!(
        told(&buyer("Noordzee Verzekeringen", "")),
        pair(reasons::NO_BUYER_NAME, "")
    );
    let street = buyer("<cbc:StreetName>Proefweg 12</cbc:StreetName>", "");
    assert_eq!(told(&street), pair(reasons::NO_BUYER_ADDRESS, "StreetName"));
    let town = buyer("Proefdorp", "").replace(">9998<", "><");
    assert_eq!(
        told(&town),
        pair(reasons::NO_BUYER_ADDRESS, "PostalZone, CityName")
    );
    let country = buyer(">BE<", ">Belgium<");
    assert_eq!(told(&country), pair(reasons::NO_BUYER_ADDRESS, "Country"));
    let start = INVOICE
        .find("<cac:AccountingCustomerParty>")
        .expect("a buyer");
    let end = INVOICE.find("<cac:Delivery>").expect("its end");
    let none = format!("{}{}", &INVOICE[..start], &INVOICE[end..]);
    let codes: Vec<String> = refusals(&none)
        .into_iter()
        .map(|refusal| refusal.code)
        .collect();
    assert_eq!(codes, [reasons::NO_BUYER_NAME, reasons::NO_BUYER_ADDRESS]);
}

#[test]
fn other_currencies() {
    let code = "<cbc:DocumentCurrencyCode>EUR";
    assert_eq!(
        told_of(code, "<cbc:DocumentCurrencyCode>GBP"),
        pair(reasons::OTHER_CURRENCY, "GBP")
    );
    assert_eq!(
        told_of(code, "<cbc:DocumentCurrencyCode>eur"),
        pair(reasons::OTHER_CURRENCY, "eur")
    );
    // Each single amount: a price in dollars hides in an invoice in euro.
    for amount in INVOICE
        .match_indices("currencyID=\"EUR\"")
        .map(|(at, _)| at)
    {
        let (head, tail) = INVOICE.split_at(amount);
        let xml = format!("{head}{}", tail.replacen("EUR", "USD", 1));
        assert_eq!(
            told(&xml),
            pair(reasons::OTHER_CURRENCY, "USD"),
            "at {amount}"
        );
    }
    // A second VAT total is allowed in the tax currency only, and without a table.
    let other = "<cac:TaxTotal><cbc:TaxAmount currencyID=\"SEK\">1</cbc:TaxAmount></cac:TaxTotal><cac:LegalMonetaryTotal>";
    let refused = refusals(&with("<cac:LegalMonetaryTotal>", other));
    assert!(
        refused
            .iter()
            .any(|refusal| refusal.code == reasons::OTHER_CURRENCY)
    );
    let second = other.replace("SEK", "EUR");
    assert_eq!(
        refusals(&with("<cac:LegalMonetaryTotal>", &second))[0].code,
        reasons::VALUE_TWICE
    );
}

#[test]
fn sums() {
    let amount = |element: &str, value: &str| {
        format!("<cbc:{element} currencyID=\"EUR\">{value}</cbc:{element}>")
    };
    let off = |element: &str, from: &str, to: &str| {
        let refused = refusals(&with(&amount(element, from), &amount(element, to)));
        refused
            .iter()
            .map(|refusal| format!("{} {}", refusal.code, refusal.params["what"]))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        off("TaxInclusiveAmount", "1924.46", "1924.47"),
        [
            "amounts-do-not-add-up total",
            "amounts-do-not-add-up payable"
        ]
    );
    assert_eq!(
        off("PayableAmount", "1924.46", "1924.45"),
        ["amounts-do-not-add-up payable"]
    );
    assert_eq!(
        off("TaxExclusiveAmount", "1590.46", "1590.45"),
        ["amounts-do-not-add-up net", "amounts-do-not-add-up total"]
    );
    assert_eq!(
        off("TaxableAmount", "1590.46", "1590.45"),
        ["amounts-do-not-add-up vat-base"]
    );
    assert_eq!(
        off("LineExtensionAmount", "879.45", "879.44"),
        ["amounts-do-not-add-up lines"]
    );
    assert_eq!(
        off("TaxAmount", "334.00", "333.99"),
        ["amounts-do-not-add-up vat", "amounts-do-not-add-up total"]
    );

    for (from, to, what) in [
        (
            ">32.50</cbc:AllowanceTotalAmount",
            ">32.51</cbc:AllowanceTotalAmount",
            "allowances",
        ),
        (
            ">12.00</cbc:ChargeTotalAmount",
            ">12.01</cbc:ChargeTotalAmount",
            "charges",
        ),
        (
            ">200.00</cbc:PrepaidAmount",
            ">200.01</cbc:PrepaidAmount",
            "payable",
        ),
    ] {
        let refused = refusals(&EXTRAS.replace(from, to));
        assert!(
            refused.iter().any(|refusal| refusal.params["what"] == what),
            "{what}: {refused:?}"
        );
        assert!(
            refused
                .iter()
                .all(|refusal| refusal.code == reasons::AMOUNTS_DO_NOT_ADD_UP)
        );
    }
}

/// The worked invoice with another VAT, consistent in its totals.
fn with_vat(vat: &str, total: &str) -> String {
    INVOICE
        .replace(">334.00<", &format!(">{vat}<"))
        .replace(">1924.46<", &format!(">{total}<"))
}

#[test]
fn vat_beyond_a_cent_per_line() {
    // Six lines: six cents are noted, seven refused, in both directions.
    for (vat, total) in [("334.06", "1924.52"), ("333.94", "1924.40")] {
        let document = ubl::read(with_vat(vat, total).as_bytes()).expect("within six cents");
        assert_eq!(document.notes[0].code, reasons::VAT_DIFFERS_BY_CENTS);
        assert_eq!(document.vat_total.to_string(), vat);
    }
    for (vat, total) in [
        ("334.07", "1924.53"),
        ("333.93", "1924.39"),
        ("334.99", "1925.45"),
    ] {
        assert_eq!(
            told(&with_vat(vat, total)),
            pair(reasons::VAT_DIFFERS, "21")
        );
    }
    // A table that is not that of the lines.
    let other_rate = INVOICE.replacen("<cbc:Percent>21<", "<cbc:Percent>12<", 1);
    let codes: Vec<String> = refusals(&other_rate)
        .into_iter()
        .map(|refusal| refusal.code)
        .collect();
    assert_eq!(
        codes,
        [reasons::VAT_TABLE_DIFFERS, reasons::VAT_TABLE_DIFFERS]
    );
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let xml = with(NUMBER, "")
        .replace(">2026-09-01<", ">ooit<")
        .replace(">1924.46</cbc:Payable", ">1</cbc:Payable");
    let codes: Vec<String> = refusals(&xml)
        .into_iter()
        .map(|refusal| refusal.code)
        .collect();
    let expected = [
        reasons::VALUE_MALFORMED,
        reasons::NO_INVOICE_NUMBER,
        reasons::AMOUNTS_DO_NOT_ADD_UP,
    ];
    assert_eq!(codes, expected);
}

#[test]
fn codes_are_listed_once() {
    for (index, code) in reasons::ALL.iter().enumerate() {
        assert!(
            code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'),
            "{code}"
        );
        assert!(!reasons::ALL[..index].contains(code), "{code} twice");
    }
}
