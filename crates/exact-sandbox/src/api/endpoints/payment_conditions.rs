//! `cashflow/PaymentConditions`: GET and POST. Rows of one code are its instalments; `Percentage` is the share.

use uuid::Uuid;

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted, Writer, candidates};
use crate::api::failure::Failure;
use crate::api::fields::{Fields, shown};
use crate::api::tables;
use crate::books::{Deed, Index, PaymentCondition};
use crate::odata::Value;
use crate::state::Core;

use super::shared::{act, audit, chosen_key, keep};

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    post: Some(post),
    ..Endpoint::reading(
        "cashflow/PaymentConditions",
        &tables::payment_conditions::TABLE,
        "financial.cashflow",
        rows,
    )
};

struct Condition<'a> {
    view: &'a View<'a>,
    condition: &'a PaymentCondition,
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let found = candidates(
        &view.company.conditions,
        wanted,
        "ID",
        &[("Code", Index::Code)],
    );
    let seen = found.filter(|condition| view.sees(&condition.stamp));
    Box::new(seen.map(move |condition| Box::new(Condition { view, condition }) as Box<dyn Row>))
}

impl Row for Condition<'_> {
    fn get(&self, property: &str) -> Value {
        let condition = self.condition;
        match property {
            "ID" => condition.id.into(),
            "Code" => Value::text(&condition.code),
            "Description" => Value::text(&condition.description),
            "PaymentDays" => condition.days.into(),
            "PaymentEndOfMonths" => condition.end_of_months.into(),
            "PaymentMethod" => Value::text(&condition.method),
            "Percentage" => condition.share().into(),
            other => audit(self.view, &condition.stamp, other)
                .unwrap_or_else(|| shown(condition.other.get(other))),
        }
    }
}

fn post(core: &mut Core, writer: &Writer, fields: &Fields) -> Result<Uuid, Failure> {
    let id = chosen_key(core, fields, "ID")?;
    let mut condition = PaymentCondition {
        id,
        method: "B".to_owned(),
        ..PaymentCondition::default()
    };
    for (name, value) in fields.ones() {
        let text = || fields.text(name).unwrap_or_default().trim().to_owned();
        match name {
            "ID" => {}
            "Code" => condition.code = text(),
            "Description" => condition.description = text(),
            "PaymentMethod" => condition.method = text(),
            "PaymentDays" => condition.days = fields.int(name).unwrap_or(0),
            "PaymentEndOfMonths" => condition.end_of_months = fields.int(name).unwrap_or(0),
            "Percentage" => condition.percentage = fields.decimal(name).unwrap_or_default(),
            other => keep(&mut condition.other, other, value),
        }
    }
    act(core, writer, Deed::AddCondition(Box::new(condition)))?;
    Ok(id)
}
