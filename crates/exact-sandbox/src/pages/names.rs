//! What keys and numbers are called on the pages.

use uuid::Uuid;

use super::grid::Cell;
use crate::books::{Company, Journal, PaymentTerm, journal_type};

/// Names in a company; `base` begins the addresses of its pages.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) company: &'a Company,
    pub(super) base: &'a str,
}

impl Names<'_> {
    /// A relation, with the way to its card.
    pub(super) fn relation(&self, id: Uuid) -> Cell {
        match self.company.accounts.get(id) {
            Some(it) => {
                Cell::coded(&it.code, &it.name).to(format!("{}/relatie/{}", self.base, it.id))
            }
            None => Cell::none(),
        }
    }

    /// A ledger account, with the way to its card.
    pub(super) fn ledger(&self, id: Uuid) -> Cell {
        match self.company.gl_accounts.get(id) {
            Some(it) => {
                let code = urlencoded(&it.code);
                Cell::coded(&it.code, &it.description).to(format!("{}/grootboek/{code}", self.base))
            }
            None => Cell::none(),
        }
    }

    /// An entry by its number, with the way to it.
    pub(super) fn entry(&self, id: Uuid, number: i32) -> Cell {
        Cell::text(number.to_string()).to(format!("{}/boeking/{id}", self.base))
    }

    /// A journal: `70 - Verkopen`.
    pub(super) fn journal(&self, code: &str) -> Cell {
        let name = self.company.journal(code).map(journal_name);
        let to = format!("{}/boekingen/{}", self.base, urlencoded(code));
        Cell::text(name.unwrap_or_else(|| code.to_owned())).to(to)
    }

    /// The entry that made an item.
    pub(super) fn item(&self, term: &PaymentTerm) -> Cell {
        self.entry(term.entry, term.entry_number)
    }
}

/// `70 - Verkopen`.
pub(super) fn journal_name(journal: &Journal) -> String {
    format!("{} - {}", journal.code, journal.description)
}

/// Text as a part of a path.
pub(super) fn urlencoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// Kinds of journal as Exact's screens call them.
pub(super) fn journal_kind(kind: i32) -> &'static str {
    match kind {
        journal_type::CASH => "Kas",
        journal_type::BANK => "Bank",
        journal_type::PAYMENT_SERVICE => "Betaaldienst",
        journal_type::SALES => "Verkoop",
        21 => "Verkoop: retour",
        journal_type::PURCHASE => "Aankoop",
        23 => "Aankoop: retour",
        journal_type::GENERAL => "Memoriaal",
        _ => "",
    }
}

/// What made an open item.
pub(super) fn item_kind(kind: i64) -> &'static str {
    match kind {
        20 => "Verkoopfactuur",
        21 => "Creditnota",
        40 => "Ontvangst",
        83 => "Betalingsverschil",
        _ => "Memoriaal",
    }
}
