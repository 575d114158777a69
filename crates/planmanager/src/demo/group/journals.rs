//! The journals of the three shops, by the code that their administrations know.

/// What a journal is for; decides which invoices go into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalRole {
    /// Body shop.
    Body,
    /// Garage.
    Garage,
    /// Whatever else is sold.
    Other,
    /// Sales whose period the accountant closed too early: one of the demo's snags.
    Closed,
    /// Work for ourselves: never exported.
    Internal,
    /// Credit notes.
    Credit,
    /// Invoices that others made, taken over from files with the numbers that they bear.
    Elsewhere,
    /// Known here only: one of the demo's snags.
    Unmapped,
}

/// A journal of a shop.
#[derive(Debug)]
pub struct ShopJournal {
    /// The code.
    pub code: &'static str,
    /// The name.
    pub name: &'static str,
    /// How its invoice numbers begin.
    pub prefix: &'static str,
    /// What it is for.
    pub role: JournalRole,
    /// How many of a thousand invoices go into it.
    pub share: i64,
}

const fn row(
    code: &'static str,
    name: &'static str,
    prefix: &'static str,
    role: JournalRole,
    share: i64,
) -> ShopJournal {
    ShopJournal {
        code,
        name,
        prefix,
        role,
        share,
    }
}

use JournalRole::{Body, Closed, Credit, Elsewhere, Garage, Internal, Other, Unmapped};

pub(super) const A: &[ShopJournal] = &[
    row(
        "700",
        "Journaal verkoop carrosserie A1",
        "A1-{year}-",
        Body,
        430,
    ),
    row(
        "701",
        "Journaal verkoop carrosserie A2",
        "A2-{year}-",
        Body,
        250,
    ),
    row(
        "702",
        "Journaal verkoop garage A1",
        "GA1-{year}-",
        Garage,
        160,
    ),
    row(
        "703",
        "Journaal verkoop garage A2",
        "GA2-{year}-",
        Garage,
        90,
    ),
    row(
        "704",
        "Journaal verkoop diversen 1",
        "DA1-{year}-",
        Other,
        50,
    ),
    row(
        "705",
        "Journaal verkoop diversen 2",
        "DA2-{year}-",
        Closed,
        0,
    ),
    row(
        "706",
        "Journaal verkoop intern 1",
        "INA-{year}-",
        Internal,
        20,
    ),
    row("707", "Overgenomen facturen A", "", Elsewhere, 0),
    row("708", "Credit nota onderdelen", "CNA-{year}-", Credit, 0),
    row("799", "Vente", "VA-{year}-", Unmapped, 0),
];

pub(super) const B: &[ShopJournal] = &[
    row(
        "700",
        "Journaal verkoop carrosserie B1",
        "B1-{year}-",
        Body,
        420,
    ),
    row(
        "701",
        "Journaal verkoop carrosserie B2",
        "B2-{year}-",
        Body,
        240,
    ),
    row(
        "702",
        "Journaal verkoop garage B1",
        "GB1-{year}-",
        Garage,
        170,
    ),
    row(
        "703",
        "Journaal verkoop garage B2",
        "GB2-{year}-",
        Garage,
        90,
    ),
    row(
        "704",
        "Journaal verkoop diversen 3",
        "DB1-{year}-",
        Other,
        60,
    ),
    row(
        "705",
        "Journaal verkoop diversen 4",
        "DB2-{year}-",
        Closed,
        0,
    ),
    row("706", "INTERN", "INB-{year}-", Internal, 20),
    row("707", "Overgenomen facturen B", "", Elsewhere, 0),
    row("708", "Credit nota", "CNB-{year}-", Credit, 0),
    row("799", "Vente", "VB-{year}-", Unmapped, 0),
];

pub(super) const C: &[ShopJournal] = &[
    row(
        "700",
        "Journaal verkoop carrosserie C1",
        "C1-{year}-",
        Body,
        600,
    ),
    row(
        "701",
        "Journaal verkoop carrosserie C2",
        "C2-{year}-",
        Body,
        320,
    ),
    row(
        "704",
        "Journaal verkoop diversen 5",
        "DC1-{year}-",
        Other,
        60,
    ),
    row(
        "705",
        "Journaal verkoop diversen 6",
        "DC2-{year}-",
        Closed,
        0,
    ),
    row(
        "706",
        "Journaal verkoop intern 6",
        "INC-{year}-",
        Internal,
        20,
    ),
    row("707", "Factures reprises", "", Elsewhere, 0),
    row("708", "Note de crédit", "CNC-{year}-", Credit, 0),
    row("799", "Vente", "VC-{year}-", Unmapped, 0),
];
