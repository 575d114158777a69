//! The codes by which a file is refused. Their sentences live with the translations.

/// Declares the codes of this crate and lists them with those borrowed from the domain.
macro_rules! reasons {
    (borrowed: $($borrowed:ident),+; own: $($(#[$meta:meta])* $name:ident = $code:literal;)+) => {
        pub use domain::reasons::{$($borrowed),+};

        $($(#[$meta])* pub const $name: &str = $code;)+

        /// Every code that a file may be refused or noted with, those of the domain included.
        pub const ALL: &[&str] = &[$($name,)+ $($borrowed),+];
    };
}

reasons! {
    borrowed: NUMBER_TOO_LONG, NUMBER_MALFORMED, INVOICE_WITHOUT_LINES, AMOUNTS_DO_NOT_ADD_UP,
        VAT_DIFFERS, VAT_DIFFERS_BY_CENTS, VAT_TABLE_DIFFERS, RATE_CONTRADICTS_REGIME,
        AMOUNT_TOO_LARGE;
    own:
    /// More bytes than are read. `size`, `max`.
    FILE_TOO_LARGE = "file-too-large";
    /// Not well-formed XML. `detail`, in English, from the parser.
    NOT_XML = "not-xml";
    /// Neither UTF-8 nor UTF-16 with a byte-order mark. `encoding`.
    WRONG_ENCODING = "wrong-encoding";
    /// A document type or entity declaration. No parameters.
    XML_WITH_DTD = "xml-with-dtd";
    /// Elements nested too deep. `max`.
    XML_TOO_DEEP = "xml-too-deep";
    /// Too many attributes in one tag, or namespace declarations in all. `max`.
    XML_TOO_MANY_ATTRIBUTES = "xml-too-many-attributes";
    /// Too many elements. `max`.
    XML_TOO_MANY_ELEMENTS = "xml-too-many-elements";
    /// XML, but neither a UBL `Invoice` nor a `CreditNote`. `found`.
    WRONG_ROOT = "wrong-root";
    /// The type code of a credit note in an `Invoice`, or the other way round. `type`, `root`.
    TYPE_CONTRADICTS_ROOT = "type-contradicts-root";
    /// An amount in another currency than EUR. `currency`.
    OTHER_CURRENCY = "other-currency";
    /// Something that an invoice cannot do without. `element`.
    VALUE_MISSING = "value-missing";
    /// An amount, date, quantity or flag that cannot be read. `element`, `value`.
    VALUE_MALFORMED = "value-malformed";
    /// An amount finer than a cent. `element`, `value`.
    TOO_MANY_DECIMALS = "too-many-decimals";
    /// Something that an invoice may say only once. `element`, `value`.
    VALUE_TWICE = "value-twice";
    /// No invoice number. No parameters.
    NO_INVOICE_NUMBER = "no-invoice-number";
    /// The buyer has no name. No parameters.
    NO_BUYER_NAME = "no-buyer-name";
    /// The buyer's address is incomplete. `missing`: the elements that are.
    NO_BUYER_ADDRESS = "no-buyer-address";
    /// A VAT category that neither Belgium nor the Netherlands know. `category`.
    UNKNOWN_VAT_CATEGORY = "unknown-vat-category";
}
