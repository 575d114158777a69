//! Fills a company in one go, with entries that were booked before: cheap, and without the tests on what is blocked
//! or closed today. It still tests that every reference exists, so that a seed cannot make books that contradict.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use super::Books;
use super::account::Account;
use super::check::Check;
use super::company::{Company, CompanyProfile};
use super::entry::{SaleDraft, Status};
use super::ledger::{CostCentre, GlAccount, Journal, PaymentCondition, Period, PeriodKey, VatCode};
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
    /// When it was entered.
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
    pub entries: Vec<EntrySeed>,
}

/// A seed that contradicts itself.
#[derive(Debug, Error)]
pub enum LoadError {
    /// An entry of the seed would be refused.
    #[error("division {division}: entry {entry} of the seed is refused: {refusals:?}")]
    Entry {
        /// The company.
        division: i32,
        /// The entry's key.
        entry: Uuid,
        /// Why.
        refusals: Vec<Refusal>,
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
    /// When an entry refers to something that the seed does not hold.
    pub fn load(&mut self, seed: CompanySeed, at: (Timestamp, Uuid)) -> Result<(), LoadError> {
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
        let mut processed = Vec::new();
        for EntrySeed {
            draft,
            status,
            at: entered,
        } in seed.entries
        {
            let (entry, when) = (draft.id, (entered, at.1));
            if status == Status::Processed {
                processed.push(entry);
            }
            let plan = Check::plan(&company, &draft, entered, None);
            let plan = plan.map_err(|refusals| LoadError::Entry {
                division,
                entry,
                refusals,
            })?;
            company.book(draft, plan, None, when);
        }
        company
            .process(&processed, at)
            .map_err(|source| LoadError::Process { division, source })?;
        put_all(&mut company, |it| &mut it.gl_accounts, blocked_gl, at);
        put_all(&mut company, |it| &mut it.journals, blocked_journals, at);
        put_all(&mut company, |it| &mut it.vat_codes, blocked_vat, at);
        put_all(&mut company, |it| &mut it.accounts, blocked_accounts, at);
        company.period_status = seed.closed.into_iter().map(|key| (key, true)).collect();
        self.companies.insert(division, company);
        Ok(())
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
