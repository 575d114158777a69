//! The rules that hold in the books whatever was done, tested on all of them at once.

use std::collections::{BTreeMap, BTreeSet};

use exact_sandbox::Money;
use exact_sandbox::books::{Company, Index, List, Record, Shelf, Status, TermStatus};
use jiff::civil::Date;
use uuid::Uuid;

/// The rules that hold whatever was done.
pub(crate) fn rules(company: &Company) -> Result<(), String> {
    entries_balance(company)?;
    terms_follow(company)?;
    sets_are_settled(company)?;
    versions_are_unique(company)?;
    sums_and_lists_follow(company)
}

fn entries_balance(company: &Company) -> Result<(), String> {
    let mut sums: BTreeMap<Uuid, Money> = BTreeMap::new();
    for line in company.lines.iter() {
        *sums.entry(line.entry).or_default() += line.amount;
    }
    if let Some((entry, sum)) = sums.iter().find(|(_, sum)| **sum != Money::ZERO) {
        return Err(format!("entry {entry} does not balance: {sum}"));
    }
    let booked = company.entries.len() + company.postings.len();
    if sums.len() != booked {
        return Err(format!(
            "{booked} entries, but ledger lines of {}",
            sums.len()
        ));
    }
    for sale in company.entries.iter() {
        let lines = company.lines.find(Index::Entry, &sale.id.to_string());
        let vat: Money = lines
            .filter(|line| line.vat_type.is_some_and(|it| "AZ".contains(it)))
            .map(|line| line.amount)
            .sum();
        if vat != -sale.vat() {
            return Err(format!(
                "entry {} has VAT {}, the ledger {vat}",
                sale.number,
                sale.vat()
            ));
        }
    }
    for posting in company.postings.iter().filter(|it| it.is_flow()) {
        if posting.closing != posting.opening + posting.total() {
            return Err(format!("entry {} does not close", posting.number));
        }
    }
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

/// Every ledger line on a receivable or payable account with a relation has terms of its amount; nothing else has.
fn terms_follow(company: &Company) -> Result<(), String> {
    let mut wanted: BTreeMap<Uuid, (Money, Uuid)> = BTreeMap::new();
    for line in company.lines.iter() {
        let kind = company
            .gl_accounts
            .get(line.gl_account)
            .map_or(0, |gl| gl.kind);
        if [20, 22].contains(&kind) && !line.account.is_nil() {
            wanted.insert(line.id, (line.amount, line.account));
        }
    }
    for term in company.terms.iter() {
        let (left, account) = wanted
            .get_mut(&term.line)
            .ok_or_else(|| format!("term {} has no ledger line", term.id))?;
        *left = *left - term.amount;
        if *account != term.account {
            return Err(format!("term {} is another relation's", term.id));
        }
    }
    match wanted.iter().find(|(_, (left, _))| *left != Money::ZERO) {
        Some((line, (left, _))) => Err(format!("the terms of line {line} miss {left}")),
        None => Ok(()),
    }
}

fn sets_are_settled(company: &Company) -> Result<(), String> {
    let mut matched = 0;
    for set in company.matches.values() {
        let terms: Option<Vec<_>> = set.terms.iter().map(|id| company.terms.get(*id)).collect();
        let terms = terms.ok_or("a matched term is gone")?;
        matched += terms.len();
        let sum: Money = terms.iter().map(|term| term.amount).sum();
        let one = terms
            .iter()
            .all(|term| term.account == terms[0].account && term.matching == Some(set.id));
        if sum != Money::ZERO || !one {
            return Err(format!("set {} is not settled: {sum}", set.id));
        }
    }
    let marked = company
        .terms
        .iter()
        .filter(|term| term.status == TermStatus::Matched);
    if marked.count() != matched {
        return Err("terms are matched with nothing".to_owned());
    }
    Ok(())
}

fn versions_are_unique(company: &Company) -> Result<(), String> {
    fn of<'a, T: Record + 'a>(table: impl Iterator<Item = &'a T>) -> Vec<u64> {
        table.map(|it| it.stamp().version).collect()
    }
    let mut all = of(company.accounts.iter());
    all.extend(of(company.gl_accounts.iter()));
    all.extend(of(company.entries.iter()));
    all.extend(of(company.postings.iter()));
    all.extend(company.lines.iter().map(|line| line.stamp.version));
    all.extend(of(company.terms.iter()));
    all.extend(company.deletions.keys());
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
