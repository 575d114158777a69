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
    // Forms ------------------------------------------------------------------------------------
    /// A text is too long. `field`, `max` (characters).
    TEXT_TOO_LONG = "text-too-long";
    /// A text holds a line break or another control character. `field`.
    TEXT_WITH_CONTROL = "text-with-control";
    /// A mandatory text is empty. `field`.
    TEXT_MISSING = "text-missing";
    /// A country is two letters. `value`.
    COUNTRY_MALFORMED = "country-malformed";
    /// No VAT number, or its check digits are wrong. `value`.
    VAT_NUMBER_MALFORMED = "vat-number-malformed";
    /// No Belgian enterprise number, or its check digits are wrong. `value`.
    ENTERPRISE_NUMBER_MALFORMED = "enterprise-number-malformed";
    /// No IBAN, or its check digits are wrong. `value`.
    IBAN_MALFORMED = "iban-malformed";
    /// No Peppol address (`scheme:value`). `value`.
    ENDPOINT_MALFORMED = "endpoint-malformed";
    /// No e-mail address. `value`.
    EMAIL_MALFORMED = "email-malformed";

    // Customers, accounts, journals, locations --------------------------------------------------
    /// A customer number is 1 to 18 digits. `number`.
    CUSTOMER_NUMBER_MALFORMED = "customer-number-malformed";
    /// Another customer has this number. `number`, `name`.
    CUSTOMER_NUMBER_TAKEN = "customer-number-taken";
    /// An account number is digits. `number`.
    ACCOUNT_NUMBER_MALFORMED = "account-number-malformed";
    /// Another ledger account has this number. `number`, `name`.
    ACCOUNT_NUMBER_TAKEN = "account-number-taken";
    /// There is no such ledger account. `account`.
    ACCOUNT_UNKNOWN = "account-unknown";
    /// The journal exists already. `code`.
    JOURNAL_EXISTS = "journal-exists";
    /// The journal has invoices, so who numbers them cannot change. `code`.
    JOURNAL_HAS_INVOICES = "journal-has-invoices";
    /// The journal belongs to another location. `code`, `journal`.
    JOURNAL_OF_ANOTHER_LOCATION = "journal-of-another-location";
    /// The numbers of this journal come from elsewhere: nothing is issued in it. `code`, `journal`.
    JOURNAL_NUMBERED_ELSEWHERE = "journal-numbered-elsewhere";

    /// The journal holds credit notes only. `code`, `journal`.
    JOURNAL_FOR_CREDIT_NOTES = "journal-for-credit-notes";

    // Invoices ----------------------------------------------------------------------------------
    /// There is no such line. `line` (position).
    LINE_UNKNOWN = "line-unknown";
    /// The invoice is booked, being sent, or nobody knows yet: its coding stays. `state`.
    INVOICE_BOOKED = "invoice-booked";

    // Import of files ----------------------------------------------------------------------------
    /// The seller is not this location: perhaps a purchase invoice. `seller`, `seller-number`,
    /// `location`, `location-number`.
    SELLER_IS_NOT_THIS_LOCATION = "seller-is-not-this-location";
    /// Note: the seller is not this location, and a person confirmed. As above.
    SELLER_ACCEPTED = "seller-accepted";
    /// Files are taken into a journal that is marked *numbered elsewhere* only. `code`, `journal`.
    JOURNAL_NOT_NUMBERED_ELSEWHERE = "journal-not-numbered-elsewhere";
    /// The number is in this journal with other content. `number`.
    NUMBER_WITH_OTHER_CONTENT = "number-with-other-content";
    /// Note: the number is in another journal too. `number`, `journal`.
    NUMBER_IN_ANOTHER_JOURNAL = "number-in-another-journal";
    /// Note: lines without a ledger account; the invoice is not exported before they have one. `lines`.
    LINES_WITHOUT_ACCOUNT = "lines-without-account";
    /// Note: the file's customer number belongs to someone else here. `number`, `name`.
    BUYER_NUMBER_TAKEN = "buyer-number-taken";
    /// Note: the file gives a known customer another number, by which he is known from now on. `number`, `customer`,
    /// `name`.
    BUYER_NUMBER_NOTED = "buyer-number-noted";
    /// Several customers may be the buyer, or one who has another number and another name: a person says which.
    /// `buyer`, `customers`.
    BUYER_ASKED = "buyer-asked";
    /// Note: name or address of the file differ from our customer's, which stays as it is. `customer`.
    BUYER_DIFFERS = "buyer-differs";
    /// Note: the credit note names an invoice that is not here. `number`.
    CORRECTED_INVOICE_UNKNOWN = "corrected-invoice-unknown";
    /// Note: an amount was paid before; it is kept, not booked. `amount`.
    PREPAID_KEPT = "prepaid-kept";

    // People ---------------------------------------------------------------------------------------
    /// Login or password is wrong; it is not said which. No parameters.
    SIGN_IN_REFUSED = "sign-in-refused";
    /// Too many wrong passwords: wait. `seconds`.
    SIGN_IN_SLOWED_DOWN = "sign-in-slowed-down";
    /// A password is too short or too long. `min`, `max` (characters).
    PASSWORD_LENGTH = "password-length";
    /// The new password is the old one. No parameters.
    PASSWORD_UNCHANGED = "password-unchanged";
    /// A login is letters, digits, dots, dashes and at signs. `login`.
    LOGIN_MALFORMED = "login-malformed";
    /// Someone else has this login. `login`.
    LOGIN_TAKEN = "login-taken";
    /// Someone has to stay who can manage the others. No parameters.
    LAST_ADMINISTRATOR = "last-administrator";

    // The installation -------------------------------------------------------------------------------
    /// This is not certainly the same installation: it was copied, moved or put back.
    INSTALLATION_DIFFERS = "installation-differs";
    /// The database is older than what was sent from here.
    INSTALLATION_OLDER = "installation-older";
    /// The file of the database was replaced while the program runs.
    INSTALLATION_REPLACED = "installation-replaced";
    /// The database was restored from a backup. `since`, `backup`.
    INSTALLATION_RESTORED = "installation-restored";
    /// Someone stopped the link. `since`.
    INSTALLATION_STOPPED = "installation-stopped";
    /// Someone said that this is a copy. `since`.
    INSTALLATION_COPY = "installation-copy";
    /// It goes on, and waits first for what the other one may have sent. `until`.
    INSTALLATION_WAITS = "installation-waits";
    /// It goes on, and this administration was not looked through yet. `administration`.
    INSTALLATION_NOT_LOOKED = "installation-not-looked";
    /// Others are at work on this database, so it is no copy.
    INSTALLATION_IN_USE = "installation-in-use";

    // Options ----------------------------------------------------------------------------------------
    /// There is no such option or preference. `name`.
    OPTION_UNKNOWN = "option-unknown";
    /// The option cannot have this value. `name`, `value`.
    OPTION_VALUE = "option-value";
}

/// Every code that a verb of this crate may answer: its own, those of the domain, and those of reading files.
#[must_use]
pub fn every() -> Vec<&'static str> {
    let mut codes = ALL.to_vec();
    codes.extend(domain::reasons::ALL);
    codes.extend(ubl::reasons::ALL);
    codes.sort_unstable();
    codes.dedup();
    codes
}

#[cfg(test)]
mod tests {
    use super::{ALL, every};

    #[test]
    fn every_code_is_there_once() {
        let codes = every();
        assert!(codes.is_sorted_by(|a, b| a < b));
        for code in ["other-currency", "vat-differs", "buyer-differs"] {
            assert!(codes.contains(&code), "{code}");
        }
    }

    #[test]
    fn codes_are_kebab_case_and_told_apart() {
        let mut codes = ALL.to_vec();
        codes.extend(domain::reasons::ALL);
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count);
        for code in ALL {
            assert!(code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'));
        }
    }
}
