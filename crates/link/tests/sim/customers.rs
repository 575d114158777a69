//! The customers of the shop: known in Exact, new, and dirty ones.

use jiff::Timestamp;
use store::{StoreError, Tx, params};

/// A customer, as the shop has him.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    pub(crate) number: i64,
    pub(crate) name: &'static str,
    pub(crate) street: &'static str,
    pub(crate) postcode: &'static str,
    pub(crate) city: &'static str,
}

const fn known(
    number: i64,
    name: &'static str,
    street: &'static str,
    place: (&'static str, &'static str),
) -> Known {
    Known {
        number,
        name,
        street,
        postcode: place.0,
        city: place.1,
    }
}

/// Without an address until it is mended.
pub(crate) const ADDRESSLESS: i64 = 904;
/// Somebody else has his number in Exact.
pub(crate) const MISTAKEN: i64 = 201;

/// All of them.
pub(crate) const ALL: &[Known] = &[
    known(
        101,
        "Fictieve garage bv",
        "PROEFWEG 12 ",
        ("9998", "Proefdorp"),
    ),
    known(
        102,
        "D'Essai Amelie",
        "Rue de l'Exemple 7",
        ("4999", "Testville"),
    ),
    known(
        103,
        "LeaseDemo NV",
        "Voorbeeldlaan 100",
        ("9999", "Testgem"),
    ),
    known(900, "Nieuwe Klant", "Dorpsstraat 1", ("9000", "Gent")),
    known(901, "Andere Klant", "Dorpsstraat 2", ("9000", "Gent")),
    known(902, "Derde Klant", "Dorpsstraat 3", ("9000", "Gent")),
    known(ADDRESSLESS, "Zonder Adres", " ", ("9000", "Gent")),
    known(
        MISTAKEN,
        "Heel Iemand Anders",
        "Dorpsstraat 5",
        ("9000", "Gent"),
    ),
];

/// Stores one; his id is his number.
pub(crate) async fn insert(tx: &mut Tx, one: &Known, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO customer (id, number, name, address_line, address_line2, postcode, city, country, vat_number, \
         endpoint, email, language, version, created_at) \
         VALUES ($1, $1, $2, $3, '', $4, $5, 'BE', '', '', '', 'nl', 1, $6)",
        params![one.number, one.name, one.street, one.postcode, one.city, now],
    )
    .await
    .map(drop)
}

/// Gives the one without an address his address.
pub(crate) async fn mend(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE customer SET address_line = 'Dorpsstraat 4' WHERE id = $1",
        params![ADDRESSLESS],
    )
    .await
    .map(drop)
}
