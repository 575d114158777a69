//! How much of a file is read at all. Checked before anything is parsed.

/// The largest file, in bytes.
///
/// Belgian files embed the invoice as PDF, in Base64; access points take 5 to 10 MB. What is
/// larger is no invoice to read in one piece.
pub const MAX_BYTES: usize = 10_000_000;

/// Attributes in one tag, namespace declarations included; a UBL element has at most a handful,
/// and the parser's work grows with their square.
pub const MAX_ATTRIBUTES_PER_TAG: usize = 64;

/// Elements within elements; a UBL invoice has about ten levels.
pub const MAX_DEPTH: usize = 64;

/// Elements in the whole file; an invoice line has some twenty.
pub const MAX_ELEMENTS: usize = 200_000;

/// Namespace declarations in the whole file; some writers repeat them in every element.
pub const MAX_NAMESPACES: usize = 20_000;

/// Namespace declarations that hold at one place; the parser compares them with each other in every
/// element that declares one.
pub const MAX_NAMESPACES_IN_SCOPE: usize = 64;

/// Elements of one name within one element beyond the first, counted over the whole file, lines
/// and their like not included. What looks for doubles works with the square of them.
pub const MAX_REPEATS: usize = 500;

/// Reasons that are told about one file; the rest say nothing new.
pub const MAX_REFUSALS: usize = 50;

/// Characters of a wrong value that are repeated in a refusal.
pub(crate) const MAX_SHOWN: usize = 80;
