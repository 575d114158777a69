//! The fingerprint of what an invoice prints.
//!
//! Two invoices have the same hash exactly when they print the same, whatever the order of fields
//! in a file or the trailing zeros of a quantity.

use std::fmt::Write as _;

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use crate::invoice::Printed;
use crate::line::Line;
use crate::party::Party;

/// The form of the canonical text; it is hashed along, so that a later form cannot collide.
const FORM: &str = "printed-1";

impl Printed {
    /// SHA-256 over a canonical text of the printed content, in lower-case hexadecimal.
    ///
    /// Every field is written with its length in front, so no content can imitate another.
    #[must_use]
    pub fn content_hash(&self) -> String {
        hex::encode(Sha256::digest(self.canonical().as_bytes()))
    }

    /// The canonical text.
    fn canonical(&self) -> String {
        let mut text = Text::default();
        text.field(FORM);
        text.field(self.kind.as_str());
        text.field(self.number.as_ref().map_or("", |number| number.as_str()));
        text.field(&self.issue_date.to_string());
        text.date(self.due_date);
        text.date(self.supply_date);
        text.field(&self.payment_reference);
        text.field(&self.plate);
        text.field(&self.note);
        text.party(&self.buyer);
        text.field(&self.lines.len().to_string());
        for line in &self.lines {
            text.line(line);
        }
        text.field(&self.vat.len().to_string());
        for row in &self.vat {
            text.field(row.treatment.regime.as_str());
            text.field(&row.treatment.rate.hundredths().to_string());
            text.field(&row.net.to_string());
            text.field(&row.vat.to_string());
        }
        for amount in [self.net, self.vat_total, self.total, self.prepaid] {
            text.field(&amount.to_string());
        }
        text.field(&self.corrects.len().to_string());
        for number in &self.corrects {
            text.field(number);
        }
        text.0
    }
}

/// A text of fields, each behind its length.
#[derive(Default)]
struct Text(String);

impl Text {
    fn field(&mut self, value: &str) {
        // Writing into a String cannot fail.
        let _ = writeln!(self.0, "{}:{value}", value.len());
    }

    fn date(&mut self, date: Option<Date>) {
        self.field(&date.map(|date| date.to_string()).unwrap_or_default());
    }

    fn party(&mut self, party: &Party) {
        let address = &party.address;
        for value in [
            &party.name,
            &address.line,
            &address.line2,
            &address.postcode,
            &address.city,
            &address.country,
            &party.vat_number,
            &party.endpoint,
        ] {
            self.field(value);
        }
    }

    fn line(&mut self, line: &Line) {
        self.field(&line.description);
        self.field(&line.quantity.normalize().to_string());
        self.field(&line.unit);
        self.field(&line.unit_price.normalize().to_string());
        self.field(&line.net.map(|net| net.to_string()).unwrap_or_default());
        self.field(line.treatment.regime.as_str());
        self.field(&line.treatment.rate.hundredths().to_string());
        self.field(&line.vat.to_string());
    }
}
