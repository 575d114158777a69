//! What is stored reads back as it was, and what cannot be is refused at the door.

mod samples;

use domain::{
    CustomerNumber, InvoiceId, InvoiceKind, InvoiceNumber, JournalKind, Language, Money,
    MoneyError, Place, Printed, Refusal, Source, VatRate, VatRegime, VatTreatment, reasons,
};
use samples::{customer, draft, invoice, line};

#[test]
fn words_read_back() {
    for regime in VatRegime::ALL {
        assert_eq!(regime.as_str().parse().as_ref(), Ok(regime));
        let json = serde_json::to_string(regime).expect("json");
        assert_eq!(json, format!("\"{regime}\""), "one word in every store");
    }
    for kind in JournalKind::ALL {
        assert_eq!(kind.as_str().parse().as_ref(), Ok(kind));
    }
    assert_eq!("fr".parse(), Ok(Language::Fr));
    assert_eq!("credit_note".parse(), Ok(InvoiceKind::CreditNote));
    assert_eq!("ubl".parse(), Ok(Source::Ubl));
    let error = "Standard"
        .parse::<VatRegime>()
        .expect_err("words are lower case");
    assert_eq!(error.to_string(), "`Standard` is not a VatRegime");
}

#[test]
fn a_refusal_is_plain_data() {
    let place = Place::InvoiceLine(InvoiceId::new(9), 2);
    let refusal = Refusal::new(reasons::LINE_WITHOUT_ACCOUNT, place).with("line", 2);
    let json = serde_json::to_string(&refusal).expect("json");
    insta::assert_snapshot!(json, @r#"{"code":"line-without-account","params":{"line":"2"},"place":{"invoice_line":[9,2]}}"#);
    assert_eq!(
        serde_json::from_str::<Refusal>(&json).expect("json"),
        refusal
    );
    for place in [
        Place::Nowhere,
        Place::File { line: Some(3) },
        Place::Customer(7.to_string().parse().expect("id")),
    ] {
        let json = serde_json::to_string(&place).expect("json");
        assert_eq!(serde_json::from_str::<Place>(&json).expect("json"), place);
    }
}

#[test]
fn an_invoice_reads_back() {
    let s21 = VatTreatment::standard(VatRate::PERCENT_21);
    let printed =
        Printed::compute(draft(InvoiceKind::Invoice, vec![line("10.03", s21)])).expect("good");
    let whole = invoice(printed);
    let json = serde_json::to_string(&(&whole, customer())).expect("json");
    let read: (domain::Invoice, domain::Customer) = serde_json::from_str(&json).expect("json");
    assert_eq!(read, (whole, customer()));
}

#[test]
fn stored_nonsense_is_refused() {
    assert!(serde_json::from_str::<InvoiceNumber>("\" A1\"").is_err());
    assert!(serde_json::from_str::<VatRate>("10001").is_err());
    assert!(serde_json::from_str::<CustomerNumber>("0").is_err());
    assert!(VatRate::from_percent("21.005".parse().expect("decimal")).is_err());
    assert!(VatRate::from_percent("-1".parse().expect("decimal")).is_err());
    let rate = VatRate::from_percent("5.50".parse().expect("decimal")).expect("rate");
    assert_eq!((rate.hundredths(), rate.to_string().as_str()), (550, "5.5"));
}

#[test]
fn amounts_are_read_strictly() {
    for (text, cents) in [
        ("1234.56", 123_456),
        ("-0.5", -50),
        ("12", 1_200),
        ("4900.0", 490_000),
        ("1.5000", 150),
    ] {
        assert_eq!(Money::parse(text), Ok(Money::from_cents(cents)), "{text}");
    }
    for text in [
        "", "-", ".5", "5.", "1,00", "1e3", "+1", " 1", "1_000", "--1", "1.2.3", "٣", "NaN",
    ] {
        assert_eq!(Money::parse(text), Err(MoneyError::Malformed), "{text}");
    }
    assert_eq!(Money::parse("1.005"), Err(MoneyError::TooPrecise));
    assert_eq!(Money::parse("10000000000.00"), Err(MoneyError::TooLarge));
    assert_eq!(Money::parse(&"9".repeat(60)), Err(MoneyError::TooLarge));
    assert_eq!(Money::from_cents(-5).to_string(), "-0.05");
}

#[test]
fn codes_are_unique_and_in_kebab_case() {
    for (index, code) in reasons::ALL.iter().enumerate() {
        assert!(
            code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'),
            "{code}"
        );
        assert!(!reasons::ALL[..index].contains(code), "{code} twice");
    }
}
