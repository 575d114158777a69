//! Postal addresses, and when two of them are one.

use crate::text::{cut, normalise};

/// A postal address (*adres*). Empty texts where nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Address {
    /// Street and house number.
    pub line: String,
    /// Box, building, c/o.
    pub line2: String,
    /// Postcode.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// ISO 3166 country of two letters.
    pub country: String,
}

/// Characters of an address line that are sent and kept.
///
/// Exact Online publishes no lengths for addresses, so they are cut before they are sent; then
/// what is kept is known.
pub const ADDRESS_LINE_KEPT: usize = 100;
/// Characters of a postcode that are sent and kept, see [`ADDRESS_LINE_KEPT`].
pub const POSTCODE_KEPT: usize = 20;
/// Characters of a town that are sent and kept, see [`ADDRESS_LINE_KEPT`].
pub const CITY_KEPT: usize = 100;

impl Address {
    /// Whether it can stand on an invoice: street, postcode, town and country are there.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.missing().is_empty()
    }

    /// Which parts it lacks of those that an invoice needs: `line`, `postcode`, `city`, `country`.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        [
            ("line", &self.line),
            ("postcode", &self.postcode),
            ("city", &self.city),
            ("country", &self.country),
        ]
        .into_iter()
        .filter(|(_, text)| text.trim().is_empty())
        .map(|(name, _)| name)
        .collect()
    }

    /// The address cut to the lengths that are sent and kept.
    #[must_use]
    pub fn as_kept(&self) -> Self {
        Self {
            line: cut(&self.line, ADDRESS_LINE_KEPT).to_owned(),
            line2: cut(&self.line2, ADDRESS_LINE_KEPT).to_owned(),
            postcode: cut(&self.postcode, POSTCODE_KEPT).to_owned(),
            city: cut(&self.city, CITY_KEPT).to_owned(),
            country: self.country.trim().to_uppercase(),
        }
    }
}

/// Whether two addresses are one: the lines read as one text (so a box may stand in the first or
/// second line), postcode without blanks, town and country, each normalised and cut.
#[must_use]
pub fn same_address(a: &Address, b: &Address) -> bool {
    compared(a) == compared(b)
}

/// What of an address is compared.
pub(crate) fn compared(address: &Address) -> [String; 4] {
    let kept = address.as_kept();
    [
        normalise(&format!("{} {}", kept.line, kept.line2)),
        normalise(&kept.postcode).replace(' ', ""),
        normalise(&kept.city),
        normalise(&kept.country),
    ]
}
