//! Random acts of a bookkeeper, by a number that they follow from, on the first demo company.

use exact_sandbox::admin::{Done, GeneralLine, Order, OrderLine, Receipt};
use exact_sandbox::books::{Index, TermStatus};
use exact_sandbox::{Sandbox, SandboxError};
use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::dice::Dice;
use super::model::{Model, rules, vat};

pub(crate) const COMPANY: i32 = 123_456;

/// A sandbox under random acts, with the model beside it.
pub(crate) struct Run {
    pub(crate) sandbox: Sandbox,
    pub(crate) model: Model,
    pub(crate) dice: Dice,
    pub(crate) codes: Vec<String>,
    pub(crate) refused: u64,
}

impl Run {
    /// Begins where the company is: its entries are the model's beginning.
    pub(crate) fn begin(sandbox: Sandbox, seed: u64) -> Run {
        let mut model = Model::default();
        sandbox.with_books(|books| {
            let company = books.company(COMPANY).unwrap();
            for entry in company.entries.iter() {
                let code = company.accounts.get(entry.customer).unwrap().code.clone();
                model.book(entry.id, (&code, entry.total().0, 0));
            }
        });
        let codes = ["101", "102", "103"].map(str::to_owned).to_vec();
        let run = Run {
            sandbox,
            model,
            dice: Dice(seed),
            codes,
            refused: 0,
        };
        for (percentage, days) in [(30, 14), (30, 30), (40, 60)] {
            let instalment = Order::AddCondition {
                code: "3T".into(),
                description: "In drie keer".into(),
                days,
                end_of_months: 0,
                percentage: Decimal::new(percentage, 2),
            };
            run.sandbox.order(COMPANY, instalment).unwrap();
        }
        run
    }

    /// One act; the model learns of it when the books took it.
    pub(crate) fn act(&mut self) -> Result<(), String> {
        let before = self.version();
        let done = match self.dice.below(22) {
            0..=4 => self.sale(),
            5..=8 => self.receipt(),
            9 => self.general(),
            10..=12 => self.matching(),
            13 => self.write_off(),
            14 => self.unmatch(),
            15 => self.delete(),
            16 => self.edit(),
            17 => self.merge(),
            18 => self.period(),
            19 => self.process(),
            20 => self.block(),
            _ => self.new_customer(),
        };
        match done {
            Ok(()) => {}
            Err(SandboxError::Act(_)) => {
                self.refused += 1;
                if self.version() != before {
                    return Err("a refused act changed the books".to_owned());
                }
            }
            Err(other) => return Err(other.to_string()),
        }
        Ok(())
    }

    /// Whether the books keep their rules and agree with the model.
    pub(crate) fn check(&self) -> Result<(), String> {
        self.sandbox.with_books(|books| {
            let company = books.company(COMPANY).ok_or("no company")?;
            rules(company)?;
            self.model.agrees(company)
        })
    }

    fn version(&self) -> u64 {
        self.sandbox
            .with_books(|books| books.company(COMPANY).unwrap().version())
    }

    pub(crate) fn order(&self, order: Order) -> Result<Done, SandboxError> {
        self.sandbox.order(COMPANY, order)
    }

    pub(crate) fn code(&mut self) -> String {
        self.dice.pick(&self.codes).unwrap()
    }

    fn date(&mut self) -> Date {
        let month = i8::try_from(self.dice.below(12)).unwrap() + 1;
        let day = i8::try_from(self.dice.below(28)).unwrap() + 1;
        date(2026, month, day)
    }

    pub(crate) fn entry(&mut self) -> Uuid {
        let all: Vec<Uuid> = self.model.entries.keys().copied().collect();
        self.dice.pick(&all).unwrap_or_default()
    }

    fn sale_lines(&mut self) -> (Vec<OrderLine>, i64) {
        let (mut lines, mut total) = (Vec::new(), 0);
        for _ in 0..=self.dice.below(3) {
            let (code, percent) = self.dice.pick(&[("0", 0), ("2", 21), ("4", 6)]).unwrap();
            let net = self.dice.cents();
            total += net + vat(net, percent);
            lines.push(OrderLine {
                gl_account: self
                    .dice
                    .pick(&["704000", "705000", "705750"])
                    .unwrap()
                    .into(),
                amount: Decimal::new(net, 2),
                vat_code: Some(code.into()),
                ..OrderLine::default()
            });
        }
        (lines, total)
    }

    fn sale(&mut self) -> Result<(), SandboxError> {
        let (customer, date) = (self.code(), self.date());
        let journal = self.dice.pick(&["70", "71"]).unwrap();
        let (lines, total) = self.sale_lines();
        let your_ref = format!("R-{}", self.dice.0 % 10_000);
        let done = self.order(Order::EnterSale {
            journal: journal.into(),
            customer: customer.clone(),
            date,
            due_date: None,
            your_ref,
            payment_reference: String::new(),
            description: String::new(),
            number: None,
            lines,
        })?;
        self.model.book(done.id.unwrap(), (&customer, total, 0));
        Ok(())
    }

    fn receipt(&mut self) -> Result<(), SandboxError> {
        let (account, date) = (self.code(), self.date());
        let open = self.sandbox.with_books(|books| {
            let company = books.company(COMPANY).unwrap();
            let id = company
                .account_by_code(&account)
                .map(|it| it.id)
                .unwrap_or_default();
            let terms = company.terms.find(Index::Account, &id.to_string());
            let open = terms.filter(|term| term.status == TermStatus::Open);
            open.map(|term| term.amount.0).collect::<Vec<_>>()
        });
        // Half of the receipts pay an item exactly.
        let exact = self.dice.pick(&open).filter(|amount| *amount != 0);
        let cents = if self.dice.below(2) == 0 { exact } else { None };
        let cents = cents.unwrap_or_else(|| self.dice.cents());
        let done = self.order(Order::BookReceipt(Receipt {
            journal: "20".into(),
            account: account.clone(),
            amount: Decimal::new(cents, 2),
            date: Some(date),
            ..Receipt::default()
        }))?;
        self.model.book(done.id.unwrap(), (&account, -cents, cents));
        Ok(())
    }

    fn general(&mut self) -> Result<(), SandboxError> {
        let (account, date, cents) = (self.code(), self.date(), self.dice.cents());
        // One in four does not balance and must be refused.
        let other = if self.dice.below(4) == 0 {
            cents
        } else {
            -cents
        };
        let line = |gl: &str, account: Option<&str>, cents| GeneralLine {
            gl_account: gl.into(),
            account: account.map(str::to_owned),
            amount: Decimal::new(cents, 2),
            ..GeneralLine::default()
        };
        let lines = vec![
            line("400000", Some(&account), cents),
            line("499000", None, other),
        ];
        let done = self.order(Order::BookGeneral {
            journal: "90".into(),
            date: Some(date),
            description: "Memoriaal".into(),
            lines,
        })?;
        self.model.book(done.id.unwrap(), (&account, cents, 0));
        Ok(())
    }

    /// Open terms of one relation, a few of them.
    fn terms(&mut self) -> (String, Vec<(Uuid, i64)>) {
        let code = self.code();
        let mut open = self.sandbox.with_books(|books| {
            let company = books.company(COMPANY).unwrap();
            let id = company
                .account_by_code(&code)
                .map(|it| it.id)
                .unwrap_or_default();
            let terms = company.terms.find(Index::Account, &id.to_string());
            let open = terms.filter(|term| term.status == TermStatus::Open);
            open.map(|term| (term.id, term.amount.0))
                .collect::<Vec<_>>()
        });
        let wanted = 2 + self.dice.below(3);
        while open.len() > wanted {
            let gone = self.dice.below(open.len());
            open.swap_remove(gone);
        }
        (code, open)
    }

    fn matching(&mut self) -> Result<(), SandboxError> {
        let (_, terms) = self.terms();
        let terms = terms.into_iter().map(|(id, _)| id).collect();
        self.order(Order::Match {
            entries: Vec::new(),
            terms,
        })?;
        Ok(())
    }

    fn write_off(&mut self) -> Result<(), SandboxError> {
        let (code, terms) = self.terms();
        let rest: i64 = terms.iter().map(|(_, cents)| cents).sum();
        let date = self.date();
        let done = self.order(Order::WriteOff {
            entries: Vec::new(),
            terms: terms.into_iter().map(|(id, _)| id).collect(),
            gl_account: "640200".into(),
            journal: Some("90".into()),
            date: Some(date),
            description: "Betalingsverschil".into(),
        })?;
        let made = self.sandbox.with_books(|books| {
            let company = books.company(COMPANY).unwrap();
            company
                .matches
                .get(&done.id.unwrap())
                .and_then(|set| set.write_off)
        });
        if let Some(made) = made {
            self.model.book(made, (&code, -rest, 0));
        }
        Ok(())
    }

    fn unmatch(&mut self) -> Result<(), SandboxError> {
        let sets = self.sandbox.with_books(|books| {
            let company = books.company(COMPANY).unwrap();
            company
                .matches
                .values()
                .map(|set| (set.id, set.write_off))
                .collect::<Vec<_>>()
        });
        let (id, write_off) = self.dice.pick(&sets).unwrap_or_default();
        self.order(Order::Unmatch { id })?;
        if let Some(entry) = write_off {
            let stays = self.sandbox.with_books(|books| {
                books
                    .company(COMPANY)
                    .unwrap()
                    .postings
                    .get(entry)
                    .is_some()
            });
            if !stays {
                self.model.unbook(entry);
            }
        }
        Ok(())
    }

    fn delete(&mut self) -> Result<(), SandboxError> {
        let entry = self.entry();
        self.order(Order::DeleteEntry { entry })?;
        self.model.unbook(entry);
        Ok(())
    }

    fn edit(&mut self) -> Result<(), SandboxError> {
        let entry = self.entry();
        if self.dice.below(2) == 0 {
            self.order(Order::RecodeEntry {
                entry,
                from: "704000".into(),
                into: "705000".into(),
            })?;
            return Ok(());
        }
        let (lines, total) = self.sale_lines();
        let customer = self.code();
        self.order(Order::EditEntry {
            entry,
            your_ref: Some("anders".into()),
            description: None,
            date: None,
            due_date: None,
            customer: Some(customer.clone()),
            lines: Some(lines),
        })?;
        self.model.book(entry, (&customer, total, 0));
        Ok(())
    }
}
