//! Keys of the things that the books know, one type each so that they cannot be mixed up.
//!
//! They are made outside (the store hands out numbers); nothing here creates one by itself.

/// Makes a key: a newtype over `i64` that reads and writes as its number.
macro_rules! id {
    ($($(#[$meta:meta])* $name:ident;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(i64);

        impl $name {
            /// The key with this number.
            #[must_use]
            pub const fn new(number: i64) -> Self {
                Self(number)
            }

            /// The number of this key, as the store keeps it.
            #[must_use]
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

id! {
    /// Key of a customer (*klant*); what people see is the [`CustomerNumber`](crate::CustomerNumber).
    CustomerId;
    /// Key of an invoice or credit note (*factuur*, *creditnota*).
    InvoiceId;
    /// Key of a journal (*journaal*).
    JournalId;
    /// Key of a ledger account (*algemene rekening*).
    LedgerAccountId;
    /// Key of a location (*locatie*).
    LocationId;
    /// Key of a person who signs in (*gebruiker*).
    UserId;
    /// Key of an administration (*administratie*) in the accounting package.
    AdministrationId;
    /// Key of a booking (*boeking*): one invoice on its way into the accounting package.
    BookingId;
    /// Key of a connection: one consent of one user of the accounting package.
    ConnectionId;
    /// Key of a run of the export.
    RunId;
}
