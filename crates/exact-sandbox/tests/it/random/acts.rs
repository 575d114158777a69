//! Random acts of a bookkeeper, by a number that they follow from, on the first demo company.

use exact_sandbox::SandboxError;
use exact_sandbox::admin::{Done, GeneralLine, Order, OrderLine, Receipt};
use exact_sandbox::books::{Index, TermStatus};
use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::model::vat;
use super::{COMPANY, Run};

/// How often each act comes, in parts of a thousand; moving the company and merging relations touch so much that they
/// are rare.
const ACTS: &[(Act, usize)] = &[
    (Act::Sale, 200),
    (Act::Invoice, 40),
    (Act::Receipt, 190),
    (Act::General, 45),
    (Act::Match, 150),
    (Act::WriteOff, 45),
    (Act::Unmatch, 45),
    (Act::Delete, 50),
    (Act::Edit, 70),
    (Act::Rename, 28),
    (Act::Merge, 3),
    (Act::Move, 1),
    (Act::Period, 40),
    (Act::Process, 40),
    (Act::Block, 40),
    (Act::NewCustomer, 13),
];

#[derive(Clone, Copy, Debug)]
enum Act {
    Sale,
    Invoice,
    Receipt,
    General,
    Match,
    WriteOff,
    Unmatch,
    Delete,
    Edit,
    Rename,
    Merge,
    Move,
    Period,
    Process,
    Block,
    NewCustomer,
}

impl Run {
    /// A payment condition in three parts, of which some customers are given.
    pub(super) fn add_instalments(&self) {
        for (percentage, days) in [(30, 14), (30, 30), (40, 60)] {
            let instalment = Order::AddCondition {
                code: "3T".into(),
                description: "In drie keer".into(),
                days,
                end_of_months: 0,
                percentage: Decimal::new(percentage, 2),
            };
            self.order(instalment).unwrap();
        }
    }

    /// One act by chance.
    pub(super) fn carry_out(&mut self) -> Result<(), SandboxError> {
        let mut drawn = self.dice.below(ACTS.iter().map(|it| it.1).sum());
        let mut act = Act::Sale;
        for (next, parts) in ACTS {
            act = *next;
            if drawn < *parts {
                break;
            }
            drawn -= parts;
        }
        match act {
            Act::Sale => self.sale(),
            Act::Invoice => self.invoice_act(),
            Act::Receipt => self.receipt(),
            Act::General => self.general(),
            Act::Match => self.matching(),
            Act::WriteOff => self.write_off(),
            Act::Unmatch => self.unmatch(),
            Act::Delete => self.delete(),
            Act::Edit => self.edit(),
            Act::Rename => self.rename(),
            Act::Merge => self.merge(),
            Act::Move => self.move_company(),
            Act::Period => self.period(),
            Act::Process => self.process(),
            Act::Block => self.block(),
            Act::NewCustomer => self.new_customer(),
        }
    }

    pub(super) fn order(&self, order: Order) -> Result<Done, SandboxError> {
        self.sandbox.order(COMPANY, order)
    }

    pub(super) fn date(&mut self) -> Date {
        let month = i8::try_from(self.dice.below(12)).unwrap() + 1;
        let day = i8::try_from(self.dice.below(28)).unwrap() + 1;
        date(2026, month, day)
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
        // A set by chance: the first one from a key that chance gives.
        let from = Uuid::from_u64_pair(self.dice.next(), 0);
        let found = self.sandbox.with_books(|books| {
            let matches = &books.company(COMPANY).unwrap().matches;
            let mut after = matches.range(from..).chain(matches.iter());
            after.next().map(|(id, set)| (*id, set.write_off))
        });
        let (id, write_off) = found.unwrap_or_default();
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
        let (entry, _) = self.entry();
        self.order(Order::DeleteEntry { entry })?;
        self.model.unbook(entry);
        Ok(())
    }

    fn edit(&mut self) -> Result<(), SandboxError> {
        let (entry, _) = self.entry();
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
