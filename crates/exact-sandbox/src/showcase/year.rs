//! A year of bookkeeping, day by day: what is invoiced, what comes in on the bank and in cash, what is matched, and
//! what is processed and closed in the end.

use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::DIVISION;
use super::company::{CUSTOMERS, Habit, key};
use super::plan::{Event, customer_of, plan, structured};
use crate::books::{
    Act, Deed, Index, MatchDraft, PostingDraft, PostingLine, SaleDraft, SaleLine, TermStatus,
    WriteOff,
};
use crate::error::SandboxError;
use crate::money::Money;
use crate::state::Core;

/// Entries older than this many days are processed.
const PROCESSED_AFTER: i64 = 45;
/// Payments of the last days are not matched yet.
const UNMATCHED: i64 = 9;
/// Documents are filed for invoices of the last days.
const FILED: i64 = 60;

/// The work that is invoiced: ledger account, text, price of a piece.
const WORK: [(&str, &str, i64); 8] = [
    ("704000", "Arbeidsloon carrosserie", 6_800),
    ("704000", "Arbeidsloon spuiterij", 7_200),
    ("705000", "Voorscherm links", 21_499),
    ("705000", "Bumper voor, gegrond", 38_940),
    ("705000", "Koplamp rechts", 44_210),
    ("705750", "Lak en vernis", 9_680),
    ("705750", "Kleine materialen", 2_450),
    ("704000", "Uitlijnen en proefrit", 8_900),
];

/// An invoice that was booked.
pub(super) struct Invoice {
    pub(super) customer: usize,
    pub(super) id: Uuid,
    pub(super) reference: String,
    pub(super) structured: String,
    pub(super) total: Money,
    paid: Money,
}

pub(super) struct Year<'a> {
    pub(super) core: &'a mut Core,
    today: Date,
    pub(super) invoices: Vec<Invoice>,
    /// Entries, and how many days ago they are.
    booked: Vec<(Uuid, i64)>,
}

/// Runs the year up to today.
pub(super) fn run(core: &mut Core, today: Date) -> Result<(), SandboxError> {
    let mut year = Year {
        core,
        today,
        invoices: Vec::new(),
        booked: Vec::new(),
    };
    for (ago, event) in plan() {
        match event {
            Event::Invoice(number) => year.invoice(number, ago)?,
            Event::Payment(number, share, last) => year.payment(number, (share, last), ago)?,
            Event::Costs(month) => year.bank_costs(month, ago)?,
            Event::Advance => year.advance(ago)?,
        }
    }
    year.credit_note()?;
    super::from_items::sell(&mut year)?;
    year.close()
}

impl Year<'_> {
    pub(super) fn day(&self, ago: i64) -> Date {
        self.today.saturating_sub(ago.days())
    }

    pub(super) fn act(&mut self, ago: i64, hour: i8, deed: Deed) -> Result<(), SandboxError> {
        let at = TimeZone::UTC.to_timestamp(self.day(ago).at(hour, 0, 0, 0));
        let at = at.unwrap_or_default().min(self.core.now());
        let by = self
            .core
            .books
            .users
            .first()
            .map_or(Uuid::nil(), |it| it.id);
        self.core.act(Act {
            at,
            by,
            division: DIVISION,
            deed,
        })
    }

    fn invoice(&mut self, number: usize, ago: i64) -> Result<(), SandboxError> {
        let customer = customer_of(number);
        let reference = format!("CV-{:04}", 1_001 + number);
        let id = key(&reference);
        let lines: Vec<SaleLine> = (0..2 + number % 3)
            .map(|line| {
                let (gl, text, price) = WORK[(number * 3 + line * 5) % WORK.len()];
                let pieces = i64::try_from(1 + (number + line) % 4).unwrap_or(1);
                SaleLine {
                    id: key(&format!("{reference} {line}")),
                    gl_account: Some(key(&format!("gl {gl}"))),
                    amount: Some(Money(price * pieces)),
                    description: text.to_owned(),
                    quantity: Some(pieces.into()),
                    ..SaleLine::default()
                }
            })
            .collect();
        let draft = SaleDraft {
            id,
            journal: Some(if customer < 2 { "71" } else { "70" }.to_owned()),
            customer: Some(key(&format!("account {}", CUSTOMERS[customer].0))),
            date: Some(self.day(ago)),
            your_ref: reference.clone(),
            payment_reference: structured(number),
            description: format!("Herstelling 1-PRF-{:03}", (number * 37) % 1_000),
            lines,
            ..SaleDraft::default()
        };
        self.act(ago, 9, Deed::EnterSale(Box::new(draft)))?;
        let company = self.core.books.company(DIVISION);
        let entry = company.and_then(|company| company.entries.get(id));
        self.invoices.push(Invoice {
            customer,
            id,
            reference,
            structured: structured(number),
            total: entry.map(|entry| entry.total()).unwrap_or_default(),
            paid: Money::ZERO,
        });
        self.booked.push((id, ago));
        if ago <= FILED {
            self.file(number, ago)?;
        }
        Ok(())
    }

    fn payment(
        &mut self,
        number: usize,
        (share, last): (i64, bool),
        ago: i64,
    ) -> Result<(), SandboxError> {
        let Some(invoice) = self.invoices.get_mut(number) else {
            return Ok(());
        };
        let (code, _, _, _, _, habit) = CUSTOMERS[invoice.customer];
        let open = invoice.total - invoice.paid;
        // Now and then somebody rounds, and the difference is written off.
        let rounded = last && number % 9 == 4 && habit == Habit::Late;
        let amount = match (last, rounded) {
            (_, true) => Money(open.0 - open.0 % 100),
            (true, false) => open,
            (false, false) => Money(invoice.total.0 * share / 100),
        };
        invoice.paid += amount;
        let reference = invoice.reference.clone();
        // Some give the structured reference, some the number, some nothing of use.
        let said = match number % 4 {
            0 => (String::new(), reference.clone()),
            1 if ago <= UNMATCHED => (String::new(), String::new()),
            _ => (invoice.structured.clone(), String::new()),
        };
        let (invoice, cash) = (invoice.id, habit == Habit::Cash);
        let id = key(&format!("payment {reference} {share}"));
        let line = PostingLine {
            id: key(&format!("payment line {reference} {share}")),
            gl_account: Some(key("gl 400000")),
            account: Some(key(&format!("account {code}"))),
            amount: Some(amount),
            description: if cash { "Contant" } else { "Overschrijving" }.to_owned(),
            payment_reference: said.0,
            your_ref: said.1,
            ..PostingLine::default()
        };
        self.book_money(id, if cash { "10" } else { "20" }, line, ago)?;
        if ago <= UNMATCHED && !cash {
            return Ok(());
        }
        let write_off = rounded.then(|| WriteOff {
            entry: key(&format!("difference {reference}")),
            journal: "90".to_owned(),
            gl_account: key("gl 657000"),
            date: Some(self.day(ago)),
            description: "Betalingsverschil".to_owned(),
        });
        self.settle(&[invoice, id], write_off, ago)
    }

    /// Matches what is open of the entries.
    fn settle(
        &mut self,
        entries: &[Uuid],
        write_off: Option<WriteOff>,
        ago: i64,
    ) -> Result<(), SandboxError> {
        let company = self.core.books.company(DIVISION);
        let terms = entries.iter().flat_map(|entry| {
            let found = company.map(|it| it.terms.find(Index::Entry, &entry.to_string()));
            let open = found.into_iter().flatten();
            open.filter(|term| term.status == TermStatus::Open)
        });
        let terms: Vec<Uuid> = terms.map(|term| term.id).collect();
        let names: Vec<String> = entries.iter().map(Uuid::to_string).collect();
        let draft = MatchDraft {
            id: key(&format!("match {}", names.join(" "))),
            terms,
            write_off,
        };
        self.act(ago, 15, Deed::Match(Box::new(draft)))
    }

    /// One invoice of some weeks ago is credited in part, and matched with it.
    fn credit_note(&mut self) -> Result<(), SandboxError> {
        let ago = 20;
        let prompt = |invoice: &&Invoice| invoice.paid == Money::ZERO && invoice.customer == 1;
        let Some(invoice) = self.invoices.iter().rev().find(prompt) else {
            return Ok(());
        };
        let (id, credited) = (invoice.id, key("credit note"));
        let reference = invoice.reference.clone();
        let line = SaleLine {
            id: key("credit note line"),
            gl_account: Some(key("gl 704000")),
            amount: Some(Money(-6_800)),
            description: "Arbeidsloon, teveel aangerekend".to_owned(),
            ..SaleLine::default()
        };
        let draft = SaleDraft {
            id: credited,
            journal: Some("71".to_owned()),
            customer: Some(key(&format!("account {}", CUSTOMERS[1].0))),
            date: Some(self.day(ago)),
            your_ref: format!("{reference}-C"),
            description: format!("Creditnota bij {reference}"),
            lines: vec![line],
            ..SaleDraft::default()
        };
        self.act(ago, 9, Deed::EnterSale(Box::new(draft)))?;
        self.settle(&[id, credited], None, ago)
    }

    /// The bank's costs of a month.
    fn bank_costs(&mut self, month: i64, ago: i64) -> Result<(), SandboxError> {
        let id = key(&format!("bank costs {month}"));
        let line = PostingLine {
            id: key(&format!("bank costs line {month}")),
            gl_account: Some(key("gl 650000")),
            amount: Some(Money(-1_250)),
            description: "Beheerskosten rekening".to_owned(),
            ..PostingLine::default()
        };
        self.book_money(id, "20", line, ago)
    }

    /// Money on account of the third customer.
    fn advance(&mut self, ago: i64) -> Result<(), SandboxError> {
        let line = PostingLine {
            id: key("advance line"),
            gl_account: Some(key("gl 400000")),
            account: Some(key(&format!("account {}", CUSTOMERS[2].0))),
            amount: Some(Money(75_000)),
            description: "Voorschot herstelling".to_owned(),
            ..PostingLine::default()
        };
        self.book_money(key("advance"), "20", line, ago)
    }

    /// Books one line in a bank or cash journal.
    fn book_money(
        &mut self,
        id: Uuid,
        journal: &str,
        line: PostingLine,
        ago: i64,
    ) -> Result<(), SandboxError> {
        let draft = PostingDraft {
            id,
            journal: Some(journal.to_owned()),
            date: Some(self.day(ago)),
            imported: journal == "20",
            lines: vec![line],
            ..PostingDraft::default()
        };
        self.act(ago, 14, Deed::EnterPosting(Box::new(draft)))?;
        self.booked.push((id, ago));
        Ok(())
    }

    /// Processes what is older, and closes the months of which all is processed.
    fn close(&mut self) -> Result<(), SandboxError> {
        let old = self.booked.iter().filter(|(_, ago)| *ago > PROCESSED_AFTER);
        let old: Vec<Uuid> = old.map(|(id, _)| *id).collect();
        self.act(0, 0, Deed::Process(old))?;
        let company = self.core.books.company(DIVISION);
        let last = self.day(PROCESSED_AFTER + 31);
        let periods = company.into_iter().flat_map(|it| it.periods.iter());
        let done = periods.filter(|it| it.end < last);
        let done: Vec<(i16, i16)> = done.map(|it| (it.year, it.period)).collect();
        for (year, period) in done {
            let deed = Deed::SetPeriod {
                journal: None,
                year,
                period,
                closed: true,
            };
            self.act(0, 0, deed)?;
        }
        Ok(())
    }
}
