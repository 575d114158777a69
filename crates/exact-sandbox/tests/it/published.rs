//! The tables against the published list of properties, where that is at hand.

use std::collections::BTreeMap;

use serde_json::Value;

/// Properties whose type or flags the list does not know; the facts (sections 4.2 to 4.11) do, or a default was taken.
const FROM_ELSEWHERE: &[(&str, &str, &str)] = &[
    ("API", "Edm.String", ""),
    ("ActionRegenerateEntryProposal", "Edm.Boolean", "CU"),
    ("AllowCostsInSales", "Edm.Byte", ""),
    ("AutomaticProcessProposedEntry", "Edm.Byte", "CU"),
    ("Blocked", "Edm.Boolean", "CU"),
    ("ClosingBalanceFC", "Edm.Double", ""),
    ("ContractID", "Edm.Guid", "CU"),
    ("ContractNumber", "Edm.String", ""),
    ("CountryDescription", "Edm.String", ""),
    ("Created", "Edm.DateTime", ""),
    ("CurrencyDescription", "Edm.String", ""),
    ("CustomField", "Edm.String", ""),
    ("Date", "Edm.DateTime", ""),
    ("Description", "Edm.String", ""),
    ("Division", "Edm.Int32", ""),
    ("DivisionHRLinkUnlinkDate", "Edm.DateTime", ""),
    ("Document", "Edm.Guid", ""),
    ("DocumentNumber", "Edm.Int32", ""),
    ("DocumentSubject", "Edm.String", ""),
    ("EnableSalesPaymentLink", "Edm.Boolean", "CU"),
    ("EntryID", "Edm.Guid", ""),
    ("EntryNumber", "Edm.Int32", ""),
    ("EntryStatusDescription", "Edm.String", ""),
    ("ExternalLinkDescription", "Edm.String", ""),
    ("ExternalLinkReference", "Edm.String", ""),
    ("FinancialPeriod", "Edm.Int16", ""),
    ("FinancialYear", "Edm.Int16", ""),
    ("HID", "Edm.Int64", ""),
    ("IsExtraDuty", "Edm.Boolean", ""),
    ("IsHRDivision", "Edm.Boolean", ""),
    ("IsInstant", "Edm.Boolean", "CU"),
    ("Item", "Edm.Guid", "CU"),
    ("ItemCode", "Edm.String", ""),
    ("ItemDescription", "Edm.String", ""),
    ("ItemMaterial", "Edm.Guid", ""),
    ("ItemRoutingStep", "Edm.Guid", ""),
    ("JournalCode", "Edm.String", ""),
    ("JournalDescription", "Edm.String", ""),
    ("Main", "Edm.Boolean", ""),
    ("Modified", "Edm.DateTime", ""),
    ("Notes", "Collection", ""),
    ("OpeningBalanceFC", "Edm.Double", ""),
    ("PaymentConditionCode", "Edm.String", ""),
    ("PaymentConditionDescription", "Edm.String", ""),
    ("PaymentConditionPaymentMethod", "Edm.String", ""),
    ("PaymentReference", "Edm.String", ""),
    ("PeppolIdentifier", "Edm.String", "CU"),
    ("PeppolIdentifierType", "Edm.Int32", "CU"),
    ("Status", "Edm.Int16", ""),
    ("StatusDescription", "Edm.String", ""),
    ("TeamsMeetingId", "Edm.String", "CU"),
    ("TimeStampAsBigInt", "Edm.Int64", ""),
    ("TitleAbbreviation", "Edm.String", ""),
    ("TitleDescription", "Edm.String", ""),
    ("TransactionLines", "Collection", ""),
    ("Type", "Edm.Int32", ""),
    ("TypeDescription", "Edm.String", ""),
    ("UserID", "Edm.Guid", "CU"),
];

fn expected(prop: &Value, sync: bool) -> (String, String, String) {
    let name = prop["n"].as_str().unwrap();
    let kind = prop["t"].as_str().unwrap();
    let key = if prop["k"] == 1 { "K" } else { "" };
    if kind.starts_with("php:") {
        let (_, kind, flags) = FROM_ELSEWHERE
            .iter()
            .find(|(known, _, _)| *known == name)
            .expect(name);
        let flags = if sync { "" } else { flags };
        return (name.to_owned(), (*kind).to_owned(), (*flags).to_owned());
    }
    let kind = if kind.starts_with("Edm.") {
        kind
    } else {
        "Collection"
    };
    (
        name.to_owned(),
        kind.to_owned(),
        format!("{key}{}", prop["w"].as_str().unwrap_or_default()),
    )
}

#[test]
fn every_table_is_the_published_one() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/facts/exact-online-metadata.json"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("the published list is not at hand; nothing was compared");
        return;
    };
    let list: Value = serde_json::from_str(&text).unwrap();
    let listed: BTreeMap<String, &Value> = list["endpoints"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                it["uri"]
                    .as_str()
                    .unwrap()
                    .replace("/api/v1/", "")
                    .replace("{division}/", ""),
                it,
            )
        })
        .collect();
    let tables = exact_sandbox::published();
    assert!(tables.len() >= 60, "{} endpoints", tables.len());
    let properties: usize = tables.iter().map(|(_, props)| props.len()).sum();
    println!(
        "{} endpoints, {properties} properties and types compared",
        tables.len()
    );
    for (path, props) in tables {
        let endpoint = listed
            .get(&path)
            .unwrap_or_else(|| panic!("{path} is not published"));
        let sync = path.starts_with("sync/") || path.starts_with("bulk/");
        let wanted: Vec<_> = endpoint["props"]
            .as_array()
            .unwrap()
            .iter()
            .map(|prop| expected(prop, sync))
            .collect();
        let have: Vec<_> = props
            .iter()
            .map(|(name, kind, flags)| {
                ((*name).to_owned(), (*kind).to_owned(), (*flags).to_owned())
            })
            .collect();
        assert_eq!(have, wanted, "{path}");
    }
}
