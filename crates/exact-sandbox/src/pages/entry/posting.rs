//! What the page of an entry says of an entry in a bank, cash or general journal.

use super::{Fact, Told, entered};
use crate::books::{BookedLine, Posting, journal_type};
use crate::money::Money;
use crate::pages::grid::{Cell, Grid, Row};
use crate::pages::names::Names;
use crate::pages::text;
use crate::pages::visit::Scene;

pub(super) fn told(scene: &Scene<'_>, names: Names<'_>, posting: &Posting) -> Told {
    let currency = names.company.currency();
    let amount = |label: &str, amount: Money| (label.to_owned(), text::amount(amount));
    let total = format!("Totaal {currency}");
    let totals = if posting.is_flow() {
        vec![
            amount("Beginsaldo", posting.opening),
            amount("Bij en af", posting.total()),
            amount(&format!("Eindsaldo {currency}"), posting.closing),
        ]
    } else {
        let debit = posting.lines.iter().map(|line| line.net + line.vat);
        let debit = debit.filter(|it| !it.is_negative()).sum();
        vec![amount(&total, debit)]
    };
    Told {
        id: posting.id,
        kind: kind(posting),
        number: posting.number,
        journal: names.journal(&posting.journal),
        status: posting.status,
        facts: facts(scene, names, posting),
        lines: lines(names, posting),
        vat: None,
        totals,
        document: posting.lines.iter().find_map(|line| line.draft.document),
    }
}

fn kind(posting: &Posting) -> &'static str {
    match posting.journal_kind {
        _ if posting.kind == 83 => "Betalingsverschil",
        journal_type::CASH => "Kasboeking",
        journal_type::BANK => "Bankboeking",
        journal_type::PAYMENT_SERVICE => "Betaaldienst",
        _ => "Memoriaal",
    }
}

fn facts(scene: &Scene<'_>, names: Names<'_>, posting: &Posting) -> [Vec<Fact>; 3] {
    let origin = if posting.draft.imported {
        "Ingelezen bankafschrift"
    } else {
        "Handmatig of via de koppeling"
    };
    let mut last = vec![entered(scene, &posting.stamp)];
    if posting.is_flow() {
        last.insert(0, Fact::text("Herkomst", origin));
    }
    [
        vec![
            Fact::new("Dagboek", names.journal(&posting.journal)),
            Fact::text("Omschrijving", &posting.draft.description),
        ],
        vec![
            Fact::text("Datum", text::date(posting.date)),
            Fact::text("Periode", format!("{} – {}", posting.year, posting.period)),
        ],
        last,
    ]
}

fn lines(names: Names<'_>, posting: &Posting) -> Grid {
    let flow = posting.is_flow();
    let mut heads = vec!["Grootboekrekening", "Relatie", "Omschrijving"];
    if flow {
        heads.extend(["Referentie", "#Bedrag"]);
    } else {
        heads.extend(["#Debet", "#Credit"]);
    }
    let row = |line: &BookedLine| {
        let draft = &line.draft;
        let relation = draft.account.map(|id| names.relation(id));
        let mut cells = vec![
            names.ledger(line.gl_account),
            relation.unwrap_or_default(),
            Cell::text(&draft.description),
        ];
        if flow {
            cells.push(Cell::text(reference(line)).class("nowrap"));
            cells.push(Cell::amount(line.amount));
        } else {
            cells.extend(Cell::sides(line.net + line.vat));
        }
        Row::of(cells)
    };
    let rows: Vec<Row> = posting.lines.iter().map(row).collect();
    Grid::new(&heads, "Geen regels.").with(rows)
}

/// What the payer said it was for.
fn reference(line: &BookedLine) -> String {
    let draft = &line.draft;
    let number = draft.our_ref.map(|number| number.to_string());
    let said = [
        draft.payment_reference.as_str(),
        draft.your_ref.as_str(),
        number.as_deref().unwrap_or_default(),
    ];
    let said = said.into_iter().find(|text| !text.is_empty());
    said.unwrap_or_default().to_owned()
}
