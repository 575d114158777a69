//! Why the books say no. The sentences, per language, are the API's business.

use thiserror::Error;

/// What a refusal is about, in Exact's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is the label that its name says; the texts are in api::texts"
)]
pub enum Label {
    Journal,
    JournalReference,
    JournalType,
    Relation,
    CustomerType,
    FinancialYear,
    Lines,
    Amount,
    GlAccount,
    GlAccountType,
    VatCode,
    VatPercentage,
    CostCentre,
    CostUnit,
    EntryNumber,
    YourRef,
    PaymentCondition,
    DueDate,
    Currency,
    ExchangeRate,
    Name,
    Code,
    Description,
    Country,
    VatNumber,
    Key,
    Entries,
    Status,
    Balance,
    OpeningBalance,
    ClosingBalance,
    Matching,
    Percentage,
    Contact,
    BankAccount,
    Type,
    Document,
    Documents,
    DocumentType,
    Subject,
    FileName,
    Attachment,
    Entry,
    DocumentNumber,
    Folder,
    Category,
    StartDate,
    Words,
    State,
    CallbackUrl,
    Topic,
    Instant,
    Item,
    Invoice,
    Invoices,
    OrderedBy,
    InvoiceTo,
    DeliverTo,
    Discount,
    Layout,
}

/// One reason to refuse an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Something is missing.
    Mandatory(Label),
    /// A code or key that does not exist here.
    InvalidReference(Label),
    /// A value that is not acceptable.
    Invalid(Label),
    /// A value that may not be used here.
    NotAllowed(Label),
    /// The key is taken.
    Exists(Label),
    /// The number is taken.
    InUse(Label),
    /// The thing is blocked; with its code.
    Blocked(Label, String),
    /// The journal's period is closed.
    PeriodClosed {
        /// Financial year.
        year: i16,
        /// Period within it.
        period: i16,
    },
    /// The entry was processed and cannot change any more.
    AlreadyProcessed,
    /// Something else refers to it.
    CannotDelete(Label, Label),
    /// Documents of this type cannot be made through the API.
    DocumentTypeNotAllowed,
    /// The call-back address did not answer as it must; with what was heard.
    CallbackFailed(String),
    /// The thing exists, in the words used for webhooks.
    DataExists,
    /// The receivable account of the customer is not that of the journal.
    ReceivableDiffers,
}

/// An act that the books did not carry out; they are unchanged.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BooksError {
    /// Rules were broken; all reasons, in the order in which Exact tests them.
    #[error("the books refuse: {0:?}")]
    Refused(Vec<Refusal>),
    /// The thing to be changed does not exist.
    #[error("it is not in the books")]
    NotFound,
}

impl From<Refusal> for BooksError {
    fn from(refusal: Refusal) -> Self {
        BooksError::Refused(vec![refusal])
    }
}
