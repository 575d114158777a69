//! What nearly every entity has: audit properties, the paddings of facts 2.3, and the choice of a key.

use uuid::Uuid;

use crate::api::endpoint::View;
use crate::api::failure::Failure;
use crate::api::fields::Fields;
use crate::books::{Label, Refusal, Stamp};
use crate::odata::Value;
use crate::state::Core;
use crate::switches::{ClientKeys, Switches};

/// Width of an account code.
const ACCOUNT_CODE: usize = 18;
/// Width of a country and of a VAT code in some answers.
const SHORT_CODE: usize = 3;

/// `Created`, `Creator`, `CreatorFullName`, `Modified`, …, `Division`, `Timestamp`; `None` for other properties.
pub(super) fn audit(view: &View<'_>, stamp: &Stamp, property: &str) -> Option<Value> {
    let name = |id| {
        view.books
            .user(id)
            .map_or(Value::Null, |user| Value::text(&user.full_name))
    };
    Some(match property {
        "Created" => stamp.created.into(),
        "Creator" => stamp.creator.into(),
        "CreatorFullName" => name(stamp.creator),
        "Modified" => stamp.modified.into(),
        "Modifier" => stamp.modifier.into(),
        "ModifierFullName" => name(stamp.modifier),
        "Division" => view.division.into(),
        "Timestamp" => Value::Int(i64::try_from(stamp.version).unwrap_or(i64::MAX)),
        _ => return None,
    })
}

/// An account code as it is shown everywhere: right-aligned in 18 characters.
pub(super) fn account_code(code: &str) -> Value {
    if code.is_empty() {
        Value::Null
    } else {
        Value::Text(format!("{code:>ACCOUNT_CODE$}"))
    }
}

/// A country, padded when the switch says so.
pub(super) fn country(code: &str, switches: &Switches) -> Value {
    padded(code, switches.pad_country)
}

/// A VAT code, padded when the switch says so.
pub(super) fn vat_code(code: &str, switches: &Switches) -> Value {
    padded(code, switches.pad_vat_code)
}

fn padded(code: &str, pad: bool) -> Value {
    match (code.is_empty(), pad) {
        (true, _) => Value::Null,
        (false, true) => Value::Text(format!("{code:<SHORT_CODE$}")),
        (false, false) => Value::text(code),
    }
}

/// The key of something new: our own, or the client's where the switch honours it.
pub(super) fn chosen_key(core: &mut Core, fields: &Fields, name: &str) -> Result<Uuid, Failure> {
    let own = core.new_id();
    match (fields.guid(name), core.switches.client_keys) {
        (Some(_), ClientKeys::Refuse) => Err(Refusal::NotAllowed(Label::Key).into()),
        (Some(wanted), ClientKeys::Honour) => Ok(wanted),
        _ => Ok(own),
    }
}
