//! The languages in which the product speaks.

use crate::words::words;

/// A language (*taal*) of a person, a customer or a location.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Dutch, the first language of the product.
    #[default]
    Nl,
    /// French.
    Fr,
    /// English.
    En,
}

words!(Language: Nl = "nl", Fr = "fr", En = "en");
