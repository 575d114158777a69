//! Verbs of several people at the same moment: each is answered as if they had come one after the other, and none is
//! broken by it.

use std::collections::BTreeSet;

use domain::{InvoiceKind, JournalId, UserId};
use office::{
    OfficeError, Role,
    accounts::{self, AccountForm},
    customers,
    invoices::{self, InvoiceDraft},
    journals::{self, JournalForm, Marks},
    users::{self, Access, UserForm},
};
use store::Db;
use testing_macros::db_test;

use crate::rig::{Outcome, Rig, codes, customer_form, line};

#[db_test]
async fn payment_references_of_two_journals_are_all_different(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let draft = rig.draft().await?;
    let marks = Marks {
        prefix: "B1-".to_owned(),
        ..Marks::default()
    };
    let other = InvoiceDraft {
        journal: rig.journal("701", marks).await?.id,
        ..draft.clone()
    };
    let issue = async |draft: &InvoiceDraft| -> Result<(), OfficeError> {
        for _ in 0..6 {
            invoices::issue(&rig.office, &rig.boss, draft).await?;
        }
        Ok(())
    };
    let (one, two) = tokio::join!(issue(&draft), issue(&other));
    one?;
    two?;
    let references = rig
        .count("SELECT COUNT(DISTINCT payment_reference) FROM invoice")
        .await?;
    assert_eq!(references, 12);
    Ok(())
}

#[db_test]
async fn two_credit_notes_take_no_more_than_the_invoice_has(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let draft = rig.draft().await?;
    let invoice = invoices::issue(&rig.office, &rig.boss, &draft).await?;
    let number = invoice.printed.number.ok_or("no number")?.to_string();
    let mut notes = Vec::new();
    for code in ["710", "711"] {
        let marks = Marks {
            credit_notes: true,
            prefix: format!("C{code}-"),
            ..Marks::default()
        };
        let journal: JournalId = rig.journal(code, marks).await?.id;
        let coding = draft.lines[0].1.clone();
        notes.push(InvoiceDraft {
            journal,
            kind: InvoiceKind::CreditNote,
            corrects: vec![number.clone()],
            lines: vec![(line("-80.00")?, coding)],
            ..draft.clone()
        });
    }
    let issue = |draft| invoices::issue(&rig.office, &rig.boss, draft);
    let (one, two) = tokio::join!(issue(&notes[0]), issue(&notes[1]));
    let outcomes = [codes(one), codes(two)];
    let done = outcomes.iter().filter(|codes| codes[0] == "done");
    assert_eq!(done.count(), 1, "{outcomes:?}");
    assert_eq!(rig.count("SELECT COUNT(*) FROM invoice").await?, 2);
    Ok(())
}

#[db_test]
async fn an_administrator_is_left(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let mut ids: Vec<UserId> = Vec::new();
    for login in ["an", "els"] {
        let form = UserForm {
            login: login.to_owned(),
            name: login.to_owned(),
            role: Role::Administrator,
            language: domain::Language::Nl,
            password: Some("correct horse battery".into()),
        };
        ids.push(users::create(&rig.office, &rig.boss, &form).await?.user.id);
    }
    let out = Access {
        role: Role::Office,
        active: true,
    };
    let set = |id| users::set_access(&rig.office, &rig.boss, id, out);
    let (one, two) = tokio::join!(set(ids[0]), set(ids[1]));
    let mut outcomes = [codes(one), codes(two)].concat();
    outcomes.sort();
    assert_eq!(outcomes, ["done", "last-administrator"]);
    Ok(())
}

#[db_test]
async fn new_customers_get_numbers_of_their_own(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let forms: Vec<_> = (0..4)
        .map(|n| customer_form(&format!("Proef {n}")))
        .collect();
    let save = |at: usize| customers::save(&rig.office, &rig.boss, &forms[at]);
    let (a, b, c, d) = tokio::join!(save(0), save(1), save(2), save(3));
    let numbers: BTreeSet<i64> = [a?, b?, c?, d?].iter().map(|it| it.number.get()).collect();
    assert_eq!(numbers, (1..=4).collect());
    Ok(())
}

#[db_test]
async fn of_two_who_make_the_same_the_second_is_told(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let journal = JournalForm {
        code: "700".to_owned(),
        name: "Verkopen".to_owned(),
        administration: None,
        marks: Marks::default(),
    };
    let make = || journals::create(&rig.office, &rig.boss, &journal);
    let (one, two) = tokio::join!(make(), make());
    let mut outcomes = [codes(one), codes(two)].concat();
    outcomes.sort();
    assert_eq!(outcomes, ["done", "journal-exists"]);

    let account = AccountForm {
        number: "704000".to_owned(),
        name: "Arbeidsloon".to_owned(),
        ..AccountForm::default()
    };
    let save = || accounts::save(&rig.office, &rig.boss, &account);
    let (one, two) = tokio::join!(save(), save());
    let mut outcomes = [codes(one), codes(two)].concat();
    outcomes.sort();
    assert_eq!(outcomes, ["account-number-taken", "done"]);
    Ok(())
}
