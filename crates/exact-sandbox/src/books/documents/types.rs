//! The kinds of document. The real list is longer and differs per licence; these are the ones that clients use, with
//! some that may not be made through the API, so that a client meets that refusal.

/// A kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentType {
    /// Exact's number.
    pub id: i32,
    /// Its Dutch name.
    pub description: &'static str,
    /// Whether the API may make such documents.
    pub creatable: bool,
    /// Whether the API may remove them.
    pub deletable: bool,
    /// Whether the API may change them.
    pub updatable: bool,
    /// 1 sales, 2 purchase, 3 general.
    pub category: i32,
}

const fn kind(id: i32, description: &'static str, free: bool, category: i32) -> DocumentType {
    DocumentType {
        id,
        description,
        creatable: free,
        deletable: free,
        updatable: free,
        category,
    }
}

/// All kinds.
pub const DOCUMENT_TYPES: &[DocumentType] = &[
    kind(10, "Verkoopfactuur", true, 1),
    kind(20, "Aankoopfactuur", true, 2),
    kind(40, "Bankafschrift", false, 3),
    kind(50, "E-mail", true, 3),
    kind(55, "Diversen", true, 3),
    kind(90, "Aanmaning", false, 1),
    kind(183, "Incassobestand", false, 3),
];

impl DocumentType {
    /// The kind with this number.
    #[must_use]
    pub fn of(id: i32) -> Option<&'static DocumentType> {
        DOCUMENT_TYPES.iter().find(|kind| kind.id == id)
    }
}
