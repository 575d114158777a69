//! Credit notes: in parts, beyond what is left, and their sign (T15 to T17).
#![expect(clippy::expect_used, reason = "helpers of tests may fail loudly")]

mod samples;

use domain::{
    DraftLine, InvoiceKind, Money, Printed, Remaining, VatRate, VatRegime, VatTreatment, reasons,
};
use samples::{draft, eur, line};

const S21: VatTreatment = VatTreatment::standard(VatRate::PERCENT_21);

fn worked_invoice() -> Printed {
    let nets = ["879.45", "412.37", "187.99", "18.15", "85.00", "7.50"];
    let lines = nets.iter().map(|net| line(net, S21)).collect();
    Printed::compute(draft(InvoiceKind::Invoice, lines)).expect("a good draft")
}

fn credit(lines: Vec<DraftLine>, left: &Remaining) -> Result<Printed, Vec<domain::Refusal>> {
    Printed::compute_credit(draft(InvoiceKind::CreditNote, lines), left)
}

#[test]
fn t15_three_parts_end_at_zero() {
    let invoice = worked_invoice();
    let mut credits: Vec<Printed> = Vec::new();
    for net in ["-530.15", "-530.15", "-530.16"] {
        let left = Remaining::of(&invoice, &credits);
        credits.push(credit(vec![line(net, S21)], &left).expect("enough is left"));
    }
    let vats: Vec<Money> = credits.iter().map(|note| note.vat_total).collect();
    assert_eq!(vats, [eur("-111.33"), eur("-111.33"), eur("-111.34")]);
    assert_eq!(Remaining::of(&invoice, &credits).total(), Money::ZERO);
}

#[test]
fn t16_no_more_than_is_left_per_rate() {
    let invoice = worked_invoice();
    let first = credit(vec![line("-1500.00", S21)], &Remaining::of(&invoice, [])).expect("fits");
    let left = Remaining::of(&invoice, [&first]);

    let refused = credit(vec![line("-90.47", S21)], &left).expect_err("one cent too much");
    assert_eq!(refused[0].code, reasons::CREDIT_MORE_THAN_REMAINING);
    assert_eq!(refused[0].params["left"], "90.46");
    assert_eq!(refused[0].params["asked"], "90.47");
    assert!(
        credit(vec![line("-90.46", S21)], &left).is_ok(),
        "exactly what is left"
    );

    // Enough is left in total, but none of it at 6 %.
    let other = VatTreatment::standard(VatRate::PERCENT_6);
    let refused = credit(vec![line("-10.00", other)], &left).expect_err("another rate");
    assert_eq!(refused[0].params["rate"], "6");
    // Nor does a "credit" add to what is owed.
    assert!(credit(vec![line("10.00", S21)], &left).is_err());
}

#[test]
fn t17_a_credit_note_mirrors_its_invoice() {
    let invoice = worked_invoice();
    let lines = invoice
        .lines
        .iter()
        .map(|l| line(&(-l.net.expect("net")).to_string(), S21))
        .collect();
    let note = Printed::compute(draft(InvoiceKind::CreditNote, lines)).expect("a good draft");
    assert_eq!(note.total, eur("-1924.46"));
    assert_eq!(note.vat_total, eur("-334.00"));
    let shares: Vec<Money> = note.lines.iter().map(|line| -line.vat).collect();
    let invoiced: Vec<Money> = invoice.lines.iter().map(|line| line.vat).collect();
    assert_eq!(shares, invoiced, "each line takes back what it bore");
}

#[test]
fn a_negative_row_of_an_invoice_can_be_credited_back_only() {
    let out = VatTreatment::untaxed(VatRegime::Exempt);
    let invoice = Printed::compute(draft(
        InvoiceKind::Invoice,
        vec![line("100", S21), line("-10", out)],
    ))
    .expect("a good draft");
    let left = Remaining::of(&invoice, []);
    assert!(credit(vec![line("-100", S21), line("10", out)], &left).is_ok());
    assert!(credit(vec![line("-100", S21), line("-1", out)], &left).is_err());
    assert!(credit(vec![line("-100", S21), line("11", out)], &left).is_err());
}
