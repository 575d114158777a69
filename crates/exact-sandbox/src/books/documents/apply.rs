//! Carries out deeds on documents, either wholly or not at all with the reasons.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::{Attachment, Document, DocumentDeed, DocumentType};
use crate::books::apply::unless;
use crate::books::bag::Field;
use crate::books::company::{Company, Entity};
use crate::books::plain::PlainKind;
use crate::books::refusal::{BooksError, Label, Refusal};
use crate::books::table::{Index, Record};

type When = (Timestamp, Uuid);
type Done = Result<(), BooksError>;

impl Company {
    pub(in crate::books) fn document_deed(&mut self, deed: DocumentDeed, at: When) -> Done {
        match deed {
            DocumentDeed::Create(document) => self.create_document(*document, at),
            DocumentDeed::Change(document) => self.change_document(*document, at),
            DocumentDeed::Delete(id) => self.delete_document(id, at),
            DocumentDeed::Attach(attachment) => self.attach(attachment, at),
            DocumentDeed::Detach(id) => self.detach(id, at),
        }
    }

    /// The documents of an entry: those that name it, and the one that it names.
    #[must_use]
    pub fn documents_of(&self, entry: Uuid, named: Option<Uuid>) -> Vec<&Document> {
        let mut found: Vec<&Document> = self
            .documents
            .find(Index::Entry, &entry.to_string())
            .collect();
        found.extend(named.and_then(|id| self.documents.get(id)));
        found.sort_by_key(|document| document.hid);
        found.dedup_by_key(|document| document.id);
        found
    }

    /// The attachments of a document, in the order of their keys.
    pub fn attachments_of(&self, document: Uuid) -> impl Iterator<Item = &Attachment> {
        self.attachments
            .find(Index::Document, &document.to_string())
    }

    fn create_document(&mut self, mut document: Document, at: When) -> Done {
        if self.documents.get(document.id).is_some() {
            return Err(Refusal::Exists(Label::Key).into());
        }
        let mut refusals = self.document_refusals(&document);
        if DocumentType::of(document.kind).is_some_and(|kind| !kind.creatable) {
            refusals.push(Refusal::DocumentTypeNotAllowed);
        }
        unless(refusals)?;
        if document.hid == 0 {
            document.hid = self.last_document.saturating_add(1);
        }
        self.last_document = self.last_document.max(document.hid);
        document
            .date
            .get_or_insert(TimeZone::UTC.to_datetime(at.0).date());
        let document = self.stamped(document, None, at);
        self.documents.put(document);
        Ok(())
    }

    fn change_document(&mut self, document: Document, at: When) -> Done {
        let old = self
            .documents
            .get(document.id)
            .ok_or(BooksError::NotFound)?;
        let (stamp, kind) = (old.stamp, old.kind);
        let mut refusals = self.document_refusals(&document);
        let frozen = |id: i32| DocumentType::of(id).is_some_and(|kind| !kind.updatable);
        if frozen(kind) || frozen(document.kind) {
            refusals.push(Refusal::DocumentTypeNotAllowed);
        }
        unless(refusals)?;
        let document = self.stamped(document, Some(stamp), at);
        self.documents.put(document);
        Ok(())
    }

    fn document_refusals(&self, document: &Document) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        if document.subject.trim().is_empty() {
            refusals.push(Refusal::Mandatory(Label::Subject));
        }
        if document.kind == 0 {
            refusals.push(Refusal::Mandatory(Label::DocumentType));
        } else if DocumentType::of(document.kind).is_none() {
            refusals.push(Refusal::InvalidReference(Label::DocumentType));
        }
        if document
            .account
            .is_some_and(|id| self.accounts.get(id).is_none())
        {
            refusals.push(Refusal::InvalidReference(Label::Relation));
        }
        for (property, kind, label) in [
            ("DocumentFolder", PlainKind::DocumentFolder, Label::Folder),
            ("Category", PlainKind::DocumentCategory, Label::Category),
        ] {
            let named = document.other.get(property);
            if let Some(Field::Guid(id)) = named
                && self.plain(kind, *id).is_none()
            {
                refusals.push(Refusal::InvalidReference(label));
            }
        }
        // A document may outlive its entry: only a link that is new has to lead somewhere.
        let known = self.documents.get(document.id).and_then(|old| old.entry);
        if document
            .entry
            .is_some_and(|id| known != Some(id) && !self.has_entry(id))
        {
            refusals.push(Refusal::InvalidReference(Label::Entry));
        }
        let taken = self
            .documents
            .find(Index::Code, &document.hid.to_string())
            .any(|other| other.id != document.id);
        if document.hid != 0 && taken {
            refusals.push(Refusal::InUse(Label::DocumentNumber));
        }
        refusals
    }

    /// Whether any entry, of whatever journal, has this key.
    fn has_entry(&self, id: Uuid) -> bool {
        self.entries.get(id).is_some() || self.lines.has_entry(id)
    }

    fn delete_document(&mut self, id: Uuid, at: When) -> Done {
        let document = self.documents.get(id).ok_or(BooksError::NotFound)?;
        if DocumentType::of(document.kind).is_some_and(|kind| !kind.deletable) {
            return Err(Refusal::DocumentTypeNotAllowed.into());
        }
        let named = self.entries.find(Index::Document, &id.to_string());
        if named.count() > 0 {
            return Err(Refusal::CannotDelete(Label::Document, Label::Entries).into());
        }
        let invoices = self.invoices.find(Index::Document, &id.to_string());
        if invoices.count() > 0 {
            return Err(Refusal::CannotDelete(Label::Document, Label::Invoices).into());
        }
        let files: Vec<Uuid> = self.attachments_of(id).map(Record::id).collect();
        for file in files {
            self.detach(file, at)?;
        }
        self.documents.remove(id);
        self.note_deletion(Entity::Document, id, at);
        Ok(())
    }

    fn attach(&mut self, attachment: Attachment, at: When) -> Done {
        let mut refusals = Vec::new();
        if self.attachments.get(attachment.id).is_some() {
            refusals.push(Refusal::Exists(Label::Key));
        }
        if attachment.document.is_nil() {
            refusals.push(Refusal::Mandatory(Label::Document));
        } else if self.documents.get(attachment.document).is_none() {
            refusals.push(Refusal::InvalidReference(Label::Document));
        }
        if attachment.file_name.trim().is_empty() {
            refusals.push(Refusal::Mandatory(Label::FileName));
        }
        if attachment.size == 0 {
            refusals.push(Refusal::Mandatory(Label::Attachment));
        }
        unless(refusals)?;
        let attachment = self.stamped(attachment, None, at);
        self.attachments.put(attachment);
        Ok(())
    }

    fn detach(&mut self, id: Uuid, at: When) -> Done {
        self.attachments.remove(id).ok_or(BooksError::NotFound)?;
        self.note_deletion(Entity::Attachment, id, at);
        Ok(())
    }
}
