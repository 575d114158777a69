//! Exact's tests on relations and ledger accounts.

use super::account::Account;
use super::bag::text_in;
use super::company::Company;
use super::ledger::GlAccount;
use super::refusal::{Label, Refusal};
use super::states;
use super::table::Index;
use super::vat_number;

/// Longest account code.
const CODE_LENGTH: usize = 18;

impl Company {
    /// The next free relation number.
    #[must_use]
    pub fn next_account_code(&self) -> String {
        let highest = self.accounts.highest(Index::Number);
        let number = highest.and_then(|account| account.code.parse::<u64>().ok());
        number.unwrap_or(0).saturating_add(1).to_string()
    }

    /// What is wrong with the relation.
    pub(super) fn check_account(&self, account: &Account) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        if account.name.trim().is_empty() {
            refusals.push(Refusal::Mandatory(Label::Name));
        }
        let numeric =
            account.code.chars().all(|c| c.is_ascii_digit()) && account.code.len() <= CODE_LENGTH;
        if !numeric {
            refusals.push(Refusal::Invalid(Label::Code));
        }
        let mut same_code = self.accounts.find(Index::Code, &account.code);
        if !account.code.is_empty() && same_code.any(|other| other.id != account.id) {
            refusals.push(Refusal::Exists(Label::Relation));
        }
        if !["", "A", "S", "P", "C"].contains(&account.status.as_str()) {
            refusals.push(Refusal::Invalid(Label::Status));
        }
        let country = account.country.trim();
        let iso = country.len() == 2 && country.chars().all(|c| c.is_ascii_uppercase());
        if !(country.is_empty() || iso) {
            refusals.push(Refusal::InvalidReference(Label::Country));
        }
        if !states::fits(text_in(&account.other, "State"), country) {
            refusals.push(Refusal::InvalidReference(Label::State));
        }
        if !vat_number::is_acceptable(&account.vat_number) {
            refusals.push(Refusal::Invalid(Label::VatNumber));
        }
        if !account.payment_condition.is_empty()
            && self.condition(&account.payment_condition).is_none()
        {
            refusals.push(Refusal::InvalidReference(Label::PaymentCondition));
        }
        if !account.sales_vat_code.is_empty() && self.vat_code(&account.sales_vat_code).is_none() {
            refusals.push(Refusal::InvalidReference(Label::VatCode));
        }
        if account
            .receivable
            .is_some_and(|id| self.gl_accounts.get(id).is_none())
        {
            refusals.push(Refusal::InvalidReference(Label::GlAccount));
        }
        refusals
    }

    /// What is wrong with the ledger account.
    pub(super) fn check_gl_account(&self, account: &GlAccount) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        if account.code.trim().is_empty() {
            refusals.push(Refusal::Mandatory(Label::Code));
        }
        if account.description.trim().is_empty() {
            refusals.push(Refusal::Mandatory(Label::Description));
        }
        let mut same_code = self.gl_accounts.find(Index::Code, &account.code);
        if !account.code.trim().is_empty() && same_code.any(|other| other.id != account.id) {
            refusals.push(Refusal::Exists(Label::GlAccount));
        }
        if !account.vat_code.trim().is_empty() && self.vat_code(&account.vat_code).is_none() {
            refusals.push(Refusal::InvalidReference(Label::VatCode));
        }
        refusals
    }
}
