//! What an act changed, as subscribers are told. It is seen from the row versions, so that no act needs to know about
//! webhooks; only what leaves no row behind is read from the act itself. Matching, un-matching and writing
//! off tell nothing (facts 5.2).

use jiff::Timestamp;
use uuid::Uuid;

use super::{Ears, Hooks, Told};
use crate::books::{
    Act, Books, Company, Deed, DocumentDeed, Entity, InvoiceDeed, PeriodKey, Posting, Record, Table,
};
use crate::switches::Switches;

/// What must be known before the act is carried out.
pub(crate) struct Seen {
    division: i32,
    at: Timestamp,
    version: u64,
    /// What is about to be made. Times do not tell it: the clock may stand still.
    made: Option<Uuid>,
    /// The entry of a payment difference that is about to be made beside it: writing off tells nothing.
    difference: Option<Uuid>,
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
            difference: difference(&act.deed),
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
        for invoice in company.invoices.changed_after(self.version) {
            let lines = company.invoice_lines_of(invoice.id()).into_iter();
            let lines = lines.map(Record::id).collect();
            told.extend(INVOICE.all(company, (invoice.id(), lines), self, switches));
        }
        for entry in company.entries.changed_after(self.version) {
            let lines = entry.lines().iter().map(|line| line.draft.id).collect();
            told.extend(SALE.all(company, (entry.id, lines), self, switches));
        }
        let postings = company.postings.changed_after(self.version);
        for posting in postings.filter(|it| Some(it.id) != self.difference) {
            let lines = posting.lines.iter().map(|line| line.draft.id).collect();
            let family = posting_family(posting.journal_kind);
            told.extend(family.all(company, (posting.id, lines), self, switches));
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
        Deed::Invoice(InvoiceDeed::Print(printing)) => Some(printing.entry()),
        Deed::Document(DocumentDeed::Create(document)) => Some(document.id),
        Deed::Document(DocumentDeed::Attach(attachment)) => Some(attachment.id),
        _ => None,
    }
}

/// The key of the entry that writes off what is left of what an entry is matched with.
fn difference(deed: &Deed) -> Option<Uuid> {
    match deed {
        Deed::EnterAndMatch { matching, .. } => matching.write_off.as_ref().map(|it| it.entry),
        _ => None,
    }
}

/// What has a head with lines: its topic and paths.
struct Family {
    topic: &'static str,
    heads: &'static str,
    lines: &'static str,
    /// Whether it is booked, and so has ledger lines.
    booked: bool,
}

const SALE: Family = Family {
    topic: "SalesEntries",
    heads: "salesentry/SalesEntries",
    lines: "salesentry/SalesEntryLines",
    booked: true,
};
const INVOICE: Family = Family {
    topic: "SalesInvoices",
    heads: "salesinvoice/SalesInvoices",
    lines: "salesinvoice/SalesInvoiceLines",
    booked: false,
};
const CASH: Family = Family {
    topic: "CashEntries",
    heads: "financialtransaction/CashEntries",
    lines: "financialtransaction/CashEntryLines",
    booked: true,
};
const BANK: Family = Family {
    topic: "BankEntries",
    heads: "financialtransaction/BankEntries",
    lines: "financialtransaction/BankEntryLines",
    booked: true,
};
const GENERAL: Family = Family {
    topic: "GeneralJournalEntries",
    heads: "generaljournalentry/GeneralJournalEntries",
    lines: "generaljournalentry/GeneralJournalEntryLines",
    booked: true,
};

/// What the entries in a journal of this kind are.
fn posting_family(journal_kind: i32) -> &'static Family {
    match journal_kind {
        10 => &CASH,
        90 => &GENERAL,
        _ => &BANK,
    }
}

impl Family {
    /// One that changed fires for its head, and where wanted for its lines and its ledger lines too.
    fn all(
        &self,
        company: &Company,
        (head, lines): (Uuid, Vec<Uuid>),
        seen: &Seen,
        switches: &Switches,
    ) -> Vec<Told> {
        let (topic, action) = (self.topic, seen.action(head));
        let mut told = vec![one(topic, action, head, self.heads)];
        if switches.webhook_lines {
            let lines = lines.into_iter();
            told.extend(lines.map(|line| one(topic, action, line, self.lines)));
            let ledger = company.lines_of(head).into_iter().filter(|_| self.booked);
            let path = "financialtransaction/TransactionLines";
            told.extend(ledger.map(|line| one(topic, action, line.id, path)));
        }
        told
    }

    /// One that is about to go: it leaves no row of its own kind in `sync/Deleted`.
    fn gone(&self, head: Uuid) -> Vec<Told> {
        vec![one(self.topic, "Delete", head, self.heads)]
    }
}

/// What an act is about to remove.
fn gone(company: &Company, deed: &Deed) -> Vec<Told> {
    match deed {
        Deed::DeleteSale(id) if company.entries.get(*id).is_some() => SALE.gone(*id),
        Deed::Invoice(InvoiceDeed::Delete(id)) if company.invoices.get(*id).is_some() => {
            INVOICE.gone(*id)
        }
        Deed::DeletePosting(id) => {
            let going = company.postings.get(*id).into_iter();
            let told = |posting: &Posting| posting_family(posting.journal_kind).gone(*id);
            going.flat_map(told).collect()
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
