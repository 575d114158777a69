//! The project's own samples: what a Belgian body shop sends, in invented names.

mod file;

use domain::{DraftLine, InvoiceKind, Money, VatRate, VatRegime, VatTreatment, reasons};
use file::FileAmounts;
use ubl::Document;

const INVOICE: &str = include_str!("../samples/invoice.xml");
const CREDIT_NOTE: &str = include_str!("../samples/credit-note.xml");
const EXTRAS: &str = include_str!("../samples/allowance-charge-prepaid.xml");
const NEGATIVE: &str = include_str!("../samples/negative-invoice.xml");
const INTRA: &str = include_str!("../samples/intra-community.xml");
const PER_LINE: &str = include_str!("../samples/vat-per-line.xml");
const TWO_RATES: &str = include_str!("../samples/two-rates.xml");

const S21: VatTreatment = VatTreatment::standard(VatRate::PERCENT_21);

#[expect(clippy::panic, reason = "a sample that is refused fails its test")]
fn read(xml: &str) -> Document {
    ubl::read(xml.as_bytes()).unwrap_or_else(|refused| panic!("{refused:#?}"))
}

#[expect(clippy::expect_used, reason = "amounts of the tests are right")]
fn eur(text: &str) -> Money {
    Money::parse(text).expect("an amount")
}

fn nets(lines: &[DraftLine]) -> Vec<String> {
    lines
        .iter()
        .filter_map(|line| Some(line.net?.to_string()))
        .collect()
}

#[test]
fn every_sample_equals_its_file_to_the_cent() {
    for (name, xml) in [
        ("invoice", INVOICE),
        ("credit-note", CREDIT_NOTE),
        ("allowance-charge-prepaid", EXTRAS),
        ("negative-invoice", NEGATIVE),
        ("intra-community", INTRA),
        ("vat-per-line", PER_LINE),
        ("two-rates", TWO_RATES),
    ] {
        let document = read(xml);
        FileAmounts::of(xml.as_bytes()).assert_equal(&document, name);
        assert!(document.is_sold_by("0001.010.085"), "{name}");
        assert!(!document.is_sold_by("0001.010.184"), "{name}");
        assert!(!document.is_sold_by(""), "{name}");
    }
}

#[test]
fn an_invoice_is_read_whole() {
    let document = read(INVOICE);
    assert_eq!(document.kind, InvoiceKind::Invoice);
    assert_eq!(document.number.as_str(), "A1-2026-000417");
    assert_eq!(document.issue_date.to_string(), "2026-09-01");
    assert_eq!(
        document.due_date.map(|date| date.to_string()).as_deref(),
        Some("2026-10-01")
    );
    assert_eq!(
        document.supply_date.map(|date| date.to_string()).as_deref(),
        Some("2026-08-31")
    );
    assert_eq!(document.payment_reference, "090933755493", "kept as digits");
    assert_eq!(document.note, "1-DOO-417, VIN TSTBSA00000000417, 84210 km");
    assert_eq!(document.order_reference, "SD-2026-118");
    assert_eq!(document.buyer_number.as_deref(), Some("10417"));
    assert_eq!(document.buyer_email, "schade@example.com");
    assert_eq!(document.buyer.name, "Noordzee Verzekeringen");
    assert_eq!(document.buyer.vat_number, "BE0001010382");
    assert_eq!(document.buyer.endpoint, "0208:0001010382");
    assert_eq!(document.buyer.address.line, "Proefweg 12");
    assert_eq!(document.seller_numbers, ["BE0001010085"]);
    assert_eq!(
        (document.net, document.vat_total),
        (eur("1590.46"), eur("334.00"))
    );
    assert_eq!(document.notes, []);
    let paint = &document.lines[2];
    assert_eq!(paint.description, "Spuitproducten");
    assert_eq!(
        (paint.quantity.to_string().as_str(), paint.unit.as_str()),
        ("6.75", "LH")
    );
    assert_eq!(
        domain::line_net(paint.quantity, paint.unit_price),
        Ok(eur("187.99"))
    );
}

#[test]
fn a_credit_note_is_negative_and_names_its_invoice() {
    let document = read(CREDIT_NOTE);
    assert_eq!(document.kind, InvoiceKind::CreditNote);
    assert_eq!(document.corrects, ["A1-2026-000417"]);
    assert_eq!(document.total, eur("-498.97"));
    assert_eq!(document.payable, eur("-498.97"));
    assert_eq!(document.lines[0].quantity.to_string(), "-1");
    assert_eq!(document.lines[0].unit_price.to_string(), "412.37");
    assert_eq!(nets(&document.lines), ["-412.37"]);
    assert_eq!(
        document.due_date.map(|date| date.to_string()).as_deref(),
        Some("2026-09-30")
    );
}

#[test]
fn a_negative_invoice_is_a_credit_note_and_the_other_way_round() {
    let document = read(NEGATIVE);
    assert_eq!(document.kind, InvoiceKind::CreditNote);
    assert_eq!(document.total, eur("-229.90"));
    assert_eq!(document.lines[0].quantity.to_string(), "-2");

    let negative_credit =
        CREDIT_NOTE.replace(">1</cbc:CreditedQuantity", ">-1</cbc:CreditedQuantity");
    let negative_credit =
        ["412.37", "86.60", "498.97"]
            .iter()
            .fold(negative_credit, |xml, amount| {
                xml.replace(
                    &format!("Amount currencyID=\"EUR\">{amount}"),
                    &format!("Amount currencyID=\"EUR\">-{amount}"),
                )
                .replace(
                    &format!("PriceAmount currencyID=\"EUR\">-{amount}"),
                    &format!("PriceAmount currencyID=\"EUR\">{amount}"),
                )
            });
    let document = read(&negative_credit);
    assert_eq!(document.kind, InvoiceKind::Invoice);
    assert_eq!(document.total, eur("498.97"));
    assert_eq!(document.lines[0].quantity.to_string(), "1");
}

#[test]
fn allowances_and_charges_of_the_document_are_lines() {
    let document = read(EXTRAS);
    assert_eq!(
        nets(&document.lines),
        ["650.00", "350.00", "55.00", "-32.50", "12.00"]
    );
    let [.., allowance, charge] = &document.lines[..] else {
        panic!("five lines")
    };
    assert_eq!(allowance.description, "Korting arbeidsloon");
    assert_eq!(
        (allowance.quantity.to_string(), allowance.treatment),
        ("-1".into(), S21)
    );
    assert_eq!(
        allowance.unit_price,
        eur("32.50").to_decimal(),
        "prices are never negative"
    );
    assert_eq!(
        (charge.description.as_str(), charge.quantity.to_string()),
        ("Milieubijdrage", "1".into())
    );
    // The allowance of a line is inside its net: 4 × 100 − 50.
    let parts = &document.lines[1];
    assert_eq!(
        domain::line_net(parts.quantity, parts.unit_price),
        Ok(eur("400.00"))
    );
    // Paid in name and for account of the customer, by the reason in the VAT table.
    assert_eq!(
        document.lines[2].treatment,
        VatTreatment::untaxed(VatRegime::Disbursement)
    );
    assert_eq!(
        (document.prepaid, document.payable),
        (eur("200.00"), eur("1040.20"))
    );
    assert_eq!(
        document.printed().map(|printed| printed.prepaid),
        Ok(eur("200.00"))
    );
    assert_eq!(document.payment_reference, "202600041723");
}

#[test]
fn reverse_charge_depends_on_where_both_are() {
    let abroad = read(INTRA);
    let service = VatTreatment::untaxed(VatRegime::IntraCommunityService);
    assert!(abroad.lines.iter().all(|line| line.treatment == service));
    assert_eq!(abroad.buyer.vat_number, "NL000099998B57");

    let at_home = read(&INTRA.replace(">NL<", ">BE<"));
    assert_eq!(at_home.lines[0].treatment.regime, VatRegime::CoContractor);
}

#[test]
fn categories_become_regimes() {
    for (category, regime) in [
        ("Z", VatRegime::Zero),
        ("E", VatRegime::Exempt),
        ("K", VatRegime::IntraCommunityGoods),
        ("G", VatRegime::Export),
        ("O", VatRegime::OutOfScope),
    ] {
        let document = read(&INTRA.replace(
            "<cbc:ID>AE</cbc:ID>",
            &format!("<cbc:ID>{category}</cbc:ID>"),
        ));
        assert_eq!(
            document.lines[0].treatment,
            VatTreatment::untaxed(regime),
            "{category}"
        );
        assert_eq!(document.vat[0].treatment.regime, regime, "{category}");
    }
    let margin = INTRA
        .replace("<cbc:ID>AE</cbc:ID>", "<cbc:ID>E</cbc:ID>")
        .replace("VATEX-EU-AE", "vatex-eu-f");
    assert_eq!(read(&margin).lines[0].treatment.regime, VatRegime::Margin);
    let without_percent = INTRA.replace("<cbc:Percent>0</cbc:Percent>", "");
    assert_eq!(read(&without_percent).vat[0].treatment.rate, VatRate::ZERO);
}

#[test]
fn vat_of_a_cent_more_is_kept_and_told() {
    let document = read(PER_LINE);
    assert_eq!(document.vat_total, eur("6.33"));
    assert_eq!(document.notes.len(), 1);
    assert_eq!(document.notes[0].code, reasons::VAT_DIFFERS_BY_CENTS);
    assert_eq!(document.notes[0].params["expected"], "6.32");
}

#[test]
fn two_rates_and_french_letters() {
    let document = read(TWO_RATES);
    assert_eq!(document.total, eur("625.12"));
    assert_eq!(document.lines[0].description, "Main-d'œuvre");
    assert_eq!(document.buyer.name, "Amélie D'Essai-L'Échantillon");
}

#[test]
fn what_other_writers_do_is_read_as_well() {
    // A house number and a box in elements of their own.
    let xml = INVOICE.replace(
        "<cbc:StreetName>Proefweg 12</cbc:StreetName>",
        "<cbc:Postbox>bus 7</cbc:Postbox><cbc:StreetName>Proefweg</cbc:StreetName><cbc:BuildingNumber>12</cbc:BuildingNumber>",
    );
    let address = read(&xml).buyer.address;
    assert_eq!(
        (address.line.as_str(), address.line2.as_str()),
        ("Proefweg 12", "bus 7")
    );

    // Dots in numbers, dates with a zone, a price for ten, other names for the namespaces.
    let xml = INVOICE
        .replace("<cbc:CompanyID>BE0001010085", "<cbc:CompanyID>BE 0001.010.085")
        .replace("2026-09-01<", "2026-09-01+02:00<")
        .replace(
            "<cbc:PriceAmount currencyID=\"EUR\">65.00</cbc:PriceAmount>",
            "<cbc:PriceAmount currencyID=\"EUR\">650</cbc:PriceAmount><cbc:BaseQuantity>10</cbc:BaseQuantity>",
        )
        .replace("cbc:", "b:")
        .replace("xmlns:cbc", "xmlns:b");
    let document = read(&xml);
    assert_eq!(document.seller_numbers, ["BE0001010085"]);
    assert_eq!(document.issue_date.to_string(), "2026-09-01");
    assert_eq!(document.lines[0].unit_price.to_string(), "65");

    // The VAT total repeated in the currency of a foreign tax authority.
    let repeated =
        "<cac:TaxTotal><cbc:TaxAmount currencyID=\"SEK\">3800.00</cbc:TaxAmount></cac:TaxTotal>";
    let xml = INVOICE
        .replace(
            "<cbc:BuyerReference>",
            "<cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode><cbc:BuyerReference>",
        )
        .replace(
            "<cac:LegalMonetaryTotal>",
            &format!("{repeated}<cac:LegalMonetaryTotal>"),
        );
    assert_eq!(read(&xml).vat_total, eur("334.00"));

    // What is to be paid may be rounded (cash).
    let xml = INVOICE
        .replace("<cbc:PayableAmount currencyID=\"EUR\">1924.46", "<cbc:PayableRoundingAmount currencyID=\"EUR\">-0.01</cbc:PayableRoundingAmount><cbc:PayableAmount currencyID=\"EUR\">1924.45");
    let document = read(&xml);
    assert_eq!(
        (document.rounding, document.payable, document.total),
        (eur("-0.01"), eur("1924.45"), eur("1924.46"))
    );
}

#[test]
fn utf_16_and_byte_order_marks_are_read() {
    let with_mark = [b"\xEF\xBB\xBF", INVOICE.as_bytes()].concat();
    assert_eq!(ubl::read(&with_mark), ubl::read(INVOICE.as_bytes()));
    let utf16 = INVOICE.replace("encoding=\"UTF-8\"", "encoding=\"UTF-16\"");
    for (mark, unit) in [
        ([0xFF, 0xFE], u16::to_le_bytes as fn(u16) -> [u8; 2]),
        ([0xFE, 0xFF], u16::to_be_bytes),
    ] {
        let bytes: Vec<u8> = mark
            .into_iter()
            .chain(utf16.encode_utf16().flat_map(unit))
            .collect();
        assert_eq!(ubl::read(&bytes), ubl::read(INVOICE.as_bytes()));
    }
}
