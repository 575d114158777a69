//! VAT as a file bears it: kept, noted or refused; and the fingerprint and check of an invoice.
#![expect(clippy::expect_used, reason = "helpers of tests may fail loudly")]

mod samples;

use domain::{
    Coding, DraftLine, InvoiceKind, Money, Place, Printed, Refusal, VatRate, VatRegime, VatTotal,
    VatTreatment, check_invoice, reasons,
};
use samples::{customer, draft, eur, invoice, line};

const S21: VatTreatment = VatTreatment::standard(VatRate::PERCENT_21);
const ZERO: VatTreatment = VatTreatment::untaxed(VatRegime::Zero);

fn row(treatment: VatTreatment, net: &str, vat: &str) -> VatTotal {
    VatTotal {
        treatment,
        net: eur(net),
        vat: eur(vat),
    }
}

fn with_vat(table: Vec<VatTotal>) -> Result<(Printed, Vec<Refusal>), Vec<Refusal>> {
    let lines = vec![line("10.03", S21), line("10.03", S21), line("10.03", S21)];
    Printed::with_vat(draft(InvoiceKind::Invoice, lines), table)
}

fn codes(refusals: &[Refusal]) -> Vec<&str> {
    refusals
        .iter()
        .map(|refusal| refusal.code.as_str())
        .collect()
}

fn printed(lines: Vec<DraftLine>) -> Printed {
    Printed::compute(draft(InvoiceKind::Invoice, lines)).expect("a good draft")
}

#[test]
fn vat_stays_as_the_file_has_it() {
    let (printed, notes) = with_vat(vec![row(S21, "30.09", "6.32")]).expect("our own rule");
    assert_eq!((printed.vat_total, notes), (eur("6.32"), vec![]));

    // Per line it would be 6.33; off by a cent per line at most: kept, and told.
    for vat in ["6.33", "6.35", "6.29"] {
        let (printed, notes) =
            with_vat(vec![row(S21, "30.09", vat)]).expect("within a cent a line");
        assert_eq!(printed.vat_total, eur(vat));
        assert_eq!(
            printed.lines.iter().map(|line| line.vat).sum::<Money>(),
            eur(vat)
        );
        assert_eq!(codes(&notes), [reasons::VAT_DIFFERS_BY_CENTS]);
    }
    for vat in ["6.36", "6.28"] {
        let refused =
            with_vat(vec![row(S21, "30.09", vat)]).expect_err("four cents on three lines");
        assert_eq!(codes(&refused), [reasons::VAT_DIFFERS]);
        assert_eq!(refused[0].params["expected"], "6.32");
    }
}

#[test]
fn t25_a_euro_too_much_is_refused() {
    let lines = vec![line("1590.46", S21)];
    let refused = Printed::with_vat(
        draft(InvoiceKind::Invoice, lines),
        vec![row(S21, "1590.46", "334.99")],
    );
    assert_eq!(
        codes(&refused.expect_err("official validators would take it")),
        [reasons::VAT_DIFFERS]
    );
}

#[test]
fn the_table_must_fit_the_lines() {
    let refused = with_vat(vec![row(S21, "30.10", "6.32")]).expect_err("another base");
    assert_eq!(codes(&refused), [reasons::AMOUNTS_DO_NOT_ADD_UP]);
    let refused = with_vat(vec![]).expect_err("no row");
    assert_eq!(codes(&refused), [reasons::VAT_TABLE_DIFFERS]);
    let twice = vec![row(S21, "30.09", "6.32"), row(S21, "30.09", "6.32")];
    assert_eq!(
        codes(&with_vat(twice).expect_err("twice")),
        [reasons::VAT_TABLE_DIFFERS]
    );
    let extra = vec![row(S21, "30.09", "6.32"), row(ZERO, "0", "0")];
    assert_eq!(
        codes(&with_vat(extra).expect_err("one too many")),
        [reasons::VAT_TABLE_DIFFERS]
    );

    let taxed_zero = Printed::with_vat(
        draft(InvoiceKind::Invoice, vec![line("10", ZERO)]),
        vec![row(ZERO, "10", "0.01")],
    );
    assert_eq!(
        codes(&taxed_zero.expect_err("VAT at 0 %")),
        [reasons::VAT_DIFFERS]
    );
}

#[test]
fn a_draft_must_make_sense() {
    let compute =
        |lines| Printed::compute(draft(InvoiceKind::Invoice, lines)).expect_err("refused");
    assert_eq!(codes(&compute(vec![])), [reasons::INVOICE_WITHOUT_LINES]);
    assert_eq!(
        codes(&compute(vec![DraftLine::text("Met dank")])),
        [reasons::INVOICE_WITHOUT_LINES]
    );
    let huge = DraftLine {
        net: Some(Money::from_cents(Money::MAX_CENTS + 1)),
        ..line("1", S21)
    };
    assert_eq!(codes(&compute(vec![huge])), [reasons::AMOUNT_TOO_LARGE]);
    let export21 = VatTreatment {
        regime: VatRegime::Export,
        rate: VatRate::PERCENT_21,
    };
    let standard0 = VatTreatment::standard(VatRate::ZERO);
    let refused = compute(vec![
        line("1", S21),
        line("1", export21),
        line("1", standard0),
    ]);
    assert_eq!(codes(&refused), [reasons::RATE_CONTRADICTS_REGIME; 2]);
    assert_eq!(refused[0].params["line"], "2");
}

#[test]
fn text_lines_bear_no_vat() {
    let printed = printed(vec![DraftLine::text("Schadedossier"), line("10", S21)]);
    assert_eq!(printed.lines[0].vat, Money::ZERO);
    assert_eq!(printed.lines[1].vat, eur("2.10"));
    assert_eq!(printed.taxed_lines(), [(S21, eur("10"))]);
}

#[test]
fn a_sound_invoice_passes_the_check() {
    let text = DraftLine::text("Met dank");
    let mut sound = invoice(printed(vec![line("10", S21), text]));
    sound.coding[1] = Coding::default();
    assert_eq!(check_invoice(&sound, &customer()), []);
}

#[test]
fn every_gap_is_told_with_its_place() {
    let mut broken = invoice(printed(vec![line("10", S21), line("0", S21)]));
    broken.printed.number = None;
    broken.coding = vec![Coding::default()];
    let mut nobody = customer();
    nobody.name = "  ".into();
    nobody.address.city = String::new();
    let refused = check_invoice(&broken, &nobody);
    assert_eq!(
        codes(&refused),
        [
            reasons::INVOICE_WITHOUT_NUMBER,
            reasons::CUSTOMER_WITHOUT_NAME,
            reasons::CUSTOMER_WITHOUT_ADDRESS,
            reasons::LINE_WITHOUT_ACCOUNT,
            reasons::LINE_WITHOUT_ACCOUNT,
        ]
    );
    assert_eq!(refused[2].place, Place::Customer(nobody.id));
    assert_eq!(refused[4].place, Place::InvoiceLine(broken.id, 2));
    assert_eq!(refused[4].params["description"], "Onderdelen");
}

#[test]
fn zero_and_contrary_totals_are_asked_about() {
    let zero = invoice(printed(vec![line("10", S21), line("-10", S21)]));
    assert_eq!(
        codes(&check_invoice(&zero, &customer())),
        [reasons::TOTAL_ZERO]
    );
    let contrary = invoice(printed(vec![line("-10", S21)]));
    assert_eq!(
        codes(&check_invoice(&contrary, &customer())),
        [reasons::SIGN_CONTRADICTS_KIND]
    );
}

#[test]
fn damaged_amounts_are_found() {
    let mut damaged = invoice(printed(vec![line("10", S21)]));
    damaged.printed.lines[0].vat = eur("2.09");
    damaged.printed.total = eur("12.09");
    let refused = check_invoice(&damaged, &customer());
    let what: Vec<&str> = refused
        .iter()
        .map(|refusal| refusal.params["what"].as_str())
        .collect();
    assert_eq!(what, ["line-vat", "total"]);
}

#[test]
fn the_fingerprint_tells_content_from_writing() {
    let plain = printed(vec![line("10", S21)]);
    assert_eq!(plain.content_hash().len(), 64);
    let mut same = plain.clone();
    same.lines[0].quantity = "1.000".parse().expect("a decimal");
    assert_eq!(
        same.content_hash(),
        plain.content_hash(),
        "trailing zeros say nothing"
    );

    let changes: [fn(&mut Printed); 7] = [
        |p| p.kind = InvoiceKind::CreditNote,
        |p| p.number = None,
        |p| p.due_date = None,
        |p| p.note.push(' '),
        |p| p.buyer.address.line2.clear(),
        |p| p.lines[0].net = None,
        |p| p.corrects.push("A1".into()),
    ];
    for change in changes {
        let mut other = plain.clone();
        change(&mut other);
        assert_ne!(other.content_hash(), plain.content_hash());
    }
    // Text that wanders from one field into the next is other content.
    let (mut left, mut right) = (plain.clone(), plain);
    (left.plate, left.note) = ("1-DOO".into(), "-417".into());
    (right.plate, right.note) = ("1-DOO-417".into(), String::new());
    assert_ne!(left.content_hash(), right.content_hash());
}
