//! Files invoices as documents with a PDF.

use sha2::{Digest as _, Sha256};

use super::company::{CUSTOMERS, key};
use super::paper;
use super::year::Year;
use crate::books::{Attachment, Deed, Document, DocumentDeed};
use crate::error::SandboxError;

impl Year<'_> {
    /// Files the invoice as a document.
    pub(super) fn file(&mut self, number: usize, ago: i64) -> Result<(), SandboxError> {
        let Some(invoice) = self.invoices.get(number) else {
            return Ok(());
        };
        let (code, name, street, place, ..) = CUSTOMERS[invoice.customer];
        let (entry, reference) = (invoice.id, invoice.reference.clone());
        let content = paper::pdf(&[
            "#Carrosserie Voorbeeld BV".to_owned(),
            "Voorbeeldlaan 1, 9999 Testgem".to_owned(),
            String::new(),
            format!("#Factuur {reference}"),
            format!("Datum: {}", self.day(ago).strftime("%d-%m-%Y")),
            String::new(),
            name.to_owned(),
            street.to_owned(),
            place.to_owned(),
            String::new(),
            format!(
                "Te betalen: EUR {}",
                invoice.total.to_string().replace('.', ",")
            ),
            format!("Mededeling: {}", invoice.structured),
        ]);
        let document = Document {
            id: key(&format!("document {reference}")),
            subject: format!("Factuur {reference}"),
            kind: 10,
            account: Some(key(&format!("account {code}"))),
            date: Some(self.day(ago)),
            entry: Some(entry),
            ..Document::default()
        };
        let attachment = Attachment {
            id: key(&format!("file {reference}")),
            document: document.id,
            file_name: format!("{reference}.pdf"),
            size: u64::try_from(content.len()).unwrap_or(u64::MAX),
            sha256: hex::encode(Sha256::digest(&content)),
            ..Attachment::default()
        };
        self.core.blobs.keep(content).map_err(SandboxError::Write)?;
        let create = DocumentDeed::Create(Box::new(document));
        self.act(ago, 10, Deed::Document(create))?;
        self.act(ago, 10, Deed::Document(DocumentDeed::Attach(attachment)))
    }
}
