//! What a booking refers to: ledger accounts, journals, VAT codes, payment conditions, cost centres, periods.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::bag::Bag;
use super::table::{Index, Record, Slot, Stamp};

/// Kinds of ledger account that have a rule here; Exact's numbers.
pub mod gl_type {
    /// Accounts receivable.
    pub const RECEIVABLE: i32 = 20;
    /// Accounts payable.
    pub const PAYABLE: i32 = 22;
    /// VAT.
    pub const VAT: i32 = 24;
    /// Cash.
    pub const CASH: i32 = 10;
    /// Bank.
    pub const BANK: i32 = 12;
    /// Revenue.
    pub const REVENUE: i32 = 110;
    /// Other costs.
    pub const COSTS: i32 = 120;
    /// Of all kinds of costs: the first.
    pub const COSTS_FROM: i32 = 111;
    /// And the last but for income.
    pub const COSTS_TO: i32 = 130;
    /// Exceptional income.
    pub const OTHER_INCOME: i32 = 140;
    /// Interest income.
    pub const INTEREST: i32 = 160;
}

/// Kinds of journal; Exact's numbers.
pub mod journal_type {
    /// Sales.
    pub const SALES: i32 = 20;
    /// Purchases.
    pub const PURCHASE: i32 = 22;
    /// Cash.
    pub const CASH: i32 = 10;
    /// Bank.
    pub const BANK: i32 = 12;
    /// Payment service.
    pub const PAYMENT_SERVICE: i32 = 16;
    /// General.
    pub const GENERAL: i32 = 90;
}

/// A general ledger account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GlAccount {
    /// Its key.
    pub id: Uuid,
    /// Its number.
    pub code: String,
    /// Its name.
    pub description: String,
    /// Its kind ([`gl_type`] and Exact's other numbers).
    pub kind: i32,
    /// `B` balance sheet, `W` profit and loss.
    pub balance_type: String,
    /// `D` debit, `C` credit.
    pub balance_side: String,
    /// VAT code for lines that name none; empty is none.
    pub vat_code: String,
    /// Cost centre: 0 optional, 1 mandatory, 2 not allowed.
    pub use_cost_centre: u8,
    /// Cost unit: 0 optional, 1 mandatory, 2 not allowed.
    pub use_cost_unit: u8,
    /// Whether it may not be used.
    pub blocked: bool,
    /// Every other property that was set.
    pub other: Bag,
    /// Who, when, version.
    pub stamp: Stamp,
}

/// A journal (Exact's API: *Journal*; on its screens: *Dagboek*).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Journal {
    /// Its key.
    pub id: Uuid,
    /// Its code, such as `70`.
    pub code: String,
    /// Its name.
    pub description: String,
    /// Its kind ([`journal_type`]).
    pub kind: i32,
    /// The counter account: receivable for sales, bank for bank.
    pub gl_account: Uuid,
    /// Own bank account number of a bank journal.
    pub iban: String,
    /// Whether entries may carry an exchange rate of their own.
    pub variable_rate: bool,
    /// Whether it may not be used.
    pub blocked: bool,
    /// Every other property that was set.
    pub other: Bag,
    /// Who, when, version.
    pub stamp: Stamp,
}

/// A VAT code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VatCode {
    /// Its key.
    pub id: Uuid,
    /// Its code; unique in the company, with a meaning of the company's own.
    pub code: String,
    /// Its name.
    pub description: String,
    /// The rate as a fraction (0.21).
    pub percentage: Decimal,
    /// `E` excluding, `I` including, `B` base only, `N` none.
    pub kind: String,
    /// `S` sales, `P` purchases, `B` both.
    pub transactions: String,
    /// `L` goods, `S` services, `T` triangulation, `N` none.
    pub eu_listing: String,
    /// Reverse charge.
    pub charged: bool,
    /// The account of VAT to pay.
    pub gl_to_pay: Uuid,
    /// Whether it may not be used.
    pub blocked: bool,
    /// Every other property that was set.
    pub other: Bag,
    /// Who, when, version.
    pub stamp: Stamp,
}

/// A payment condition: the due date is some month-ends and days after the entry date.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PaymentCondition {
    /// Its key.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub description: String,
    /// Days, counted after the month-ends.
    pub days: i32,
    /// Number of month-ends.
    pub end_of_months: i32,
    /// `B` on credit, `I` collection, `K` cash.
    pub method: String,
    /// Share of the total (0.5), where several conditions of one code are instalments; zero is all of it.
    pub percentage: Decimal,
    /// Every other property that was set.
    pub other: Bag,
    /// Who, when, version.
    pub stamp: Stamp,
}

/// A cost centre or a cost unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CostCentre {
    /// Its key.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub description: String,
    /// Every other property that was set.
    #[serde(skip_serializing_if = "Bag::is_empty")]
    pub other: Bag,
    /// Who, when, version.
    pub stamp: Stamp,
}

/// A financial period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Period {
    /// Its key.
    pub id: Uuid,
    /// Financial year.
    pub year: i16,
    /// Number within the year.
    pub period: i16,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// Who, when, version.
    pub stamp: Stamp,
}

/// A journal's period, for its status: (journal code, year, period).
pub type PeriodKey = (String, i16, i16);

impl Journal {
    /// Whether money flows through it: cash, bank, payment service.
    #[must_use]
    pub fn is_flow(&self) -> bool {
        [
            journal_type::CASH,
            journal_type::BANK,
            journal_type::PAYMENT_SERVICE,
        ]
        .contains(&self.kind)
    }
}

macro_rules! record {
    ($kind:ty, $this:ident => $keys:expr) => {
        impl Record for $kind {
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
                let $this = self;
                $keys
            }
        }
    };
}

record!(GlAccount, it => vec![Index::Code.of(&it.code)]);
record!(Journal, it => vec![Index::Code.of(&it.code)]);
record!(VatCode, it => vec![Index::Code.of(&it.code)]);
record!(PaymentCondition, it => vec![Index::Code.of(&it.code)]);
record!(CostCentre, it => vec![Index::Code.of(&it.code)]);
record!(Period, _it => Vec::new());
