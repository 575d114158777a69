//! The tables against the published list of properties, where that is at hand.

use std::collections::BTreeMap;

use serde_json::Value;

/// Properties whose type or flags the list does not know; the facts (sections 4.2 to 4.11) do, or a default was taken.
const FROM_ELSEWHERE: &[(&str, &str, &str)] = &[
    ("API", "Edm.String", ""),
    ("Attachment", "Edm.String", ""),
    ("AttachmentFileName", "Edm.String", ""),
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
    ("PeppolCreationError", "Edm.String", ""),
    ("PeppolCreationSuccess", "Edm.String", ""),
    ("PeppolIdentifier", "Edm.String", "CU"),
    ("PeppolIdentifierType", "Edm.Int32", "CU"),
    ("Picture", "Edm.Binary", "CU"),
    ("SalesInvoiceOrderChargeLines", "Collection", ""),
    ("SendInvoiceViaPeppol", "Edm.Boolean", "C"),
    ("ShippingMethod", "Edm.Guid", "CU"),
    ("ShippingMethodCode", "Edm.String", ""),
    ("ShippingMethodDescription", "Edm.String", ""),
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

/// The same for `system/Users`, whose names mean something else there.
const OF_USERS: &[(&str, &str)] = &[
    ("UserID", "Edm.Guid"),
    ("AuthenticationType", "Edm.Int32"),
    ("BirthDate", "Edm.DateTime"),
    ("Created", "Edm.DateTime"),
    ("Creator", "Edm.Guid"),
    ("Customer", "Edm.Guid"),
    ("EndDate", "Edm.DateTime"),
    ("HasRegisteredForTwoStepVerification", "Edm.Boolean"),
    ("HasTwoStepVerification", "Edm.Boolean"),
    ("IsAnonymised", "Edm.Boolean"),
    ("LastLogin", "Edm.DateTime"),
    ("Modified", "Edm.DateTime"),
    ("Modifier", "Edm.Guid"),
    ("StartDate", "Edm.DateTime"),
];

/// Published endpoints that are not served, and why.
const NOT_SERVED: &[(&str, &str)] = &[
    ("salesinvoice/InvoiceSalesOrders", ORDERS),
    ("purchaseentry/PurchaseEntries", PURCHASE),
    ("purchaseentry/PurchaseEntryLines", PURCHASE),
    ("cashflow/ProcessPayments", PURCHASE),
    (
        "cashflow/ImportNotifications",
        "no bank statements are imported here",
    ),
    (
        "financial/OfficialReturns",
        "tax returns are none of a link's business",
    ),
];
const ORDERS: &str = "no orders are sold here";
const PURCHASE: &str = "the supplier's side, beside what the terms tell of it";

/// Published outside the list, in the facts (section 4.26).
const ALLOCATION_RULE: (&str, &[(&str, &str, &str)]) = (
    "beta/cashflow/AllocationRule",
    &[
        ("ID", "Edm.Guid", "KCU"),
        ("Account", "Edm.Guid", "CU"),
        ("AccountBankAccount", "Edm.String", "CU"),
        ("Words", "Edm.String", "CU"),
        ("GLAccount", "Edm.Guid", "CU"),
        ("Costcenter", "Edm.String", "CU"),
        ("Costunit", "Edm.String", "CU"),
        ("VATCode", "Edm.String", "CU"),
    ],
);

/// Name, type and flags as published.
type Wanted = (String, String, String);

fn expected(path: &str, prop: &Value) -> Wanted {
    let name = prop["n"].as_str().unwrap();
    let kind = prop["t"].as_str().unwrap();
    let key = if prop["k"] == 1 { "K" } else { "" };
    if path == "system/Users" {
        let known = OF_USERS.iter().find(|(known, _)| *known == name);
        let kind = known.map_or("Edm.String", |(_, kind)| kind);
        return (name.to_owned(), kind.to_owned(), String::new());
    }
    if kind.starts_with("php:") {
        let (_, kind, flags) = FROM_ELSEWHERE
            .iter()
            .find(|(known, _, _)| *known == name)
            .expect(name);
        let read_only = path.starts_with("sync/") || path.starts_with("bulk/");
        let flags = if read_only { "" } else { flags };
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

/// The published list: the properties of every endpoint by its path.
fn list() -> Option<BTreeMap<String, Vec<Wanted>>> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/facts/exact-online-metadata.json"
    );
    let text = std::fs::read_to_string(path).ok()?;
    let list: Value = serde_json::from_str(&text).unwrap();
    let mut all = BTreeMap::new();
    let served: Vec<String> = exact_sandbox::published()
        .into_iter()
        .map(|it| it.0)
        .collect();
    for endpoint in list["endpoints"].as_array().unwrap() {
        let uri = endpoint["uri"].as_str().unwrap();
        let path = uri.replace("/api/v1/", "").replace("{division}/", "");
        let props = endpoint["props"].as_array().unwrap().iter();
        let props = props.filter(|_| served.contains(&path));
        all.insert(
            path.clone(),
            props.map(|prop| expected(&path, prop)).collect(),
        );
    }
    let (path, props) = ALLOCATION_RULE;
    let props = props.iter();
    let owned = props.map(|(name, kind, flags)| ((*name).into(), (*kind).into(), (*flags).into()));
    all.insert(path.to_owned(), owned.collect());
    Some(all)
}

#[test]
fn every_table_is_the_published_one_and_nothing_published_is_forgotten() {
    let Some(listed) = list() else {
        eprintln!("the published list is not at hand; nothing was compared");
        return;
    };
    let (mut endpoints, mut properties, mut differences) = (0, 0, Vec::new());
    let tables = exact_sandbox::published();
    for (path, props) in &tables {
        let Some(wanted) = listed.get(path) else {
            differences.push(format!("{path} is not published"));
            continue;
        };
        let have: Vec<Wanted> = props
            .iter()
            .map(|(name, kind, flags)| {
                ((*name).to_owned(), (*kind).to_owned(), (*flags).to_owned())
            })
            .collect();
        endpoints += 1;
        properties += have.len();
        let pairs = have
            .iter()
            .zip(wanted)
            .filter(|(have, wanted)| have != wanted);
        differences.extend(pairs.map(|(have, wanted)| format!("{path}: {have:?}, not {wanted:?}")));
        if have.len() != wanted.len() {
            differences.push(format!(
                "{path}: {} properties, not {}",
                have.len(),
                wanted.len()
            ));
        }
    }
    for path in listed.keys() {
        let served = tables.iter().any(|(known, _)| known == path);
        let left_out = NOT_SERVED.iter().any(|(known, _)| known == path);
        if served == left_out {
            differences.push(format!("{path}: served {served}, left out {left_out}"));
        }
    }
    println!(
        "{endpoints} endpoints, {properties} properties with their types and write flags compared, {} differences; {} \
         published endpoints are left out",
        differences.len(),
        NOT_SERVED.len()
    );
    for (path, why) in NOT_SERVED {
        println!("left out: {path} ({why})");
    }
    assert!(differences.is_empty(), "{differences:#?}");
    assert!(endpoints >= 86, "{endpoints}");
}
