//! What the page of an entry says of a sales entry or credit note.

use std::collections::BTreeMap;

use super::{Fact, Told, entered};
use crate::books::{Index, SalesEntry, SalesLine};
use crate::money::Money;
use crate::pages::grid::{Cell, Grid, Row};
use crate::pages::names::Names;
use crate::pages::text;
use crate::pages::visit::Scene;

pub(super) fn told(scene: &Scene<'_>, names: Names<'_>, entry: &SalesEntry) -> Told {
    let amount = |label: &str, amount: Money| (label.to_owned(), text::amount(amount));
    Told {
        id: entry.id,
        kind: if entry.kind() == 21 {
            "Creditnota"
        } else {
            "Verkoopboeking"
        },
        number: entry.number,
        journal: names.journal(&entry.journal),
        status: entry.status,
        facts: facts(scene, names, entry),
        lines: lines(names, entry),
        vat: Some(vat(names, entry)),
        totals: vec![
            amount("Totaal excl. btw", entry.net()),
            amount("Btw", entry.vat()),
            amount(&format!("Totaal {}", entry.currency), entry.total()),
        ],
        document: entry.draft.document,
    }
}

fn facts(scene: &Scene<'_>, names: Names<'_>, entry: &SalesEntry) -> [Vec<Fact>; 3] {
    let (draft, company) = (&entry.draft, names.company);
    let place = company.accounts.get(entry.customer).map(|it| {
        let city = format!("{} {}", it.postcode, it.city);
        [it.address_line1.as_str(), city.trim()].join(", ")
    });
    let condition = company.condition(&entry.payment_condition);
    let condition = condition.map(|it| format!("{} – {}", it.code, it.description));
    let mut last = vec![
        Fact::text("Uw ref.", &draft.your_ref),
        Fact::text("Betalingsreferentie", &draft.payment_reference),
    ];
    if !draft.external_link.is_empty() {
        let link = Cell::text(&draft.external_link).class("break");
        let web = ["http://", "https://"]
            .iter()
            .any(|it| draft.external_link.starts_with(it));
        let link = if web {
            link.to(&draft.external_link)
        } else {
            link
        };
        last.push(Fact::new("Externe link", link));
    }
    let invoice = company.invoices.find(Index::Entry, &entry.id.to_string());
    last.extend(invoice.map(|it| {
        let page = format!("{}/factuur/{}", names.base, it.draft.id);
        Fact::new("Factuur", Cell::text(entry.number.to_string()).to(page))
    }));
    last.push(entered(scene, &entry.stamp));
    [
        vec![
            Fact::new("Relatie", names.relation(entry.customer)).below(place.unwrap_or_default()),
            Fact::new("Dagboek", names.journal(&entry.journal)),
            Fact::text("Omschrijving", &draft.description),
        ],
        vec![
            Fact::text("Factuurdatum", text::date(entry.date)),
            Fact::text("Vervaldatum", text::date(entry.due_date)),
            Fact::text("Betalingsconditie", condition.unwrap_or_default()),
            Fact::text("Periode", format!("{} – {}", entry.year, entry.period)),
        ],
        last,
    ]
}

fn lines(names: Names<'_>, entry: &SalesEntry) -> Grid {
    let booked = entry.lines();
    let with_centre = booked.iter().any(|line| line.draft.cost_centre.is_some());
    let mut heads = vec!["Grootboekrekening", "Omschrijving"];
    if with_centre {
        heads.push("Kostenplaats");
    }
    heads.extend(["Btw", "#Bedrag excl.", "#Btw-bedrag"]);
    let row = |line: &SalesLine| {
        let mut cells = vec![
            names.ledger(line.gl_account),
            Cell::text(&line.draft.description),
        ];
        if with_centre {
            cells.push(Cell::text(
                line.draft.cost_centre.clone().unwrap_or_default(),
            ));
        }
        cells.push(Cell::text(&line.vat_code));
        cells.extend([line.net, line.vat].map(Cell::amount));
        Row::of(cells)
    };
    let rows: Vec<Row> = booked.iter().map(row).collect();
    Grid::new(&heads, "Geen regels.").with(rows)
}

fn vat(names: Names<'_>, entry: &SalesEntry) -> Grid {
    let mut codes: BTreeMap<&str, (Money, Money)> = BTreeMap::new();
    let lines = entry.lines();
    for line in &lines {
        let slot = codes.entry(&line.vat_code).or_default();
        slot.0 += line.net;
        slot.1 += line.vat;
    }
    let row = |(code, (base, vat)): (&str, (Money, Money))| {
        let known = names.company.vat_code(code);
        let name = known.map_or("Zonder btw-code", |it| &it.description);
        let rate = known.map(|it| text::percentage(it.percentage));
        Row::of([
            Cell::coded(code, name),
            Cell::text(rate.unwrap_or_default()),
            Cell::amount(base),
            Cell::amount(vat),
        ])
    };
    let rows: Vec<Row> = codes.into_iter().map(row).collect();
    Grid::new(&["Code", "#Tarief", "#Over", "#Btw"], "Geen btw.").with(rows)
}
