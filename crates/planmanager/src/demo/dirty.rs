//! The snags of the open month: what is wrong with an invoice, and the reason that must be given for it.
//!
//! Every shop has one of each. The rest of the month exports.

use super::people::Person;

/// Something out of the ordinary about one invoice of the open month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Snag {
    /// It was never given a number.
    NoNumber,
    /// Its customer has no address.
    NoAddress,
    /// A line with an amount has no ledger account.
    NoAccount,
    /// A line is booked on an account that the administration does not have.
    AccountNotThere,
    /// A line is booked on an account that the accountant blocked.
    AccountBlocked,
    /// It adds up to nothing.
    TotalZero,
    /// Exact knows someone else under the customer's number.
    SomeoneElse,
    /// The accountant blocked the customer.
    CustomerBlocked,
    /// It is taxed at 12 %, whose code the accountant blocked.
    VatCodeBlocked,
    /// It is an export, for which nobody chose a VAT code.
    VatNotMapped,
    /// The period of its journal is closed.
    PeriodClosed,
    /// Its journal exists here only.
    JournalNotThere,
    /// The accountant used its number for something else.
    NumberUsed,
    /// The accountant typed it in already, exactly so: taken over, not refused.
    TypedAlready,
    /// Its customer was made in Exact first, in capitals: linked, not refused.
    CustomerThereFirst,
    /// Its note holds an emoji: nothing to refuse.
    Emoji,
}

/// A snag and the reason code that its invoice is refused with; `None` where it is booked after all.
pub const SNAGS: &[(Snag, Option<&str>)] = &[
    (
        Snag::NoNumber,
        Some(domain::reasons::INVOICE_WITHOUT_NUMBER),
    ),
    (
        Snag::NoAddress,
        Some(domain::reasons::CUSTOMER_WITHOUT_ADDRESS),
    ),
    (Snag::NoAccount, Some(domain::reasons::LINE_WITHOUT_ACCOUNT)),
    (
        Snag::AccountNotThere,
        Some(link::reasons::ACCOUNT_NOT_LINKED),
    ),
    (Snag::AccountBlocked, Some(link::reasons::ACCOUNT_BLOCKED)),
    (Snag::TotalZero, Some(domain::reasons::TOTAL_ZERO)),
    (Snag::SomeoneElse, Some(link::reasons::CUSTOMER_DIFFERS)),
    (Snag::CustomerBlocked, Some(link::reasons::CUSTOMER_BLOCKED)),
    (Snag::VatCodeBlocked, Some(link::reasons::VAT_CODE_BLOCKED)),
    (Snag::VatNotMapped, Some(link::reasons::VAT_NOT_MAPPED)),
    (Snag::PeriodClosed, Some(link::reasons::PERIOD_CLOSED)),
    (
        Snag::JournalNotThere,
        Some(link::reasons::JOURNAL_NOT_IN_EXACT),
    ),
    (Snag::NumberUsed, Some(link::reasons::ENTRY_DIFFERS)),
    (Snag::TypedAlready, None),
    (Snag::CustomerThereFirst, None),
    (Snag::Emoji, None),
];

/// An account of ours that no administration has.
pub const ACCOUNT_NOT_THERE: &str = "704990";
/// An account that the accountant blocked.
pub const ACCOUNT_BLOCKED: &str = "705800";

impl Snag {
    /// What an invoice with this snag is refused with.
    #[must_use]
    pub fn reason(self) -> Option<&'static str> {
        SNAGS
            .iter()
            .find(|(snag, _)| *snag == self)
            .and_then(|(_, reason)| *reason)
    }

    /// Whether its customer comes only for this.
    #[must_use]
    pub const fn has_own_customer(self) -> bool {
        matches!(
            self,
            Self::NoAddress | Self::SomeoneElse | Self::CustomerBlocked | Self::CustomerThereFirst
        )
    }

    /// Makes a person into the customer of this snag.
    pub fn mark(self, person: &mut Person) {
        if self == Self::NoAddress {
            person.address = domain::Address::default();
        }
    }
}
