//! `crm/AddressStates`: the states and provinces that an address may have.

use uuid::Uuid;

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted};
use crate::api::tables;
use crate::books::{STATES, State};
use crate::derived::derived_key;
use crate::odata::Value;

use super::shared::country;

pub(crate) static ENDPOINT: Endpoint = Endpoint::reading(
    "crm/AddressStates",
    &tables::address_states::TABLE,
    "crm.accounts",
    rows,
);

struct Shown<'a> {
    view: &'a View<'a>,
    state: &'static State,
    id: Uuid,
}

/// The key of a state follows from its codes.
fn key(state: &State) -> Uuid {
    derived_key(&[state.country.as_bytes(), b"-", state.code.as_bytes()])
}

fn rows<'a>(view: &'a View<'a>, _: &Wanted<'_>) -> Rows<'a> {
    let shown = |state| Shown {
        view,
        state,
        id: key(state),
    };
    let mut all: Vec<Shown<'a>> = STATES.iter().map(shown).collect();
    all.sort_by_key(|it| it.id);
    Box::new(all.into_iter().map(|it| Box::new(it) as Box<dyn Row>))
}

impl Row for Shown<'_> {
    fn get(&self, property: &str) -> Value {
        let state = self.state;
        match property {
            "ID" => self.id.into(),
            "Country" => country(state.country, self.view.switches),
            "State" => Value::text(state.code),
            "Name" => Value::text(state.name),
            "DisplayValue" => Value::Text(format!("{} - {}", state.code, state.name)),
            _ => Value::Null,
        }
    }
}
