//! Sales entries and their lines through the API, sound ones and bad ones.

use http::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::caller::Sent;
use super::model::vat;
use super::{COMPANY, Run};

const SALES: &str = "salesentry/SalesEntries";
const LINES: &str = "salesentry/SalesEntryLines";

/// VAT codes with their percentage.
pub(super) const VAT: &[(&str, i64)] = &[("0", 0), ("2", 21), ("4", 6)];

/// A reason that lies in the state of the books, and not in what was sent.
fn is_explained(message: &str) -> bool {
    let known = [
        "Periode is afgesloten",
        "Geblokkeerd: ",
        "Niet toegestaan: Btw-code",
        "Reeds verwerkt",
        "Niet toegestaan: Afletteringen",
        "Gebruikt in: Afletteringen",
        "Verplicht: Regels",
    ];
    message
        .lines()
        .all(|line| known.iter().any(|it| line.contains(it)))
}

/// Cents as text with two decimals.
fn decimals(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}

/// Cents as a JSON number.
pub(super) fn amount(cents: i64) -> Value {
    serde_json::from_str(&decimals(cents)).unwrap()
}

impl Run {
    pub(super) async fn sale_call(&mut self) -> Result<(), String> {
        match self.dice.below(10) {
            0..4 => self.post_sale().await,
            4 => self.post_bad_sale().await,
            5 => self.put_sale().await,
            6 => self.delete_sale().await,
            7 => self.add_line().await,
            8 => self.change_line().await,
            _ => self.delete_line().await,
        }
    }

    /// A refusal of something sound lies in the state of the books.
    pub(super) fn explained(sent: &Sent, what: &Value) -> Result<(), String> {
        let refused = sent.status().is_some_and(|it| it >= 400);
        if refused && !is_explained(&sent.message()) {
            return Err(format!("{what} is refused: {}", sent.message()));
        }
        Ok(())
    }

    /// One line, and what it comes to with its VAT.
    fn line(&mut self) -> (Value, i64) {
        let (code, percent) = self.dice.pick(VAT).unwrap();
        let net = self.dice.cents();
        let gl = self.dice.pick(&["704000", "705000", "705750"]).unwrap();
        let mut line = json!({"AmountFC": amount(net), "GLAccount": self.gl(gl), "VATCode": code});
        let mut tax = vat(net, percent);
        if self.dice.below(5) == 0 {
            // An invoice that was rounded per rate sends its own.
            tax += i64::try_from(self.dice.below(3)).unwrap() - 1;
            line["VATAmountFC"] = amount(tax);
        }
        if self.dice.below(5) == 0 {
            line["AmountFC"] = json!(decimals(net));
        }
        (line, net + tax)
    }

    fn sale_body(&mut self, code: &str) -> (Value, i64) {
        let lines: Vec<(Value, i64)> = (0..=self.dice.below(3)).map(|_| self.line()).collect();
        let total = lines.iter().map(|it| it.1).sum();
        let lines: Vec<Value> = lines.into_iter().map(|it| it.0).collect();
        let month = self.dice.below(12) + 1;
        let body = json!({
            "Customer": self.account(code), "Journal": self.dice.pick(&["70", "71"]).unwrap(),
            "EntryDate": format!("2026-{month:02}-15"), "YourRef": format!("L-{}", self.dice.0 % 100_000),
            "SalesEntryLines": lines,
        });
        (body, total)
    }

    async fn post_sale(&mut self) -> Result<(), String> {
        let code = self.code();
        let (body, total) = self.sale_body(&code);
        let sent = self.send(Method::POST, SALES, &body).await?;
        Run::explained(&sent, &body)?;
        if sent.took {
            let made = self.sandbox.with_books(|books| {
                let company = books.company(COMPANY).unwrap();
                company
                    .entries
                    .changed_after(sent.before)
                    .next()
                    .map(|it| it.id)
            });
            let made = made.ok_or("the booked entry is not there")?;
            if sent
                .made("EntryID")
                .is_some_and(|told| told != made.to_string())
            {
                return Err(format!("{made} was booked, not what was told: {sent:?}"));
            }
            self.model.book(made, (&code, total, 0));
        }
        Ok(())
    }

    async fn post_bad_sale(&mut self) -> Result<(), String> {
        let code = self.code();
        let (mut body, _) = self.sale_body(&code);
        match self.dice.below(12) {
            0 => body["Customer"] = Value::Null,
            1 => body["Customer"] = json!(Uuid::from_u128(7)),
            2 => body["Journal"] = Value::Null,
            3 => body["Journal"] = json!("20"),
            4 => body["Journal"] = json!("??"),
            5 => body["SalesEntryLines"] = json!([]),
            6 => body["SalesEntryLines"][0]["GLAccount"] = Value::Null,
            7 => body["SalesEntryLines"][0]["VATCode"] = json!("ZZ"),
            8 => body["EntryDate"] = json!("2031-01-01"),
            9 => body["YourRef"] = json!("x".repeat(31)),
            10 => body["Currency"] = json!("USD"),
            _ => body["SalesEntryLines"][0]["AmountFC"] = Value::Null,
        }
        self.send(Method::POST, SALES, &body)
            .await?
            .must_refuse(&body)
    }

    async fn put_sale(&mut self) -> Result<(), String> {
        let (entry, sale) = self.entry();
        let path = format!("{SALES}(guid'{entry}')");
        let body = match self.dice.below(4) {
            0 => json!({"YourRef": format!("P-{}", self.dice.0 % 1_000)}),
            1 => json!({"Description": "anders"}),
            2 => json!({"EntryDate": "2026-06-01"}),
            _ => {
                let code = self.code();
                let body = json!({"Customer": self.account(&code)});
                let sent = self.send(Method::PUT, &path, &body).await?;
                if let Some(booked) = self.model.get(entry).cloned().filter(|_| sent.took) {
                    let owed = booked.owed.iter().map(|it| it.1).sum();
                    self.model.book(entry, (&code, owed, 0));
                }
                return Ok(());
            }
        };
        let sent = self.send(Method::PUT, &path, &body).await?;
        if sale {
            Run::explained(&sent, &body)
        } else {
            sent.must_refuse(&body)
        }
    }

    async fn delete_sale(&mut self) -> Result<(), String> {
        let (entry, sale) = self.entry();
        let path = format!("{SALES}(guid'{entry}')");
        let sent = self.send(Method::DELETE, &path, &Value::Null).await?;
        if !sale {
            return sent.must_refuse(&json!(path));
        }
        Run::explained(&sent, &json!(path))?;
        if sent.took {
            self.model.unbook(entry);
        }
        Ok(())
    }

    async fn add_line(&mut self) -> Result<(), String> {
        let (entry, sale) = self.entry();
        let (mut line, gross) = self.line();
        line["EntryID"] = json!(entry);
        let sent = self.send(Method::POST, LINES, &line).await?;
        if !sale {
            return sent.must_refuse(&line);
        }
        Run::explained(&sent, &line)?;
        if sent.took {
            self.grow(entry, gross);
        }
        Ok(())
    }

    /// A line of an entry by chance, with its net amount and what it comes to.
    fn line_of(&mut self) -> Option<(Uuid, Uuid, i64, usize)> {
        let (entry, _) = self.entry();
        let lines = self.sandbox.with_books(|books| {
            let entry = books.company(COMPANY).unwrap().entries.get(entry)?;
            let lines = entry
                .lines()
                .into_iter()
                .map(|it| (it.draft.id, (it.net + it.vat).0));
            Some(lines.collect::<Vec<_>>())
        })?;
        let (line, gross) = self.dice.pick(&lines)?;
        Some((entry, line, gross, lines.len()))
    }

    async fn change_line(&mut self) -> Result<(), String> {
        let Some((entry, line, before, _)) = self.line_of() else {
            return Ok(());
        };
        let (code, percent) = self.dice.pick(VAT).unwrap();
        let net = self.dice.cents();
        let body = json!({"AmountFC": amount(net), "VATCode": code, "VATAmountFC": null});
        let path = format!("{LINES}(guid'{line}')");
        let sent = self.send(Method::PUT, &path, &body).await?;
        Run::explained(&sent, &body)?;
        if sent.took {
            self.grow(entry, net + vat(net, percent) - before);
        }
        Ok(())
    }

    async fn delete_line(&mut self) -> Result<(), String> {
        let Some((entry, line, gross, count)) = self.line_of() else {
            return Ok(());
        };
        let path = format!("{LINES}(guid'{line}')");
        let sent = self.send(Method::DELETE, &path, &Value::Null).await?;
        Run::explained(&sent, &json!(path))?;
        if sent.took && count == 1 {
            self.model.unbook(entry);
        } else if sent.took {
            self.grow(entry, -gross);
        }
        Ok(())
    }

    /// The entry of one relation comes to more.
    fn grow(&mut self, entry: Uuid, by: i64) {
        if let Some(booked) = self.model.get(entry).cloned()
            && let [(code, owed)] = booked.owed.as_slice()
        {
            self.model.book(entry, (code, owed + by, 0));
        }
    }
}
