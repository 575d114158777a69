//! The short lists beside the books: folders and categories of documents, mandates, exchange rates, allocation rules,
//! banks, classifications.

use uuid::Uuid;

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted, Writer, candidates};
use crate::api::failure::Failure;
use crate::api::fields::{Fields, shown};
use crate::api::tables;
use crate::books::{Deed, Index, Plain, PlainKind};
use crate::odata::Value;
use crate::state::Core;

use super::documents::SCOPE as DOCUMENTS;
use super::sales_invoices::SCOPE as INVOICES;
use super::shared::{act, audit, chosen_key, company, country, keep};

const CRM: &str = "crm.accounts";
const LEDGER: &str = "financial.generalledgers";
const CASHFLOW: &str = "financial.cashflow";

macro_rules! list {
    ($path:literal, $table:ident, $scope:expr, $kind:ident) => {
        Endpoint::reading($path, &tables::$table::TABLE, $scope, |view, wanted| {
            rows(view, wanted, PlainKind::$kind)
        })
    };
}

macro_rules! writable {
    ($path:literal, $table:ident, $scope:expr, $kind:ident) => {
        Endpoint {
            post: Some(|core, writer, fields| post(core, writer, fields, PlainKind::$kind)),
            put: Some(|core, writer, id, fields| put(core, writer, (PlainKind::$kind, id), fields)),
            delete: Some(|core, writer, id| {
                let kind = PlainKind::$kind;
                act(core, writer, Deed::DeletePlain { kind, id })
            }),
            ..list!($path, $table, $scope, $kind)
        }
    };
}

pub(crate) static CATEGORIES: Endpoint = list!(
    "documents/DocumentCategories",
    document_categories,
    DOCUMENTS,
    DocumentCategory
);
pub(crate) static FOLDERS: Endpoint = writable!(
    "documents/DocumentFolders",
    document_folders,
    DOCUMENTS,
    DocumentFolder
);
pub(crate) static TYPE_FOLDERS: Endpoint = writable!(
    "documents/DocumentTypeFolders",
    document_type_folders,
    DOCUMENTS,
    DocumentTypeFolder
);
pub(crate) static MANDATES: Endpoint = writable!(
    "cashflow/DirectDebitMandates",
    direct_debit_mandates,
    CASHFLOW,
    DirectDebitMandate
);
pub(crate) static RATES: Endpoint = writable!(
    "financial/ExchangeRates",
    exchange_rates,
    "financial.currencies",
    ExchangeRate
);
/// Beta: its path has `beta` before the company (facts 4.26).
pub(crate) static RULES: Endpoint = writable!(
    "beta/cashflow/AllocationRule",
    allocation_rules,
    CASHFLOW,
    AllocationRule
);
pub(crate) static BANKS: Endpoint = list!("cashflow/Banks", banks, CASHFLOW, Bank);
pub(crate) static ACCOUNT_CLASSES: Endpoint = list!(
    "crm/AccountClassifications",
    account_classifications,
    CRM,
    AccountClassification
);
pub(crate) static GL_CLASSES: Endpoint = list!(
    "financial/GLClassifications",
    gl_classifications,
    LEDGER,
    GlClassification
);
/// What may be filtered is not published for this one: all of it.
pub(crate) static BULK_GL_CLASSES: Endpoint = Endpoint {
    page: crate::api::endpoint::SYNC_PAGE,
    rule: crate::api::endpoint::ReadRule::Bulk(&["ID", "Code", "Created", "Modified", "Parent"]),
    ..list!(
        "bulk/Financial/GLClassifications",
        bulk_gl_classifications,
        LEDGER,
        GlClassification
    )
};
pub(crate) static SYNC_GL_CLASSES: Endpoint = Endpoint::syncing(
    "sync/Financial/GLClassifications",
    &tables::sync_gl_classifications::TABLE,
    LEDGER,
    |view, wanted| {
        let rows = view.company.plains(PlainKind::GlClassification);
        let since = wanted.since();
        let changed = rows
            .into_iter()
            .flat_map(move |rows| rows.changed_after(since));
        let seen = view.seen_changes(changed, |row| &row.stamp);
        Box::new(seen.map(move |row| Box::new(Shown { view, row }) as Box<dyn Row>))
    },
);

pub(crate) static LAYOUTS: Endpoint = list!("salesinvoice/Layouts", layouts, INVOICES, Layout);

struct Shown<'a> {
    view: &'a View<'a>,
    row: &'a Plain,
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>, kind: PlainKind) -> Rows<'a> {
    let indexed = [("Code", Index::Code), ("Account", Index::Account)];
    let Some(table) = view.company.plains(kind) else {
        return Box::new(std::iter::empty());
    };
    let seen = candidates(table, wanted, "ID", &indexed).filter(|row| view.sees(&row.stamp));
    Box::new(seen.map(move |row| Box::new(Shown { view, row }) as Box<dyn Row>))
}

impl Row for Shown<'_> {
    fn get(&self, property: &str) -> Value {
        let (row, view) = (self.row, self.view);
        match property {
            "ID" => row.id.into(),
            "TargetCurrency" | "TargetCurrencyDescription" => Value::text(view.company.currency()),
            "SourceCurrencyDescription" => Value::text(row.text("SourceCurrency")),
            "Country" => country(row.text("Country"), view.switches),
            other => audit(view, &row.stamp, other).unwrap_or_else(|| shown(row.values.get(other))),
        }
    }
}

/// Takes the sent properties over. Who made a row and when is not the client's to say, whatever the published flags of
/// `DocumentTypeFolders` are.
fn fill(row: &mut Plain, fields: &Fields) {
    for (name, value) in fields.ones() {
        if !["ID", "Created", "Creator", "Modified", "Modifier"].contains(&name) {
            keep(&mut row.values, name, value);
        }
    }
}

fn post(
    core: &mut Core,
    writer: &Writer,
    fields: &Fields,
    kind: PlainKind,
) -> Result<Uuid, Failure> {
    let id = chosen_key(core, fields, "ID")?;
    let mut row = Plain {
        id,
        kind,
        ..Plain::default()
    };
    fill(&mut row, fields);
    act(core, writer, Deed::CreatePlain(Box::new(row)))?;
    Ok(id)
}

fn put(
    core: &mut Core,
    writer: &Writer,
    (kind, id): (PlainKind, Uuid),
    fields: &Fields,
) -> Result<(), Failure> {
    let known = company(core, writer)?.plain(kind, id);
    let mut row = known.ok_or(Failure::NotFound)?.clone();
    fill(&mut row, fields);
    act(core, writer, Deed::ChangePlain(Box::new(row)))
}
