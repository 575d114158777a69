//! The frame around every page: menu, person, language, state of the link, one notice.

use domain::Money;
use i18n::{Lang, Texts};
use i18n_embed_fl::fl;
use jiff::Timestamp;
use jiff::civil::Date;
use office::Trouble;

use super::{Alarm, State, trouble_words};
use crate::assets;
use crate::routes::Language;

/// What a page needs apart from its own content.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The language of the page.
    pub lang: Lang,
    /// Its texts.
    pub l: Texts,
    /// Who is signed in.
    pub who: Option<Who>,
    /// The entry of the menu that is lit.
    pub here: Menu,
    /// The state of the link with Exact Online.
    pub link: LinkChip,
    /// What just happened.
    pub notice: Option<Notice>,
    /// Why nothing can be stored now.
    pub trouble: Option<Trouble>,
    /// What everyone has to know before anything else.
    pub alarm: Option<Alarm>,
    /// The address of this page, to come back to after choosing another language.
    pub address: String,
}

/// The person who is signed in.
#[derive(Clone, Debug)]
pub struct Who {
    /// Their name.
    pub name: String,
    /// The name of their role, in their language.
    pub role: String,
    /// Whether the menu offers *Systeem → Opties*.
    pub options: bool,
    /// Whether the menu offers *Beheer → Locatie*.
    pub locations: bool,
}

/// The entries of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    /// No entry: sign-in, errors.
    Nowhere,
    /// The dashboard.
    Home,
    /// Invoices.
    Invoices,
    /// Customers.
    Customers,
    /// Ledger accounts.
    Accounts,
    /// Journals.
    Journals,
    /// The export.
    Accounting,
    /// Locations.
    Locations,
    /// Options.
    Options,
    /// Which installation this is.
    Installation,
}

/// The state of the link, as the top of each page shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkChip {
    /// Nobody is signed in, or the accounting package is another one.
    Hidden,
    /// Never connected.
    NotConnected,
    /// Connected.
    Connected,
    /// Exact Online no longer accepts our consent: a person must connect again.
    ReconnectNeeded,
}

/// What the page before this one did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Something was stored.
    Saved,
    /// Ledger accounts are being imported.
    AccountsImporting,
    /// Ledger accounts are being brought in step.
    AccountsSynchronising,
    /// Journals are being imported.
    JournalsImporting,
    /// Exact Online gave its consent.
    Connected,
    /// The password was changed.
    PasswordChanged,
    /// The session has ended.
    SignedOut,
    /// Someone said that this installation goes on.
    Continued,
    /// Someone said that this is a copy.
    IsCopy,
}

impl Notice {
    /// Every notice.
    pub const ALL: [Notice; 9] = [
        Notice::Saved,
        Notice::AccountsImporting,
        Notice::AccountsSynchronising,
        Notice::JournalsImporting,
        Notice::Connected,
        Notice::PasswordChanged,
        Notice::SignedOut,
        Notice::Continued,
        Notice::IsCopy,
    ];

    /// The word that travels in the cookie.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Notice::Saved => "saved",
            Notice::AccountsImporting => "accounts-importing",
            Notice::AccountsSynchronising => "accounts-synchronising",
            Notice::JournalsImporting => "journals-importing",
            Notice::Connected => "connected",
            Notice::PasswordChanged => "password-changed",
            Notice::SignedOut => "signed-out",
            Notice::Continued => "continued",
            Notice::IsCopy => "copy",
        }
    }

    /// What the page says.
    #[must_use]
    pub fn text(self, l: Texts) -> String {
        match self {
            Notice::Saved => fl!(l, "notice-saved"),
            Notice::AccountsImporting => fl!(l, "notice-accounts-importing"),
            Notice::AccountsSynchronising => fl!(l, "notice-accounts-synchronising"),
            Notice::JournalsImporting => fl!(l, "notice-journals-importing"),
            Notice::Connected => fl!(l, "notice-connected"),
            Notice::PasswordChanged => fl!(l, "notice-password-changed"),
            Notice::SignedOut => fl!(l, "notice-signed-out"),
            Notice::Continued => fl!(l, "notice-continued"),
            Notice::IsCopy => fl!(l, "notice-copy"),
        }
    }
}

impl Frame {
    /// A frame for somebody who is not signed in.
    #[must_use]
    pub fn anonymous(lang: Lang, address: String) -> Self {
        Self {
            lang,
            l: i18n::texts(lang),
            who: None,
            here: Menu::Nowhere,
            link: LinkChip::Hidden,
            notice: None,
            trouble: None,
            alarm: None,
            address,
        }
    }

    /// An amount without currency sign.
    #[must_use]
    pub fn money(&self, amount: &Money) -> String {
        i18n::money(self.lang, amount.cents())
    }

    /// An amount with the euro sign.
    #[must_use]
    pub fn euro(&self, amount: &Money) -> String {
        i18n::euro(self.lang, amount.cents())
    }

    /// A date.
    #[must_use]
    pub fn date(&self, day: &Date) -> String {
        i18n::date(*day)
    }

    /// An instant.
    #[must_use]
    pub fn moment(&self, instant: &Timestamp) -> String {
        i18n::moment(*instant)
    }

    /// A number of things, grouped.
    #[must_use]
    pub fn count(&self, number: &i64) -> String {
        i18n::count(self.lang, *number)
    }

    /// What stands in an empty date field.
    #[must_use]
    pub fn date_hint(&self) -> &'static str {
        i18n::date_hint(self.lang)
    }

    /// The attributes of a date field.
    #[must_use]
    pub fn date_attributes(&self) -> String {
        super::date_attributes(self.lang)
    }

    /// The name of a state.
    #[must_use]
    pub fn state(&self, state: &State) -> String {
        state.label(self.l)
    }

    /// The notice, said.
    #[must_use]
    pub fn notice_text(&self) -> Option<String> {
        self.notice.map(|notice| notice.text(self.l))
    }

    /// Why nothing can be stored now, said: what is wrong, and what is to be done.
    #[must_use]
    pub fn trouble_text(&self) -> Option<(String, String)> {
        self.trouble.map(|trouble| trouble_words(self.l, trouble))
    }

    /// The address of an embedded file.
    #[must_use]
    pub fn asset(&self, name: &str) -> Option<String> {
        assets::address(name)
    }

    /// `aria-current` of a menu entry.
    #[must_use]
    pub fn current(&self, menu: Menu) -> &'static str {
        if self.here == menu { "page" } else { "false" }
    }

    /// The languages to choose from, with the address that chooses each.
    #[must_use]
    pub fn languages(&self) -> Vec<(Lang, String)> {
        let address = |lang| {
            Language {
                lang,
                back: &self.address,
            }
            .to_string()
        };
        Lang::ALL
            .into_iter()
            .map(|lang| (lang, address(lang)))
            .collect()
    }

    /// What the menu says about the link.
    #[must_use]
    pub fn link_text(&self) -> String {
        match self.link {
            LinkChip::Hidden => String::new(),
            LinkChip::NotConnected => fl!(self.l, "link-not-connected"),
            LinkChip::Connected => fl!(self.l, "link-connected"),
            LinkChip::ReconnectNeeded => fl!(self.l, "link-reconnect-needed"),
        }
    }

    /// The class that colours it.
    #[must_use]
    pub const fn link_class(&self) -> &'static str {
        match self.link {
            LinkChip::Hidden => "hidden",
            LinkChip::NotConnected => "off",
            LinkChip::Connected => "on",
            LinkChip::ReconnectNeeded => "broken",
        }
    }
}
