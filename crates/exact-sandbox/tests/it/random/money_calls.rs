//! Bank and general entries, and what prepares collections, through the API.

use http::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::caller::Sent;
use super::model::Booked;
use super::sale_calls::amount;
use super::{COMPANY, Run};

const BANK: &str = "financialtransaction/BankEntries";
const BANK_LINES: &str = "financialtransaction/BankEntryLines";
const GENERAL: &str = "generaljournalentry/GeneralJournalEntries";

impl Run {
    pub(super) async fn money_call(&mut self) -> Result<(), String> {
        match self.dice.below(8) {
            0..3 => self.post_bank().await,
            3 => self.post_bad_bank().await,
            4 => self.post_bank_line().await,
            5 => self.post_general().await,
            6 => self.delete_general().await,
            _ => self.prepare_collection().await,
        }
    }

    /// A line of money received or paid back, or of costs; with what it changes.
    fn bank_line(&mut self) -> (Value, Booked) {
        let cents = self.dice.cents();
        if self.dice.below(4) == 0 {
            let line =
                json!({"AmountFC": amount(cents), "GLAccount": self.gl("640200"), "VATCode": "2"});
            let booked = Booked {
                owed: Vec::new(),
                bank: cents,
            };
            return (line, booked);
        }
        let code = self.code();
        let line = json!({
            "AmountFC": amount(cents), "GLAccount": self.gl("400000"), "Account": self.account(&code),
            "OurRef": 26_700_001 + self.dice.below(50), "Description": "Betaling",
        });
        let owed = vec![(code, -cents)];
        (line, Booked { owed, bank: cents })
    }

    fn bank_body(&mut self) -> (Value, Booked) {
        let mut all = Booked::default();
        let mut lines = Vec::new();
        for _ in 0..=self.dice.below(3) {
            let (line, booked) = self.bank_line();
            lines.push(line);
            all.bank += booked.bank;
            all.owed.extend(booked.owed);
        }
        (json!({"JournalCode": "20", "BankEntryLines": lines}), all)
    }

    /// The posting that a write made.
    fn posting_since(&self, before: u64) -> Result<Uuid, String> {
        let made = self.sandbox.with_books(|books| {
            let company = books.company(COMPANY).unwrap();
            company
                .postings
                .changed_after(before)
                .next()
                .map(|it| it.id)
        });
        made.ok_or_else(|| "the posting is not there".to_owned())
    }

    fn learn(&mut self, sent: &Sent, booked: Booked) -> Result<(), String> {
        if sent.took {
            let made = self.posting_since(sent.before)?;
            self.model.put(made, booked);
        }
        Ok(())
    }

    async fn post_bank(&mut self) -> Result<(), String> {
        let (body, booked) = self.bank_body();
        let sent = self.send(Method::POST, BANK, &body).await?;
        Run::explained(&sent, &body)?;
        self.learn(&sent, booked)
    }

    async fn post_bad_bank(&mut self) -> Result<(), String> {
        let (mut body, _) = self.bank_body();
        match self.dice.below(6) {
            0 => body["JournalCode"] = json!("70"),
            1 => body["JournalCode"] = json!("90"),
            2 => body["BankEntryLines"] = json!([]),
            3 => body["BankEntryLines"][0]["GLAccount"] = json!(Uuid::from_u128(9)),
            4 => {
                body["BankEntryLines"][0]["GLAccount"] = json!(self.gl("400000"));
                body["BankEntryLines"][0]["Account"] = Value::Null;
            }
            _ => body["BankEntryLines"][0]["Date"] = json!("2031-01-01"),
        }
        self.send(Method::POST, BANK, &body)
            .await?
            .must_refuse(&body)
    }

    async fn post_bank_line(&mut self) -> Result<(), String> {
        let (entry, _) = self.entry();
        let bank = self.sandbox.with_books(|books| {
            let posting = books.company(COMPANY).unwrap().postings.get(entry);
            posting.is_some_and(|it| it.journal_kind == 12)
        });
        let (mut line, booked) = self.bank_line();
        line["EntryID"] = json!(entry);
        let sent = self.send(Method::POST, BANK_LINES, &line).await?;
        if !bank {
            return sent.must_refuse(&line);
        }
        if let Some(mut known) = self.model.get(entry).cloned().filter(|_| sent.took) {
            known.bank += booked.bank;
            known.owed.extend(booked.owed);
            self.model.put(entry, known);
        }
        Ok(())
    }

    async fn post_general(&mut self) -> Result<(), String> {
        let (code, cents) = (self.code(), self.dice.cents());
        let balanced = self.dice.below(4) > 0;
        let other = if balanced { -cents } else { cents };
        let body = json!({"JournalCode": "90", "GeneralJournalEntryLines": [
            {"AmountFC": amount(cents), "GLAccount": self.gl("400000"), "Account": self.account(&code)},
            {"AmountFC": amount(other), "GLAccount": self.gl("499000")},
        ]});
        let sent = self.send(Method::POST, GENERAL, &body).await?;
        if !balanced {
            return sent.must_refuse(&body);
        }
        Run::explained(&sent, &body)?;
        let owed = vec![(code, cents)];
        self.learn(&sent, Booked { owed, bank: 0 })
    }

    async fn delete_general(&mut self) -> Result<(), String> {
        let (entry, _) = self.entry();
        let general = self.sandbox.with_books(|books| {
            let posting = books.company(COMPANY).unwrap().postings.get(entry);
            posting.is_some_and(|it| it.journal_kind == 90)
        });
        let path = format!("{GENERAL}(guid'{entry}')");
        let sent = self.send(Method::DELETE, &path, &Value::Null).await?;
        if !general {
            return sent.must_refuse(&json!(path));
        }
        Run::explained(&sent, &json!(path))?;
        if sent.took {
            self.model.unbook(entry);
        }
        Ok(())
    }

    /// Changes text, method and reference of a term, and nothing else.
    async fn prepare_collection(&mut self) -> Result<(), String> {
        let (entry, _) = self.entry();
        let term = self.sandbox.with_books(|books| {
            let terms = &books.company(COMPANY).unwrap().terms;
            let mut of_entry = terms.find(exact_sandbox::books::Index::Entry, &entry.to_string());
            of_entry.find(|it| !it.payable).map(|it| it.id)
        });
        let Some(term) = term else {
            return Ok(());
        };
        let path = format!("cashflow/Receivables(guid'{term}')");
        let body = json!({"Description": "Incasso", "PaymentMethod": "I", "AmountDC": 1});
        let sent = self.send(Method::PUT, &path, &body).await?;
        if sent.reply.is_some() && !sent.took {
            return Err(format!("{path} is refused: {sent:?}"));
        }
        Ok(())
    }
}
