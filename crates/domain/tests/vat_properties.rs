//! Rounding and spreading against an independent calculation in whole fractions (`i128`), and the
//! laws that every invoice keeps.
#![expect(clippy::expect_used, reason = "helpers of tests may fail loudly")]

mod samples;

use domain::{
    DraftLine, InvoiceKind, Money, Printed, VatRate, VatTreatment, line_net, spread, totals, vat_on,
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use samples::draft;

const RATES: [VatRate; 5] = [
    VatRate::ZERO,
    VatRate::PERCENT_6,
    VatRate::PERCENT_9,
    VatRate::PERCENT_12,
    VatRate::PERCENT_21,
];

/// Rounds a fraction half away from zero, by doubling: ⌊(2n + d) / 2d⌋ on the absolute value.
fn round_fraction(numerator: i128, denominator: i128) -> i128 {
    let magnitude = (2 * numerator.abs() + denominator) / (2 * denominator);
    if numerator < 0 { -magnitude } else { magnitude }
}

/// Counts in units of a ten-thousandth of a cent.
fn exact_vat(cents: i64, rate: VatRate) -> i128 {
    i128::from(cents) * i128::from(rate.hundredths())
}

fn cents() -> impl Strategy<Value = i64> {
    prop_oneof![-20_000_i64..20_000, -500_000_000_i64..500_000_000, Just(0)]
}

fn rate() -> impl Strategy<Value = VatRate> {
    proptest::sample::select(RATES.to_vec())
}

fn nets() -> impl Strategy<Value = Vec<Money>> {
    proptest::collection::vec(cents().prop_map(Money::from_cents), 1..24)
}

/// What the spread has to give: remainders ranked by an insertion sort over whole fractions.
fn independent_spread(total: i64, nets: &[Money], rate: VatRate) -> Vec<i64> {
    let mut floors = Vec::new();
    let mut ranked: Vec<(i128, usize)> = Vec::new();
    for (index, net) in nets.iter().enumerate() {
        let exact = exact_vat(net.cents(), rate);
        let mut floor = exact / 10_000;
        if floor * 10_000 > exact {
            floor -= 1;
        }
        floors.push(floor);
        let rest = exact - floor * 10_000;
        let at = ranked
            .iter()
            .position(|(other, _)| *other < rest)
            .unwrap_or(ranked.len());
        ranked.insert(at, (rest, index));
    }
    let mut left = i128::from(total) - floors.iter().sum::<i128>();
    for (_, index) in ranked {
        if left > 0 {
            floors[index] += 1;
            left -= 1;
        }
    }
    assert_eq!(left, 0, "our rule leaves at most a cent per line");
    floors
        .into_iter()
        .map(|share| i64::try_from(share).expect("small"))
        .collect()
}

proptest! {
    #[test]
    fn vat_is_the_exact_product_rounded_once(net in cents(), rate in rate()) {
        let expected = round_fraction(exact_vat(net, rate), 10_000);
        prop_assert_eq!(i128::from(vat_on(Money::from_cents(net), rate).cents()), expected);
        prop_assert_eq!(vat_on(Money::from_cents(-net), rate), -vat_on(Money::from_cents(net), rate));
    }

    #[test]
    fn a_line_net_is_the_exact_product_rounded_once(
        quantity in -1_000_000_i64..1_000_000, quantity_scale in 0_u32..4,
        price in -100_000_000_i64..100_000_000, price_scale in 0_u32..6,
    ) {
        let denominator = 10_i128.pow(quantity_scale + price_scale);
        let cents = round_fraction(i128::from(quantity) * i128::from(price) * 100, denominator);
        let net = line_net(Decimal::new(quantity, quantity_scale), Decimal::new(price, price_scale));
        match net {
            Ok(net) => prop_assert_eq!(i128::from(net.cents()), cents),
            Err(_) => prop_assert!(cents.abs() > i128::from(Money::MAX_CENTS)),
        }
    }

    #[test]
    fn totals_are_sums_per_rate(lines in proptest::collection::vec((cents(), rate()), 0..40)) {
        let treated: Vec<_> = lines
            .iter()
            .map(|(net, rate)| (VatTreatment::standard(*rate), Money::from_cents(*net)))
            .collect();
        let table = totals(&treated);
        for rate in RATES {
            let base: i128 = lines.iter().filter(|(_, r)| *r == rate).map(|(net, _)| i128::from(*net)).sum();
            let row = table.iter().find(|row| row.treatment.rate == rate);
            prop_assert_eq!(row.is_some(), lines.iter().any(|(_, r)| *r == rate));
            if let Some(row) = row {
                prop_assert_eq!(i128::from(row.net.cents()), base);
                let vat = round_fraction(base * i128::from(rate.hundredths()), 10_000);
                prop_assert_eq!(i128::from(row.vat.cents()), vat);
            }
        }
        prop_assert!(table.is_sorted_by_key(|row| row.treatment));
    }

    #[test]
    fn shares_sum_up_and_stay_within_a_cent(nets in nets(), rate in rate()) {
        let total = vat_on(nets.iter().sum(), rate);
        let shares = spread(total, &nets, rate);
        prop_assert_eq!(shares.iter().sum::<Money>(), total);
        for (share, net) in shares.iter().zip(&nets) {
            let off = i128::from(share.cents()) * 10_000 - exact_vat(net.cents(), rate);
            prop_assert!(off.abs() < 10_000, "{share} for {net}");
            prop_assert!(!net.is_zero() || share.is_zero());
        }
        let expected = independent_spread(total.cents(), &nets, rate);
        prop_assert_eq!(shares.iter().map(|share| share.cents()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_total_of_a_file_is_spread_whole(nets in nets(), rate in rate(), off in -30_i64..30) {
        let total = vat_on(nets.iter().sum(), rate) + Money::from_cents(off);
        let shares = spread(total, &nets, rate);
        prop_assert_eq!(shares.len(), nets.len());
        prop_assert_eq!(shares.iter().sum::<Money>(), total);
    }

    /// The order of lines decides ties only: how many lines of one remainder get a cent is fixed.
    #[test]
    fn order_decides_ties_only(
        (nets, mixed) in nets().prop_flat_map(|nets| (Just(nets.clone()), Just(nets).prop_shuffle())),
        rate in rate(),
    ) {
        let total = vat_on(nets.iter().sum(), rate);
        let extra = |nets: &[Money]| {
            let mut cents: Vec<(i128, i128)> = spread(total, nets, rate)
                .iter()
                .zip(nets)
                .map(|(share, net)| {
                    let exact = exact_vat(net.cents(), rate);
                    (exact.rem_euclid(10_000), i128::from(share.cents()) - exact.div_euclid(10_000))
                })
                .collect();
            cents.sort_unstable();
            cents
        };
        prop_assert_eq!(extra(&nets), extra(&mixed));
    }

    #[test]
    fn equal_lines_of_a_swap_keep_their_places(net in cents(), count in 2_usize..12, rate in rate()) {
        let nets = vec![Money::from_cents(net); count];
        let shares = spread(vat_on(nets.iter().sum(), rate), &nets, rate);
        prop_assert!(shares.is_sorted_by(|a, b| a >= b), "the first lines take the cents");
    }

    #[test]
    fn a_credit_note_is_its_invoice_negated(lines in proptest::collection::vec((cents(), rate()), 1..20)) {
        let of = |sign: i64| -> Vec<DraftLine> {
            lines
                .iter()
                .map(|(net, rate)| {
                    let treatment = if rate.is_zero() {
                        VatTreatment::untaxed(domain::VatRegime::Zero)
                    } else {
                        VatTreatment::standard(*rate)
                    };
                    DraftLine { net: Some(Money::from_cents(sign * net)), treatment, ..DraftLine::text("x") }
                })
                .collect()
        };
        let invoice = Printed::compute(draft(InvoiceKind::Invoice, of(1))).expect("a good draft");
        let note = Printed::compute(draft(InvoiceKind::CreditNote, of(-1))).expect("a good draft");
        prop_assert_eq!(note.total, -invoice.total);
        prop_assert_eq!(note.vat_total, -invoice.vat_total);
        let vats = |printed: &Printed, sign: i64| -> Vec<i64> {
            printed.lines.iter().map(|line| sign * line.vat.cents()).collect()
        };
        prop_assert_eq!(vats(&note, -1), vats(&invoice, 1));
        prop_assert_eq!(invoice.total, invoice.net + invoice.vat_total);
        prop_assert_eq!(invoice.vat_total, invoice.lines.iter().map(|line| line.vat).sum());
    }

    #[test]
    fn an_amount_reads_back_as_written(cents in -Money::MAX_CENTS..=Money::MAX_CENTS) {
        let amount = Money::from_cents(cents);
        prop_assert_eq!(Money::parse(&amount.to_string()), Ok(amount));
        prop_assert_eq!(Money::from_decimal(amount.to_decimal()), Ok(amount));
    }

    #[test]
    fn no_text_makes_an_amount_panic(text in "[-+0-9.eE_, ]{0,40}") {
        let _ = Money::parse(&text);
    }
}
