//! Fills a company in one go, with entries that were booked before: cheap, and without the tests on what is blocked
//! or closed today. It still tests that every reference exists, so that a seed cannot make books that contradict.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use super::Books;
use super::account::Account;
use super::check::Check;
use super::company::{Company, CompanyProfile};
use super::entry::{SaleDraft, Status};
use super::item::Item;
use super::ledger::{CostCentre, GlAccount, Journal, PaymentCondition, Period, PeriodKey, VatCode};
use super::plain::Plain;
use super::refusal::{BooksError, Refusal};
use super::table::{Record, Table};

/// An entry that is in the books already.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EntrySeed {
    /// What was entered, with chosen keys (entry and lines) and, where wanted, its number.
    pub draft: SaleDraft,
    /// Open or processed.
    pub status: Status,
    /// When it was entered; when the seed is loaded, if not given.
    pub at: Timestamp,
}

/// A company as it is at the beginning. Stamps in the records are set while loading, except `created`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "each field is the list that its name says")]
pub struct CompanySeed {
    pub profile: CompanyProfile,
    pub gl_accounts: Vec<GlAccount>,
    pub journals: Vec<Journal>,
    pub vat_codes: Vec<VatCode>,
    pub conditions: Vec<PaymentCondition>,
    pub cost_centres: Vec<CostCentre>,
    pub periods: Vec<Period>,
    /// Closed journal periods: (journal code, year, period).
    pub closed: Vec<PeriodKey>,
    pub accounts: Vec<Account>,
    /// Rows of the short lists.
    pub plains: Vec<Plain>,
    /// What invoices are made from.
    pub items: Vec<Item>,
    pub entries: Vec<EntrySeed>,
}

/// A seed that contradicts itself.
#[derive(Debug, Error)]
pub enum LoadError {
    /// An entry of the seed would be refused.
    #[error(
        "division {division}: the entry {your_ref} ({entry}) of the seed is refused: {refusals:?}"
    )]
    Entry {
        /// The company.
        division: i32,
        /// The entry's key.
        entry: Uuid,
        /// Its reference.
        your_ref: String,
        /// Why.
        refusals: Vec<Refusal>,
    },
    /// Two rows of a list have one key or one code.
    #[error("division {division}: {what} {code} is in the seed twice")]
    Twice {
        /// The company.
        division: i32,
        /// The list, such as `accounts`.
        what: &'static str,
        /// The code, or the key.
        code: String,
    },
    /// A row names a ledger account that the seed does not hold.
    #[error("division {division}: {what} {code} names a ledger account that is not in the seed")]
    NoAccount {
        /// The company.
        division: i32,
        /// The list, such as `journals`.
        what: &'static str,
        /// The code of the row.
        code: String,
    },
    /// An entry could not be processed.
    #[error("division {division}: entries of the seed cannot be processed")]
    Process {
        /// The company.
        division: i32,
        /// Why.
        source: BooksError,
    },
}

impl Books {
    /// Adds a company, or replaces the one with its number.
    ///
    /// # Errors
    /// When rows have the same key or code, or refer to something that the seed does not hold.
    pub fn load(&mut self, seed: CompanySeed, at: (Timestamp, Uuid)) -> Result<(), LoadError> {
        seed.check()?;
        let mut company = Company {
            profile: seed.profile,
            ..Company::default()
        };
        let division = company.profile.division;
        let blocked_gl = fill(
            &mut company,
            |it| &mut it.gl_accounts,
            seed.gl_accounts,
            at,
            |it| &mut it.blocked,
        );
        let blocked_journals = fill(
            &mut company,
            |it| &mut it.journals,
            seed.journals,
            at,
            |it| &mut it.blocked,
        );
        let blocked_vat = fill(
            &mut company,
            |it| &mut it.vat_codes,
            seed.vat_codes,
            at,
            |it| &mut it.blocked,
        );
        let blocked_accounts = fill(
            &mut company,
            |it| &mut it.accounts,
            seed.accounts,
            at,
            |it| &mut it.blocked,
        );
        put_all(&mut company, |it| &mut it.conditions, seed.conditions, at);
        put_all(
            &mut company,
            |it| &mut it.cost_centres,
            seed.cost_centres,
            at,
        );
        put_all(&mut company, |it| &mut it.periods, seed.periods, at);
        for row in seed.plains {
            let kind = row.kind;
            put_all(
                &mut company,
                |it| it.plains.entry(kind).or_default(),
                vec![row],
                at,
            );
        }
        book_all(&mut company, seed.entries, at)?;
        put_all(&mut company, |it| &mut it.gl_accounts, blocked_gl, at);
        put_all(&mut company, |it| &mut it.journals, blocked_journals, at);
        put_all(&mut company, |it| &mut it.vat_codes, blocked_vat, at);
        put_all(&mut company, |it| &mut it.accounts, blocked_accounts, at);
        put_all(&mut company, |it| &mut it.items, seed.items, at);
        company.period_status = seed.closed.into_iter().map(|key| (key, true)).collect();
        self.companies.insert(division, Arc::new(company));
        Ok(())
    }
}

/// Books the entries, and processes those that are to be processed, each at its own time: what was done long ago was
/// changed long ago. One without a time was entered when the seed was loaded.
fn book_all(
    company: &mut Company,
    entries: Vec<EntrySeed>,
    at: (Timestamp, Uuid),
) -> Result<(), LoadError> {
    let division = company.profile.division;
    for EntrySeed {
        draft,
        status,
        at: told,
    } in entries
    {
        let entered = if told == Timestamp::default() {
            at.0
        } else {
            told
        };
        let entry = draft.id;
        let plan = Check::plan(company, &draft, entered, None);
        let plan = plan.map_err(|refusals| LoadError::Entry {
            division,
            entry,
            your_ref: draft.your_ref.clone(),
            refusals,
        })?;
        company.book(draft, plan, None, (entered, at.1));
        if status == Status::Processed {
            company
                .process(&[entry], (entered, at.1))
                .map_err(|source| LoadError::Process { division, source })?;
        }
    }
    Ok(())
}

impl CompanySeed {
    /// What would be lost, or hang in the air, if it were put in the tables as it is.
    fn check(&self) -> Result<(), LoadError> {
        let division = self.profile.division;
        let once = |what: &'static str, rows: &[(Uuid, &str)], coded: bool| {
            let (mut keys, mut codes) = (BTreeSet::new(), BTreeSet::new());
            let twice = rows.iter().find(|(id, code)| {
                let code = code.trim();
                !keys.insert(*id)
                    || (coded && !code.is_empty() && !codes.insert(code.to_lowercase()))
            });
            twice.map_or(Ok(()), |(id, code)| {
                Err(LoadError::Twice {
                    division,
                    what,
                    code: if code.is_empty() {
                        id.to_string()
                    } else {
                        (*code).to_owned()
                    },
                })
            })
        };
        macro_rules! rows {
            ($list:ident) => {
                &self
                    .$list
                    .iter()
                    .map(|it| (it.id, it.code.as_str()))
                    .collect::<Vec<_>>()
            };
        }
        once("gl_accounts", rows!(gl_accounts), true)?;
        once("journals", rows!(journals), true)?;
        once("vat_codes", rows!(vat_codes), true)?;
        once("cost_centres", rows!(cost_centres), true)?;
        once("accounts", rows!(accounts), true)?;
        once("items", rows!(items), true)?;
        // Rows of one code are the instalments of a condition.
        once("conditions", rows!(conditions), false)?;
        let plains: Vec<_> = self.plains.iter().map(|it| (it.id, "")).collect();
        once("plains", &plains, false)?;
        let periods: Vec<_> = self.periods.iter().map(|it| (it.id, "")).collect();
        once("periods", &periods, false)?;
        let drafts = self.entries.iter().map(|it| &it.draft);
        let entries: Vec<_> = drafts
            .clone()
            .map(|it| (it.id, it.your_ref.as_str()))
            .collect();
        once("entries", &entries, false)?;
        let lines = drafts.flat_map(|draft| draft.lines.iter().map(|line| (line.id, "")));
        once("lines of entries", &lines.collect::<Vec<_>>(), false)?;
        self.check_ledger()
    }

    fn check_ledger(&self) -> Result<(), LoadError> {
        let known: BTreeSet<Uuid> = self.gl_accounts.iter().map(|it| it.id).collect();
        let journals = self
            .journals
            .iter()
            .map(|it| ("journals", &it.code, it.gl_account));
        let codes = self
            .vat_codes
            .iter()
            .map(|it| ("vat_codes", &it.code, it.gl_to_pay));
        let accounts = self.accounts.iter();
        let accounts = accounts.map(|it| ("accounts", &it.code, it.receivable.unwrap_or_default()));
        let items = self.items.iter();
        let items = items.map(|it| ("items", &it.code, it.gl_revenue.unwrap_or_default()));
        let mut named = journals.chain(codes).chain(accounts).chain(items);
        let lost = named.find(|(_, _, gl)| !gl.is_nil() && !known.contains(gl));
        lost.map_or(Ok(()), |(what, code, _)| {
            Err(LoadError::NoAccount {
                division: self.profile.division,
                what,
                code: code.clone(),
            })
        })
    }
}

fn put_all<T: Record>(
    company: &mut Company,
    table: impl Fn(&mut Company) -> &mut Table<T>,
    records: Vec<T>,
    at: (Timestamp, Uuid),
) {
    for record in records {
        let created = record.stamp().created;
        let made = if created == Timestamp::default() {
            at
        } else {
            (created, at.1)
        };
        let record = company.stamped(record, None, made);
        table(company).put(record);
    }
}

/// Puts the records in unblocked, and returns those that are to be blocked once the entries are in.
fn fill<T: Record + Clone>(
    company: &mut Company,
    table: impl Fn(&mut Company) -> &mut Table<T>,
    mut records: Vec<T>,
    at: (Timestamp, Uuid),
    blocked: impl Fn(&mut T) -> &mut bool,
) -> Vec<T> {
    let mut later = Vec::new();
    for record in &mut records {
        if *blocked(record) {
            later.push(record.clone());
            *blocked(record) = false;
        }
    }
    put_all(company, table, records, at);
    later
}
