//! Amounts whose cents are easily got wrong, with the results that official validators agree to.
//! Each test names its case.
#![expect(clippy::panic, reason = "helpers of tests may fail loudly")]

use domain::{Money, VatRate, VatTotal, VatTreatment, line_net, spread, totals, vat_on};
use rust_decimal::{Decimal, RoundingStrategy};

fn eur(text: &str) -> Money {
    Money::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn eurs(texts: &[&str]) -> Vec<Money> {
    texts.iter().map(|text| eur(text)).collect()
}

fn dec(text: &str) -> Decimal {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

const S21: VatTreatment = VatTreatment::standard(VatRate::PERCENT_21);
const S6: VatTreatment = VatTreatment::standard(VatRate::PERCENT_6);

/// Net, VAT and shares of lines at one rate.
fn at_one_rate(nets: &[&str], treatment: VatTreatment) -> (Money, Money, Vec<Money>) {
    let nets = eurs(nets);
    let lines: Vec<_> = nets.iter().map(|net| (treatment, *net)).collect();
    let [VatTotal { net, vat, .. }] = totals(&lines)[..] else {
        panic!("one row expected")
    };
    (net, vat, spread(vat, &nets, treatment.rate))
}

#[test]
fn t1_three_lines_of_10_03() {
    let (net, vat, shares) = at_one_rate(&["10.03"; 3], S21);
    assert_eq!((net, vat), (eur("30.09"), eur("6.32")));
    assert_eq!(shares, eurs(&["2.11", "2.11", "2.10"]));
}

#[test]
fn t2_ten_lines_of_7_cents() {
    let (net, vat, shares) = at_one_rate(&["0.07"; 10], S21);
    assert_eq!((net, vat), (eur("0.70"), eur("0.15")));
    assert_eq!(
        shares,
        eurs(&[
            "0.02", "0.02", "0.02", "0.02", "0.02", "0.01", "0.01", "0.01", "0.01", "0.01"
        ])
    );
}

#[test]
fn t3_to_t6_halves_go_up() {
    for (case, base, rate, vat) in [
        ("T3", "4.50", VatRate::PERCENT_21, "0.95"),
        ("T4", "12.50", VatRate::PERCENT_21, "2.63"),
        ("T5", "8.25", VatRate::PERCENT_6, "0.50"),
        ("T6", "0.50", VatRate::PERCENT_21, "0.11"),
    ] {
        assert_eq!(vat_on(eur(base), rate), eur(vat), "{case}");
        assert_eq!(vat_on(-eur(base), rate), -eur(vat), "{case}, credited");
    }
}

#[test]
fn t7_two_rates() {
    let mut lines = vec![(S6, eur("55.55")); 10];
    lines.push((S21, eur("29.99")));
    let table = totals(&lines);
    assert_eq!(
        table,
        [
            VatTotal {
                treatment: S6,
                net: eur("555.50"),
                vat: eur("33.33")
            },
            VatTotal {
                treatment: S21,
                net: eur("29.99"),
                vat: eur("6.30")
            },
        ]
    );
    let total: Money = table.iter().map(|row| row.net + row.vat).sum();
    assert_eq!(total, eur("625.12"));
}

#[test]
fn t8_the_worked_invoice() {
    let (net, vat, _) = at_one_rate(
        &["879.45", "412.37", "187.99", "18.15", "85.00", "7.50"],
        S21,
    );
    assert_eq!(
        (net, vat, net + vat),
        (eur("1590.46"), eur("334.00"), eur("1924.46"))
    );
}

#[test]
fn t9_line_nets() {
    for (quantity, price, net) in [
        ("6.75", "27.85", "187.99"),
        ("3", "12.3456", "37.04"),
        ("7.5", "0.3333", "2.50"),
    ] {
        assert_eq!(line_net(dec(quantity), dec(price)), Ok(eur(net)));
        assert_eq!(
            line_net(-dec(quantity), dec(price)),
            Ok(-eur(net)),
            "credited"
        );
    }
}

/// A percentage off an amount, rounded once.
fn discount(amount: &str, percent: &str) -> Money {
    let exact = dec(amount) * dec(percent) / Decimal::ONE_HUNDRED;
    Money::from_decimal(exact).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn t10_five_per_cent_off_labour() {
    let allowance = discount("879.45", "5");
    assert_eq!(allowance, eur("43.97"));
    let mut nets = eurs(&["879.45", "412.37", "187.99", "18.15", "85.00", "7.50"]);
    nets.push(-allowance);
    let lines: Vec<_> = nets.iter().map(|net| (S21, *net)).collect();
    let table = totals(&lines);
    assert_eq!(
        table,
        [VatTotal {
            treatment: S21,
            net: eur("1546.49"),
            vat: eur("324.76")
        }]
    );
    assert_eq!(table[0].net + table[0].vat, eur("1871.25"));
}

#[test]
fn t11_twelve_and_a_half_per_cent_off() {
    let off = discount("187.35", "12.5");
    assert_eq!((off, eur("187.35") - off), (eur("23.42"), eur("163.93")));
}

#[test]
fn t12_negative_lines_floor_down() {
    let (net, vat, shares) = at_one_rate(&["100.00", "-10.03", "-10.03", "-10.03"], S21);
    assert_eq!((net, vat), (eur("69.91"), eur("14.68")));
    assert_eq!(shares, eurs(&["21.00", "-2.10", "-2.11", "-2.11"]));
}

#[test]
fn money_is_rounded_as_decimals_are() {
    let exact = dec("2.625");
    let rounded = exact.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    assert_eq!(
        Money::from_decimal(exact).map(Money::to_decimal),
        Ok(rounded)
    );
}
