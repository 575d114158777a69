//! A relation: a customer, supplier or prospect of a company. Its bank accounts and addresses are not kept here.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::apply::When;
use super::bag::{Bag, Field, key_in, text_in};
use super::company::Company;
use super::shelf::{List, Shelf, Sum, SumKey};
use super::table::{Index, Record, Slot, Stamp};
use crate::money::Money;

/// A relation (Exact: *Account*).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Account {
    /// Its key.
    pub id: Uuid,
    /// Its number, without the padding that the API adds.
    pub code: String,
    /// Its name.
    pub name: String,
    /// `C` customer, `P` prospect, `S` suspect, `A` none; empty is none.
    pub status: String,
    /// Whether it may not be used.
    pub blocked: bool,
    /// First address line.
    pub address_line1: String,
    /// Postcode.
    pub postcode: String,
    /// City.
    pub city: String,
    /// ISO country code.
    pub country: String,
    /// VAT number, as entered.
    pub vat_number: String,
    /// Mail address.
    pub email: String,
    /// Telephone.
    pub phone: String,
    /// Language code such as `NL`.
    pub language: String,
    /// Code of the payment condition for sales.
    pub payment_condition: String,
    /// Code of the VAT code for sales.
    pub sales_vat_code: String,
    /// The receivable account, when it is not the journal's.
    pub receivable: Option<Uuid>,
    /// Every other property that was set.
    pub other: Bag,
    /// Who, when, version.
    pub stamp: Stamp,
}

impl Account {
    /// Whether sales entries may name it.
    #[must_use]
    pub fn is_customer(&self) -> bool {
        self.status == "C"
    }

    /// Sets a property by its published name; `None` clears it.
    pub fn set(&mut self, property: &str, value: Option<Field>) {
        match (self.text_mut(property), &value) {
            (Some(slot), Some(Field::Text(text))) => slot.clone_from(text),
            (Some(slot), None) => slot.clear(),
            _ => self.set_other(property, value),
        }
    }

    fn set_other(&mut self, property: &str, value: Option<Field>) {
        match (property, value) {
            ("Blocked", value) => self.blocked = value == Some(Field::Bool(true)),
            ("GLAR", Some(Field::Guid(id))) => self.receivable = Some(id),
            ("GLAR", None) => self.receivable = None,
            (name, Some(value)) => {
                self.other.insert(name.to_owned(), value);
            }
            (name, None) => {
                self.other.remove(name);
            }
        }
    }

    fn text_mut(&mut self, property: &str) -> Option<&mut String> {
        Some(match property {
            "Code" => &mut self.code,
            "Name" => &mut self.name,
            "Status" => &mut self.status,
            "AddressLine1" => &mut self.address_line1,
            "Postcode" => &mut self.postcode,
            "City" => &mut self.city,
            "Country" => &mut self.country,
            "VATNumber" => &mut self.vat_number,
            "Email" => &mut self.email,
            "Phone" => &mut self.phone,
            "Language" => &mut self.language,
            "PaymentConditionSales" => &mut self.payment_condition,
            "SalesVATCode" => &mut self.sales_vat_code,
            _ => return None,
        })
    }
}

/// Properties that name another relation.
const RELATIONS: [&str; 4] = ["Accountant", "InvoiceAccount", "Parent", "Reseller"];

impl Company {
    /// Relations that name one that goes name another instead, or none.
    pub(super) fn rename_relations(&mut self, from: Uuid, into: Option<Uuid>, at: When) {
        let naming = self.accounts.find(Index::Account, &from.to_string());
        let naming: Vec<Account> = naming.cloned().collect();
        for mut account in naming {
            for name in RELATIONS {
                if account.other.get(name) == Some(&Field::Guid(from)) {
                    // None invoices or owns itself.
                    let into = into.filter(|into| *into != account.id);
                    account.set(name, into.map(Field::Guid));
                }
            }
            let old = account.stamp;
            let account = self.stamped(account, Some(old), at);
            self.accounts.put(account);
        }
    }
}

/// A number that sorts as text; empty when it is none, or one that nobody would count on from.
fn sortable(code: &str) -> String {
    match code.parse::<u64>() {
        Ok(number) if code.len() < 15 => format!("{number:015}"),
        _ => String::new(),
    }
}

impl Record for Account {
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
        let mut keys = vec![
            Index::Code.of(&self.code),
            Index::VatNumber.of(&self.vat_number),
            Index::Name.of(&self.name),
            Index::Email.of(&self.email),
            Index::Chamber.of(text_in(&self.other, "ChamberOfCommerce")),
            Index::Number.of(&sortable(&self.code)),
        ];
        let named = RELATIONS
            .iter()
            .filter_map(|name| key_in(&self.other, name));
        keys.extend(named.map(|id| Index::Account.of(id)));
        keys
    }
    fn sums(&self) -> Vec<(SumKey, Money)> {
        let code = SumKey::of_code(Sum::VatCode, &self.sales_vat_code);
        code.map(|key| (key, Money::ZERO)).into_iter().collect()
    }
    fn shelves(&self) -> Vec<Shelf> {
        vec![Shelf::of(List::Accounts, ())]
    }
    fn order(&self) -> u64 {
        self.code.parse().unwrap_or(u64::MAX)
    }
}
