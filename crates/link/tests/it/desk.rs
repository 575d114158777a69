//! What the shop has at its own desk before the link comes: a user, a location, customers.

use domain::{Address, Customer, CustomerId, CustomerNumber, Language};
use link::Link;
use office::Actor;
use store::{params, transact};

/// The user, the location, and four customers: three whom Exact has under the same number, and a new one.
pub(crate) async fn seed_rows(link: &Link, actor: &Actor) {
    let customers = [
        (
            101,
            "Fictieve garage bv",
            "PROEFWEG 12 ",
            "9998",
            "Proefdorp",
        ),
        (
            102,
            "D'Essai Amelie",
            "Rue de l'Exemple 7",
            "4999",
            "Testville",
        ),
        (103, "LeaseDemo NV", "Voorbeeldlaan 100", "9999", "Testgem"),
        (900, "Nieuwe Klant", "Dorpsstraat 1", "9000", "Gent"),
    ];
    let now = link.office.clock.now();
    let user = actor.user.unwrap().get();
    transact!(link.office.db, |tx| -> Result<(), store::StoreError> {
        tx.execute(
            "INSERT INTO app_user (id, login, name, password_hash, role, language, active, must_change_password, \
             created_at) VALUES ($1, 'an', 'An', '', 'administrator', 'nl', TRUE, FALSE, $2)",
            params![user, now],
        )
        .await?;
        tx.execute(
            "INSERT INTO location (id, name, legal_name, enterprise_number, address_line, postcode, city, country, \
             iban, language, administration_id) \
             VALUES (10, 'Bodystop A', 'Bodystop', '', 'Straat 1', '9000', 'Gent', 'BE', '', 'nl', NULL)",
            params![],
        )
        .await?;
        for (number, name, street, postcode, city) in customers {
            let customer = Customer {
                id: CustomerId::new(number),
                number: CustomerNumber::new(number).unwrap(),
                name: name.to_owned(),
                address: Address {
                    line: street.to_owned(),
                    line2: String::new(),
                    postcode: postcode.to_owned(),
                    city: city.to_owned(),
                    country: "BE".to_owned(),
                },
                vat_number: String::new(),
                endpoint: String::new(),
                email: String::new(),
                language: Language::Nl,
                version: 1,
            };
            insert_customer(tx, &customer, now).await?;
        }
        Ok(())
    })
    .unwrap();
}

/// A customer in Ghent.
pub(crate) fn customer(number: i64, name: &str, street: &str, vat_number: &str) -> Customer {
    Customer {
        id: CustomerId::new(number),
        number: CustomerNumber::new(number).unwrap(),
        name: name.to_owned(),
        address: Address {
            line: street.to_owned(),
            line2: String::new(),
            postcode: "9000".to_owned(),
            city: "Gent".to_owned(),
            country: "BE".to_owned(),
        },
        vat_number: vat_number.to_owned(),
        endpoint: String::new(),
        email: String::new(),
        language: Language::Nl,
        version: 1,
    }
}

/// Stores a customer.
pub(crate) async fn insert_customer(
    tx: &mut store::Tx,
    customer: &Customer,
    now: jiff::Timestamp,
) -> Result<(), store::StoreError> {
    tx.execute(
        "INSERT INTO customer (id, number, name, address_line, address_line2, postcode, city, country, vat_number, \
         endpoint, email, language, version, created_at) \
         VALUES ($1, $2, $3, $4, '', $5, $6, $7, $8, '', '', 'nl', 1, $9)",
        params![
            customer.id.get(),
            customer.number.get(),
            &customer.name,
            &customer.address.line,
            &customer.address.postcode,
            &customer.address.city,
            &customer.address.country,
            &customer.vat_number,
            now,
        ],
    )
    .await?;
    Ok(())
}
