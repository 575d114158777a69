//! One repair becomes one invoice.

use domain::{Draft, DraftLine, InvoiceKind, Money, Party, Printed};
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Year, days_due, later};
use crate::demo::claims::{ClaimLine, Claims};
use crate::demo::dirty::{ACCOUNT_BLOCKED, ACCOUNT_NOT_THERE, Snag};
use crate::demo::group::JournalRole;
use crate::demo::people::{Kind, Person};
use crate::demo::world::{Entry, Planned};

impl Year<'_> {
    /// Makes the invoice of one repair, finished on this day.
    pub(super) fn invoice(&mut self, day: Date, open: bool, snag: Option<Snag>) -> Option<Planned> {
        let journal = self.journal(snag);
        let person = self.customer(open, snag);
        let internal = journal.role == JournalRole::Internal;
        let mut lines = self.lines(person, journal.role, snag);
        soil(&mut lines, snag);
        let kind = self
            .people
            .get(person)
            .map_or(Kind::Private, |person| person.kind);
        let number = if snag == Some(Snag::NoNumber) {
            None
        } else {
            self.numbers.take(journal.code, day)
        };
        let payment_reference = if number.is_some() {
            self.numbers.reference(day)
        } else {
            String::new()
        };
        let supplied = self.chance.between(0, 3);
        let (lines, accounts) = lines.into_iter().map(|it| (it.line, it.account)).unzip();
        let draft = Draft {
            kind: InvoiceKind::Invoice,
            payment_reference,
            number,
            issue_date: day,
            due_date: Some(later(day, days_due(kind))),
            supply_date: Some(later(day, -supplied)),
            plate: self.plate(),
            note: if snag == Some(Snag::Emoji) {
                "Bedankt en tot ziens 🚗✨"
            } else {
                ""
            }
            .to_owned(),
            buyer: self.people.get(person).map(party).unwrap_or_default(),
            lines,
            prepaid: Money::ZERO,
            corrects: Vec::new(),
        };
        let printed = Printed::compute(draft).ok()?;
        let entry = self.entry(day, journal.code, open || internal, snag);
        if entry.is_some_and(|entry| !entry.typed) {
            self.remember(person);
        }
        let (shop, journal) = (self.place, journal.code);
        Some(Planned {
            shop,
            journal,
            person,
            printed,
            accounts,
            entry,
            snag,
            internal,
        })
    }

    fn lines(&mut self, person: usize, role: JournalRole, snag: Option<Snag>) -> Vec<ClaimLine> {
        let treatment = self.treatment(person, snag);
        let french = self.shop.language == domain::Language::Fr;
        let trifle = snag.is_none() && self.chance.permille(10);
        let mut claims = Claims {
            chance: &mut self.chance,
            treatment,
            french,
        };
        match role {
            _ if trifle => claims.trifle(),
            JournalRole::Garage => claims.service(),
            _ => claims.repair(),
        }
    }

    /// Where it stands in the other books: the past does, and what someone typed in.
    pub(super) fn entry(
        &mut self,
        day: Date,
        journal: &'static str,
        open: bool,
        snag: Option<Snag>,
    ) -> Option<Entry> {
        let typed = matches!(snag, Some(Snag::TypedAlready | Snag::NumberUsed));
        if open && !typed {
            return None;
        }
        Some(Entry {
            id: self.chance.uuid(),
            number: self.numbers.entry(journal, day),
            typed,
        })
    }
}

/// Does to the lines what the snag wants.
fn soil(lines: &mut Vec<ClaimLine>, snag: Option<Snag>) {
    let account = |lines: &mut Vec<ClaimLine>, account: Option<&'static str>| {
        if let Some(line) = lines
            .iter_mut()
            .rfind(|line| line.account == Some("705000"))
        {
            line.account = account;
        }
    };
    match snag {
        Some(Snag::NoAccount) => account(lines, None),
        Some(Snag::AccountNotThere) => account(lines, Some(ACCOUNT_NOT_THERE)),
        Some(Snag::AccountBlocked) => account(lines, Some(ACCOUNT_BLOCKED)),
        Some(Snag::TotalZero) => {
            let back = lines.iter().map(mirrored).collect::<Vec<_>>();
            lines.extend(back);
        }
        _ => {}
    }
}

/// The line once more, with its signs turned.
pub(super) fn mirrored(line: &ClaimLine) -> ClaimLine {
    ClaimLine {
        line: turned(&line.line),
        account: line.account,
    }
}

/// The line with its quantity and amount turned.
pub(super) fn turned(line: &DraftLine) -> DraftLine {
    let quantity = if line.net.is_some() {
        -line.quantity
    } else {
        Decimal::ZERO
    };
    DraftLine {
        quantity,
        net: line.net.map(|net| -net),
        ..line.clone()
    }
}

/// A customer as he is printed.
pub(super) fn party(person: &Person) -> Party {
    let endpoint = match person.vat_number.strip_prefix("BE") {
        Some(digits) => format!("0208:{digits}"),
        None => String::new(),
    };
    Party {
        name: person.name.clone(),
        address: person.address.clone(),
        vat_number: person.vat_number.clone(),
        endpoint,
    }
}
