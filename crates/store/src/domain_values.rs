//! How the words of `domain` are stored: keys as their numbers, money as its cents.
//!
//! They stand here because neither trait nor type may be foreign where one is implemented for the other.

use domain::{
    AdministrationId, BookingId, ConnectionId, CustomerId, InvoiceId, JournalId, LedgerAccountId,
    LocationId, Money, RunId, UserId,
};

use crate::{ColumnValue, Value};

macro_rules! stored_as_number {
    ($($type:ty, $name:literal, $make:path, $number:path;)*) => {$(
        impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Self::Int($number(value))
            }
        }

        impl ColumnValue for $type {
            const NAME: &'static str = $name;

            fn from_value(value: &Value) -> Option<Self> {
                i64::from_value(value).map($make)
            }
        }
    )*};
}

stored_as_number! {
    AdministrationId, "the key of an administration", AdministrationId::new, AdministrationId::get;
    BookingId, "the key of a booking", BookingId::new, BookingId::get;
    ConnectionId, "the key of a connection", ConnectionId::new, ConnectionId::get;
    CustomerId, "the key of a customer", CustomerId::new, CustomerId::get;
    InvoiceId, "the key of an invoice", InvoiceId::new, InvoiceId::get;
    JournalId, "the key of a journal", JournalId::new, JournalId::get;
    LedgerAccountId, "the key of a ledger account", LedgerAccountId::new, LedgerAccountId::get;
    LocationId, "the key of a location", LocationId::new, LocationId::get;
    Money, "an amount in cents", Money::from_cents, Money::cents;
    RunId, "the key of a run", RunId::new, RunId::get;
    UserId, "the key of a user", UserId::new, UserId::get;
}
