//! Every property that a row reads or a write sends exists in Exact's published metadata, with a
//! type that ours fits, and may be written where we write it.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail loudly"
)]

use std::collections::HashMap;
use std::path::Path;

use exact_api::endpoints as e;
use exact_api::{Field, List, Property, Row};
use serde::Deserialize;

#[derive(Deserialize)]
struct Metadata {
    endpoints: Vec<Published>,
}

#[derive(Deserialize)]
struct Published {
    uri: String,
    methods: Vec<String>,
    props: Vec<PublishedProperty>,
}

#[derive(Deserialize)]
struct PublishedProperty {
    n: String,
    t: String,
    #[serde(default)]
    w: Option<String>,
}

/// The metadata lies beside the project, not in it; without it there is nothing to compare with.
fn metadata() -> Option<HashMap<String, Published>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/facts/exact-online-metadata.json");
    let text = std::fs::read_to_string(path).ok()?;
    let metadata: Metadata = serde_json::from_str(&text).expect("the metadata");
    Some(
        metadata
            .endpoints
            .into_iter()
            .map(|endpoint| (endpoint.uri.clone(), endpoint))
            .collect(),
    )
}

fn published<'a>(all: &'a HashMap<String, Published>, name: &str) -> &'a Published {
    let uri = if name == "current/Me" {
        format!("/api/v1/{name}")
    } else {
        format!("/api/v1/{{division}}/{name}")
    };
    all.get(&uri)
        .unwrap_or_else(|| panic!("{uri} is not published"))
}

fn read<L: List>() -> (&'static str, Vec<Field>) {
    (L::NAME, L::Row::fields())
}

#[test]
fn what_is_read_is_published() {
    let Some(all) = metadata() else { return };
    let lists = [
        read::<e::GetMe>(),
        read::<e::ListDivisions>(),
        read::<e::ListAccounts>(),
        read::<e::SyncAccounts>(),
        read::<e::ListGlAccounts>(),
        read::<e::SyncGlAccounts>(),
        read::<e::ListTransactionLines>(),
        read::<e::SyncTransactionLines>(),
        read::<e::SyncDeleted>(),
        read::<e::ListJournals>(),
        read::<e::ListVatCodes>(),
        read::<e::ListPaymentConditions>(),
        read::<e::ListFinancialPeriods>(),
        read::<e::ListJournalStatus>(),
        read::<e::ListSalesEntries>(),
        read::<e::ListSalesEntryLines>(),
    ];
    let mut wrong = Vec::new();
    for (name, fields) in lists {
        let endpoint = published(&all, name);
        for field in fields {
            match endpoint
                .props
                .iter()
                .find(|property| property.n == field.name)
            {
                Some(property) if field.edm.contains(&property.t.as_str()) => {}
                Some(property) => wrong.push(format!("{name}.{} is {}", field.name, property.t)),
                None => wrong.push(format!("{name}.{} does not exist", field.name)),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_written_may_be_written() {
    let Some(all) = metadata() else { return };
    let writes: [(&str, &str, char, &[Property]); 5] = [
        ("crm/Accounts", "POST", 'C', e::CreateAccount::PROPERTIES),
        ("crm/Accounts", "PUT", 'U', e::AccountChanges::PROPERTIES),
        (
            "financial/GLAccounts",
            "POST",
            'C',
            e::CreateGlAccount::PROPERTIES,
        ),
        (
            "salesentry/SalesEntries",
            "POST",
            'C',
            e::CreateSalesEntry::PROPERTIES,
        ),
        (
            "salesentry/SalesEntryLines",
            "POST",
            'C',
            e::NewSalesEntryLine::PROPERTIES,
        ),
    ];
    let mut wrong = Vec::new();
    for (name, method, flag, properties) in writes {
        let endpoint = published(&all, name);
        assert!(
            endpoint.methods.iter().any(|offered| offered == method),
            "{method} {name}"
        );
        for property in properties {
            let found = endpoint
                .props
                .iter()
                .find(|published| published.n == property.name);
            let fits = found.is_some_and(|published| {
                property.edm.contains(&published.t.as_str())
                    && published
                        .w
                        .as_deref()
                        .is_some_and(|flags| flags.contains(flag))
            });
            if !fits {
                wrong.push(format!("{method} {name}.{}", property.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
