//! The codes of what the command line itself refuses or finds; the parameters of each are named beside it.

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $code;)*

        /// Every code of this crate, in the order of this file.
        pub const ALL: &[&str] = &[$($code),*];
    };
}

reasons! {
    // The data folder.
    /// The data folder does not exist. `folder`.
    DATA_FOLDER_MISSING = "data-folder-missing";
    /// There is no database of ours. `folder`, `database`.
    DATABASE_MISSING = "database-missing";
    /// The master key is gone, and something is sealed with it. `file`.
    SECRET_KEY_MISSING = "secret-key-missing";
    /// The file is no key, or others may read it. `file`, `message`.
    SECRET_KEY_UNUSABLE = "secret-key-unusable";
    /// The key is there and fits: no other is made. `file`.
    SECRET_KEY_FITS = "secret-key-fits";
    /// The tables are older than the program. `applied`, `known`.
    SCHEMA_OLDER = "schema-older";
    /// The tables are newer than the program. `applied`, `known`.
    SCHEMA_NEWER = "schema-newer";

    // What the doctor finds.
    /// Master data are old. `administration`, `since`.
    MIRROR_OLD = "mirror-old";
    /// Bookings of which nobody knows. `count`.
    BOOKINGS_UNKNOWN = "bookings-unknown";
    /// Bookings whose number stands for something else. `count`.
    BOOKINGS_CONFLICT = "bookings-conflict";
    /// Jobs that gave up. `count`, `message`.
    JOBS_FAILED = "jobs-failed";
    /// A row of the audit trail was changed, removed or slipped in. `number`.
    AUDIT_BROKEN = "audit-broken";

    // What was typed.
    /// There is no such location. `name`, `known`.
    LOCATION_NOT_FOUND = "location-not-found";
    /// There are several locations, and none was named. `known`.
    LOCATION_NEEDED = "location-needed";
    /// There is no such journal. `name`, `known`.
    JOURNAL_NOT_FOUND = "journal-not-found";
    /// Several journals fit, and none was named. `location`, `known`.
    JOURNAL_NEEDED = "journal-needed";
    /// No journal of the location is numbered elsewhere. `location`.
    JOURNAL_ELSEWHERE_MISSING = "journal-elsewhere-missing";
    /// There is no such ledger account. `name`, `known`.
    ACCOUNT_NOT_FOUND = "account-not-found";
    /// Nobody signs in so. `name`, `known`.
    LOGIN_NOT_FOUND = "login-not-found";
    /// The first date is after the last. `from`, `to`.
    DATES_REVERSED = "dates-reversed";
    /// It is no web address. `name`.
    ADDRESS_MALFORMED = "address-malformed";

    // What there is nothing to do for.
    /// No location has an administration.
    NO_ADMINISTRATION_USED = "no-administration-used";
}

#[cfg(test)]
mod tests {
    use i18n::{Lang, has_reason};

    use super::ALL;

    #[test]
    fn every_code_is_said_in_every_language() {
        for code in ALL {
            for lang in Lang::ALL {
                assert!(has_reason(lang, code), "{code} in {lang}");
            }
        }
    }
}
