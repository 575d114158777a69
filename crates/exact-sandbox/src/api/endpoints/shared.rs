//! What nearly every entity has: audit properties, the paddings of facts 2.3, and the choice of a key.

use uuid::Uuid;

use crate::api::endpoint::{View, Writer};
use crate::api::failure::Failure;
use crate::api::fields::Fields;
use crate::books::{Act, Bag, Company, CostCentre, Deed, Label, Refusal, Stamp, Status};
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

/// Carries a deed out for the one who writes.
pub(super) fn act(core: &mut Core, writer: &Writer, deed: Deed) -> Result<(), Failure> {
    core.act(Act {
        at: writer.at,
        by: writer.user,
        division: writer.division,
        deed,
    })?;
    Ok(())
}

/// The company that is written to.
pub(super) fn company<'a>(core: &'a Core, writer: &Writer) -> Result<&'a Company, Failure> {
    core.books.company(writer.division).ok_or(Failure::NotFound)
}

/// Sets a kept property, or takes it out when it is null.
pub(super) fn keep(bag: &mut Bag, name: &str, value: &Value) {
    match Fields::kept(value) {
        Some(kept) => drop(bag.insert(name.to_owned(), kept)),
        None => drop(bag.remove(name)),
    }
}

/// What a ledger account, journal or relation is called, for the properties beside its key.
pub(super) struct Names<'a>(pub(super) &'a View<'a>);

impl Names<'_> {
    /// Number of a ledger account.
    pub(super) fn gl_code(&self, id: Uuid) -> Value {
        let gl = self.0.company.gl_accounts.get(id);
        gl.map_or(Value::Null, |gl| Value::text(&gl.code))
    }

    /// Name of a ledger account.
    pub(super) fn gl_name(&self, id: Uuid) -> Value {
        let gl = self.0.company.gl_accounts.get(id);
        gl.map_or(Value::Null, |gl| Value::text(&gl.description))
    }

    /// Name of a journal.
    pub(super) fn journal(&self, code: &str) -> Value {
        let journal = self.0.company.journal(code);
        journal.map_or(Value::Null, |it| Value::text(&it.description))
    }

    /// Padded number of a relation.
    pub(super) fn account_code(&self, id: Uuid) -> Value {
        let account = self.0.company.accounts.get(id);
        account.map_or(Value::Null, |it| account_code(&it.code))
    }

    /// Name of a relation.
    pub(super) fn account(&self, id: Uuid) -> Value {
        let account = self.0.company.accounts.get(id);
        account.map_or(Value::Null, |it| Value::text(&it.name))
    }

    /// What stands beside the key of a document and the codes of a cost centre and unit.
    pub(super) fn beside(
        &self,
        property: &str,
        document: Option<Uuid>,
        (centre, unit): (&str, &str),
    ) -> Option<Value> {
        let company = self.0.company;
        let document = || document.and_then(|id| company.documents.get(id));
        let named = |found: Option<&CostCentre>| {
            found.map_or(Value::Null, |it| Value::text(&it.description))
        };
        Some(match property {
            "DocumentNumber" => document().map(|it| it.hid).into(),
            "DocumentSubject" => document().map_or(Value::Null, |it| Value::text(&it.subject)),
            "CostCenterDescription" => named(company.cost_centre(centre)),
            "CostUnitDescription" => named(company.cost_unit(unit)),
            _ => return None,
        })
    }

    /// Name of a VAT code.
    pub(super) fn vat(&self, code: &str) -> Value {
        let vat = self.0.company.vat_code(code);
        vat.map_or(Value::Null, |it| Value::text(&it.description))
    }
}

/// Dutch word for the status of an entry.
pub(super) fn status_text(status: Status) -> Value {
    Value::text(match status {
        Status::Open => "Open",
        Status::Processed => "Verwerkt",
    })
}
