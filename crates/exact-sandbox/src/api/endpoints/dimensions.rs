//! `hrm/Costcenters` and `hrm/Costunits`.

use uuid::Uuid;

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted, Writer, candidates};
use crate::api::failure::Failure;
use crate::api::fields::{Fields, shown};
use crate::api::tables;
use crate::books::{CostCentre, Deed, Index};
use crate::odata::Value;
use crate::state::Core;

use super::shared::{act, audit, chosen_key, company, keep};

const SCOPE: &str = "financial.costcenters";

pub(crate) static CENTRES: Endpoint = Endpoint {
    post: Some(|core, writer, fields| post(core, writer, fields, false)),
    put: Some(|core, writer, id, fields| put(core, writer, (id, false), fields)),
    delete: Some(|core, writer, id| act(core, writer, Deed::DeleteDimension { unit: false, id })),
    ..Endpoint::reading(
        "hrm/Costcenters",
        &tables::cost_centres::TABLE,
        SCOPE,
        centres,
    )
};

pub(crate) static UNITS: Endpoint = Endpoint {
    post: Some(|core, writer, fields| post(core, writer, fields, true)),
    put: Some(|core, writer, id, fields| put(core, writer, (id, true), fields)),
    delete: Some(|core, writer, id| act(core, writer, Deed::DeleteDimension { unit: true, id })),
    ..Endpoint::reading("hrm/Costunits", &tables::cost_units::TABLE, SCOPE, units)
};

struct Shown<'a> {
    view: &'a View<'a>,
    centre: &'a CostCentre,
}

fn centres<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    rows(view, wanted, false)
}

fn units<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    rows(view, wanted, true)
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>, unit: bool) -> Rows<'a> {
    let company = view.company;
    let table = if unit {
        &company.cost_units
    } else {
        &company.cost_centres
    };
    let found = candidates(table, wanted, "ID", &[("Code", Index::Code)]);
    let seen = found.filter(|centre| view.sees(&centre.stamp));
    Box::new(seen.map(move |centre| Box::new(Shown { view, centre }) as Box<dyn Row>))
}

impl Row for Shown<'_> {
    fn get(&self, property: &str) -> Value {
        let centre = self.centre;
        match property {
            "ID" => centre.id.into(),
            "Code" => Value::text(&centre.code),
            "Description" => Value::text(&centre.description),
            "Active" if !centre.other.contains_key("Active") => Value::Bool(true),
            other => audit(self.view, &centre.stamp, other)
                .unwrap_or_else(|| shown(centre.other.get(other))),
        }
    }
}

fn fill(centre: &mut CostCentre, fields: &Fields) {
    for (name, value) in fields.ones() {
        let text = || fields.text(name).unwrap_or_default().trim().to_owned();
        match name {
            "ID" => {}
            "Code" => centre.code = text(),
            "Description" => centre.description = text(),
            other => keep(&mut centre.other, other, value),
        }
    }
}

fn post(core: &mut Core, writer: &Writer, fields: &Fields, unit: bool) -> Result<Uuid, Failure> {
    let id = chosen_key(core, fields, "ID")?;
    let mut centre = CostCentre {
        id,
        ..CostCentre::default()
    };
    fill(&mut centre, fields);
    let centre = Box::new(centre);
    act(core, writer, Deed::CreateDimension { unit, centre })?;
    Ok(id)
}

fn put(
    core: &mut Core,
    writer: &Writer,
    (id, unit): (Uuid, bool),
    fields: &Fields,
) -> Result<(), Failure> {
    let company = company(core, writer)?;
    let table = if unit {
        &company.cost_units
    } else {
        &company.cost_centres
    };
    let mut centre = table.get(id).ok_or(Failure::NotFound)?.clone();
    fill(&mut centre, fields);
    let centre = Box::new(centre);
    act(core, writer, Deed::ChangeDimension { unit, centre })
}
