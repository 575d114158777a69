//! Customers and invoices with good defaults: a test says only what it is about.

use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context as _, Result};
use domain::{
    Coding, Customer, CustomerId, DraftLine, Invoice, InvoiceKind, Money, VatRate, VatTreatment,
};
use jiff::civil::Date;
use office::customers::{self, CustomerForm};
use office::invoices::{self, InvoiceDraft};
use rust_decimal::Decimal;

use super::{DAY, TestApp};

/// A customer in the making.
pub struct CustomerBuilder<'a> {
    app: &'a TestApp,
    form: CustomerForm,
}

/// An invoice in the making.
pub struct InvoiceBuilder<'a> {
    app: &'a TestApp,
    customer: Option<CustomerId>,
    day: Date,
    lines: Vec<(&'static str, i64, VatRate)>,
}

/// How many customers were begun: each lives in another house, since two of one name at one address are one.
static BEGUN: AtomicU32 = AtomicU32::new(0);

impl<'a> CustomerBuilder<'a> {
    pub(super) fn new(app: &'a TestApp) -> Self {
        let house = BEGUN.fetch_add(1, Ordering::Relaxed) + 1;
        let form = CustomerForm {
            name: "An Vandeproef".to_owned(),
            address_line: format!("Dorpsstraat {house}"),
            postcode: "9000".to_owned(),
            city: "Gent".to_owned(),
            country: "BE".to_owned(),
            ..CustomerForm::default()
        };
        Self { app, form }
    }

    /// Called so.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.form.name);
        self
    }

    /// With this number; the next free one unless told.
    #[must_use]
    pub fn number(mut self, number: i64) -> Self {
        self.form.number = Some(number.to_string());
        self
    }

    /// Without a street.
    #[must_use]
    pub fn without_address(mut self) -> Self {
        self.form.address_line.clear();
        self
    }

    /// Stores it.
    ///
    /// # Errors
    /// When the office refuses it.
    pub async fn make(self) -> Result<Customer> {
        Ok(customers::save(&self.app.office, &self.app.admin, &self.form).await?)
    }
}

impl<'a> InvoiceBuilder<'a> {
    pub(super) fn new(app: &'a TestApp) -> Self {
        Self {
            app,
            customer: None,
            day: DAY,
            lines: Vec::new(),
        }
    }

    /// For this customer; a new one unless told.
    #[must_use]
    pub fn to(mut self, customer: &Customer) -> Self {
        self.customer = Some(customer.id);
        self
    }

    /// Issued on this day.
    #[must_use]
    pub fn on(mut self, day: Date) -> Self {
        self.day = day;
        self
    }

    /// With a line on this account, of so many cents, at this rate; labour of 100.00 at 21 % unless told.
    #[must_use]
    pub fn line(mut self, account: &'static str, cents: i64, rate: VatRate) -> Self {
        self.lines.push((account, cents, rate));
        self
    }

    /// Issues it: it gets the journal's next number.
    ///
    /// # Errors
    /// When the office refuses it.
    pub async fn issue(mut self) -> Result<Invoice> {
        if self.lines.is_empty() {
            self.lines.push(("704000", 10_000, VatRate::PERCENT_21));
        }
        let customer = match self.customer {
            Some(customer) => customer,
            None => self.app.customer().make().await?.id,
        };
        let lines = self
            .lines
            .iter()
            .map(|row| self.line_of(row))
            .collect::<Result<_>>()?;
        let draft = InvoiceDraft {
            location: self.app.location.id,
            journal: self.app.journal.id,
            customer,
            kind: InvoiceKind::Invoice,
            issue_date: self.day,
            due_date: Some(self.day),
            supply_date: None,
            payment_reference: String::new(),
            plate: "1-DOO-417".to_owned(),
            note: String::new(),
            prepaid: Money::ZERO,
            corrects: Vec::new(),
            lines,
        };
        Ok(invoices::issue(&self.app.office, &self.app.admin, &draft).await?)
    }

    fn line_of(
        &self,
        (account, cents, rate): &(&'static str, i64, VatRate),
    ) -> Result<(DraftLine, Coding)> {
        let price = Money::from_cents(*cents).to_decimal();
        let line = DraftLine::priced(
            "Arbeidsloon",
            Decimal::ONE,
            "st",
            price,
            VatTreatment::standard(*rate),
        )?;
        let id = self
            .app
            .accounts
            .get(*account)
            .with_context(|| format!("no account {account}"))?;
        Ok((
            line,
            Coding {
                ledger_account: Some(*id),
                cost_centre: String::new(),
            },
        ))
    }
}
