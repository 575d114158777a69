//! The figures as a table in Markdown.

use std::fmt::{Display, Formatter, Result};
use std::time::Duration;

/// Rows with a figure for few and one for many entries.
pub(crate) struct Table {
    title: [String; 2],
    rows: Vec<[String; 4]>,
}

impl Table {
    /// For books with so many entries.
    pub(crate) fn new(few: u64, many: u64) -> Table {
        Table {
            title: [grouped(few.into()), grouped(many.into())],
            rows: Vec::new(),
        }
    }

    /// Puts a row at the end; a growth is how many times as much the larger books cost.
    pub(crate) fn row(&mut self, name: String, figures: [u128; 2], growth: Option<f64>) {
        let [few, many] = figures.map(grouped);
        let growth = growth.map(|factor| format!("{factor:.2}"));
        self.rows
            .push([name, few, many, growth.unwrap_or_default()]);
    }

    /// The same where only the larger books have a figure.
    pub(crate) fn only_many(&mut self, name: &str, figure: u64) {
        let figure = grouped(figure.into());
        self.rows
            .push([name.to_owned(), String::new(), figure, String::new()]);
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let [few, many] = &self.title;
        writeln!(
            f,
            "| entries of twelve lines in the books | {few} | {many} | growth |"
        )?;
        writeln!(f, "|---|---:|---:|---:|")?;
        self.rows
            .iter()
            .try_for_each(|row| writeln!(f, "| {} |", row.join(" | ")))
    }
}

/// How often one figure holds the other.
pub(crate) fn factor(few: Duration, many: Duration) -> f64 {
    many.as_secs_f64() / few.as_secs_f64().max(1e-9)
}

/// The one in the middle.
pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_unstable_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// With a comma before every third digit from the end.
pub(crate) fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
