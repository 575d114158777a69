//! A file that gives another number to a firm that is known makes no second customer.

use domain::{Customer, CustomerId};
use office::{
    OfficeError,
    customers::{self, CustomerForm},
    imports::{self, Buyer, BuyerChoice, Choice, KnownBy},
};
use store::Db;
use testing_macros::db_test;

use crate::rig::{INVOICE, Outcome, Rig, customer_form, desk, take};

/// The invoice of the sample under another number of its own, and of its buyer.
fn file(number: &str, buyer: &str) -> String {
    let told = format!("<cbc:SupplierAssignedAccountID>{buyer}</cbc:SupplierAssignedAccountID>");
    let told = if buyer.is_empty() { "" } else { &told };
    let numbered = INVOICE.replace(">A1-2026-000417<", &format!(">{number}<"));
    numbered.replace(
        "<cbc:SupplierAssignedAccountID>10417</cbc:SupplierAssignedAccountID>",
        told,
    )
}

async fn numbers(rig: &Rig, customer: CustomerId) -> Outcome<Vec<String>> {
    let known = customers::known_as(&rig.office, &rig.boss, customer).await?;
    Ok(known.into_iter().map(|one| one.number).collect())
}

async fn buyer(rig: &Rig, xml: &str, choice: &Choice) -> Outcome<Buyer> {
    let preview = imports::preview(&rig.office, &rig.boss, xml.as_bytes(), choice).await?;
    Ok(preview.file.ok_or("no file")?.buyer)
}

async fn branch(rig: &Rig, name: &str, city: &str) -> Outcome<Customer> {
    let form = CustomerForm {
        vat_number: "BE0001010382".to_owned(),
        address_line: "Proefweg 1".to_owned(),
        postcode: "9000".to_owned(),
        city: city.to_owned(),
        ..customer_form(name)
    };
    Ok(customers::save(&rig.office, &rig.boss, &form).await?)
}

#[db_test]
async fn its_number_is_noted_and_known_at_the_next_file(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let choice = desk(&rig).await?;
    let (_, customer, _) = take(&rig, &file("DUP-1", ""), &choice).await?;
    for (number, told) in [("DUP-2", "880001"), ("DUP-3", "K-880001")] {
        let (_, same, notes) = take(&rig, &file(number, told), &choice).await?;
        assert_eq!(same, customer, "{number}");
        assert!(
            notes.contains(&"buyer-number-noted".to_owned()),
            "{notes:?}"
        );
    }
    assert_eq!(rig.count("SELECT COUNT(*) FROM customer").await?, 1);
    assert_eq!(numbers(&rig, customer).await?, ["880001", "K-880001"]);
    // The next file is known by the number, and nothing is noted again.
    for (number, told) in [("DUP-4", "880001"), ("DUP-5", "k-880001")] {
        let found = buyer(&rig, &file(number, told), &choice).await?;
        assert!(
            matches!(
                found,
                Buyer::Known {
                    by: KnownBy::NotedNumber,
                    ..
                }
            ),
            "{found:?}"
        );
    }
    let (_, same, notes) = take(&rig, &file("DUP-6", "880001"), &choice).await?;
    assert_eq!(same, customer);
    assert!(
        !notes.contains(&"buyer-number-noted".to_owned()),
        "{notes:?}"
    );
    let audited = "SELECT COUNT(*) FROM audit WHERE verb = 'note_number'";
    assert_eq!(rig.count(audited).await?, 2);
    Ok(())
}

#[db_test]
async fn a_noted_number_is_not_believed_against_the_vat_number(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let choice = desk(&rig).await?;
    let (_, customer, _) = take(&rig, &file("DUP-1", ""), &choice).await?;
    take(&rig, &file("DUP-2", "880001"), &choice).await?;
    let other = file("DUP-3", "880001")
        .replace("0001010382", "0001010481")
        .replace("Noordzee", "Oostzee");
    let (_, second, notes) = take(&rig, &other, &choice).await?;
    assert_ne!(second, customer);
    assert!(
        notes.contains(&"buyer-number-taken".to_owned()),
        "{notes:?}"
    );
    let found = customers::get(&rig.office, &rig.boss, second).await?;
    assert_ne!(found.number.get(), 880_001);
    Ok(())
}

#[db_test]
async fn another_number_and_another_name_is_asked(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let choice = desk(&rig).await?;
    let known = branch(&rig, "Noordzee Kortrijk", "Kortrijk").await?;
    let xml = file("DUP-1", "880001");
    let found = buyer(&rig, &xml, &choice).await?;
    assert!(
        matches!(&found, Buyer::Asked { alike } if alike.len() == 1),
        "{found:?}"
    );
    let refused = imports::import(&rig.office, &rig.boss, xml.as_bytes(), &choice).await;
    let Err(OfficeError::Refused(reasons)) = refused else {
        return Err("it was not asked".into());
    };
    let [reason] = reasons.as_slice() else {
        return Err(format!("{reasons:?}").into());
    };
    assert_eq!(reason.code, "buyer-asked");
    assert!(reason.params["customers"].contains("Noordzee Kortrijk"));
    assert_eq!(rig.count("SELECT COUNT(*) FROM customer").await?, 1);

    let same = Choice {
        buyer: Some(BuyerChoice::Known(known.id)),
        ..choice.clone()
    };
    let (_, customer, _) = take(&rig, &xml, &same).await?;
    assert_eq!(customer, known.id);
    assert_eq!(numbers(&rig, customer).await?, ["880001"]);
    let new = Choice {
        buyer: Some(BuyerChoice::New),
        ..choice.clone()
    };
    let (_, customer, _) = take(&rig, &file("DUP-2", "880002"), &new).await?;
    let made = customers::get(&rig.office, &rig.boss, customer).await?;
    assert_eq!(made.number.get(), 880_002);
    Ok(())
}

#[db_test]
async fn of_several_branches_nobody_is_guessed(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let choice = desk(&rig).await?;
    branch(&rig, "Noordzee Kortrijk", "Kortrijk").await?;
    branch(&rig, "Noordzee Gent", "Gent").await?;
    for told in ["", "880001"] {
        let found = buyer(&rig, &file("DUP-1", told), &choice).await?;
        assert!(
            matches!(&found, Buyer::Asked { alike } if alike.len() == 2),
            "{found:?}"
        );
    }
    // Whoever is not one of them cannot be chosen.
    let stranger = customers::save(&rig.office, &rig.boss, &customer_form("An Proefmans")).await?;
    let chosen = Choice {
        buyer: Some(BuyerChoice::Known(stranger.id)),
        ..choice
    };
    let found = buyer(&rig, &file("DUP-1", ""), &chosen).await?;
    assert!(matches!(found, Buyer::Asked { .. }), "{found:?}");
    Ok(())
}

/// The files of the shared cases, where they are.
#[db_test]
async fn the_files_of_a_firm_that_was_doubled(db: Db) -> Outcome {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/ubl");
    if !folder.is_dir() {
        return Ok(());
    }
    let rig = Rig::new(db);
    let choice = Choice {
        accept_seller: true,
        ..desk(&rig).await?
    };
    for number in 1..=3 {
        let xml = std::fs::read_to_string(folder.join(format!("dup-customer-{number}.xml")))?;
        take(&rig, &xml, &choice).await?;
    }
    assert_eq!(rig.count("SELECT COUNT(*) FROM customer").await?, 1);
    let noted = rig.count("SELECT COUNT(*) FROM customer_known_as WHERE number = '880001'");
    assert_eq!(noted.await?, 1);
    Ok(())
}
