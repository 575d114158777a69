//! `read/sync/Sync/SyncTimestamp`: the row version with which to begin, for everything changed since a date.
//! Parameters: `modified=datetime'…'` and `endPoint='TransactionLines'`, the last part of the sync path.

use jiff::Timestamp;

use crate::api::endpoint::{Endpoint, ReadRule, Row, Rows, View, Wanted};
use crate::api::parameters::Wants;
use crate::api::tables;
use crate::books::{CardKind, Company, PlainKind, Source};
use crate::odata::Value;

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    key: &["TimeStampAsBigInt"],
    rule: ReadRule::Free,
    parameters: &[("modified", Wants::Moment), ("endPoint", Wants::Text)],
    ..Endpoint::reading(
        "read/sync/Sync/SyncTimestamp",
        &tables::sync_timestamp::TABLE,
        "organization.administration",
        rows,
    )
};

struct Start {
    modified: Timestamp,
    api: String,
    version: u64,
}

fn rows<'a>(view: &'a View<'a>, _: &Wanted<'_>) -> Rows<'a> {
    let modified = match view.argument("modified") {
        Some(Value::Moment(ms)) => Timestamp::from_millisecond(ms).ok(),
        _ => None,
    };
    let api = match view.argument("endPoint") {
        Some(Value::Text(api)) => Some(api),
        _ => None,
    };
    let start = modified.zip(api).and_then(|(modified, api)| {
        let version = first_version(view.company, &api, modified)?;
        Some(Start {
            modified,
            api,
            version,
        })
    });
    Box::new(
        start
            .into_iter()
            .map(|start| Box::new(start) as Box<dyn Row>),
    )
}

/// Just below the first change since the moment; the last version of all when there is none. `None` when no sync endpoint
/// has this name.
pub(crate) fn first_version(company: &Company, api: &str, since: Timestamp) -> Option<u64> {
    fn of<'a, S: Source<'a>>(records: S, since: Timestamp) -> Option<u64> {
        let versions = records.modified_since(since).map(|it| S::version(&it));
        versions.min()
    }
    let name = api.rsplit('/').next().unwrap_or(api).to_ascii_lowercase();
    let first = match name.as_str() {
        "accounts" => of(&company.accounts, since),
        "glaccounts" => of(&company.gl_accounts, since),
        "transactionlines" => of(&company.lines, since),
        "paymentterms" => of(&company.terms, since),
        "addresses" => of(company.cards(CardKind::Address), since),
        "contacts" => of(company.cards(CardKind::Contact), since),
        "salesinvoices" => of(&company.invoice_lines, since),
        "documents" => of(&company.documents, since),
        "documentattachments" => of(&company.attachments, since),
        "glclassifications" => {
            let rows = company.plains(PlainKind::GlClassification);
            rows.and_then(|rows| of(rows, since))
        }
        "deleted" => {
            let mut gone = company.deletions.values();
            gone.find(|it| it.at >= since).map(|it| it.version)
        }
        _ => return None,
    };
    Some(first.map_or(company.version(), |version| version.saturating_sub(1)))
}

impl Row for Start {
    fn get(&self, property: &str) -> Value {
        match property {
            "Modified" => self.modified.into(),
            "API" => Value::text(&self.api),
            "TimeStampAsBigInt" => Value::Int(i64::try_from(self.version).unwrap_or(i64::MAX)),
            _ => Value::Null,
        }
    }
}
