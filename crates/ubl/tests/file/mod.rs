//! The amounts of a UBL file, read by the tests themselves: from the XML, in whole cents.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests may fail loudly"
)]

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

/// What a file says, signed as it writes it.
pub(crate) struct FileAmounts {
    credit_note: bool,
    net: i64,
    vat: i64,
    total: i64,
    payable: i64,
    /// Base and VAT per rate, in hundredths of a per cent.
    per_rate: BTreeMap<i64, (i64, i64)>,
}

impl FileAmounts {
    /// Reads a file that is in euro.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let text = std::str::from_utf8(bytes).expect("UTF-8");
        let tree = Document::parse(text.trim_start_matches('\u{feff}')).expect("XML");
        let root = tree.root_element();
        let totals = child(root, "LegalMonetaryTotal").expect("totals");
        let table = children(root, "TaxTotal")
            .find(|total| child(*total, "TaxSubtotal").is_some())
            .expect("a VAT table");
        let mut per_rate = BTreeMap::new();
        for row in children(table, "TaxSubtotal") {
            let category = child(row, "TaxCategory").expect("category");
            let rate = child(category, "Percent").map_or(0, |percent| cents(&text_of(percent)));
            let entry = per_rate.entry(rate).or_insert((0, 0));
            entry.0 += amount(row, "TaxableAmount");
            entry.1 += amount(row, "TaxAmount");
        }
        Self {
            credit_note: root.tag_name().name() == "CreditNote",
            net: amount(totals, "TaxExclusiveAmount"),
            vat: amount(table, "TaxAmount"),
            total: amount(totals, "TaxInclusiveAmount"),
            payable: amount(totals, "PayableAmount"),
            per_rate,
        }
    }

    /// Compares net, VAT per rate, totals, and the sums of the printed lines with the file.
    pub(crate) fn assert_equal(&self, document: &ubl::Document, name: &str) {
        let sign = if self.credit_note { -1 } else { 1 };
        assert_eq!(document.net.cents(), sign * self.net, "{name}: net");
        assert_eq!(document.vat_total.cents(), sign * self.vat, "{name}: VAT");
        assert_eq!(document.total.cents(), sign * self.total, "{name}: total");
        assert_eq!(
            document.payable.cents(),
            sign * self.payable,
            "{name}: payable"
        );

        let printed = document
            .printed()
            .unwrap_or_else(|refused| panic!("{name}: {refused:?}"));
        assert_eq!(
            (printed.net, printed.vat_total, printed.total),
            (document.net, document.vat_total, document.total)
        );
        let mut per_rate: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
        for line in &printed.lines {
            let entry = per_rate
                .entry(line.treatment.rate.hundredths())
                .or_insert((0, 0));
            entry.0 += sign * line.net.map_or(0, domain::Money::cents);
            entry.1 += sign * line.vat.cents();
        }
        assert_eq!(
            per_rate, self.per_rate,
            "{name}: VAT per rate, from the lines"
        );
    }
}

fn children<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children()
        .filter(move |child| child.tag_name().name() == name)
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> Option<Node<'a, 'i>> {
    children(node, name).next()
}

fn text_of(node: Node<'_, '_>) -> String {
    node.text().unwrap_or_default().trim().to_owned()
}

fn amount(node: Node<'_, '_>, name: &'static str) -> i64 {
    cents(&text_of(child(node, name).expect(name)))
}

/// `-12.5` is −1250.
fn cents(text: &str) -> i64 {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = format!("{fraction:0<2}");
    assert_eq!(fraction.len(), 2, "{text}");
    let whole: i64 = whole.parse().expect("digits");
    sign * (whole * 100 + fraction.parse::<i64>().expect("digits"))
}
