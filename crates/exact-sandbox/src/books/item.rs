//! An item: what is sold by the piece or by the hour, with its revenue account, its VAT code and its price.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::apply::{Done, When, unless};
use super::bag::{Bag, key_in};
use super::company::{Company, Entity};
use super::refusal::{BooksError, Label, Refusal};
use super::shelf::{Sum, SumKey};
use super::table::{Index, Record, Slot, Stamp};
use crate::money::Money;

/// An item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Item {
    /// Its key.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub description: String,
    /// Whether invoices may name it.
    pub sales_item: bool,
    /// The ledger account on which its sales are booked.
    pub gl_revenue: Option<Uuid>,
    /// VAT code of its sales; else the ledger account's.
    pub vat_code: String,
    /// What one costs, before discount.
    pub price: Decimal,
    /// Every other property that was set.
    pub other: Bag,
    /// Who, when, version.
    pub stamp: Stamp,
}

impl Record for Item {
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
        vec![
            Index::Code.of(&self.code),
            Index::GlAccount.of(self.gl_revenue),
        ]
    }
    fn sums(&self) -> Vec<(SumKey, Money)> {
        let code = SumKey::of_code(Sum::VatCode, &self.vat_code);
        code.map(|key| (key, Money::ZERO)).into_iter().collect()
    }
}

impl Company {
    /// The item with this code.
    #[must_use]
    pub fn item_by_code(&self, code: &str) -> Option<&Item> {
        self.items.find(Index::Code, code).next()
    }

    pub(super) fn create_item(&mut self, item: Item, at: When) -> Done {
        if self.items.get(item.id).is_some() {
            return Err(Refusal::Exists(Label::Key).into());
        }
        unless(self.check_item(&item))?;
        let item = self.stamped(item, None, at);
        self.items.put(item);
        Ok(())
    }

    pub(super) fn change_item(&mut self, item: Item, at: When) -> Done {
        let old = self.items.get(item.id).ok_or(BooksError::NotFound)?.stamp;
        unless(self.check_item(&item))?;
        let item = self.stamped(item, Some(old), at);
        self.items.put(item);
        Ok(())
    }

    /// Removes an item that is on no invoice.
    pub(super) fn delete_item(&mut self, id: Uuid, at: When) -> Done {
        self.items.get(id).ok_or(BooksError::NotFound)?;
        let lines = self.invoice_lines.find(Index::Item, &id.to_string());
        if lines.take(1).count() > 0 {
            return Err(Refusal::CannotDelete(Label::Item, Label::Invoices).into());
        }
        self.items.remove(id);
        self.note_deletion(Entity::Item, id, at);
        Ok(())
    }

    fn check_item(&self, item: &Item) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        let code = item.code.trim();
        if code.is_empty() {
            refusals.push(Refusal::Mandatory(Label::Code));
        } else if self.item_by_code(code).is_some_and(|it| it.id != item.id) {
            refusals.push(Refusal::Exists(Label::Item));
        }
        if item.description.trim().is_empty() {
            refusals.push(Refusal::Mandatory(Label::Description));
        }
        let others = ["GLCosts", "GLStock"].map(|name| key_in(&item.other, name));
        let mut named = others.into_iter().chain([item.gl_revenue]).flatten();
        if named.any(|id| self.gl_accounts.get(id).is_none()) {
            refusals.push(Refusal::InvalidReference(Label::GlAccount));
        }
        let vat = item.vat_code.trim();
        if !vat.is_empty() && self.vat_code(vat).is_none() {
            refusals.push(Refusal::InvalidReference(Label::VatCode));
        }
        refusals
    }
}
