//! `vat/VATCodes`. A rate is given with the code's `VATPercentages`; the newest one counts.

use uuid::Uuid;

use crate::api::endpoint::{Child, Endpoint, Row, Rows, View, Wanted, Writer, candidates};
use crate::api::failure::Failure;
use crate::api::fields::{Fields, shown};
use crate::api::tables;
use crate::books::{Deed, Index, VatCode};
use crate::odata::Value;
use crate::state::Core;

use super::shared::{act, audit, chosen_key, company, country, keep, vat_code};
use super::vat_percentages::Rate;

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    children: &[Child {
        name: "VATPercentages",
        table: &tables::vat_percentages::INSIDE,
        path: "vat/VatPercentages",
        key: "ID",
    }],
    post: Some(post),
    put: Some(put),
    delete: Some(|core, writer, id| act(core, writer, Deed::DeleteVatCode(id))),
    ..Endpoint::reading(
        "vat/VATCodes",
        &tables::vat_codes::TABLE,
        "financial.accounting",
        rows,
    )
};

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
            other => {
                audit(view, &code.stamp, other).unwrap_or_else(|| shown(code.other.get(other)))
            }
        }
    }

    fn children(&self, _: &str) -> Vec<Box<dyn Row + '_>> {
        vec![Box::new(Rate {
            view: self.view,
            code: self.code,
        })]
    }
}

fn fill(code: &mut VatCode, fields: &Fields) {
    for (name, value) in fields.ones() {
        let text = || fields.text(name).unwrap_or_default().trim().to_owned();
        match name {
            "ID" => {}
            "Code" => code.code = text(),
            "Description" => code.description = text(),
            "Type" => code.kind = text(),
            "VATTransactionType" => code.transactions = text(),
            "EUSalesListing" => code.eu_listing = text(),
            "Charged" => code.charged = fields.flag(name),
            "IsBlocked" => code.blocked = fields.flag(name),
            "GLToPay" => code.gl_to_pay = fields.guid(name).unwrap_or_default(),
            other => keep(&mut code.other, other, value),
        }
    }
    let rates = fields.many("VATPercentages").unwrap_or_default();
    let newest = rates.iter().max_by_key(|rate| rate.date("StartDate"));
    if let Some(percentage) = newest.and_then(|rate| rate.decimal("Percentage")) {
        code.percentage = percentage;
    }
}

fn post(core: &mut Core, writer: &Writer, fields: &Fields) -> Result<Uuid, Failure> {
    let id = chosen_key(core, fields, "ID")?;
    let mut code = VatCode {
        id,
        kind: "E".to_owned(),
        transactions: "B".to_owned(),
        eu_listing: "N".to_owned(),
        ..VatCode::default()
    };
    fill(&mut code, fields);
    act(core, writer, Deed::CreateVatCode(Box::new(code)))?;
    Ok(id)
}

fn put(core: &mut Core, writer: &Writer, id: Uuid, fields: &Fields) -> Result<(), Failure> {
    let known = company(core, writer)?.vat_codes.get(id);
    let mut code = known.ok_or(Failure::NotFound)?.clone();
    fill(&mut code, fields);
    act(core, writer, Deed::ChangeVatCode(Box::new(code)))
}
