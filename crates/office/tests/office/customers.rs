//! Customers: numbers, forms, versions, lists.

use domain::CustomerId;
use office::{
    PAGE_ROWS,
    customers::{self, CustomerForm, CustomerQuery},
};
use store::Db;
use testing_macros::db_test;

use crate::rig::{Outcome, Rig, codes, customer_form};

#[db_test]
async fn a_new_customer_takes_the_next_free_number(db: Db) -> Outcome {
    let rig = Rig::new(db);
    assert_eq!(rig.customer("An").await?.number.get(), 1);
    let given = CustomerForm {
        number: Some("0041".to_owned()),
        ..customer_form("Bart")
    };
    let given = customers::save(&rig.office, &rig.boss, &given).await?;
    assert_eq!(given.number.get(), 41);
    let telephone = CustomerForm {
        number: Some("32470000000".to_owned()),
        ..customer_form("Els")
    };
    customers::save(&rig.office, &rig.boss, &telephone).await?;
    assert_eq!(rig.customer("Joris").await?.number.get(), 42);
    let last = CustomerForm {
        number: Some("99999999".to_owned()),
        ..customer_form("Wout")
    };
    customers::save(&rig.office, &rig.boss, &last).await?;
    // The end is reached, so a gap is filled.
    assert_eq!(rig.customer("Noël").await?.number.get(), 2);
    assert_eq!(rig.trail().await?, ["create customer"; 6]);
    assert_eq!(rig.events().await?, ["customer"; 6]);
    Ok(())
}

#[db_test]
async fn a_form_says_everything_that_is_wrong_and_stores_nothing(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let form = CustomerForm {
        name: " ".to_owned(),
        address_line: "x".repeat(201),
        city: "a\nb".to_owned(),
        country: "Belgium".to_owned(),
        vat_number: "BE0000000197".to_owned(),
        endpoint: "0208".to_owned(),
        email: "an@".to_owned(),
        ..CustomerForm::default()
    };
    let outcome = customers::save(&rig.office, &rig.boss, &form).await;
    assert_eq!(
        codes(outcome),
        [
            "customer-without-name",
            "text-too-long",
            "text-with-control",
            "country-malformed",
            "vat-number-malformed",
            "endpoint-malformed",
            "email-malformed",
        ]
    );
    let form = CustomerForm {
        number: Some("A12".to_owned()),
        ..customer_form("An")
    };
    let outcome = customers::save(&rig.office, &rig.boss, &form).await;
    assert_eq!(codes(outcome), ["customer-number-malformed"]);
    assert_eq!(rig.count("SELECT COUNT(*) FROM customer").await?, 0);
    assert!(rig.trail().await?.is_empty());
    Ok(())
}

#[db_test]
async fn what_is_typed_is_stored_normalised(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let form = CustomerForm {
        vat_number: "0000.000.196".to_owned(),
        endpoint: "0208:0000000196".to_owned(),
        country: "be".to_owned(),
        ..customer_form("  Fictieve Garage BV ")
    };
    let saved = customers::save(&rig.office, &rig.boss, &form).await?;
    assert_eq!(saved.vat_number, "BE0000000196");
    assert_eq!(saved.name, "Fictieve Garage BV");
    assert_eq!(saved.address.country, "BE");
    let read = customers::get(&rig.office, &rig.boss, saved.id).await?;
    assert_eq!(read, saved);
    Ok(())
}

#[db_test]
async fn of_two_who_mend_at_once_the_second_is_told(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let customer = rig.customer("An").await?;
    let form = CustomerForm {
        city: "Proefdorp".to_owned(),
        ..CustomerForm::of(&customer)
    };
    let saved = customers::save(&rig.office, &rig.boss, &form).await?;
    assert_eq!(saved.version, customer.version + 1);
    let late = customers::save(&rig.office, &rig.boss, &form).await;
    assert_eq!(codes(late), ["conflict"]);
    let nobody = CustomerForm {
        id: Some(CustomerId::new(1)),
        ..form
    };
    let outcome = customers::save(&rig.office, &rig.boss, &nobody).await;
    assert_eq!(codes(outcome), ["no customer"]);
    assert_eq!(rig.trail().await?, ["create customer", "change customer"]);
    Ok(())
}

#[db_test]
async fn a_number_is_one_customers(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let an = rig.customer("An").await?;
    let bart = rig.customer("Bart").await?;
    let form = CustomerForm {
        number: Some(an.number.to_string()),
        ..CustomerForm::of(&bart)
    };
    let outcome = customers::save(&rig.office, &rig.boss, &form).await;
    assert_eq!(codes(outcome), ["customer-number-taken"]);
    Ok(())
}

#[db_test]
async fn the_list_finds_and_pages(db: Db) -> Outcome {
    let rig = Rig::new(db);
    for index in 1..=55 {
        rig.customer(&format!("Klant {index}")).await?;
    }
    rig.customer("Gaëlle L'Échantillon 50%").await?;
    let page = |text: &str, after: Option<String>| CustomerQuery {
        text: text.to_owned(),
        after,
    };
    let first = customers::list(&rig.office, &rig.boss, &page("", None)).await?;
    assert_eq!(first.rows.len(), PAGE_ROWS);
    let second = customers::list(&rig.office, &rig.boss, &page("", first.next)).await?;
    assert_eq!(second.rows.len(), 6);
    assert_eq!(second.next, None);
    let names = async |text: &str| -> Outcome<Vec<String>> {
        let found = customers::list(&rig.office, &rig.boss, &page(text, None)).await?;
        Ok(found.rows.into_iter().map(|row| row.name).collect())
    };
    assert_eq!(names("KLANT 7").await?, ["Klant 7"]);
    assert_eq!(names("Échan").await?, ["Gaëlle L'Échantillon 50%"]);
    assert_eq!(names("50%").await?, ["Gaëlle L'Échantillon 50%"]);
    assert_eq!(names("_").await?.len(), 0);
    assert_eq!(names("33").await?, ["Klant 33"]);
    Ok(())
}
