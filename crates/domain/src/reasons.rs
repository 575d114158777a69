//! The codes of this crate's refusals and notes. Their sentences live with the translations.

/// Declares the codes and lists them.
macro_rules! reasons {
    ($($(#[$meta:meta])* $name:ident = $code:literal;)+) => {
        $($(#[$meta])* pub const $name: &str = $code;)+

        /// Every code of this crate.
        pub const ALL: &[&str] = &[$($name),+];
    };
}

reasons! {
    /// The invoice has no number yet. No parameters.
    INVOICE_WITHOUT_NUMBER = "invoice-without-number";
    /// The number is longer than 30 characters. `number`, `length`, `max`.
    NUMBER_TOO_LONG = "number-too-long";
    /// The number begins or ends with a blank or holds a control character. `number`.
    NUMBER_MALFORMED = "number-malformed";
    /// Name of the customer is empty. `customer` (number).
    CUSTOMER_WITHOUT_NAME = "customer-without-name";
    /// Street, postcode, city or country is missing. `customer` (number), `name`.
    CUSTOMER_WITHOUT_ADDRESS = "customer-without-address";
    /// A line with an amount has no ledger account. `line` (position), `description`.
    LINE_WITHOUT_ACCOUNT = "line-without-account";
    /// No line bears an amount. No parameters.
    INVOICE_WITHOUT_LINES = "invoice-without-lines";
    /// The total is zero: a person decides what to do with it. No parameters.
    TOTAL_ZERO = "total-zero";
    /// An invoice with a negative, or a credit note with a positive total. `kind`, `total`.
    SIGN_CONTRADICTS_KIND = "sign-contradicts-kind";
    /// Lines, VAT table and totals do not add up. `what`, `expected`, `found`.
    AMOUNTS_DO_NOT_ADD_UP = "amounts-do-not-add-up";
    /// VAT of a rate differs from our rule by more than a cent per line. `rate`, `regime`, `net`,
    /// `expected`, `found`, `lines`.
    VAT_DIFFERS = "vat-differs";
    /// Note, not a refusal: VAT of a rate differs from our rule by at most a cent per line. As
    /// [`VAT_DIFFERS`].
    VAT_DIFFERS_BY_CENTS = "vat-differs-by-cents";
    /// The VAT table misses a treatment of the lines, has one too many or twice. `rate`, `regime`.
    VAT_TABLE_DIFFERS = "vat-table-differs";
    /// An untaxed regime with a rate, or ordinary VAT at 0 %. `rate`, `regime`.
    RATE_CONTRADICTS_REGIME = "rate-contradicts-regime";
    /// An amount is larger than the books hold. `line` (position) when it is one line's.
    AMOUNT_TOO_LARGE = "amount-too-large";
    /// The date lies before that of the last number of the series. `date`, `last`.
    DATE_BEFORE_LAST_NUMBER = "date-before-last-number";
    /// The prefix of the journal gives no valid number. `prefix`.
    SERIES_MALFORMED = "series-malformed";
    /// A credit note takes more than is left of the invoice at this treatment. `rate`, `regime`,
    /// `left`, `asked`.
    CREDIT_MORE_THAN_REMAINING = "credit-more-than-remaining";
}
