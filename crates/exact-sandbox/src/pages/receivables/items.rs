//! Open items as rows: of a relation, or of all.

use jiff::civil::Date;
use uuid::Uuid;

use super::super::grid::{Cell, Row};
use super::super::names::{Names, item_kind};
use crate::books::{Company, List, PaymentTerm, Position, Shelf};

/// Makes rows of items.
#[derive(Clone, Copy)]
pub(in super::super) struct ItemRow<'a> {
    pub(in super::super) names: Names<'a>,
    pub(in super::super) today: Date,
}

/// The open items of a relation after a position, first due first.
pub(in super::super) fn open_items(
    company: &Company,
    account: Uuid,
    after: Option<Position>,
) -> impl Iterator<Item = &PaymentTerm> {
    let shelf = Shelf::of(List::Items, (account, true));
    company.terms.listed(shelf, after)
}

impl ItemRow<'_> {
    /// The heads above [`ItemRow::with_relation`].
    pub(super) const HEADS: [&'static str; 8] = [
        "Vervaldatum",
        "#Dagen",
        "Relatie",
        "Boekstuk",
        "Soort",
        "Uw ref.",
        "#Bedrag",
        "",
    ];
    /// The heads above [`ItemRow::of_relation`].
    pub(in super::super) const OWN_HEADS: [&'static str; 8] = [
        "Boekstuk",
        "Soort",
        "Datum",
        "Vervaldatum",
        "#Dagen",
        "Uw ref.",
        "#Bedrag",
        "",
    ];

    /// Among the items of all relations.
    pub(super) fn with_relation(&self, term: &PaymentTerm) -> Row {
        Row::of([
            Cell::date(term.due_date),
            self.late(term),
            self.names.relation(term.account),
            self.names.item(term),
            Cell::text(item_kind(term.kind)),
            Cell::text(&term.your_ref).class("nowrap"),
            Cell::amount(term.amount),
            self.next(term),
        ])
    }

    /// Among the items of one relation.
    pub(in super::super) fn of_relation(&self, term: &PaymentTerm) -> Row {
        Row::of([
            self.names.item(term),
            Cell::text(item_kind(term.kind)),
            Cell::date(term.date),
            Cell::date(term.due_date),
            self.late(term),
            Cell::text(&term.your_ref).class("nowrap"),
            Cell::amount(term.amount),
            self.next(term),
        ])
    }

    /// Days since the due date of what is to be received.
    fn late(&self, term: &PaymentTerm) -> Cell {
        let days = self.today.since(term.due_date);
        let days = days.map_or(0, |span| span.get_days());
        if days > 0 && !term.amount.is_negative() && !term.payable {
            Cell::text(days.to_string()).class("late")
        } else {
            Cell::none()
        }
    }

    /// What is done with it next.
    fn next(&self, term: &PaymentTerm) -> Cell {
        let base = self.names.base;
        if term.payable {
            return Cell::none();
        }
        if term.amount.is_negative() {
            let items = format!("{base}/debiteuren/{}?kies={}", term.account, term.id);
            return Cell::text("Afpunten").to(items).class("go");
        }
        let receipt = format!("{base}/ontvangst?post={}", term.id);
        Cell::text("Ontvangst").to(receipt).class("go")
    }
}
