//! `financial/GLAccounts`, reading.

use jiff::Timestamp;
use uuid::Uuid;

use crate::odata::{Filter, Query, TooManyTerms};
use crate::row::row;
use crate::{Endpoint, List, Page, Trimmed, VatCode};

/// Kinds of G/L accounts, as in `GlAccount::type`.
pub mod gl_type {
    /// Accounts receivable.
    pub const RECEIVABLE: i32 = 20;
    /// VAT.
    pub const VAT: i32 = 24;
    /// General.
    pub const GENERAL: i32 = 90;
    /// Revenue.
    pub const REVENUE: i32 = 110;
    /// Exceptional income.
    pub const EXCEPTIONAL_INCOME: i32 = 140;
}

row! {
    /// An account of the chart.
    pub struct GlAccount {
        "ID" => id: Uuid,
        "Code" => code: Option<Trimmed>,
        "Description" => description: Option<String>,
        /// See [`gl_type`].
        "Type" => r#type: Option<i32>,
        "TypeDescription" => type_description: Option<String>,
        /// B balance sheet, W profit and loss.
        "BalanceType" => balance_type: Option<Trimmed>,
        /// D debit, C credit.
        "BalanceSide" => balance_side: Option<Trimmed>,
        "IsBlocked" => is_blocked: Option<bool>,
        /// Cost centre: 0 optional, 1 mandatory, 2 not allowed.
        "UseCostcenter" => use_costcenter: Option<u8>,
        /// What lines without a VAT code get.
        "VATCode" => vat_code: Option<VatCode>,
        "Modified" => modified: Option<Timestamp>,
    }
}

/// The chart of accounts. Pages of 60: a chart of 400 is 7 calls, the delta is one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListGlAccounts {
    filter: Option<Filter>,
}

impl ListGlAccounts {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Only what passes the filter.
    #[must_use]
    pub fn with_filter(mut self, filter: Filter) -> Self {
        self.filter = Some(filter);
        self
    }

    /// Those with one of these codes.
    ///
    /// # Errors
    /// When there are none, or more than `MAX_OR_TERMS`.
    pub fn by_codes(codes: &[Trimmed]) -> Result<Self, TooManyTerms> {
        Ok(Self::new().with_filter(Filter::any_of("Code", codes)?))
    }
}

impl Endpoint for ListGlAccounts {
    type Answer = Page<GlAccount>;
    const NAME: &'static str = "financial/GLAccounts";

    fn query(&self) -> Query {
        Query::select::<GlAccount>().filter(self.filter.as_ref())
    }
}

impl List for ListGlAccounts {
    type Row = GlAccount;
}
