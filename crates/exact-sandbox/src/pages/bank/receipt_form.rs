//! The form of a receipt: filled from an item or a relation, with the relation's open items to tick.

use std::collections::HashSet;

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use jiff::civil::Date;
use uuid::Uuid;

use super::super::field::{Field, Wrong, elsewhere};
use super::super::frame::{Frame, Part};
use super::super::grid::Grid;
use super::super::mistake::Mistake;
use super::super::names::{Names, item_kind, journal_name};
use super::super::paging::LOOKED_AT;
use super::super::receivables::{ItemRow, open_items};
use super::super::relations::found;
use super::super::text;
use super::super::typed::Typed;
use super::super::visit::{Scene, Visit};
use super::journals::{cost_accounts, flows};
use crate::books::{Account, Company, List, PaymentTerm, Shelf, TermStatus};
use crate::money::Money;

/// Open items that are offered.
const OFFERED: usize = 100;

#[derive(Template)]
#[template(path = "receipt.html")]
struct ReceiptPage {
    frame: Frame,
    wrong: Wrong,
    /// Key and name, once it is known.
    relation: Option<(Uuid, String)>,
    fields: Vec<Field>,
    items: Grid,
    /// Sum of what is ticked.
    ticked: String,
    write_off: Field,
}

/// The relation by its number, else the only one that is found by what was typed; none when nothing was typed.
pub(super) fn named<'a>(company: &'a Company, typed: &str) -> Result<Option<&'a Account>, Mistake> {
    if typed.is_empty() {
        return Ok(None);
    }
    if let Some(account) = company.account_by_code(typed) {
        return Ok(Some(account));
    }
    let mut all = company.accounts.listed(Shelf::of(List::Accounts, ()), None);
    let looked_at = all.by_ref().take(LOOKED_AT);
    let fits: Vec<&Account> = looked_at.filter(|it| found(it, typed)).take(2).collect();
    match fits.as_slice() {
        // Of more relations than are looked at nobody knows whether it is the only one.
        [only] if all.next().is_none() => Ok(Some(*only)),
        [] => Err(Mistake::at("relatie", "Ongeldige referentie: Relatie")),
        _ => {
            let text = "Meer dan één relatie heet zo: geef de code.";
            Err(Mistake::at("relatie", text))
        }
    }
}

/// The items that are ticked, as far as they are open and of the relation.
pub(super) fn ticked<'a>(
    company: &'a Company,
    typed: &Typed,
    account: &Account,
) -> Vec<&'a PaymentTerm> {
    let terms = typed.keys("kies");
    let terms = terms.iter().filter_map(|id| company.terms.get(*id));
    terms
        .filter(|term| term.account == account.id && term.status == TermStatus::Open)
        .collect()
}

/// Filled for one item.
pub(super) fn of_item(company: &Company, term: &PaymentTerm, today: Date, query: &Typed) -> Typed {
    let account = company.accounts.get(term.account);
    let kind = item_kind(term.kind);
    Typed::of(&[
        ("dagboek", query.get("dagboek").to_owned()),
        ("datum", text::date(today)),
        (
            "relatie",
            account.map(|it| it.code.clone()).unwrap_or_default(),
        ),
        ("bedrag", text::plain_amount(term.amount)),
        ("uwref", term.your_ref.clone()),
        ("referentie", term.payment_reference.clone()),
        ("omschrijving", format!("{kind} {}", term.entry_number)),
        ("kies", term.id.to_string()),
    ])
}

/// Filled for the item of a relation that is due first.
pub(super) fn of_relation(
    company: &Company,
    account: &Account,
    today: Date,
    query: &Typed,
) -> Typed {
    let mut items = open_items(company, account.id, None).take(LOOKED_AT);
    let first = items.find(|term| !term.payable && !term.amount.is_negative());
    match first {
        Some(term) => of_item(company, term, today, query),
        None => Typed::of(&[
            ("dagboek", query.get("dagboek").to_owned()),
            ("datum", text::date(today)),
            ("relatie", account.code.clone()),
        ]),
    }
}

/// With this amount; what was typed stays, and the date is today when none was.
pub(super) fn summed(typed: &Typed, sum: Money, today: Date, query: &Typed) -> Typed {
    let day = text::date(today);
    let given = typed.get("datum");
    let journal = typed.get("dagboek");
    let amount = if sum == Money::ZERO {
        typed.get("bedrag").to_owned()
    } else {
        text::plain_amount(sum)
    };
    let changes = [
        ("bedrag", Some(amount.as_str())),
        ("datum", Some(if given.is_empty() { &day } else { given })),
        (
            "dagboek",
            Some(if journal.is_empty() {
                query.get("dagboek")
            } else {
                journal
            }),
        ),
    ];
    typed.changed(&changes)
}

/// The form with what was typed and what is wrong with it.
pub(super) fn form(visit: &Visit, typed: &Typed, mistakes: &[Mistake]) -> Response {
    let shown = visit.show((Part::Finance, "bank"), |scene, frame| {
        let account = scene.company.account_by_code(typed.get("relatie"));
        let (items, ticked) = items(scene, &frame.base, typed, account);
        let fields = fields(scene.company, typed, mistakes);
        let mut choices = vec![(String::new(), "Laten openstaan".to_owned())];
        choices.extend(cost_accounts(scene.company));
        let write_off = Field::new("rekening", "Wat overblijft").of(choices);
        let write_off = write_off.filled(typed, mistakes);
        Some(ReceiptPage {
            wrong: elsewhere(mistakes, &[&fields]),
            relation: account.map(|it| (it.id, it.name.clone())),
            fields,
            items,
            ticked: text::amount(ticked),
            write_off,
            frame,
        })
    });
    if mistakes.is_empty() {
        shown
    } else {
        (StatusCode::UNPROCESSABLE_ENTITY, shown).into_response()
    }
}

fn items(scene: &Scene<'_>, base: &str, typed: &Typed, account: Option<&Account>) -> (Grid, Money) {
    let company = scene.company;
    let ticked = account.map(|it| ticked(company, typed, it));
    let ticked = ticked.unwrap_or_default();
    let row = ItemRow {
        names: Names { company, base },
        today: scene.today(),
    };
    let open = account.map(|it| open_items(company, it.id, None));
    let open = open.into_iter().flatten().take(LOOKED_AT);
    let mut offered: Vec<&PaymentTerm> = open.filter(|it| !it.payable).take(OFFERED).collect();
    let known: HashSet<Uuid> = offered.iter().map(|term| term.id).collect();
    let beyond = ticked.iter().filter(|term| !known.contains(&term.id));
    offered.extend(beyond);
    let sum = ticked.iter().map(|term| term.amount).sum();
    let ticked: HashSet<Uuid> = ticked.iter().map(|term| term.id).collect();
    let rows = offered.iter().map(|term| {
        let mut made = row.of_relation(term);
        made.cells.pop();
        made.picked(term.id, ticked.contains(&term.id))
    });
    let (heads, empty) = (
        ItemRow::OWN_HEADS.split_last().map_or(&[][..], |it| it.1),
        "Er staat niets open bij deze relatie.",
    );
    (Grid::new(heads, empty).with(rows), sum)
}

fn fields(company: &Company, typed: &Typed, mistakes: &[Mistake]) -> Vec<Field> {
    let journals = flows(company).into_iter().filter(|it| !it.blocked);
    let journals = journals.map(|it| (it.code.clone(), journal_name(it)));
    let fields = [
        Field::new("dagboek", "Dagboek").of(journals),
        Field::new("datum", "Datum").hint("dd-mm-jjjj").mandatory(),
        Field::new("relatie", "Relatie")
            .hint("code of naam")
            .mandatory(),
        Field::new("bedrag", "Bedrag ontvangen")
            .kind("decimal")
            .hint("0,00")
            .mandatory(),
        Field::new("omschrijving", "Omschrijving"),
        Field::new("uwref", "Uw ref."),
        Field::new("referentie", "Betalingsreferentie"),
    ];
    fields
        .into_iter()
        .map(|field| field.filled(typed, mistakes))
        .collect()
}
