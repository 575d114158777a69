//! Bad input gets its clear answer: refused by a limit or by the parser, and never a panic.

use proptest::prelude::*;
use ubl::reasons;

const INVOICE: &str = include_str!("../samples/invoice.xml");
const EXTRAS: &str = include_str!("../samples/allowance-charge-prepaid.xml");
const SAMPLES: [&str; 4] = [
    INVOICE,
    EXTRAS,
    include_str!("../samples/credit-note.xml"),
    include_str!("../samples/intra-community.xml"),
];

fn code(bytes: &[u8]) -> String {
    let refusals = ubl::read(bytes).err().unwrap_or_default();
    for refusal in &refusals {
        assert!(reasons::ALL.contains(&refusal.code.as_str()), "{refusal:?}");
    }
    assert!(refusals.len() <= ubl::MAX_REFUSALS);
    refusals
        .into_iter()
        .next()
        .map(|refusal| refusal.code)
        .unwrap_or_default()
}

fn invoice(body: &str) -> String {
    format!(
        "<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\">{body}</Invoice>"
    )
}

#[test]
fn what_is_not_xml() {
    for text in [
        "",
        " ",
        "hello",
        "%PDF-1.7",
        "{\"a\":1}",
        "<",
        "<Invoice",
        "<Invoice>",
        "<a></b>",
        "<a b=c/>",
        "\u{0}",
    ] {
        assert_eq!(code(text.as_bytes()), reasons::NOT_XML, "{text:?}");
    }
    assert_eq!(
        code(
            INVOICE
                .replace("Arbeidsloon", "Arbeids\u{0}loon")
                .as_bytes()
        ),
        reasons::NOT_XML
    );
    assert_eq!(
        code(
            INVOICE
                .replace("Arbeidsloon", "Arbeidsloon &onbekend;")
                .as_bytes()
        ),
        reasons::NOT_XML
    );
    assert_eq!(
        code(INVOICE.replace("</cac:Price>", "</cac:Prijs>").as_bytes()),
        reasons::NOT_XML
    );
}

#[test]
fn a_file_that_was_cut_off() {
    for end in (0..INVOICE.len() - 20).step_by(100) {
        let cut = &INVOICE.as_bytes()[..end];
        assert_eq!(code(cut), reasons::NOT_XML, "cut at {end}");
    }
}

#[test]
fn another_root() {
    for xml in [
        "<html><body/></html>",
        "<Invoice/>",
        "<Invoice xmlns=\"urn:example:other\"/>",
        "<CrossIndustryInvoice xmlns=\"urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100\"/>",
        "<Order xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Order-2\"/>",
        "<x:CreditNote xmlns:x=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\"/>",
    ] {
        assert_eq!(code(xml.as_bytes()), reasons::WRONG_ROOT, "{xml}");
    }
}

#[test]
fn entities_are_refused_unread() {
    let laughs = "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;\">]>";
    let external = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
    for dtd in [
        laughs,
        external,
        "<!DOCTYPE Invoice>",
        "<!DOCTYPE Invoice SYSTEM \"http://example.com/a.dtd\">",
    ] {
        let xml = INVOICE
            .replacen("<Invoice", &format!("{dtd}<Invoice"), 1)
            .replace("Arbeidsloon", "&lol2;");
        assert_eq!(code(xml.as_bytes()), reasons::XML_WITH_DTD, "{dtd}");
    }
    // In a comment or in text it is only text.
    let harmless = INVOICE.replacen("<cbc:ProfileID>", "<!-- <!DOCTYPE a> --><cbc:ProfileID>", 1);
    assert!(ubl::read(harmless.as_bytes()).is_ok());
    let harmless = INVOICE.replace("Arbeidsloon", "<![CDATA[<!DOCTYPE a>]]>");
    assert_eq!(
        ubl::read(harmless.as_bytes()).expect("text").lines[0].description,
        "<!DOCTYPE a>"
    );
}

#[test]
fn encodings_that_are_not_read() {
    for name in ["UTF-7", "ISO-8859-1", "windows-1252", "UTF-32"] {
        let xml = INVOICE.replace("encoding=\"UTF-8\"", &format!("encoding=\"{name}\""));
        assert_eq!(code(xml.as_bytes()), reasons::WRONG_ENCODING, "{name}");
    }
    assert_eq!(code(b"<a>\xE9</a>"), reasons::WRONG_ENCODING, "Latin-1");
    assert_eq!(
        code(b"<\0a\0/\0>\0"),
        reasons::WRONG_ENCODING,
        "UTF-16 without a mark"
    );
    assert_eq!(
        code(b"\xFF\xFE<\0a"),
        reasons::WRONG_ENCODING,
        "half a character"
    );
    assert_eq!(
        code(b"\xFF\xFE\x00\xD8"),
        reasons::WRONG_ENCODING,
        "half a pair"
    );
    assert_eq!(code(b"+ADw-Invoice+AD4-"), reasons::NOT_XML, "UTF-7");
}

#[test]
fn too_large() {
    let mut large = invoice("<!-- -->").into_bytes();
    large.resize(ubl::MAX_BYTES + 1, b' ');
    let refusals = ubl::read(&large).expect_err("too large");
    assert_eq!(refusals[0].code, reasons::FILE_TOO_LARGE);
    assert_eq!(refusals[0].params["size"], "10000001");
    large.truncate(ubl::MAX_BYTES);
    assert_ne!(code(&large), reasons::FILE_TOO_LARGE);
}

#[test]
fn a_large_pdf_inside_is_read() {
    let pdf = "JVBERi0xLjUN".repeat(700_000);
    let attached = format!(
        "<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode=\"application/pdf\" filename=\"a.pdf\">{pdf}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference><cac:AccountingSupplierParty>"
    );
    let xml = INVOICE.replacen("<cac:AccountingSupplierParty>", &attached, 1);
    assert!(xml.len() > 8_000_000);
    assert_eq!(ubl::read(xml.as_bytes()), ubl::read(INVOICE.as_bytes()));
}

#[test]
fn too_many_attributes_in_a_tag() {
    let many = |count: usize| {
        (0..count)
            .map(|n| format!(" a{n}=\"\""))
            .collect::<String>()
    };
    let xml = invoice(&format!("<b{}/>", many(200_000)));
    assert_eq!(code(xml.as_bytes()), reasons::XML_TOO_MANY_ATTRIBUTES);
    let xml = invoice(&format!("<b{}/>", many(65)));
    assert_eq!(code(xml.as_bytes()), reasons::XML_TOO_MANY_ATTRIBUTES);
    let xml = invoice(&format!("<b{}/>", many(64)));
    assert_ne!(code(xml.as_bytes()), reasons::XML_TOO_MANY_ATTRIBUTES);
    let spaces = (0..30_000)
        .map(|n| format!("<b xmlns:n{n}=\"u\"/>"))
        .collect::<String>();
    assert_eq!(
        code(invoice(&spaces).as_bytes()),
        reasons::XML_TOO_MANY_ATTRIBUTES
    );
    // The parser compares all namespaces in scope wherever one is declared.
    let levels = (0..5).map(|d| {
        (0..20)
            .map(|k| format!(" xmlns:n{d}_{k}=\"u{k}\""))
            .collect::<String>()
    });
    let opened = levels
        .map(|spaces| format!("<b{spaces}>"))
        .collect::<String>();
    let leaves = (0..9_000)
        .map(|n| format!("<c xmlns:x{n}=\"u\"/>"))
        .collect::<String>();
    let xml = invoice(&format!("{opened}{leaves}{}", "</b>".repeat(5)));
    assert_eq!(code(xml.as_bytes()), reasons::XML_TOO_MANY_ATTRIBUTES);
    // Quotes of the other kind and angle brackets inside a value do not confuse the count.
    let xml = invoice("<b c=\"'>'<'\" d='\">\"'/>");
    assert_ne!(code(xml.as_bytes()), reasons::XML_TOO_MANY_ATTRIBUTES);
}

#[test]
fn too_deep_and_too_many() {
    let deep = invoice(&format!("{}{}", "<b>".repeat(64), "</b>".repeat(64)));
    assert_eq!(code(deep.as_bytes()), reasons::XML_TOO_DEEP);
    let unclosed = "<b>".repeat(1_000_000);
    assert_eq!(code(unclosed.as_bytes()), reasons::XML_TOO_DEEP);
    let fits = invoice(&format!("{}{}", "<b>".repeat(63), "</b>".repeat(63)));
    assert_ne!(code(fits.as_bytes()), reasons::XML_TOO_DEEP);
    let many = invoice(&"<b/>".repeat(200_000));
    assert_eq!(code(many.as_bytes()), reasons::XML_TOO_MANY_ELEMENTS);
}

#[test]
fn many_faults_are_told_up_to_a_limit() {
    let line = "<cac:InvoiceLine><cbc:ID>1</cbc:ID></cac:InvoiceLine>";
    // Each fault once for each line of the file, which may also be one line.
    for (between, most) in [("\n", ubl::MAX_REFUSALS), ("", 4)] {
        let lines = format!("{line}{between}").repeat(40_000);
        let xml = INVOICE.replace("</Invoice>", &format!("{lines}</Invoice>"));
        let refusals = ubl::read(xml.as_bytes()).expect_err("lines without amounts");
        assert_eq!(refusals.len(), most);
        let missing = |refusal: &domain::Refusal| refusal.code == reasons::VALUE_MISSING;
        assert!(refusals.iter().all(missing));
    }
}

/// The model compares doubled elements with each other: 20,000 would take it minutes.
#[test]
fn many_doubles_are_refused_before_they_are_compared() {
    for double in [
        "<cbc:ID>x</cbc:ID>",
        "<cbc:DueDate>2026-10-01</cbc:DueDate>",
        "<cac:TaxTotal/>",
        "<cac:LegalMonetaryTotal/>",
        "<cac:BillingReference/>",
        "<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:ID>2</cbc:ID></cac:InvoiceLine>",
    ] {
        let xml = INVOICE.replace(
            "</Invoice>",
            &format!("{}</Invoice>", double.repeat(20_000)),
        );
        assert_eq!(code(xml.as_bytes()), reasons::VALUE_TWICE, "{double}");
    }
}

const LINE: &str = r#"
  <cac:InvoiceLine>
    <cbc:ID>1</cbc:ID>
    <cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity>
    <cbc:LineExtensionAmount currencyID="EUR">0.07</cbc:LineExtensionAmount>
    <cac:Item>
      <cbc:Name>Klein materiaal</cbc:Name>
      <cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent></cac:ClassifiedTaxCategory>
    </cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="EUR">0.07</cbc:PriceAmount></cac:Price>
  </cac:InvoiceLine>"#;

#[test]
fn thousands_of_lines_are_read() {
    let start = INVOICE.find("<cac:InvoiceLine>").expect("lines");
    let xml = format!("{}{}</Invoice>", &INVOICE[..start], LINE.repeat(5_000))
        .replace(">1590.46<", ">350.00<")
        .replace(">334.00<", ">73.50<")
        .replace(">1924.46<", ">423.50<");
    let document = ubl::read(xml.as_bytes()).expect("a long invoice");
    assert_eq!(document.lines.len(), 5_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = code(&bytes);
    }

    #[test]
    fn no_damaged_sample_makes_it_panic(
        sample in 0_usize..4,
        wounds in proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..6, "[-<>&\"'/0-9.a-zA-Z é]{0,6}"), 1..4),
    ) {
        let mut bytes = SAMPLES[sample].as_bytes().to_vec();
        for (at, length, text) in wounds {
            let start = at.index(bytes.len());
            let end = (start + length).min(bytes.len());
            bytes.splice(start..end, text.into_bytes());
        }
        let _ = code(&bytes);
    }

    /// Any text in any element: read to sums that hold, or refused.
    #[test]
    fn no_odd_value_breaks_a_sum(
        sample in 0_usize..4,
        element in any::<prop::sample::Index>(),
        value in prop_oneof!["-?[0-9]{0,30}\\.?[0-9]{0,30}", "\\PC{0,40}", "[0-9]{4}-[0-9]{2}-[0-9]{2}.{0,6}"],
    ) {
        let xml = SAMPLES[sample];
        let texts: Vec<usize> = xml.match_indices("</cbc:").map(|(at, _)| at).collect();
        let end = texts[element.index(texts.len())];
        let start = xml[..end].rfind('>').map_or(0, |at| at + 1);
        let value = value.replace('&', "&amp;").replace('<', "&lt;");
        let changed = format!("{}{value}{}", &xml[..start], &xml[end..]);
        if let Ok(document) = ubl::read(changed.as_bytes()) {
            let printed = document.printed().expect("a document that was read prints");
            prop_assert_eq!(printed.total, printed.net + printed.vat_total);
            prop_assert_eq!(printed.total, document.total);
            prop_assert_eq!(document.payable, document.total - document.prepaid + document.rounding);
        } else {
            prop_assert!(!code(changed.as_bytes()).is_empty());
        }
    }
}
