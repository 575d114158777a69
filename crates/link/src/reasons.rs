//! The codes of every reason that the link can give, for refusing, parking, waiting or pausing.
//!
//! A code is a promise to the texts: `reason-<code>` says it, `reason-<code>-fix` says what to do. The
//! parameters of each are named beside it.

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $code;)*

        /// Every code of this crate, in the order of this file.
        pub const ALL: &[&str] = &[$($code),*];
    };
}

reasons! {
    // The connection.
    /// No consent of an Exact user is stored.
    NOT_CONNECTED = "not-connected";
    /// The chain of tokens broke: someone must consent again. `user`.
    RECONNECT_NEEDED = "reconnect-needed";
    /// The sign-in came back with a state that we did not give, or gave to someone else.
    CONSENT_STATE_UNKNOWN = "consent-state-unknown";
    /// The sign-in took longer than ten minutes.
    CONSENT_EXPIRED = "consent-expired";
    /// Exact did not give tokens for the code. `message`.
    CONSENT_REFUSED = "consent-refused";
    /// Exact refuses the link in this administration; its writes wait. `message`, `administration`.
    EXACT_DENIES_ACCESS = "exact-denies-access";
    /// The stored tokens are sealed with another master key than the one at hand. `user`.
    SECRET_KEY_FOREIGN = "secret-key-foreign";
    /// Exact could not be reached; the lane tries again soon. `administration`.
    EXACT_UNREACHABLE = "exact-unreachable";
    /// The disk of the database is full: the lane stops before its next call, and goes on when there is room again.
    DATABASE_FULL = "database-full";
    /// Exact does not answer, or only with errors; the lane tries again soon. `administration`.
    EXACT_UNWELL = "exact-unwell";
    /// A mistake or fault of ours stopped the lane; it is tried again soon. `administration`, `message`.
    LANE_BROKE_DOWN = "lane-broke-down";
    /// The lane has work, and is not done with it. `administration`.
    LANE_BUSY = "lane-busy";
    /// Nothing is enqueued for what is not done. `administration`.
    LANE_IDLE = "lane-idle";
    /// The clock of a node is ahead of that of the database, or of another node; it does nothing. `node`, `here`,
    /// `there`.
    CLOCK_AHEAD = "clock-ahead";
    /// The clock of a node is behind that of the database, or of another node; it does nothing. `node`, `here`,
    /// `there`.
    CLOCK_BEHIND = "clock-behind";
    /// The clock of a node was set; it is watched before it is believed. `node`, `here`, `there`, `until`.
    CLOCK_SET = "clock-set";
    /// Exact Online is not the accounting package: nothing is sent.
    ACCOUNTING_PACKAGE_NONE = "accounting-package-none";
    /// The lane was paused: after a restore, or by a person. `administration`.
    LANE_PAUSED = "lane-paused";
    /// Another node has the lane; it is tried again soon.
    LANE_ELSEWHERE = "lane-elsewhere";
    /// The calls of this day are used up; the lane goes on tomorrow. `administration`.
    DAY_EXHAUSTED = "day-exhausted";
    /// Too many refusals on one kind of call within an hour; its next ones wait. `administration`.
    TOO_MANY_ERRORS = "too-many-errors";

    // The location and its administration.
    /// The location has no administration. `location`.
    LOCATION_WITHOUT_ADMINISTRATION = "location-without-administration";
    /// The administration has no start date. `administration`.
    START_DATE_MISSING = "start-date-missing";
    /// The invoice is older than the start date. `date`, `start`.
    BEFORE_START_DATE = "before-start-date";
    /// The VAT return of that date was filed already. `date`, `filed`.
    VAT_FILED = "vat-filed";
    /// The administration keeps its books in another currency. `administration`, `currency`.
    ADMINISTRATION_NOT_EURO = "administration-not-euro";
    /// The master data were never read. `administration`.
    NOT_MIRRORED_YET = "not-mirrored-yet";

    // The filter.
    /// The filter holds more invoices than a run can. `count`, `max`.
    TOO_MANY_INVOICES = "too-many-invoices";
    /// The filter holds more customers than a run can. `count`, `max`.
    TOO_MANY_CUSTOMERS = "too-many-customers";

    /// The press died before it had taken up everything of the filter.
    PRESS_BROKEN_OFF = "press-broken-off";

    // Journals.
    /// Exact has no journal with this code. `journal`, `administration`.
    JOURNAL_NOT_IN_EXACT = "journal-not-in-exact";
    /// The journal is no sales journal in Exact. `journal`, `type`.
    JOURNAL_NOT_SALES = "journal-not-sales";
    /// The journal is blocked in Exact. `journal`.
    JOURNAL_BLOCKED = "journal-blocked";
    /// The journal is marked internal here. `journal`.
    JOURNAL_INTERNAL = "journal-internal";
    /// The journal belongs to another administration than the location. `journal`, `administration`.
    JOURNAL_OF_OTHER_ADMINISTRATION = "journal-of-other-administration";

    // Ledger accounts.
    /// The ledger account is not linked to one in Exact. `account`, `administration`, `line`.
    ACCOUNT_NOT_LINKED = "account-not-linked";
    /// The linked ledger account is gone from Exact. `account`, `line`.
    ACCOUNT_GONE = "account-gone";
    /// The ledger account is blocked in Exact. `account`, `line`.
    ACCOUNT_BLOCKED = "account-blocked";
    /// A sales line cannot be booked on an account of this type. `account`, `type`, `line`.
    ACCOUNT_TYPE_REFUSED = "account-type-refused";
    /// Exact demands a cost centre on this account. `account`, `line`.
    COST_CENTRE_MISSING = "cost-centre-missing";
    /// Exact allows no cost centre on this account. `account`, `cost_centre`, `line`.
    COST_CENTRE_NOT_ALLOWED = "cost-centre-not-allowed";
    /// Exact has no account with this number. `account`, `name`, `administration`.
    ACCOUNT_MISSING_IN_EXACT = "account-missing-in-exact";

    // VAT.
    /// No VAT code stands for this regime and rate. `regime`, `rate`, `journal`, `administration`.
    VAT_NOT_MAPPED = "vat-not-mapped";
    /// The mapped VAT code is gone from Exact. `code`, `regime`, `rate`.
    VAT_CODE_GONE = "vat-code-gone";
    /// The mapped VAT code is blocked in Exact. `code`.
    VAT_CODE_BLOCKED = "vat-code-blocked";
    /// The mapped VAT code is not for sales. `code`.
    VAT_CODE_NOT_FOR_SALES = "vat-code-not-for-sales";
    /// The mapped VAT code reckons amounts including VAT. `code`.
    VAT_CODE_INCLUDING = "vat-code-including";
    /// The mapped VAT code has another percentage. `code`, `rate`, `exact_rate`.
    VAT_CODE_RATE_DIFFERS = "vat-code-rate-differs";

    // Customers.
    /// The same number is someone else in Exact. `number`, `name`, `address`, `exact_name`, `exact_address`.
    CUSTOMER_DIFFERS = "customer-differs";
    /// The linked relation is gone from Exact. `number`, `name`.
    CUSTOMER_GONE = "customer-gone";
    /// The linked relation is gone from Exact, and others there may be him: a person says which. `number`, `name`,
    /// `address`, `relations`.
    CUSTOMER_LOST = "customer-lost";
    /// Exact does not have the number, but others there may be him: a person says so. `number`, `name`, `address`,
    /// `relations`.
    CUSTOMER_UNDER_OTHER_CODE = "customer-under-other-code";
    /// The relation stands for another customer of ours. `number` and `name` of the relation.
    RELATION_LINKED_TO_OTHER = "relation-linked-to-other";
    /// The relation in Exact is no customer. `number`, `name`, `status`.
    CUSTOMER_NOT_CUSTOMER = "customer-not-customer";
    /// The relation is blocked in Exact. `number`, `name`.
    CUSTOMER_BLOCKED = "customer-blocked";
    /// The relation ended in Exact before the invoice date. `number`, `name`, `date`.
    CUSTOMER_ENDED = "customer-ended";
    /// The relation's receivable account is not the journal's. `number`, `name`, `journal`.
    RECEIVABLE_ACCOUNT_DIFFERS = "receivable-account-differs";
    /// Another customer of ours is linked to the relation with this number. `number`, `name`, `other`.
    CUSTOMER_LINKED_TO_OTHER = "customer-linked-to-other";
    /// Exact does not know the customer, and only invoices are exported. `number`, `name`.
    CUSTOMER_NOT_IN_EXACT = "customer-not-in-exact";
    /// Whether the customer was made in Exact is being looked up. `number`, `name`.
    CUSTOMER_UNKNOWN = "customer-unknown";

    // Periods.
    /// Exact has no financial year for this date. `date`.
    PERIOD_MISSING = "period-missing";
    /// The period of this journal is closed. `date`, `journal`, `period`.
    PERIOD_CLOSED = "period-closed";

    // The reference.
    /// Another invoice bears the same number in the same journal of the administration. `number`, `journal`.
    REFERENCE_USED_TWICE = "reference-used-twice";

    // What stands in Exact.
    /// An entry with this reference exists and differs. `differences`, `entry_number`.
    ENTRY_DIFFERS = "entry-differs";
    /// An entry with this reference exists in another journal. `journal`, `entry_number`.
    REFERENCE_IN_OTHER_JOURNAL = "reference-in-other-journal";
    /// Two entries bear this reference. `entries`: their numbers.
    BOOKED_TWICE = "booked-twice";
    /// What Exact made of it differs from what was sent. `differences`, `entry_number`.
    CHANGED_IN_EXACT = "changed-in-exact";
    /// The entry belongs to another booking of ours already. `entry_number`.
    ENTRY_TAKEN = "entry-taken";
    /// Nobody can know yet whether it was booked; it is being looked up.
    BEING_LOOKED_UP = "being-looked-up";

    // What Exact said.
    /// A value of the same kind was refused on another invoice. `kind`, `value`, `number`.
    WAITS_FOR_OTHER = "waits-for-other";
    /// Exact refused the journal. `journal`, `message`.
    EXACT_REFUSED_JOURNAL = "exact-refused-journal";
    /// Exact refused a ledger account. `accounts`, `message`.
    EXACT_REFUSED_ACCOUNT = "exact-refused-account";
    /// Exact refused a VAT code. `codes`, `message`.
    EXACT_REFUSED_VAT_CODE = "exact-refused-vat-code";
    /// Exact refused the customer. `number`, `name`, `message`.
    EXACT_REFUSED_CUSTOMER = "exact-refused-customer";
    /// Exact refused the date: its period is closed or missing. `date`, `message`.
    EXACT_REFUSED_PERIOD = "exact-refused-period";
    /// Exact refused the terms of payment. `message`.
    EXACT_REFUSED_TERMS = "exact-refused-terms";
    /// Exact refused the cost centre. `message`.
    EXACT_REFUSED_COST_CENTRE = "exact-refused-cost-centre";
    /// Exact refused the number as used already. `message`.
    EXACT_REFUSED_NUMBER = "exact-refused-number";
    /// Exact refused something that our table does not name. `message`.
    EXACT_REFUSED_OTHER = "exact-refused-other";
    /// Exact could not read what was sent: ours to mend. `message`.
    EXACT_REJECTED_REQUEST = "exact-rejected-request";
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn codes_are_unique_and_in_kebab_case() {
        let mut codes: Vec<_> = ALL.to_vec();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ALL.len());
        for code in codes {
            assert!(
                code.bytes()
                    .all(|byte| byte == b'-' || byte.is_ascii_lowercase()),
                "{code}"
            );
        }
    }
}
