//! A seed as a person writes it: JSON without keys, with ledger accounts and relations by their codes. Keys follow from
//! the codes, so the same file always gives the same keys.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use thiserror::Error;
use uuid::Uuid;

use super::{Seed, key, months};
use crate::typos::unknown_field;

/// A file that is not a seed. The text says where, in one sentence.
#[derive(Debug, Error)]
pub enum SeedError {
    /// It is not JSON.
    #[error("it is not JSON")]
    Syntax(#[source] serde_json::Error),
    /// A value is of another kind than wanted.
    #[error("{place} is not as it should be")]
    Value {
        /// Where, such as `companies[0].journals[2]`.
        place: String,
        /// Why.
        source: serde_json::Error,
    },
    /// A name that nothing reads: most likely a typing error.
    #[error("there is no field {place}")]
    UnknownField {
        /// Where, such as `companies[0].jurnals`.
        place: String,
    },
    /// A code that the company does not have.
    #[error("{place} names {code}, which the file does not have")]
    UnknownCode {
        /// Where.
        place: String,
        /// The code.
        code: String,
    },
}

/// The lists of a company with what their rows are told apart by, for their keys.
const LISTS: [(&str, &[&str]); 10] = [
    ("gl_accounts", &["code"]),
    ("journals", &["code"]),
    ("vat_codes", &["code"]),
    (
        "conditions",
        &["code", "percentage", "days", "end_of_months"],
    ),
    ("cost_centres", &["code"]),
    ("periods", &["year", "period"]),
    ("accounts", &["code"]),
    ("items", &["code"]),
    ("plains", &["kind", "values"]),
    ("entries", &[]),
];

impl Seed {
    /// Reads a seed file. Beside what [`Seed`] serializes to, it takes rows without `id`, and codes where the books want
    /// the key of a ledger account or relation. A company without periods gets the months of last year, this year and
    /// next year.
    ///
    /// # Errors
    /// When it is not JSON, names something unknown, or holds a value of the wrong kind.
    pub fn from_json(text: &[u8], now: Timestamp) -> Result<Seed, SeedError> {
        let mut given: Value = serde_json::from_slice(text).map_err(SeedError::Syntax)?;
        part::<Map<String, Value>>(&given, "the file")?;
        for user in rows(&mut given, "users") {
            add_key(user, "user", "user", &["user_name"]);
        }
        for (index, company) in rows(&mut given, "companies").enumerate() {
            name_keys(company, &format!("companies[{index}]"))?;
        }
        let mut seed = Seed {
            users: list(&given, "", "users")?,
            apps: list(&given, "", "apps")?,
            switches: part(given.get("switches").unwrap_or(&Value::Null), "switches")?,
            companies: Vec::new(),
        };
        let year = TimeZone::UTC.to_datetime(now).year();
        for (index, company) in rows(&mut given, "companies").enumerate() {
            let place = format!("companies[{index}]");
            check_lists(company, &place)?;
            let mut read: crate::books::CompanySeed =
                part(&Value::Object(company.clone()), &place)?;
            if read.periods.is_empty() {
                let owner = read.profile.division.to_string();
                read.periods = months(&|name| key(&owner, name), year);
            }
            seed.companies.push(read);
        }
        let known = serde_json::to_value(&seed).map_err(SeedError::Syntax)?;
        unknown_field(&given, &known)
            .map_or(Ok(seed), |place| Err(SeedError::UnknownField { place }))
    }
}

/// The objects of a list.
fn rows<'a>(from: &'a mut Value, name: &str) -> impl Iterator<Item = &'a mut Map<String, Value>> {
    let list = from.get_mut(name).and_then(Value::as_array_mut);
    list.into_iter().flatten().filter_map(Value::as_object_mut)
}

/// Gives a row the key that follows from its particulars, when it has none.
fn add_key(row: &mut Map<String, Value>, owner: &str, kind: &str, by: &[&str]) {
    let told = by.iter().map(|name| plain(row.get(*name)));
    let name = [kind.to_owned()]
        .into_iter()
        .chain(told)
        .collect::<Vec<_>>()
        .join(" ");
    row.entry("id")
        .or_insert_with(|| key(owner, &name).to_string().into());
}

fn plain(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

/// Gives every row of a company its key, and turns codes into keys.
fn name_keys(company: &mut Map<String, Value>, place: &str) -> Result<(), SeedError> {
    let owner = plain(company.get("profile").and_then(|it| it.get("division")));
    let mut whole = Value::Object(std::mem::take(company));
    for (list, by) in LISTS {
        for (index, row) in rows(&mut whole, list).enumerate() {
            if list != "entries" {
                add_key(row, &owner, list, by);
            } else if let Some(draft) = row.get_mut("draft").and_then(Value::as_object_mut) {
                add_key(draft, &owner, &format!("entry {index}"), &[]);
                let lines = draft.get_mut("lines").and_then(Value::as_array_mut);
                let lines = lines.into_iter().flatten().filter_map(Value::as_object_mut);
                for (number, line) in lines.enumerate() {
                    add_key(line, &owner, &format!("entry {index} line {number}"), &[]);
                }
            }
        }
    }
    let (ledger, relations) = (keys_of(&whole, "gl_accounts"), keys_of(&whole, "accounts"));
    let within = |list: &str, index: usize| format!("{place}.{list}[{index}]");
    for (list, field) in [
        ("journals", "gl_account"),
        ("vat_codes", "gl_to_pay"),
        ("accounts", "receivable"),
        ("items", "gl_revenue"),
    ] {
        for (index, row) in rows(&mut whole, list).enumerate() {
            by_code(row, field, &ledger, &within(list, index))?;
        }
    }
    for (index, row) in rows(&mut whole, "entries").enumerate() {
        let place = format!("{}.draft", within("entries", index));
        let Some(draft) = row.get_mut("draft").and_then(Value::as_object_mut) else {
            continue;
        };
        by_code(draft, "customer", &relations, &place)?;
        let lines = draft.get_mut("lines").and_then(Value::as_array_mut);
        let lines = lines.into_iter().flatten().filter_map(Value::as_object_mut);
        for (number, line) in lines.enumerate() {
            by_code(
                line,
                "gl_account",
                &ledger,
                &format!("{place}.lines[{number}]"),
            )?;
        }
    }
    if let Value::Object(named) = whole {
        *company = named;
    }
    Ok(())
}

/// The keys of a list's rows by their codes.
fn keys_of(company: &Value, list: &str) -> Map<String, Value> {
    let rows = company
        .get(list)
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let pair = |row: &Value| Some((plain(row.get("code")), row.get("id")?.clone()));
    rows.filter_map(pair).collect()
}

/// Turns the code in a field into the key of the row that has it.
fn by_code(
    row: &mut Map<String, Value>,
    field: &str,
    keys: &Map<String, Value>,
    place: &str,
) -> Result<(), SeedError> {
    let Some(given) = row.get_mut(field) else {
        return Ok(());
    };
    let code = plain(Some(given));
    if given.is_null() || Uuid::try_parse(&code).is_ok() {
        return Ok(());
    }
    let found = keys.get(&code).ok_or_else(|| SeedError::UnknownCode {
        place: format!("{place}.{field}"),
        code,
    })?;
    *given = found.clone();
    Ok(())
}

fn part<T: DeserializeOwned>(value: &Value, place: &str) -> Result<T, SeedError> {
    T::deserialize(value).map_err(|source| SeedError::Value {
        place: place.to_owned(),
        source,
    })
}

fn list<T: DeserializeOwned>(from: &Value, place: &str, name: &str) -> Result<Vec<T>, SeedError> {
    let place = if place.is_empty() {
        name.to_owned()
    } else {
        format!("{place}.{name}")
    };
    match from.get(name) {
        None => Ok(Vec::new()),
        Some(Value::Array(all)) => {
            let read = |(index, row)| part(row, &format!("{place}[{index}]"));
            all.iter().enumerate().map(read).collect()
        }
        Some(other) => part(other, &place),
    }
}

/// Reads every row of a company by itself, so that an error says which one it is.
fn check_lists(company: &Map<String, Value>, place: &str) -> Result<(), SeedError> {
    use crate::books::{
        Account, CostCentre, EntrySeed, GlAccount, Item, Journal, PaymentCondition, Period, VatCode,
    };
    let whole = Value::Object(company.clone());
    list::<GlAccount>(&whole, place, "gl_accounts")?;
    list::<Journal>(&whole, place, "journals")?;
    list::<VatCode>(&whole, place, "vat_codes")?;
    list::<PaymentCondition>(&whole, place, "conditions")?;
    list::<CostCentre>(&whole, place, "cost_centres")?;
    list::<Period>(&whole, place, "periods")?;
    list::<Account>(&whole, place, "accounts")?;
    list::<Item>(&whole, place, "items")?;
    list::<crate::books::Plain>(&whole, place, "plains")?;
    list::<EntrySeed>(&whole, place, "entries").map(drop)
}
