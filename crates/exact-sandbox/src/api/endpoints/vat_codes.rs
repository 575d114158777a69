//! `vat/VATCodes`: read only in this version.

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted, candidates};
use crate::api::tables;
use crate::books::{Index, VatCode};
use crate::odata::Value;

use super::shared::{audit, country, vat_code};

pub(crate) static ENDPOINT: Endpoint = Endpoint::reading(
    "vat/VATCodes",
    &tables::vat_codes::TABLE,
    "financial.accounting",
    rows,
);

struct Vat<'a> {
    view: &'a View<'a>,
    code: &'a VatCode,
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let found = candidates(
        &view.company.vat_codes,
        wanted,
        "ID",
        &[("Code", Index::Code)],
    );
    let seen = found.filter(|code| view.sees(&code.stamp));
    Box::new(seen.map(move |code| Box::new(Vat { view, code }) as Box<dyn Row>))
}

impl Row for Vat<'_> {
    fn get(&self, property: &str) -> Value {
        let (code, view) = (self.code, self.view);
        let gl = view.company.gl_accounts.get(code.gl_to_pay);
        match property {
            "ID" => code.id.into(),
            "Code" => vat_code(&code.code, view.switches),
            "Description" => Value::text(&code.description),
            "Percentage" => code.percentage.into(),
            "Type" => Value::text(&code.kind),
            "VATTransactionType" => Value::text(&code.transactions),
            "EUSalesListing" => Value::text(&code.eu_listing),
            "Charged" => code.charged.into(),
            "IsBlocked" => code.blocked.into(),
            "GLToPay" => code.gl_to_pay.into(),
            "GLToPayCode" => gl.map_or(Value::Null, |gl| Value::text(&gl.code)),
            "GLToPayDescription" => gl.map_or(Value::Null, |gl| Value::text(&gl.description)),
            "Country" => country(&view.company.profile.country, view.switches),
            other => audit(view, &code.stamp, other).unwrap_or(Value::Null),
        }
    }
}
