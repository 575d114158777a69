//! Which customer the buyer of a file is.

use domain::Customer;
use office::{
    customers::{self, CustomerForm},
    imports::{self, Buyer, Choice, KnownBy},
};
use store::Db;
use testing_macros::db_test;

use crate::rig::{INVOICE, Outcome, Rig, customer_form, desk};

/// The buyer of a file, and the codes of the notes about it.
async fn buyer(rig: &Rig, xml: &str, choice: &Choice) -> Outcome<(Buyer, Vec<String>)> {
    let preview = imports::preview(&rig.office, &rig.boss, xml.as_bytes(), choice).await?;
    let notes = preview.notes.into_iter().map(|note| note.code);
    let notes = notes.filter(|code| code.starts_with("buyer")).collect();
    let file = preview
        .file
        .ok_or_else(|| format!("{:?}", preview.refusals))?;
    Ok((file.buyer, notes))
}

async fn store(rig: &Rig, form: CustomerForm) -> Outcome<Customer> {
    Ok(customers::save(&rig.office, &rig.boss, &form).await?)
}

/// The buyer of the sample as typed by hand.
fn noordzee() -> CustomerForm {
    CustomerForm {
        address_line: "PROEFWEG  12".to_owned(),
        postcode: "99 98".to_owned(),
        city: "proefdorp".to_owned(),
        ..customer_form("Noordzee verzekeringen")
    }
}

fn without_number(xml: &str) -> String {
    xml.replace(
        "<cbc:SupplierAssignedAccountID>10417</cbc:SupplierAssignedAccountID>",
        "",
    )
}

fn is(found: &Buyer, expected: &Customer, how: KnownBy) -> bool {
    matches!(found, Buyer::Known { customer, by } if customer.id == expected.id && *by == how)
}

#[db_test]
async fn the_number_in_the_file_comes_first(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let choice = desk(&rig).await?;
    let (found, _) = buyer(&rig, INVOICE, &choice).await?;
    assert!(matches!(found, Buyer::New { number, from_file: true } if number.get() == 10_417));
    // A firm that is known is not made twice for another number.
    let known = store(
        &rig,
        CustomerForm {
            vat_number: "BE0001010382".to_owned(),
            ..noordzee()
        },
    )
    .await?;
    let (found, notes) = buyer(&rig, INVOICE, &choice).await?;
    assert!(is(&found, &known, KnownBy::VatNumber));
    assert_eq!(notes, ["buyer-number-noted"]);
    let moved = CustomerForm {
        number: Some("10417".to_owned()),
        address_line: "Rue de l'Exemple 3".to_owned(),
        ..noordzee()
    };
    let moved = store(&rig, moved).await?;
    let (found, notes) = buyer(&rig, INVOICE, &choice).await?;
    assert!(is(&found, &moved, KnownBy::Number));
    assert_eq!(notes, ["buyer-differs"]);
    Ok(())
}

#[db_test]
async fn a_number_that_is_someone_elses_is_passed_over(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let choice = desk(&rig).await?;
    let other = CustomerForm {
        number: Some("10417".to_owned()),
        ..customer_form("An Proefmans")
    };
    store(&rig, other).await?;
    let (found, notes) = buyer(&rig, INVOICE, &choice).await?;
    assert!(matches!(found, Buyer::New { number, from_file: false } if number.get() == 10_418));
    assert_eq!(notes, ["buyer-number-taken"]);
    let known = store(
        &rig,
        CustomerForm {
            vat_number: "BE0001010382".to_owned(),
            ..customer_form("Noordzee Groep")
        },
    )
    .await?;
    let (found, notes) = buyer(&rig, INVOICE, &choice).await?;
    assert!(is(&found, &known, KnownBy::VatNumber));
    assert_eq!(notes, ["buyer-number-taken", "buyer-differs"]);
    Ok(())
}

#[db_test]
async fn then_vat_number_then_endpoint_then_name_and_address(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let choice = desk(&rig).await?;
    let file = without_number(INVOICE);
    let (found, _) = buyer(&rig, &file, &choice).await?;
    assert!(matches!(found, Buyer::New { number, from_file: false } if number.get() == 1));

    let by_name = store(&rig, noordzee()).await?;
    let (found, notes) = buyer(&rig, &file, &choice).await?;
    assert!(is(&found, &by_name, KnownBy::NameAndAddress));
    assert!(notes.is_empty(), "{notes:?}");

    let by_endpoint = CustomerForm {
        endpoint: "0208:0001010382".to_owned(),
        ..customer_form("NZ")
    };
    let by_endpoint = store(&rig, by_endpoint).await?;
    let (found, _) = buyer(&rig, &file, &choice).await?;
    assert!(is(&found, &by_endpoint, KnownBy::Endpoint));

    let by_vat = CustomerForm {
        vat_number: "BE0001010382".to_owned(),
        ..customer_form("Noordzee")
    };
    let by_vat = store(&rig, by_vat).await?;
    let (found, _) = buyer(&rig, &file, &choice).await?;
    assert!(is(&found, &by_vat, KnownBy::VatNumber));

    // Of two with the VAT number it is the one with name and address.
    let branch = CustomerForm {
        vat_number: "BE0001010382".to_owned(),
        ..noordzee()
    };
    let branch = store(&rig, branch).await?;
    let (found, _) = buyer(&rig, &file, &choice).await?;
    assert!(is(&found, &branch, KnownBy::VatNumber));
    Ok(())
}

#[db_test]
async fn another_vat_number_is_another_customer(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let choice = desk(&rig).await?;
    let namesake = CustomerForm {
        number: Some("10417".to_owned()),
        vat_number: "BE0001010481".to_owned(),
        endpoint: "0208:0001010382".to_owned(),
        ..noordzee()
    };
    store(&rig, namesake).await?;
    let (found, notes) = buyer(&rig, INVOICE, &choice).await?;
    assert!(matches!(
        found,
        Buyer::New {
            from_file: false,
            ..
        }
    ));
    assert_eq!(notes, ["buyer-number-taken"]);
    Ok(())
}

#[db_test]
async fn a_number_with_letters_is_no_customer_number(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let choice = desk(&rig).await?;
    for odd in ["K10417", "0", "-5", "1234567890123456789"] {
        let file = INVOICE.replace(">10417<", &format!(">{odd}<"));
        let (found, _) = buyer(&rig, &file, &choice).await?;
        assert!(
            matches!(
                found,
                Buyer::New {
                    from_file: false,
                    ..
                }
            ),
            "{odd}"
        );
    }
    Ok(())
}

#[db_test]
async fn a_customer_from_a_file_can_still_be_mended(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let choice = desk(&rig).await?;
    let file = INVOICE.replace("BE0001010382", "BE0001010383");
    let (_, id, _) = crate::rig::take(&rig, &file, &choice).await?;
    let customer = customers::get(&rig.office, &rig.boss, id).await?;
    assert_eq!(customer.vat_number, "BE0001010383");
    let form = CustomerForm {
        city: "Testville".to_owned(),
        ..CustomerForm::of(&customer)
    };
    let mended = store(&rig, form).await?;
    assert_eq!(mended.address.city, "Testville");
    Ok(())
}
