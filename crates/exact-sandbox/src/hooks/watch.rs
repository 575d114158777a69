//! What an act changed, as subscribers are told. It is seen from the row versions, so that no act needs to know about
//! webhooks; only what leaves no row behind is read from the act itself. Matching and un-matching tell nothing
//! (facts 5.2).

use jiff::Timestamp;
use uuid::Uuid;

use super::{Ears, Hooks, Told};
use crate::books::{
    Act, Books, Company, Deed, Entity, PeriodKey, Posting, Record, SalesEntry, Stamp, Table,
};
use crate::switches::Switches;

/// What must be known before the act is carried out.
pub(crate) struct Seen {
    division: i32,
    at: Timestamp,
    version: u64,
    /// An entry that is about to go.
    gone: Vec<Told>,
    /// The journal periods that are about to be opened or closed.
    periods: Option<(Option<String>, i16, i16)>,
    silent: bool,
}

/// What every topic about bookings also fires as (facts 5.2).
const UMBRELLA: &str = "FinancialTransactions";

impl Seen {
    /// Looks before the act; nothing when nobody listens.
    pub(crate) fn before(hooks: &Hooks, books: &Books, act: &Act) -> Option<Seen> {
        let company = books.company(act.division)?;
        if !hooks.listens(act.division) {
            return None;
        }
        let periods = match &act.deed {
            Deed::SetPeriod {
                journal,
                year,
                period,
                ..
            } => Some((journal.clone(), *year, *period)),
            _ => None,
        };
        Some(Seen {
            division: act.division,
            at: act.at,
            version: company.version(),
            gone: gone(company, &act.deed),
            periods,
            silent: is_silent(&act.deed),
        })
    }

    /// Tells what changed since.
    pub(crate) fn after(self, hooks: &mut Hooks, books: &Books, ears: &Ears<'_>) {
        let Some(company) = books.company(self.division).filter(|_| !self.silent) else {
            return;
        };
        let mut told = self.changed(company, ears.switches);
        told.extend(self.deleted(company));
        let periods = self.periods.iter();
        told.extend(periods.flat_map(|which| period_rows(company, which)));
        told.extend(self.gone);
        for told in &told {
            hooks.tell((self.division, self.at), told, ears);
            if told.path.contains("entry/") || told.path.starts_with("financialtransaction/") {
                let umbrella = Told {
                    topic: UMBRELLA,
                    ..told.clone()
                };
                hooks.tell((self.division, self.at), &umbrella, ears);
            }
        }
    }

    fn changed(&self, company: &Company, switches: &Switches) -> Vec<Told> {
        let mut told = Vec::new();
        let version = self.version;
        rows(
            &mut told,
            &company.accounts,
            version,
            "Accounts",
            "crm/Accounts",
        );
        let path = "financial/GLAccounts";
        rows(&mut told, &company.gl_accounts, version, "GLAccounts", path);
        rows(
            &mut told,
            &company.documents,
            version,
            "Documents",
            "documents/Documents",
        );
        let (topic, path) = ("DocumentAttachments", "documents/DocumentAttachments");
        rows(&mut told, &company.attachments, version, topic, path);
        let contacts = ("Contacts", "crm/Contacts");
        rows(
            &mut told,
            &company.contacts,
            version,
            contacts.0,
            contacts.1,
        );
        let banks = ("BankAccounts", "crm/BankAccounts");
        rows(&mut told, &company.bank_accounts, version, banks.0, banks.1);
        for entry in company.entries.changed_after(version) {
            sale(&mut told, company, entry, switches.webhook_lines);
        }
        for posting in company.postings.changed_after(version) {
            self::posting(&mut told, company, posting, switches.webhook_lines);
        }
        told
    }

    fn deleted(&self, company: &Company) -> Vec<Told> {
        use std::ops::Bound::{Excluded, Unbounded};
        let since = company.deletions.range((Excluded(self.version), Unbounded));
        let told = |(_, it): (&u64, &crate::books::Deletion)| {
            let (topic, path) = match it.entity {
                Entity::Account => ("Accounts", "crm/Accounts"),
                Entity::GlAccount => ("GLAccounts", "financial/GLAccounts"),
                Entity::Document => ("Documents", "documents/Documents"),
                Entity::Attachment => ("DocumentAttachments", "documents/DocumentAttachments"),
                Entity::Contact => ("Contacts", "crm/Contacts"),
                Entity::BankAccount => ("BankAccounts", "crm/BankAccounts"),
                Entity::Address | Entity::TransactionLine | Entity::PaymentTerm => return None,
            };
            Some(one(topic, "Delete", it.key, path))
        };
        since.filter_map(told).collect()
    }
}

/// Deeds that change what is open, and nothing that has a topic.
fn is_silent(deed: &Deed) -> bool {
    matches!(
        deed,
        Deed::Match(_) | Deed::Unmatch(_) | Deed::ChangeTerm { .. } | Deed::MoveDivision
    )
}

fn one(topic: &'static str, action: &'static str, key: Uuid, path: &str) -> Told {
    Told {
        topic,
        action,
        key,
        path: format!("{path}(guid'{key}')"),
    }
}

fn action(stamp: &Stamp) -> &'static str {
    if stamp.created == stamp.modified {
        "Create"
    } else {
        "Update"
    }
}

fn rows<T: Record>(
    told: &mut Vec<Told>,
    table: &Table<T>,
    version: u64,
    topic: &'static str,
    path: &str,
) {
    let changed = table.changed_after(version);
    told.extend(changed.map(|it| one(topic, action(it.stamp()), it.id(), path)));
}

/// A booking fires for its header, and where wanted for its lines and its ledger lines too.
fn sale(told: &mut Vec<Told>, company: &Company, entry: &SalesEntry, lines: bool) {
    let topic = "SalesEntries";
    let action = action(&entry.stamp);
    told.push(one(topic, action, entry.id, "salesentry/SalesEntries"));
    if lines {
        let path = "salesentry/SalesEntryLines";
        told.extend(
            entry
                .lines()
                .iter()
                .map(|line| one(topic, action, line.draft.id, path)),
        );
        ledger(told, company, (topic, action), entry.id);
    }
}

/// Topic and paths of the entries and of the lines in a journal of this kind.
fn posting_words(journal_kind: i32) -> (&'static str, &'static str, &'static str) {
    match journal_kind {
        10 => (
            "CashEntries",
            "financialtransaction/CashEntries",
            "financialtransaction/CashEntryLines",
        ),
        90 => (
            "GeneralJournalEntries",
            "generaljournalentry/GeneralJournalEntries",
            "generaljournalentry/GeneralJournalEntryLines",
        ),
        _ => (
            "BankEntries",
            "financialtransaction/BankEntries",
            "financialtransaction/BankEntryLines",
        ),
    }
}

/// An entry of a bank, cash or general journal.
fn posting(told: &mut Vec<Told>, company: &Company, posting: &Posting, lines: bool) {
    let (topic, entries, entry_lines) = posting_words(posting.journal_kind);
    let action = action(&posting.stamp);
    told.push(one(topic, action, posting.id, entries));
    if lines {
        let own = posting.lines.iter();
        told.extend(own.map(|line| one(topic, action, line.draft.id, entry_lines)));
        ledger(told, company, (topic, action), posting.id);
    }
}

fn ledger(
    told: &mut Vec<Told>,
    company: &Company,
    (topic, action): (&'static str, &'static str),
    entry: Uuid,
) {
    let path = "financialtransaction/TransactionLines";
    let lines = company.lines_of(entry).into_iter();
    told.extend(lines.map(|line| one(topic, action, line.id, path)));
}

/// The entries that an act is about to remove: they leave no row of their own kind in `sync/Deleted`.
fn gone(company: &Company, deed: &Deed) -> Vec<Told> {
    match deed {
        Deed::DeleteSale(id) if company.entries.get(*id).is_some() => {
            vec![one(
                "SalesEntries",
                "Delete",
                *id,
                "salesentry/SalesEntries",
            )]
        }
        Deed::DeletePosting(id) => {
            let going = company.postings.get(*id).into_iter();
            let told = |posting: &Posting| {
                let (topic, entries, _) = posting_words(posting.journal_kind);
                one(topic, "Delete", *id, entries)
            };
            going.map(told).collect()
        }
        _ => Vec::new(),
    }
}

fn period_rows(
    company: &Company,
    (journal, year, period): &(Option<String>, i16, i16),
) -> Vec<Told> {
    let meant = |key: &&PeriodKey| {
        let (code, of_year, of_period) = key;
        (of_year, of_period) == (year, period)
            && journal.as_ref().is_none_or(|journal| journal == code)
    };
    let told = |key: &PeriodKey| {
        let (code, year, period) = key;
        let journal = company.journal(code)?;
        Some(Told {
            topic: "JournalStatusList",
            action: "Update",
            key: journal.id,
            path: format!(
                "read/financial/JournalStatusList(Journal='{code}',Period={period},Year={year})"
            ),
        })
    };
    let changed = company.period_status.keys().filter(meant);
    changed.filter_map(told).collect()
}
