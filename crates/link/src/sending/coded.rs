//! How an invoice is coded: what its entry is made of and what a person may mend until it is being sent.

use std::collections::BTreeMap;

use domain::{AdministrationId, Coding, Invoice, InvoiceId, LedgerAccountId, VatTreatment};
use store::{Tx, params};
use uuid::Uuid;

use crate::{
    LinkError,
    check::{Books, mirrored::vat_mapping},
};

/// The coding of one invoice, down to the accounts and VAT codes of Exact that stand for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Coded {
    /// The coding of each line, with the account in Exact that its account is linked to.
    lines: Vec<(Coding, Option<Uuid>)>,
    /// The VAT code that stands for each treatment of its lines.
    codes: BTreeMap<VatTreatment, Option<String>>,
}

impl Coded {
    /// As the check saw it. `journal` is the code of the invoice's journal.
    pub(super) fn checked(books: &Books, invoice: &Invoice, journal: &str) -> Self {
        let lines = invoice.coding.iter().map(|coding| {
            let account = coding.ledger_account;
            let linked = account.and_then(|account| books.account_links.get(&account).copied());
            (coding.clone(), linked)
        });
        let treatments = invoice.printed.lines.iter().map(|line| line.treatment);
        Self {
            lines: lines.collect(),
            codes: codes(books, journal, treatments),
        }
    }

    /// As it is now, for the same treatments: what is printed does not change.
    pub(super) async fn now(
        &self,
        tx: &mut Tx,
        administration: AdministrationId,
        (invoice, journal): (InvoiceId, &str),
    ) -> Result<Self, LinkError> {
        let rows: Vec<(Option<i64>, String, Option<Uuid>)> = tx
            .all(
                "SELECT l.ledger_account_id, l.cost_centre, k.guid FROM invoice_line l \
                 LEFT JOIN account_link k ON k.ledger_account_id = l.ledger_account_id AND k.administration_id = $1 \
                 WHERE l.invoice_id = $2 ORDER BY l.position",
                params![administration.get(), invoice.get()],
            )
            .await?;
        let lines = rows.into_iter().map(|(account, cost_centre, linked)| {
            let ledger_account = account.map(LedgerAccountId::new);
            let coding = Coding {
                ledger_account,
                cost_centre,
            };
            (coding, linked)
        });
        let books = Books {
            vat_mapping: vat_mapping(tx, administration.get()).await?,
            ..Books::default()
        };
        Ok(Self {
            lines: lines.collect(),
            codes: codes(&books, journal, self.codes.keys().copied()),
        })
    }
}

fn codes(
    books: &Books,
    journal: &str,
    treatments: impl Iterator<Item = VatTreatment>,
) -> BTreeMap<VatTreatment, Option<String>> {
    treatments
        .map(|treatment| {
            let code = books.vat_code_for(journal, treatment);
            (treatment, code.map(str::to_owned))
        })
        .collect()
}
