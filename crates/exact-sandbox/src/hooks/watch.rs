//! What an act changed, as subscribers are told. It is seen from the row versions, so that no act needs to know about
//! webhooks; only what leaves no row behind is read from the act itself. Matching and un-matching tell nothing
//! (facts 5.2).

use jiff::Timestamp;
use uuid::Uuid;

use super::{Ears, Hooks, Told};
use crate::books::{
    Act, Books, Company, Deed, DocumentDeed, Entity, InvoiceDeed, PeriodKey, Posting, Record,
    SalesEntry, Table,
};
use crate::switches::Switches;

/// What must be known before the act is carried out.
pub(crate) struct Seen {
    division: i32,
    at: Timestamp,
    version: u64,
    /// What is about to be made. Times do not tell it: the clock may stand still.
    made: Option<Uuid>,
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
            made: made(&act.deed),
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
        self.rows(&mut told, &company.accounts, "Accounts", "crm/Accounts");
        let path = "financial/GLAccounts";
        self.rows(&mut told, &company.gl_accounts, "GLAccounts", path);
        let path = "documents/Documents";
        self.rows(&mut told, &company.documents, "Documents", path);
        let (topic, path) = ("DocumentAttachments", "documents/DocumentAttachments");
        self.rows(&mut told, &company.attachments, topic, path);
        self.rows(&mut told, &company.contacts, "Contacts", "crm/Contacts");
        let (topic, path) = ("BankAccounts", "crm/BankAccounts");
        self.rows(&mut told, &company.bank_accounts, topic, path);
        self.rows(&mut told, &company.items, "Items", "logistics/Items");
        let (topic, path) = ("SalesInvoices", "salesinvoice/SalesInvoices");
        self.rows(&mut told, &company.invoices, topic, path);
        if switches.webhook_lines {
            let path = "salesinvoice/SalesInvoiceLines";
            self.rows(&mut told, &company.invoice_lines, topic, path);
        }
        for entry in company.entries.changed_after(self.version) {
            let action = self.action(entry.id);
            sale(&mut told, company, (entry, action), switches.webhook_lines);
        }
        for posting in company.postings.changed_after(self.version) {
            let action = self.action(posting.id);
            self::posting(
                &mut told,
                company,
                (posting, action),
                switches.webhook_lines,
            );
        }
        told
    }

    fn rows<T: Record>(
        &self,
        told: &mut Vec<Told>,
        table: &Table<T>,
        topic: &'static str,
        path: &str,
    ) {
        let changed = table.changed_after(self.version);
        told.extend(changed.map(|it| one(topic, self.action(it.id()), it.id(), path)));
    }

    fn action(&self, key: Uuid) -> &'static str {
        if self.made == Some(key) {
            "Create"
        } else {
            "Update"
        }
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
                Entity::Item => ("Items", "logistics/Items"),
                Entity::Address
                | Entity::TransactionLine
                | Entity::PaymentTerm
                | Entity::SalesInvoice => return None,
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

/// The key of what an act with a topic makes; the books refuse one that is there already.
fn made(deed: &Deed) -> Option<Uuid> {
    match deed {
        Deed::EnterSale(draft) => Some(draft.id),
        Deed::EnterPosting(draft) => Some(draft.id),
        Deed::EnterAndMatch { entry, .. } => Some(entry.id),
        Deed::CreateAccount(account) => Some(account.id),
        Deed::CreateGlAccount(account) => Some(account.id),
        Deed::CreateCard(card) => Some(card.id),
        Deed::CreateItem(item) => Some(item.id),
        Deed::Invoice(InvoiceDeed::Enter(draft)) => Some(draft.id),
        Deed::Document(DocumentDeed::Create(document)) => Some(document.id),
        Deed::Document(DocumentDeed::Attach(attachment)) => Some(attachment.id),
        _ => None,
    }
}

/// A booking fires for its header, and where wanted for its lines and its ledger lines too.
fn sale(
    told: &mut Vec<Told>,
    company: &Company,
    (entry, action): (&SalesEntry, &'static str),
    lines: bool,
) {
    let topic = "SalesEntries";
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
fn posting(
    told: &mut Vec<Told>,
    company: &Company,
    (posting, action): (&Posting, &'static str),
    lines: bool,
) {
    let (topic, entries, entry_lines) = posting_words(posting.journal_kind);
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
        Deed::Invoice(InvoiceDeed::Delete(id)) if company.invoices.get(*id).is_some() => {
            let path = "salesinvoice/SalesInvoices";
            vec![one("SalesInvoices", "Delete", *id, path)]
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
