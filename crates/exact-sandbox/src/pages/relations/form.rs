//! The form by which a relation is made or changed. It takes what a bookkeeper types, as far as the books do.

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use uuid::Uuid;

use super::super::field::{Field, Wrong, elsewhere};
use super::super::frame::{Frame, Part};
use super::super::mistake::Mistake;
use super::super::notice::Notice;
use super::super::typed::Typed;
use super::super::visit::{Scene, Visit};
use super::prospect::STATUSES;
use crate::books::{Account, Deed, Field as Kept, text_in};

/// A group of fields.
struct Group {
    legend: &'static str,
    fields: Vec<Field>,
}

#[derive(Template)]
#[template(path = "relation_form.html")]
struct FormPage {
    frame: Frame,
    wrong: Wrong,
    /// The relation that is changed: key, number and name; `None` for a new one.
    known: Option<(Uuid, String, String)>,
    groups: Vec<Group>,
}

/// The countries that are offered; others are typed in Exact, too.
pub(super) const COUNTRIES: [(&str, &str); 8] = [
    ("BE", "België"),
    ("NL", "Nederland"),
    ("LU", "Luxemburg"),
    ("FR", "Frankrijk"),
    ("DE", "Duitsland"),
    ("GB", "Verenigd Koninkrijk"),
    ("IT", "Italië"),
    ("ES", "Spanje"),
];

const LANGUAGES: [(&str, &str); 4] = [
    ("NL", "Nederlands"),
    ("FR", "Frans"),
    ("EN", "Engels"),
    ("DE", "Duits"),
];

/// Fields and the properties that they are, by their published names.
const PROPERTIES: [(&str, &str); 14] = [
    ("code", "Code"),
    ("naam", "Name"),
    ("status", "Status"),
    ("adres", "AddressLine1"),
    ("postcode", "Postcode"),
    ("plaats", "City"),
    ("land", "Country"),
    ("btw", "VATNumber"),
    ("ondernemingsnummer", "ChamberOfCommerce"),
    ("conditie", "PaymentConditionSales"),
    ("email", "Email"),
    ("telefoon", "Phone"),
    ("website", "Website"),
    ("taal", "Language"),
];

/// An empty form.
pub(in super::super) async fn new(visit: Visit) -> Response {
    let country = visit.look(|scene| Some(scene.company.profile.country.clone()));
    let preset = Typed::of(&[
        ("status", "C".to_owned()),
        ("land", country.unwrap_or_default()),
        ("taal", "NL".to_owned()),
    ]);
    form(&visit, None, &preset, &[])
}

/// The form with what is known.
pub(in super::super) async fn edit(visit: Visit) -> Response {
    let known =
        visit.look(|scene| Some(scene.company.accounts.get(visit.key("account")?)?.clone()));
    let typed = known.as_ref().map(typed_of);
    form(&visit, known.as_ref(), &typed.unwrap_or_default(), &[])
}

/// Makes it.
pub(in super::super) async fn create(visit: Visit, typed: Typed) -> Response {
    let id = visit.new_id();
    let account = filled(Account::default(), &typed);
    match visit.act(Deed::CreateAccount(Box::new(Account { id, ..account }))) {
        Ok(()) => {
            let made = visit.look(|scene| Some(scene.company.accounts.get(id)?.code.clone()));
            let code = made.unwrap_or_default();
            visit.lead(&format!("relatie/{id}"), Notice::RelationMade, &code)
        }
        Err(mistakes) => form(&visit, None, &typed, &mistakes),
    }
}

/// Changes it.
pub(in super::super) async fn change(visit: Visit, typed: Typed) -> Response {
    let known =
        visit.look(|scene| Some(scene.company.accounts.get(visit.key("account")?)?.clone()));
    let Some(known) = known else {
        return form(&visit, None, &typed, &[]);
    };
    let account = filled(known.clone(), &typed);
    match visit.act(Deed::ChangeAccount(Box::new(account))) {
        Ok(()) => {
            let card = format!("relatie/{}", known.id);
            visit.lead(&card, Notice::RelationChanged, "")
        }
        Err(mistakes) => form(&visit, Some(&known), &typed, &mistakes),
    }
}

/// The relation with what was typed.
fn filled(mut account: Account, typed: &Typed) -> Account {
    for (name, property) in PROPERTIES {
        let value = typed.get(name);
        let value = (!value.is_empty()).then(|| Kept::Text(value.to_owned()));
        account.set(property, value);
    }
    account
}

/// What the form shows of a relation.
fn typed_of(account: &Account) -> Typed {
    let kept = |property: &str| text_in(&account.other, property).to_owned();
    Typed::of(&[
        ("code", account.code.clone()),
        ("naam", account.name.clone()),
        ("status", account.status.clone()),
        ("adres", account.address_line1.clone()),
        ("postcode", account.postcode.clone()),
        ("plaats", account.city.clone()),
        ("land", account.country.clone()),
        ("btw", account.vat_number.clone()),
        ("ondernemingsnummer", kept("ChamberOfCommerce")),
        ("conditie", account.payment_condition.clone()),
        ("email", account.email.clone()),
        ("telefoon", account.phone.clone()),
        ("website", kept("Website")),
        ("taal", account.language.clone()),
    ])
}

fn form(visit: &Visit, known: Option<&Account>, typed: &Typed, mistakes: &[Mistake]) -> Response {
    let changes = !visit.path("account").is_empty();
    let page = if changes { "" } else { "relaties/nieuw" };
    let shown = visit.show((Part::Relations, page), |scene, frame| {
        if changes && known.is_none() {
            return None;
        }
        let groups = groups(scene, typed, mistakes);
        let all: Vec<&[Field]> = groups.iter().map(|group| &*group.fields).collect();
        Some(FormPage {
            wrong: elsewhere(mistakes, &all),
            known: known.map(|it| (it.id, it.code.clone(), it.name.clone())),
            groups,
            frame,
        })
    });
    if mistakes.is_empty() {
        shown
    } else {
        (StatusCode::UNPROCESSABLE_ENTITY, shown).into_response()
    }
}

/// Values to choose from; one that is not offered but in use is offered, too.
fn offered(choices: &[(&str, &str)], used: &str) -> Vec<(String, String)> {
    let own = |(value, name): &(&str, &str)| ((*value).to_owned(), (*name).to_owned());
    let mut offered: Vec<_> = choices.iter().map(own).collect();
    if !offered.iter().any(|(value, _)| value == used) {
        let name = if used.is_empty() { "–" } else { used };
        offered.insert(0, (used.to_owned(), name.to_owned()));
    }
    offered
}

fn groups(scene: &Scene<'_>, typed: &Typed, mistakes: &[Mistake]) -> Vec<Group> {
    let mut conditions: Vec<(&str, &str)> = vec![("", "–")];
    conditions.extend(
        scene
            .company
            .conditions
            .iter()
            .map(|it| (it.code.as_str(), it.description.as_str())),
    );
    conditions.sort_unstable();
    conditions.dedup_by_key(|(code, _)| *code);
    let choice = |name, label, choices: &[(&str, &str)]| {
        Field::new(name, label).of(offered(choices, typed.get(name)))
    };
    let group = |legend, fields: Vec<Field>| Group {
        legend,
        fields: fields
            .into_iter()
            .map(|field| field.filled(typed, mistakes))
            .collect(),
    };
    vec![
        group(
            "Algemeen",
            vec![
                Field::new("naam", "Naam").mandatory(),
                Field::new("code", "Code").hint("leeg: het volgende nummer"),
                choice("status", "Soort", &STATUSES),
            ],
        ),
        group(
            "Adres",
            vec![
                Field::new("adres", "Straat en nummer"),
                Field::new("postcode", "Postcode"),
                Field::new("plaats", "Plaats"),
                choice("land", "Land", &COUNTRIES),
            ],
        ),
        group(
            "Financieel",
            vec![
                Field::new("btw", "Btw-nummer").hint("BE0123456749"),
                Field::new("ondernemingsnummer", "Ondernemingsnummer"),
                choice("conditie", "Betalingsconditie", &conditions),
            ],
        ),
        group(
            "Contact",
            vec![
                Field::new("email", "E-mail").kind("email"),
                Field::new("telefoon", "Telefoon").kind("tel"),
                Field::new("website", "Website"),
                choice("taal", "Taal", &LANGUAGES),
            ],
        ),
    ]
}
