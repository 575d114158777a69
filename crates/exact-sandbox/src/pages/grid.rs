//! Tables as all pages show them: on a narrow screen every row becomes a small card, with the heads as labels.

use askama::Template;
use jiff::civil::Date;
use uuid::Uuid;

use super::text;
use crate::money::Money;

/// A head; numbers stand at the right.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    pub(super) label: &'static str,
    pub(super) numeric: bool,
}

/// A cell.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "cell.html")]
pub(super) struct Cell {
    pub(super) text: String,
    /// A code before the text, less bold.
    pub(super) code: String,
    /// Where it leads; empty for nowhere.
    pub(super) href: String,
    /// A word after the text that stands out: `blokkering`, `vervallen`.
    pub(super) tag: String,
    /// A button of the form around the table instead: its value under the name `doe`.
    pub(super) button: String,
    /// Classes for the style sheet.
    pub(super) class: &'static str,
}

/// A row.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
    /// Can be ticked: its key.
    pub(super) pick: Option<Uuid>,
    pub(super) ticked: bool,
}

/// A table.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "grid.html")]
pub(super) struct Grid {
    pub(super) heads: Vec<Head>,
    pub(super) rows: Vec<Row>,
    /// Whether rows can be ticked.
    pub(super) picks: bool,
    /// What is said when there are no rows.
    pub(super) empty: &'static str,
}

impl Grid {
    /// A table with these heads; `#` before a head makes its column one of numbers.
    pub(super) fn new(heads: &[&'static str], empty: &'static str) -> Grid {
        let head = |label: &&'static str| Head {
            label: label.trim_start_matches('#'),
            numeric: label.starts_with('#'),
        };
        Grid {
            heads: heads.iter().map(head).collect(),
            empty,
            ..Grid::default()
        }
    }

    /// With these rows.
    pub(super) fn with(self, rows: impl IntoIterator<Item = Row>) -> Grid {
        let rows: Vec<Row> = rows.into_iter().collect();
        Grid {
            picks: rows.iter().any(|row| row.pick.is_some()),
            rows,
            ..self
        }
    }

    /// The head above a cell.
    pub(super) fn head(&self, index: &usize) -> &'static str {
        self.heads.get(*index).map_or("", |head| head.label)
    }

    /// Whether the column is one of numbers.
    pub(super) fn numeric(&self, index: &usize) -> bool {
        self.heads.get(*index).is_some_and(|head| head.numeric)
    }
}

impl Row {
    /// A row of these cells.
    pub(super) fn of(cells: impl IntoIterator<Item = Cell>) -> Row {
        Row {
            cells: cells.into_iter().collect(),
            ..Row::default()
        }
    }

    /// That can be ticked.
    pub(super) fn picked(self, id: Uuid, ticked: bool) -> Row {
        Row {
            pick: Some(id),
            ticked,
            ..self
        }
    }
}

impl Cell {
    /// Nothing.
    pub(super) fn none() -> Cell {
        Cell::default()
    }

    /// A text.
    pub(super) fn text(text: impl Into<String>) -> Cell {
        Cell {
            text: text.into(),
            ..Cell::default()
        }
    }

    /// A code and what it stands for.
    pub(super) fn coded(code: impl Into<String>, text: impl Into<String>) -> Cell {
        Cell {
            code: code.into(),
            ..Cell::text(text)
        }
    }

    /// A date.
    pub(super) fn date(date: Date) -> Cell {
        Cell {
            class: "nowrap",
            ..Cell::text(text::date(date))
        }
    }

    /// An amount.
    pub(super) fn amount(amount: Money) -> Cell {
        Cell {
            class: if amount.is_negative() { "negative" } else { "" },
            ..Cell::text(text::amount(amount))
        }
    }

    /// An amount, or nothing when it is zero.
    pub(super) fn amount_or_none(amount: Money) -> Cell {
        if amount == Money::ZERO {
            Cell::none()
        } else {
            Cell::amount(amount)
        }
    }

    /// Debit and credit: the amount in one of the two.
    pub(super) fn sides(amount: Money) -> [Cell; 2] {
        if amount.is_negative() {
            [Cell::none(), Cell::text(text::amount(-amount))]
        } else {
            [Cell::text(text::amount(amount)), Cell::none()]
        }
    }

    /// A button of the form around the table.
    pub(super) fn button(text: &str, value: impl Into<String>) -> Cell {
        Cell {
            button: value.into(),
            ..Cell::text(text)
        }
    }

    /// That leads somewhere.
    pub(super) fn to(self, href: impl Into<String>) -> Cell {
        Cell {
            href: href.into(),
            ..self
        }
    }

    /// With a word that stands out.
    pub(super) fn tagged(self, tag: impl Into<String>) -> Cell {
        Cell {
            tag: tag.into(),
            ..self
        }
    }

    /// With classes for the style sheet.
    pub(super) fn class(self, class: &'static str) -> Cell {
        Cell { class, ..self }
    }
}
