//! *Systeem → Opties*: the accounting package, the connection, the administrations and the VAT codes.

use askama::Template;
use domain::AdministrationId;
use i18n::Lang;
use i18n_embed_fl::fl;

use super::sample::{Samples, frame, saved};
use crate::views::{Choice, Field, Frame, LinkChip, Menu, Problem};

/// The options.
#[derive(Debug, Template)]
#[template(path = "options.html")]
pub struct OptionsPage {
    /// The frame.
    pub frame: Frame,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// Accounting packages.
    pub packages: Vec<Choice>,
    /// Whether Exact Online is the chosen one.
    pub exact: bool,
    /// The Exact user who gave consent; `None` when nobody did.
    pub exact_user: Option<String>,
    /// The administrations of the connection.
    pub administrations: Vec<AdministrationFields>,
    /// The VAT codes of one administration and journal.
    pub vat: Option<VatTable>,
    /// Whether the person may choose the package.
    pub may_edit: bool,
    /// Whether the person may connect.
    pub may_connect: bool,
    /// Whether the person may change what belongs to the books.
    pub may_map: bool,
}

/// The settings of one administration.
#[derive(Clone, Debug)]
pub struct AdministrationFields {
    /// Which one.
    pub id: AdministrationId,
    /// Name and division.
    pub name: String,
    /// Its VAT number.
    pub vat_number: String,
    /// Whether a location uses it.
    pub in_use: bool,
    /// Why the link stands still there.
    pub paused: Option<Problem>,
    /// Invoices before this date are not exported.
    pub start_date: Field,
    /// VAT returns up to this date were filed.
    pub vat_filed_up_to: Field,
    /// Whether *Rekeningen Exporteren* may make accounts there.
    pub may_create_accounts: bool,
}

/// Which VAT code stands for which treatment, in one administration and journal.
#[derive(Clone, Debug)]
pub struct VatTable {
    /// The administration.
    pub administration: AdministrationId,
    /// Administrations to choose from.
    pub administrations: Vec<Choice>,
    /// The journal's code; empty for every journal.
    pub journal: String,
    /// Journals to choose from, the first entry meaning every journal.
    pub journals: Vec<Choice>,
    /// A row per treatment.
    pub rows: Vec<VatMappingRow>,
}

/// One treatment and its code.
#[derive(Clone, Debug)]
pub struct VatMappingRow {
    /// Names the form's field: `regime.rate`.
    pub key: String,
    /// The regime, said.
    pub regime: String,
    /// The rate, said.
    pub rate: String,
    /// The codes that fit, the first entry meaning none.
    pub codes: Vec<Choice>,
    /// Whether the chosen code is our proposal, not yet stored.
    pub proposed: bool,
    /// Whether no code is chosen although lines need one.
    pub missing: bool,
}

impl Samples for OptionsPage {
    fn samples(lang: Lang) -> Vec<(&'static str, Self)> {
        let full = OptionsPage {
            frame: saved(lang, Menu::Options),
            problems: Vec::new(),
            packages: packages(lang, true),
            exact: true,
            exact_user: Some("Els Proefmans".to_owned()),
            administrations: vec![
                administration(lang, 1, "Bodystop A NV (1001)", true),
                administration(lang, 2, "Bodystop B BV (1002)", false),
            ],
            vat: Some(vat_table(lang)),
            may_edit: true,
            may_connect: true,
            may_map: true,
        };
        let fresh = OptionsPage {
            frame: Frame {
                link: LinkChip::NotConnected,
                ..frame(lang, Menu::Options)
            },
            problems: Vec::new(),
            packages: packages(lang, true),
            exact: true,
            exact_user: None,
            administrations: Vec::new(),
            vat: None,
            may_edit: true,
            may_connect: true,
            may_map: true,
        };
        let other = OptionsPage {
            frame: Frame {
                link: LinkChip::Hidden,
                ..frame(lang, Menu::Options)
            },
            packages: packages(lang, false),
            exact: false,
            problems: Vec::new(),
            exact_user: None,
            administrations: Vec::new(),
            vat: None,
            may_edit: true,
            may_connect: true,
            may_map: true,
        };
        let bookkeeper = OptionsPage {
            frame: frame(lang, Menu::Options),
            problems: Vec::new(),
            packages: packages(lang, true),
            exact: true,
            exact_user: Some("Els Proefmans".to_owned()),
            administrations: vec![administration(lang, 1, "Bodystop A NV (1001)", true)],
            vat: Some(vat_table(lang)),
            may_edit: false,
            may_connect: false,
            may_map: true,
        };
        vec![
            ("connected", full),
            ("fresh", fresh),
            ("other-package", other),
            ("bookkeeper", bookkeeper),
        ]
    }
}

/// The accounting packages to choose from.
#[must_use]
pub fn packages(lang: Lang, exact: bool) -> Vec<Choice> {
    vec![
        Choice::new("none", fl!(i18n::texts(lang), "package-none"), !exact),
        Choice::new(office::options::EXACT_ONLINE, "Exact Online", exact),
    ]
}

fn administration(lang: Lang, id: i64, name: &str, in_use: bool) -> AdministrationFields {
    AdministrationFields {
        id: AdministrationId::new(id),
        name: name.to_owned(),
        vat_number: "BE0001010184".to_owned(),
        in_use,
        paused: (!in_use).then(|| Problem::plain(fl!(i18n::texts(lang), "link-reconnect-needed"))),
        start_date: Field::new("01-11-2026"),
        vat_filed_up_to: Field::new("30-09-2026"),
        may_create_accounts: false,
    }
}

fn vat_table(lang: Lang) -> VatTable {
    let l = i18n::texts(lang);
    let none = Choice::new("", "—", true);
    let row = |key: &str, regime: String, rate: i64, codes: Vec<Choice>, proposed| VatMappingRow {
        key: key.to_owned(),
        regime,
        rate: i18n::percent(lang, rate),
        missing: codes.first().is_some_and(|first| first.chosen),
        codes,
        proposed,
    };
    let not_chosen = Choice {
        chosen: false,
        ..none.clone()
    };
    VatTable {
        administration: AdministrationId::new(1),
        administrations: vec![Choice::new(1, "Bodystop A NV (1001)", true)],
        journal: String::new(),
        journals: vec![
            Choice::new("", fl!(l, "all-journals"), true),
            Choice::new("70A1", "70A1", false),
        ],
        rows: vec![
            row(
                "standard.2100",
                fl!(l, "regime-standard"),
                2100,
                vec![
                    not_chosen.clone(),
                    Choice::new("4", "4 · BTW 21 % exclusief", true),
                ],
                false,
            ),
            row(
                "standard.600",
                fl!(l, "regime-standard"),
                600,
                vec![not_chosen, Choice::new("2", "2 · BTW 6 % exclusief", true)],
                true,
            ),
            row(
                "intra_community_service.0",
                fl!(l, "regime-intra-community-service"),
                0,
                vec![
                    none,
                    Choice::new("7", "7 · EU-diensten · IC-opgave: S", false),
                ],
                false,
            ),
        ],
    }
}
