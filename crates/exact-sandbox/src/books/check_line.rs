//! Exact's tests on the lines of a sales entry: ledger account, VAT code, cost centre.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::check::Check;
use super::check_dimensions::dimensions;
use super::entry::{SaleLine, SalesLine};
use super::ledger::{GlAccount, gl_type};
use super::refusal::{Label, Refusal};
use crate::money::Money;

impl<'a> Check<'a> {
    /// The lines, as far as they can be worked out; what was entered is put in when they are booked.
    pub(super) fn lines(&mut self, date: Date) -> Vec<SalesLine> {
        if self.draft.lines.is_empty() {
            self.refuse(Refusal::Mandatory(Label::Lines));
        }
        let draft = self.draft;
        (1..)
            .zip(&draft.lines)
            .filter_map(|(number, line)| self.line(number, line, date))
            .collect()
    }

    fn line(&mut self, number: i32, line: &SaleLine, date: Date) -> Option<SalesLine> {
        let gl = self.gl_account(line);
        let code = line.vat_code.clone().filter(|code| !code.trim().is_empty());
        let code = code
            .or_else(|| gl.map(|gl| gl.vat_code.clone()))
            .unwrap_or_default();
        let percentage = self.vat_percentage(&code, line);
        if let Some(gl) = gl {
            self.cost_centre(gl, line, date);
        }
        let Some(net) = line.amount else {
            self.refuse(Refusal::Mandatory(Label::Amount));
            return None;
        };
        let percentage = percentage?;
        let vat = line.vat_amount.unwrap_or_else(|| net.times(percentage));
        let vat = if code.trim().is_empty() {
            Money::ZERO
        } else {
            vat
        };
        let vat_code = code.trim().to_owned();
        Some(SalesLine {
            draft: SaleLine::default(),
            number,
            gl_account: gl?.id,
            net,
            vat_code,
            vat_percentage: percentage,
            vat,
        })
    }

    fn gl_account(&mut self, line: &SaleLine) -> Option<&'a GlAccount> {
        let Some(id) = line.gl_account else {
            self.refuse(Refusal::Mandatory(Label::GlAccount));
            return None;
        };
        let company = self.company;
        let Some(gl) = company.gl_accounts.get(id) else {
            self.refuse(Refusal::InvalidReference(Label::GlAccount));
            return None;
        };
        if gl.blocked {
            self.refuse(Refusal::Blocked(Label::GlAccount, gl.code.clone()));
        }
        if gl.kind == gl_type::VAT {
            self.refuse(Refusal::Invalid(Label::GlAccountType));
        }
        Some(gl)
    }

    fn vat_percentage(&mut self, code: &str, line: &SaleLine) -> Option<Decimal> {
        if code.trim().is_empty() {
            return Some(Decimal::ZERO);
        }
        let Some(vat) = self.company.vat_code(code) else {
            self.refuse(Refusal::InvalidReference(Label::VatCode));
            return None;
        };
        if vat.blocked || vat.transactions == "P" {
            self.refuse(Refusal::NotAllowed(Label::VatCode));
        }
        if !vat.percentage.is_zero() {
            self.usable(vat.gl_to_pay);
        }
        if line
            .vat_percentage
            .is_some_and(|wanted| !wanted.is_zero() && wanted != vat.percentage)
        {
            self.refuse(Refusal::Invalid(Label::VatPercentage));
        }
        Some(vat.percentage)
    }

    fn cost_centre(&mut self, gl: &GlAccount, line: &SaleLine, date: Date) {
        let codes = (line.cost_centre.as_deref(), line.cost_unit.as_deref());
        for refusal in dimensions(self.company, Some(gl), codes, date) {
            self.refuse(refusal);
        }
    }
}
