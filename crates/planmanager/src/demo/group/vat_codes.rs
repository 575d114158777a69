//! The VAT codes of the three administrations: the same taxes under different numbers, as in life.

use domain::{VatRate, VatRegime, VatTreatment};

/// A VAT code of an administration.
#[derive(Debug)]
pub struct VatCodeRow {
    /// The code; means something in its own administration only.
    pub code: &'static str,
    /// The name.
    pub name: &'static str,
    /// The rate in hundredths of a per cent.
    pub hundredths: i64,
    /// `E` excluding, `I` including, `B` base only, `N` none.
    pub kind: &'static str,
    /// `S` sales, `P` purchases, `B` both.
    pub transactions: &'static str,
    /// `L` goods, `S` services, `N` none.
    pub eu_listing: &'static str,
    /// What of ours it stands for, where the demo's accountant mapped it.
    pub stands_for: Option<VatTreatment>,
    /// Blocked by the accountant after it was mapped: one of the demo's snags.
    pub blocked_later: bool,
}

const STANDARD: VatTreatment = VatTreatment::standard(VatRate::PERCENT_21);
const MIDDLE: VatTreatment = VatTreatment::standard(VatRate::PERCENT_12);
const REDUCED: VatTreatment = VatTreatment::standard(VatRate::PERCENT_6);
const SERVICE: VatTreatment = VatTreatment::untaxed(VatRegime::IntraCommunityService);
const GOODS: VatTreatment = VatTreatment::untaxed(VatRegime::IntraCommunityGoods);
const DISBURSED: VatTreatment = VatTreatment::untaxed(VatRegime::Disbursement);

const fn sales(
    code: &'static str,
    name: &'static str,
    hundredths: i64,
    stands_for: VatTreatment,
) -> VatCodeRow {
    let (kind, eu_listing) = match stands_for.regime {
        VatRegime::IntraCommunityService => ("B", "S"),
        VatRegime::IntraCommunityGoods => ("B", "L"),
        VatRegime::Disbursement => ("N", "N"),
        _ => ("E", "N"),
    };
    let stands_for = Some(stands_for);
    let blocked_later = hundredths == 1200;
    VatCodeRow {
        code,
        name,
        hundredths,
        kind,
        transactions: "S",
        eu_listing,
        stands_for,
        blocked_later,
    }
}

const fn other(
    code: &'static str,
    name: &'static str,
    hundredths: i64,
    kind: &'static str,
    transactions: &'static str,
) -> VatCodeRow {
    let (eu_listing, stands_for, blocked_later) = ("N", None, false);
    VatCodeRow {
        code,
        name,
        hundredths,
        kind,
        transactions,
        eu_listing,
        stands_for,
        blocked_later,
    }
}

pub(super) const A: &[VatCodeRow] = &[
    other("0", "Geen btw", 0, "N", "B"),
    sales("1", "Verkoop 6 % excl.", 600, REDUCED),
    sales("2", "Verkoop 12 % excl.", 1200, MIDDLE),
    sales("3", "Verkoop 21 % excl.", 2100, STANDARD),
    sales("4", "Intracommunautaire diensten", 0, SERVICE),
    sales("5", "Intracommunautaire leveringen", 0, GOODS),
    sales("6", "Voorschotten voor rekening van klant", 0, DISBURSED),
    other("7", "Uitvoer buiten EU", 0, "B", "S"),
    other("8", "Verkoop 21 % incl.", 2100, "I", "S"),
    other("11", "Aankoop 6 %", 600, "E", "P"),
    other("13", "Aankoop 21 %", 2100, "E", "P"),
];

pub(super) const B: &[VatCodeRow] = &[
    other("0", "Geen btw", 0, "N", "B"),
    sales("1", "21 % verkopen", 2100, STANDARD),
    sales("2", "6 % verkopen", 600, REDUCED),
    sales("3", "12 % verkopen", 1200, MIDDLE),
    sales("7", "EU goederen", 0, GOODS),
    sales("8", "EU diensten", 0, SERVICE),
    sales("9", "Art. 28, 5° doorgerekend", 0, DISBURSED),
    other("10", "Uitvoer", 0, "B", "S"),
    other("21", "21 % aankopen", 2100, "E", "P"),
];

pub(super) const C: &[VatCodeRow] = &[
    other("00", "Sans TVA", 0, "N", "B"),
    sales("06", "Ventes 6 %", 600, REDUCED),
    sales("12", "Ventes 12 %", 1200, MIDDLE),
    sales("21", "Ventes 21 %", 2100, STANDARD),
    sales("44", "Services intracommunautaires", 0, SERVICE),
    sales("46", "Livraisons intracommunautaires", 0, GOODS),
    sales("90", "Débours", 0, DISBURSED),
    other("47", "Exportation", 0, "B", "S"),
    other("81", "Achats 21 %", 2100, "E", "P"),
];
