//! `vat/VatPercentages`: the dated rates of VAT codes. The sandbox keeps one rate per code, without an end.

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted, candidates};
use crate::api::tables;
use crate::books::VatCode;
use crate::odata::Value;

use super::shared::audit;

pub(crate) static ENDPOINT: Endpoint = Endpoint::reading(
    "vat/VatPercentages",
    &tables::vat_percentages::TABLE,
    "financial.accounting",
    rows,
);

pub(super) struct Rate<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) code: &'a VatCode,
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    // One rate per code: it has the code's key.
    let found = candidates(&view.company.vat_codes, wanted, "ID", &[]);
    let seen = found.filter(|code| view.sees(&code.stamp));
    Box::new(seen.map(move |code| Box::new(Rate { view, code }) as Box<dyn Row>))
}

impl Row for Rate<'_> {
    fn get(&self, property: &str) -> Value {
        let code = self.code;
        match property {
            "ID" | "VATCodeID" => code.id.into(),
            "LineNumber" => Value::Int(1),
            "Percentage" => code.percentage.into(),
            "StartDate" => jiff::civil::date(2000, 1, 1).into(),
            "Type" => Value::Int(0),
            other => audit(self.view, &code.stamp, other).unwrap_or(Value::Null),
        }
    }
}
