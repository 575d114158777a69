//! `logistics/Items`: what is sold by the piece or by the hour.

use uuid::Uuid;

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted, Writer, candidates};
use crate::api::failure::Failure;
use crate::api::fields::{Fields, shown};
use crate::api::tables;
use crate::books::{Deed, Index, Item, key_in};
use crate::odata::Value;
use crate::state::Core;

use super::shared::{Names, act, audit, chosen_key, company, keep, vat_code};

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    post: Some(post),
    put: Some(put),
    delete: Some(|core, writer, id| act(core, writer, Deed::DeleteItem(id))),
    ..Endpoint::reading(
        "logistics/Items",
        &tables::items::TABLE,
        "logistics.items",
        rows,
    )
};

struct Shown<'a> {
    view: &'a View<'a>,
    item: &'a Item,
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let indexed = [("Code", Index::Code), ("GLRevenue", Index::GlAccount)];
    let found = candidates(&view.company.items, wanted, "ID", &indexed);
    let seen = found.filter(|item| view.sees(&item.stamp));
    Box::new(seen.map(move |item| Box::new(Shown { view, item }) as Box<dyn Row>))
}

impl Row for Shown<'_> {
    fn get(&self, property: &str) -> Value {
        let (item, view, names) = (self.item, self.view, Names(self.view));
        let ledger = |name: &str| key_in(&item.other, name).unwrap_or_default();
        match property {
            "ID" => item.id.into(),
            "Code" => Value::text(&item.code),
            "Description" => Value::text(&item.description),
            "IsSalesItem" => item.sales_item.into(),
            "GLRevenue" => item.gl_revenue.into(),
            "GLRevenueCode" => names.gl_code(item.gl_revenue.unwrap_or_default()),
            "GLRevenueDescription" => names.gl_name(item.gl_revenue.unwrap_or_default()),
            "GLCostsCode" => names.gl_code(ledger("GLCosts")),
            "GLCostsDescription" => names.gl_name(ledger("GLCosts")),
            "GLStockCode" => names.gl_code(ledger("GLStock")),
            "GLStockDescription" => names.gl_name(ledger("GLStock")),
            "SalesVatCode" => vat_code(&item.vat_code, view.switches),
            "SalesVatCodeDescription" => names.vat(&item.vat_code),
            "StandardSalesPrice" => Value::Decimal(item.price),
            other => {
                audit(view, &item.stamp, other).unwrap_or_else(|| shown(item.other.get(other)))
            }
        }
    }
}

/// Takes the sent properties over; those that were not sent stay as they are.
fn fill(item: &mut Item, fields: &Fields) {
    for (name, value) in fields.ones() {
        let text = || fields.text(name).unwrap_or_default();
        match name {
            "ID" => {}
            "Code" => item.code = text().trim().to_owned(),
            "Description" => item.description = text(),
            "IsSalesItem" => item.sales_item = fields.flag(name),
            "GLRevenue" => item.gl_revenue = fields.guid(name),
            "SalesVatCode" => item.vat_code = text().trim().to_owned(),
            other => keep(&mut item.other, other, value),
        }
    }
}

fn post(core: &mut Core, writer: &Writer, fields: &Fields) -> Result<Uuid, Failure> {
    let id = chosen_key(core, fields, "ID")?;
    let mut item = Item {
        id,
        ..Item::default()
    };
    fill(&mut item, fields);
    act(core, writer, Deed::CreateItem(Box::new(item)))?;
    Ok(id)
}

fn put(core: &mut Core, writer: &Writer, id: Uuid, fields: &Fields) -> Result<(), Failure> {
    let known = company(core, writer)?.items.get(id);
    let mut item = known.ok_or(Failure::NotFound)?.clone();
    fill(&mut item, fields);
    act(core, writer, Deed::ChangeItem(Box::new(item)))
}
