//! The rules that hold in the books whatever was done, tested on all of them at once.

use std::collections::BTreeSet;

use exact_sandbox::Money;
use exact_sandbox::books::{Company, Index, List, Record, Shelf, Status, TermStatus};
use jiff::civil::Date;
use uuid::Uuid;

use super::watch::{each_table, entry_is_sound, set_is_settled};

/// The rules that hold whatever was done.
pub(crate) fn rules(company: &Company) -> Result<(), String> {
    entries_are_sound(company)?;
    numbers_are_unique(company)?;
    sets_are_settled(company)?;
    versions_are_unique(company)?;
    sums_and_lists_follow(company)
}

/// Every entry that there is, or that anything says it belongs to.
fn entries_are_sound(company: &Company) -> Result<(), String> {
    let mut entries: BTreeSet<Uuid> = company.entries.iter().map(Record::id).collect();
    entries.extend(company.postings.iter().map(Record::id));
    entries.extend(company.lines.iter().map(|line| line.entry));
    entries.extend(company.terms.iter().map(|term| term.entry));
    entries
        .into_iter()
        .try_for_each(|entry| entry_is_sound(company, entry))
}

fn numbers_are_unique(company: &Company) -> Result<(), String> {
    let mut numbers = BTreeSet::new();
    let sales = company
        .entries
        .iter()
        .map(|it| (it.journal.as_str(), it.year, it.number));
    let postings = company
        .postings
        .iter()
        .map(|it| (it.journal.as_str(), it.year, it.number));
    sales.chain(postings).try_for_each(|key| {
        if numbers.insert(key) {
            Ok(())
        } else {
            Err(format!("{key:?} is used twice"))
        }
    })
}

/// Every set that there is, or that a term says it is matched in.
fn sets_are_settled(company: &Company) -> Result<(), String> {
    let mut sets: BTreeSet<Uuid> = company.matches.keys().copied().collect();
    sets.extend(company.terms.iter().filter_map(|term| term.matching));
    sets.iter()
        .try_for_each(|set| set_is_settled(company, *set))?;
    let matched: usize = company.matches.values().map(|set| set.terms.len()).sum();
    let terms = company.terms.iter();
    let marked = terms.filter(|term| term.status == TermStatus::Matched);
    if marked.count() != matched {
        return Err("terms are matched with nothing".to_owned());
    }
    Ok(())
}

fn versions_are_unique(company: &Company) -> Result<(), String> {
    let mut all: Vec<u64> = company.deletions.keys().copied().collect();
    each_table(company, &mut |table| all.extend(table.versions()));
    let count = all.len();
    let highest = all.iter().max().copied().unwrap_or(0);
    let unique: BTreeSet<u64> = all.into_iter().collect();
    if unique.len() != count || highest > company.version() {
        return Err("a row version was given twice, or never".to_owned());
    }
    Ok(())
}

/// What is kept beside the rows says what the rows say.
fn sums_and_lists_follow(company: &Company) -> Result<(), String> {
    let ever = (Date::MIN, Date::MAX);
    for gl in company.gl_accounts.iter() {
        let lines = company.lines.iter().filter(|line| line.gl_account == gl.id);
        let (count, sum) = lines.fold((0, Money::ZERO), |(count, sum), line| {
            (count + 1, sum + line.amount)
        });
        let kept = company.ledger_total(gl.id, ever);
        if (kept.count, kept.balance()) != (count, sum) {
            return Err(format!("{} has {count} lines of {sum}: {kept:?}", gl.code));
        }
    }
    let open = |term: &&exact_sandbox::books::PaymentTerm| {
        term.status == TermStatus::Open && !term.payable
    };
    let today = Date::constant(2026, 11, 24);
    for account in company.accounts.iter() {
        let key = account.id.to_string();
        let items = company.terms.find(Index::Account, &key);
        let (total, listed) = (
            items.filter(open).map(|term| term.amount).sum::<Money>(),
            company
                .terms
                .listed(Shelf::of(List::Items, (account.id, true)), None),
        );
        let ages = company.receivable(Some(account.id), today);
        let listed: Money = listed.filter(open).map(|term| term.amount).sum();
        if (ages.total(), listed) != (total, total) {
            return Err(format!("{} owes {total}: {ages:?}, {listed}", account.code));
        }
    }
    let all: Money = company.terms.iter().filter(open).map(|it| it.amount).sum();
    let ages = company.receivable(None, today);
    let lists = [List::OpenReceivables, List::LooseReceipts];
    let lists = lists.map(|list| company.terms.listed_back(Shelf::of(list, ()), None).count());
    let count = company.terms.iter().filter(open).count();
    if ages.total() != all || lists.iter().sum::<usize>() != count {
        return Err(format!("{count} items of {all}: {ages:?}, {lists:?}"));
    }
    for journal in company.journals.iter() {
        let code = journal.code.as_str();
        let shelf = |status| Shelf::of(List::Entries, (code, status));
        let count = |status| {
            let sales = company.entries.listed(shelf(status), None).count();
            sales + company.postings.listed(shelf(status), None).count()
        };
        let (sales, rest) = (
            company.entries.find(Index::Journal, code).count(),
            company.postings.find(Index::Journal, code).count(),
        );
        let kept = company.journal_standing(code);
        let (open, processed) = (count(Status::Open), count(Status::Processed));
        let counts = (usize::try_from(kept.open), usize::try_from(kept.processed));
        if counts != (Ok(open), Ok(processed)) || open + processed != sales + rest {
            return Err(format!(
                "journal {code}: {kept:?}, {open} and {processed} listed"
            ));
        }
    }
    Ok(())
}
