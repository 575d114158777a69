//! A shop's year: month by month its repairs become invoices, some become credit notes, and the books fill.

mod credit;
mod invoice;
mod numbers;

use std::collections::BTreeMap;
use std::ops::Range;

use domain::VatRegime;
use domain::{VatRate, VatTreatment};
use jiff::civil::Date;
use uuid::Uuid;

use super::calendar::Month;
use super::chance::Chance;
use super::dirty::{SNAGS, Snag};
use super::group::{JournalRole, SHOPS, Shop, ShopJournal};
use super::people::{Kind, Person};
use super::world::{Planned, Relation};
use numbers::Numbers;

/// Invoices of a shop in a month, give or take a tenth.
const PER_MONTH: i64 = 140;
/// Customers of the shop that first come in the open month.
const NEWCOMERS: usize = 30;
/// The first snag of the open month, and how many invoices lie between two.
const SNAG_EVERY: (usize, usize) = (6, 7);

/// A shop's year while it is being lived.
pub(super) struct Year<'a> {
    shop: &'static Shop,
    place: usize,
    people: &'a mut Vec<Person>,
    chance: Chance,
    shared: Range<usize>,
    own: Range<usize>,
    newcomers: Vec<usize>,
    numbers: Numbers,
    invoices: Vec<Planned>,
    credited: Vec<bool>,
    relations: BTreeMap<usize, (Uuid, bool, Option<Snag>)>,
}

impl<'a> Year<'a> {
    /// A year that has not begun, of the shop at this place.
    pub(super) fn new(place: usize, people: &'a mut Vec<Person>, chance: Chance) -> Self {
        let shop = SHOPS.get(place).unwrap_or(&SHOPS[0]);
        Self {
            shop,
            place,
            people,
            chance,
            shared: 0..0,
            own: 0..0,
            newcomers: Vec::new(),
            numbers: Numbers::new(shop, place),
            invoices: Vec::new(),
            credited: Vec::new(),
            relations: BTreeMap::new(),
        }
    }

    /// Says which customers are the group's and where the shop's own begin.
    pub(super) fn set_customers(&mut self, shared: Range<usize>, first: usize) {
        let private = |at: &usize| {
            self.people
                .get(*at)
                .is_some_and(|it| it.kind == Kind::Private)
        };
        let mut own: Vec<usize> = (first..self.people.len()).collect();
        own.retain(private);
        self.newcomers = own.split_off(own.len().saturating_sub(NEWCOMERS));
        self.shared = shared;
        self.own = first..self.people.len();
    }

    /// Lives one month.
    pub(super) fn live(&mut self, month: &Month) {
        let count = self
            .chance
            .between(PER_MONTH - PER_MONTH / 10, PER_MONTH + PER_MONTH / 10);
        let days = month.days(usize::try_from(count).unwrap_or_default(), &mut self.chance);
        for (at, day) in days.into_iter().enumerate() {
            let snag = month.open.then(|| snag_at(at)).flatten();
            let made = match snag {
                None if self.chance.permille(40) => self.credit(day, month.open),
                _ => None,
            };
            let planned = made.or_else(|| self.invoice(day, month.open, snag));
            self.invoices.extend(planned);
            self.credited.resize(self.invoices.len(), false);
        }
    }

    /// What it came to: the invoices, and who the administration knows.
    pub(super) fn finish(self) -> (Vec<Planned>, Vec<Relation>) {
        let shop = self.place;
        let relation = |(person, (id, linked, snag))| Relation {
            shop,
            person,
            id,
            linked,
            snag,
        };
        (
            self.invoices,
            self.relations.into_iter().map(relation).collect(),
        )
    }

    /// Who comes today.
    fn customer(&mut self, open: bool, snag: Option<Snag>) -> usize {
        if let Some(snag) = snag.filter(|snag| snag.has_own_customer()) {
            return self.customer_of(snag);
        }
        if open && snag.is_none() && self.chance.permille(60) && !self.newcomers.is_empty() {
            let at = self.chance.index(self.newcomers.len());
            return self.newcomers.swap_remove(at);
        }
        loop {
            let range = if self.chance.permille(820) {
                self.own.clone()
            } else {
                self.shared.clone()
            };
            let at = range.start + self.chance.index(range.len());
            if self.newcomers.contains(&at) || (open && !self.relations.contains_key(&at)) {
                continue;
            }
            return at;
        }
    }

    /// A customer who comes only for a snag; Exact may know him, oddly.
    fn customer_of(&mut self, snag: Snag) -> usize {
        let Some(mut person) = self
            .newcomers
            .pop()
            .and_then(|at| self.people.get(at).cloned())
        else {
            return self.own.start;
        };
        person.number += 9_000 - 1_000 * i64::try_from(self.place).unwrap_or_default();
        snag.mark(&mut person);
        let at = self.people.len();
        self.people.push(person);
        if snag != Snag::NoAddress {
            let linked = snag == Snag::CustomerBlocked;
            self.relations
                .insert(at, (self.chance.uuid(), linked, Some(snag)));
        }
        at
    }

    /// Which journal it goes into.
    fn journal(&mut self, snag: Option<Snag>) -> &'static ShopJournal {
        let role = match snag {
            Some(Snag::PeriodClosed) => Some(JournalRole::Closed),
            Some(Snag::JournalNotThere) => Some(JournalRole::Unmapped),
            Some(_) => Some(JournalRole::Body),
            None => None,
        };
        let journals = self.shop.journals;
        let chosen = role.and_then(|role| self.shop.journal(role));
        let weights = journals.iter().map(|journal| journal.share);
        chosen.unwrap_or_else(|| &journals[self.chance.weighted(weights).min(journals.len() - 1)])
    }

    /// How a customer is taxed.
    fn treatment(&self, person: usize, snag: Option<Snag>) -> VatTreatment {
        match (snag, self.people.get(person).map(|person| person.kind)) {
            (Some(Snag::VatCodeBlocked), _) => VatTreatment::standard(VatRate::PERCENT_12),
            (Some(Snag::VatNotMapped), _) => VatTreatment::untaxed(VatRegime::Export),
            (_, Some(Kind::Reduced)) => VatTreatment::standard(VatRate::PERCENT_6),
            (_, Some(Kind::Abroad)) => VatTreatment::untaxed(VatRegime::IntraCommunityService),
            _ => VatTreatment::standard(VatRate::PERCENT_21),
        }
    }

    /// The administration has seen this customer: his invoice was booked.
    fn remember(&mut self, person: usize) {
        let Self {
            relations, chance, ..
        } = self;
        relations
            .entry(person)
            .or_insert_with(|| (chance.uuid(), true, None));
    }

    fn plate(&mut self) -> String {
        const LETTERS: &[u8] = b"ABCDEFGHJKLMNPRSTVXYZ";
        let mut letter = || char::from(self.chance.pick(LETTERS).copied().unwrap_or(b'A'));
        let (first, last) = (letter(), letter());
        format!("1-{first}O{last}-{:03}", self.chance.between(1, 999))
    }
}

/// The snag of the open month's invoice at this place.
fn snag_at(at: usize) -> Option<Snag> {
    let (first, every) = SNAG_EVERY;
    let past = at.checked_sub(first)?;
    if past % every != 0 {
        return None;
    }
    SNAGS.get(past / every).map(|(snag, _)| *snag)
}

/// Days until it is due, by kind of customer.
const fn days_due(kind: Kind) -> i64 {
    match kind {
        Kind::Private | Kind::Reduced => 0,
        Kind::Leasing => 60,
        _ => 30,
    }
}

/// The day, so many days later.
fn later(day: Date, days: i64) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}
