//! Books a receipt, and matches it with the items that are ticked, the difference written off where wanted. Either all
//! of it is done, or nothing.

use axum::response::Response;
use jiff::civil::Date;
use uuid::Uuid;

use super::super::mistake::Mistake;
use super::super::notice::Notice;
use super::super::typed::{Typed, amount, date};
use super::super::visit::Visit;
use super::receipt_form::{form, named, of_item, of_relation, summed, ticked};
use crate::admin::{Order, Receipt};
use crate::books::{Company, PaymentTerm, TermStatus};
use crate::money::Money;

/// The form, filled from the item, relation or journal that the address names.
pub(in super::super) async fn show(visit: Visit) -> Response {
    let query = &visit.query;
    let typed = visit.look(|scene| {
        let today = scene.today();
        let company = scene.company;
        let item = query.key("post").and_then(|id| company.terms.get(id));
        let item = item.filter(|term| term.status == TermStatus::Open);
        let account = query.key("relatie");
        let account = account.and_then(|id| company.accounts.get(id));
        Some(match (item, account) {
            (Some(term), _) => of_item(company, term, today, query),
            (None, Some(account)) => of_relation(company, account, today, query),
            (None, None) => summed(&Typed::default(), Money::ZERO, today, query),
        })
    });
    form(&visit, &typed.unwrap_or_default(), &[])
}

/// Books it, or shows the form again.
pub(in super::super) async fn book(visit: Visit, typed: Typed) -> Response {
    if typed.get("doe") == "reken" {
        return again(&visit, &typed);
    }
    let wanted = visit.look(|scene| Some(wanted(scene.company, &typed)));
    let (account, receipt) = match wanted {
        Some(Ok(wanted)) => wanted,
        Some(Err(mistakes)) => return form(&visit, &typed, &mistakes),
        None => return form(&visit, &typed, &[]),
    };
    let matched = !receipt.terms.is_empty();
    match visit.order(Order::BookReceipt(receipt)) {
        Ok(done) => {
            let (entry, number) = (done.id.unwrap_or_default(), done.number.unwrap_or_default());
            if matched {
                let items = format!("debiteuren/{account}");
                visit.lead(&items, Notice::BookedAndMatched, &number)
            } else {
                visit.lead(&format!("boeking/{entry}"), Notice::Booked, &number)
            }
        }
        Err(mistakes) => form(&visit, &typed, &mistakes),
    }
}

/// The form again, with the relation's code, and the sum of what is ticked as the amount.
fn again(visit: &Visit, typed: &Typed) -> Response {
    let filled = visit.look(|scene| {
        let company = scene.company;
        Some(named(company, typed.get("relatie")).map(|account| {
            let code = account.map_or("", |it| &it.code);
            let typed = typed.changed(&[("relatie", Some(code))]);
            let terms = account.map(|it| ticked(company, &typed, it));
            let terms = terms.into_iter().flatten();
            let sum = terms.map(|term| term.amount).sum();
            summed(&typed, sum, scene.today(), &visit.query)
        }))
    });
    match filled {
        Some(Ok(filled)) => form(visit, &filled, &[]),
        Some(Err(mistake)) => form(visit, typed, &[mistake]),
        None => form(visit, typed, &[]),
    }
}

/// The key of the relation, and what is booked of it.
fn wanted(company: &Company, typed: &Typed) -> Result<(Uuid, Receipt), Vec<Mistake>> {
    let mut mistakes = Vec::new();
    // Money is booked on whom the code says, never on whom a part of a name happens to find.
    let account = company.account_by_code(typed.get("relatie"));
    if account.is_none() {
        let text = if typed.get("relatie").is_empty() {
            "Verplicht: Relatie"
        } else {
            "Ongeldige referentie: Relatie"
        };
        mistakes.push(Mistake::at("relatie", text));
    }
    let money = amount(typed.get("bedrag")).filter(|it| *it != Money::ZERO);
    if money.is_none() {
        mistakes.push(Mistake::at("bedrag", "Ongeldig: Bedrag"));
    }
    let day: Option<Date> = date(typed.get("datum"));
    if day.is_none() {
        mistakes.push(Mistake::at("datum", "Ongeldig: Datum"));
    }
    let items = if typed.get("doe") == "boeken" {
        Vec::new()
    } else {
        let items = typed.keys("kies");
        if items.is_empty() {
            let text = "Kies de posten die betaald zijn, of boek zonder afpunten.";
            mistakes.push(Mistake::at("", text));
        }
        items
    };
    let (Some(account), Some(money), true) = (account, money, mistakes.is_empty()) else {
        return Err(mistakes);
    };
    let terms = items.iter().filter_map(|id| company.terms.get(*id));
    let terms: Vec<&PaymentTerm> = terms.collect();
    if terms.len() != items.len() {
        let text = "Een gekozen post is er niet meer: kies opnieuw.";
        return Err(vec![Mistake::at("", text)]);
    }
    if let Some(mistake) = unmatchable(&terms, account.id, money) {
        return Err(vec![mistake]);
    }
    let ledger = terms.first().map(|term| term.gl_account);
    let ledger = ledger.and_then(|id| company.gl_accounts.get(id));
    let write_off = Some(typed.get("rekening")).filter(|it| !it.is_empty() && !terms.is_empty());
    let receipt = Receipt {
        journal: typed.get("dagboek").to_owned(),
        account: account.code.clone(),
        amount: money.to_decimal(),
        date: day,
        your_ref: typed.get("uwref").to_owned(),
        payment_reference: typed.get("referentie").to_owned(),
        description: typed.get("omschrijving").to_owned(),
        our_ref: terms.first().and_then(|term| term.invoice_number),
        gl_account: ledger.map(|gl| gl.code.clone()),
        imported: false,
        entries: Vec::new(),
        terms: terms.iter().map(|term| term.id).collect(),
        write_off: write_off.map(str::to_owned),
    };
    Ok((account.id, receipt))
}

/// Why the money cannot be matched with the items; `None` when it can.
fn unmatchable(terms: &[&PaymentTerm], account: Uuid, money: Money) -> Option<Mistake> {
    let first = terms.first()?;
    let sum: Money = terms.iter().map(|term| term.amount).sum();
    let text = if terms.iter().any(|term| term.account != account) {
        "De gekozen posten zijn van een andere relatie."
    } else if terms.iter().any(|term| term.status != TermStatus::Open) {
        "Een gekozen post is al afgepunt."
    } else if terms.iter().any(|term| term.gl_account != first.gl_account) {
        "De gekozen posten staan op verschillende grootboekrekeningen."
    } else if sum == Money::ZERO || sum.is_negative() != money.is_negative() {
        "Het bedrag dekt de gekozen posten niet: het heeft het verkeerde teken."
    } else {
        return None;
    };
    Some(Mistake::at("", text))
}
