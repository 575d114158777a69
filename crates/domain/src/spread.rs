//! Spreading the VAT of one treatment over its lines, to the cent.
//!
//! An accounting package keeps VAT per line; only the sum is the law's. The shares add up to the
//! VAT of the invoice, whatever the rounding of each line would have given.

use crate::money::Money;
use crate::vat::VatRate;

/// Each line's share of `total_vat`, by largest remainder.
///
/// Every exact share (net × rate) is floored towards minus infinity; the cents that are left go,
/// one each, to the lines with the largest remainder, ties in line order. Lines without an amount
/// get nothing as long as another line has one. The shares always sum to `total_vat` (unless there
/// are no lines), also when a file bears another total than our rule gives.
///
/// A credit note is spread positive and negated by the caller, so that it mirrors its invoice.
#[must_use]
pub fn spread(total_vat: Money, nets: &[Money], rate: VatRate) -> Vec<Money> {
    let exact: Vec<i128> = nets
        .iter()
        .map(|net| i128::from(net.cents()) * i128::from(rate.hundredths()))
        .collect();
    let mut shares: Vec<i128> = exact.iter().map(|share| share.div_euclid(10_000)).collect();
    let left = i128::from(total_vat.cents()) - shares.iter().sum::<i128>();

    let order = by_remainder(nets, &exact);
    let count = i128::try_from(order.len()).unwrap_or(i128::MAX);
    if count > 0 {
        let (each, mut single) = (left.div_euclid(count), left.rem_euclid(count));
        for index in order {
            shares[index] += each + i128::from(single > 0);
            single -= 1;
        }
    }
    shares
        .into_iter()
        .map(|cents| Money::from_cents(i64::try_from(cents).unwrap_or_default()))
        .collect()
}

/// The lines that may take a left-over cent, largest remainder first, ties in line order.
fn by_remainder(nets: &[Money], exact: &[i128]) -> Vec<usize> {
    let some_amount = nets.iter().any(|net| !net.is_zero());
    let mut order: Vec<usize> = (0..nets.len())
        .filter(|index| !some_amount || !nets[*index].is_zero())
        .collect();
    order.sort_by_key(|index| std::cmp::Reverse(exact[*index].rem_euclid(10_000)));
    order
}
