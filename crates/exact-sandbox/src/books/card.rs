//! What hangs on a relation: addresses, contacts and bank accounts. Few rules, many properties that are only kept.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::apply::{Done, When, unless};
use super::bag::{Bag, Field, text_in};
use super::company::{Company, Entity};
use super::refusal::{BooksError, Label, Refusal};
use super::states;
use super::table::{Index, Record, Slot, Stamp, Table};

/// Which of the three a card is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardKind {
    /// An address.
    #[default]
    Address,
    /// A contact.
    Contact,
    /// A bank account.
    BankAccount,
}

/// An address, contact or bank account of a relation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Card {
    /// Its key.
    pub id: Uuid,
    /// Which of the three it is.
    pub kind: CardKind,
    /// The relation.
    pub account: Option<Uuid>,
    /// Every other property that was set.
    pub values: Bag,
    /// Who, when, version.
    pub stamp: Stamp,
}

impl Card {
    /// A property as text; empty when it was not set.
    #[must_use]
    pub fn text(&self, property: &str) -> &str {
        text_in(&self.values, property)
    }

    fn has(&self, property: &str) -> bool {
        !self.text(property).trim().is_empty()
    }
}

impl Record for Card {
    fn id(&self) -> Uuid {
        self.id
    }
    fn stamp(&self) -> &Stamp {
        &self.stamp
    }
    fn stamp_mut(&mut self) -> &mut Stamp {
        &mut self.stamp
    }
    fn keys(&self) -> Vec<(Index, Slot)> {
        vec![Index::Account.of(self.account)]
    }
}

impl Company {
    /// The cards of a kind.
    #[must_use]
    pub fn cards(&self, kind: CardKind) -> &Table<Card> {
        match kind {
            CardKind::Address => &self.addresses,
            CardKind::Contact => &self.contacts,
            CardKind::BankAccount => &self.bank_accounts,
        }
    }

    pub(super) fn cards_mut(&mut self, kind: CardKind) -> &mut Table<Card> {
        match kind {
            CardKind::Address => &mut self.addresses,
            CardKind::Contact => &mut self.contacts,
            CardKind::BankAccount => &mut self.bank_accounts,
        }
    }

    pub(super) fn create_card(&mut self, card: Card, at: When) -> Done {
        if self.cards(card.kind).get(card.id).is_some() {
            return Err(Refusal::Exists(Label::Key).into());
        }
        unless(self.check_card(&card))?;
        let card = self.stamped(card, None, at);
        self.cards_mut(card.kind).put(card);
        Ok(())
    }

    pub(super) fn change_card(&mut self, card: Card, at: When) -> Done {
        let old = self.cards(card.kind).get(card.id);
        let old = old.ok_or(BooksError::NotFound)?.stamp;
        unless(self.check_card(&card))?;
        let card = self.stamped(card, Some(old), at);
        self.cards_mut(card.kind).put(card);
        Ok(())
    }

    pub(super) fn delete_card(&mut self, kind: CardKind, id: Uuid, at: When) -> Done {
        self.cards_mut(kind)
            .remove(id)
            .ok_or(BooksError::NotFound)?;
        let entity = match kind {
            CardKind::Address => Entity::Address,
            CardKind::Contact => Entity::Contact,
            CardKind::BankAccount => Entity::BankAccount,
        };
        self.note_deletion(entity, id, at);
        Ok(())
    }

    /// Takes all cards of a relation out, as when it is deleted.
    pub(super) fn drop_cards(&mut self, account: Uuid, at: When) {
        for kind in [CardKind::Address, CardKind::Contact, CardKind::BankAccount] {
            let cards = self.cards(kind).find(Index::Account, &account.to_string());
            let cards: Vec<Uuid> = cards.map(Record::id).collect();
            for id in cards {
                // It was just found.
                drop(self.delete_card(kind, id, at));
            }
        }
    }

    fn check_card(&self, card: &Card) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        match card.account {
            None => refusals.push(Refusal::Mandatory(Label::Relation)),
            Some(id) if self.accounts.get(id).is_none() => {
                refusals.push(Refusal::InvalidReference(Label::Relation));
            }
            Some(_) => {}
        }
        let kind = card.values.get("Type");
        match card.kind {
            CardKind::Contact if !(card.has("FirstName") || card.has("LastName")) => {
                refusals.push(Refusal::Mandatory(Label::Name));
            }
            CardKind::BankAccount if !card.has("BankAccount") => {
                refusals.push(Refusal::Mandatory(Label::BankAccount));
            }
            CardKind::Address if !matches!(kind, None | Some(Field::Int(1..=4))) => {
                refusals.push(Refusal::Invalid(Label::Type));
            }
            _ => {}
        }
        let country = card.text("Country").trim();
        let iso = country.len() == 2 && country.chars().all(|c| c.is_ascii_uppercase());
        if !(country.is_empty() || iso) {
            refusals.push(Refusal::InvalidReference(Label::Country));
        }
        if !states::fits(card.text("State"), country) {
            refusals.push(Refusal::InvalidReference(Label::State));
        }
        refusals
    }
}
