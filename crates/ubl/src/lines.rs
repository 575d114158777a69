//! Lines of the file, and document allowances and charges as lines of their own.
//!
//! Amounts keep the sign of the file here; [`crate::document`] turns a credit note around.

use domain::{DraftLine, Money, VatTotal};
use en16931::Invoice;
use en16931::invoice::InvoiceLine;
use roxmltree::Node;
use rust_decimal::Decimal;

use crate::category::Categories;
use crate::currency::split_vat_totals;
use crate::findings::Findings;
use crate::number::{about, decimal, required, required_money};
use crate::reasons;
use crate::tree::{at, children, text, text_at};

/// Decimals of a unit price that are kept where the file gives a price for several units.
const PRICE_DECIMALS: u32 = 10;

/// The lines, in the order of the file; `None` when one of them cannot be read.
pub(crate) fn lines(
    root: Node<'_, '_>,
    model: &Invoice,
    categories: Categories,
    findings: &mut Findings,
) -> Option<Vec<DraftLine>> {
    let mut lines = Some(Vec::new());
    let nodes = root.children().filter(|node| is_line(*node));
    for (node, line) in nodes.zip(&model.lines) {
        gather(&mut lines, read_line(node, line, categories, findings));
        if findings.is_full() {
            return None;
        }
    }
    lines
}

/// Adds an item to those that were all read so far; one that was not spoils them.
fn gather<T>(items: &mut Option<Vec<T>>, item: Option<T>) {
    *items = items.take().zip(item).map(|(mut items, item)| {
        items.push(item);
        items
    });
}

fn is_line(node: Node<'_, '_>) -> bool {
    node.is_element() && matches!(node.tag_name().name(), "InvoiceLine" | "CreditNoteLine")
}

/// One line. Its own allowances and charges are inside its net, which is kept as it is and may
/// therefore differ from quantity × price.
fn read_line(
    node: Node<'_, '_>,
    model: &InvoiceLine,
    categories: Categories,
    findings: &mut Findings,
) -> Option<DraftLine> {
    let net = required_money(node, "LineExtensionAmount", findings);
    let quantity = quantity(node, findings);
    let price = required(node, "Price", findings).and_then(|price| unit_price(price, findings));
    let treatment = required(node, "Item", findings)
        .and_then(|item| categories.treatment(item, "ClassifiedTaxCategory", findings));
    let item = &model.item;
    let description = item
        .name
        .clone()
        .or_else(|| item.description.clone())
        .or_else(|| model.note.clone());
    Some(DraftLine {
        description: description.unwrap_or_default(),
        quantity: quantity?,
        unit: model.unit_code.as_str().to_owned(),
        unit_price: price?,
        net: Some(net?),
        treatment: treatment?,
    })
}

/// The quantity, called invoiced or credited after the kind of document.
fn quantity(node: Node<'_, '_>, findings: &mut Findings) -> Option<Decimal> {
    match at(node, &["CreditedQuantity"]) {
        Some(credited) => decimal(credited, findings),
        None => decimal(required(node, "InvoicedQuantity", findings)?, findings),
    }
}

/// The price of one unit.
fn unit_price(price: Node<'_, '_>, findings: &mut Findings) -> Option<Decimal> {
    let amount = decimal(required(price, "PriceAmount", findings)?, findings)?;
    let Some(base) = at(price, &["BaseQuantity"]) else {
        return Some(amount);
    };
    let units = decimal(base, findings)?;
    let one = amount.checked_div(units).filter(|_| units > Decimal::ZERO);
    if one.is_none() {
        findings.add(base, about(reasons::VALUE_MALFORMED, base));
    }
    Some(one?.round_dp(PRICE_DECIMALS).normalize())
}

/// Document allowances and charges, as lines and summed.
#[derive(Default)]
pub(crate) struct Extras {
    /// One line each: an allowance with quantity −1, a charge with quantity 1.
    pub(crate) lines: Vec<DraftLine>,
    /// Sum of the allowances, as the file writes them.
    pub(crate) allowances: Money,
    /// Sum of the charges.
    pub(crate) charges: Money,
}

/// Reads the allowances and charges of the whole document; `None` when one cannot be read.
pub(crate) fn extras(
    root: Node<'_, '_>,
    categories: Categories,
    findings: &mut Findings,
) -> Option<Extras> {
    let mut extras = Some(Extras::default());
    for node in children(root, "AllowanceCharge") {
        let read = read_extra(node, categories, findings);
        extras = extras
            .zip(read)
            .map(|(mut extras, (is_charge, amount, line))| {
                let sum = if is_charge {
                    &mut extras.charges
                } else {
                    &mut extras.allowances
                };
                *sum += amount;
                extras.lines.push(line);
                extras
            });
        if findings.is_full() {
            return None;
        }
    }
    extras
}

/// Whether it is a charge, its amount as the file writes it, and its line.
fn read_extra(
    node: Node<'_, '_>,
    categories: Categories,
    findings: &mut Findings,
) -> Option<(bool, Money, DraftLine)> {
    let is_charge = charge_indicator(node, findings);
    let amount = required_money(node, "Amount", findings);
    let treatment = categories.treatment(node, "TaxCategory", findings);
    let (is_charge, amount) = (is_charge?, amount?);
    let line = DraftLine {
        description: reason(node),
        quantity: if is_charge {
            Decimal::ONE
        } else {
            Decimal::NEGATIVE_ONE
        },
        unit: String::new(),
        unit_price: amount.to_decimal(),
        net: Some(if is_charge { amount } else { -amount }),
        treatment: treatment?,
    };
    Some((is_charge, amount, line))
}

/// The text of an allowance or charge: its reason, else the code of its reason.
fn reason(node: Node<'_, '_>) -> String {
    text_at(node, &["AllowanceChargeReason"])
        .or_else(|| text_at(node, &["AllowanceChargeReasonCode"]))
        .unwrap_or_default()
}

fn charge_indicator(node: Node<'_, '_>, findings: &mut Findings) -> Option<bool> {
    let indicator = required(node, "ChargeIndicator", findings)?;
    match text(indicator).as_str() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => {
            findings.add(indicator, about(reasons::VALUE_MALFORMED, indicator));
            None
        }
    }
}

/// The VAT of the file.
pub(crate) struct VatTable {
    /// One row per category and rate.
    pub(crate) rows: Vec<VatTotal>,
    /// The total above the rows.
    pub(crate) total: Money,
}

/// Reads the VAT table; `None` when there is not exactly one or it cannot be read.
pub(crate) fn vat_table(
    root: Node<'_, '_>,
    categories: Categories,
    findings: &mut Findings,
) -> Option<VatTable> {
    let (totals, _) = split_vat_totals(root);
    if let Some(second) = totals.get(1) {
        findings.add(*second, about(reasons::VALUE_TWICE, *second));
        return None;
    }
    let Some(node) = totals.first() else {
        required(root, "TaxTotal", findings)?;
        return None;
    };
    let total = required_money(*node, "TaxAmount", findings);
    let mut rows = Some(Vec::new());
    for row in children(*node, "TaxSubtotal") {
        gather(&mut rows, read_vat_row(row, categories, findings));
        if findings.is_full() {
            return None;
        }
    }
    Some(VatTable {
        rows: rows?,
        total: total?,
    })
}

fn read_vat_row(
    row: Node<'_, '_>,
    categories: Categories,
    findings: &mut Findings,
) -> Option<VatTotal> {
    let net = required_money(row, "TaxableAmount", findings);
    let vat = required_money(row, "TaxAmount", findings);
    let treatment = categories.treatment(row, "TaxCategory", findings);
    Some(VatTotal {
        treatment: treatment?,
        net: net?,
        vat: vat?,
    })
}
