//! The rules of the shop's books: money, VAT, numbers, customers, invoices, journals.
//!
//! Pure: no clock, no chance, no I/O, no async. It knows no accounting package beyond the lengths
//! that one keeps; the link between the two lives elsewhere. Modules come in reading order, each
//! using only those above it; every item is also found at the root.

pub mod ids;
mod words;

pub mod language;
pub mod money;
pub mod vat;

pub mod spread;

pub mod number;
pub mod number_order;

pub mod series;

pub mod code;
pub mod text;

pub mod address;
pub mod party;

mod identifier;

pub mod enterprise_number;
pub mod iban;
pub mod structured_reference;
pub mod vat_number;

pub mod reasons;
pub mod refusal;

pub mod line;

pub mod invoice;

pub mod journal;

pub mod compute;

pub mod content;
pub mod credit;

pub mod check;

pub use address::{ADDRESS_LINE_KEPT, Address, CITY_KEPT, POSTCODE_KEPT, same_address};
pub use check::check_invoice;
pub use code::{find_code, same_code};
pub use credit::Remaining;
pub use enterprise_number::EnterpriseNumber;
pub use iban::Iban;
pub use identifier::IdentifierError;
pub use ids::{
    AdministrationId, BookingId, ConnectionId, CustomerId, InvoiceId, JournalId, LedgerAccountId,
    LocationId, RunId, UserId,
};
pub use invoice::{Draft, Invoice, InvoiceKind, Printed, Source};
pub use journal::{
    AccountNumber, AccountNumberError, Journal, JournalKind, LedgerAccount, Location,
};
pub use language::Language;
pub use line::{Coding, DraftLine, Line};
pub use money::{Money, MoneyError, line_net};
pub use number::{InvoiceNumber, NumberError};
pub use number_order::{by_number, number_order};
pub use party::{
    Customer, CustomerNumber, CustomerNumberError, NAME_KEPT, Party, name_as_kept, party_key,
    same_name, same_party,
};
pub use refusal::{Place, Refusal};
pub use series::{Given, NumberSeries, SeriesError};
pub use spread::spread;
pub use structured_reference::StructuredReference;
pub use text::{cut, normalise};
pub use vat::{VatRate, VatRateError, VatRegime, VatTotal, VatTreatment, totals, vat_on};
pub use vat_number::{VatNumber, vat_key};
pub use words::UnknownWord;
