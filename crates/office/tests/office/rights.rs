//! Every verb asks for its right before it looks at anything.

use domain::{
    Coding, CustomerId, InvoiceId, JournalId, Language, LocationId, NumberSeries, UserId,
};
use office::{
    Office, Right, Role,
    accounts::{self, AccountForm, AccountQuery},
    customers::{self, CustomerForm, CustomerQuery},
    imports::{self, Choice},
    invoices::{self, InvoiceQuery},
    journals::{self, JournalForm, Marks},
    locations::{self, LocationForm},
    options,
    users::{self, Access, UserForm},
};
use store::Db;
use testing_macros::db_test;

use crate::rig::{Outcome, Rig, codes};

/// What each verb that only looks answers someone in this role.
async fn looks(rig: &Rig, role: Role) -> Vec<Vec<String>> {
    let (office, actor): (&Office, _) = (&rig.office, &rig.someone(role));
    let (customer, invoice) = (CustomerId::new(1), InvoiceId::new(1));
    let (journal, location) = (JournalId::new(1), LocationId::new(1));
    let query = InvoiceQuery::default();
    vec![
        codes(customers::get(office, actor, customer).await),
        codes(customers::list(office, actor, &CustomerQuery::default()).await),
        codes(accounts::list(office, actor, &AccountQuery::default()).await),
        codes(accounts::choices(office, actor).await),
        codes(journals::list(office, actor).await),
        codes(journals::get(office, actor, journal).await),
        codes(locations::list(office, actor).await),
        codes(locations::get(office, actor, location).await),
        codes(invoices::list(office, actor, &query).await),
        codes(invoices::totals(office, actor, &query).await),
        codes(invoices::get(office, actor, invoice).await),
        codes(invoices::load_many(office, actor, &[invoice]).await),
        codes(options::all(office, actor).await),
        codes(options::get(office, actor, &options::ACCOUNTING_PACKAGE).await),
    ]
}

/// What each verb that changes the books answers someone in this role, and which right it is about.
async fn changes(rig: &Rig, role: Role) -> Vec<(Right, Vec<String>)> {
    let (office, actor): (&Office, _) = (&rig.office, &rig.someone(role));
    let (invoice, journal) = (InvoiceId::new(1), JournalId::new(1));
    let marks = Marks::default();
    let broken = NumberSeries {
        next: 0,
        ..NumberSeries::starting("")
    };
    let customer = customers::save(office, actor, &CustomerForm::default()).await;
    let recoded = invoices::recode(office, actor, invoice, 1, &Coding::default()).await;
    let account = accounts::save(office, actor, &AccountForm::default()).await;
    let created = journals::create(office, actor, &JournalForm::default()).await;
    let marked = journals::save_marks(office, actor, journal, &marks).await;
    let series = journals::set_series(office, actor, journal, &broken).await;
    let location = locations::save(office, actor, &LocationForm::default()).await;
    let option = options::set(office, actor, "x", "y").await;
    let choice = Choice::new(LocationId::new(1), journal);
    let imported = imports::import(office, actor, b"", &choice).await;
    let previewed = imports::preview(office, actor, b"", &choice).await;
    vec![
        (Right::EditCustomers, codes(customer)),
        (Right::EditInvoices, codes(recoded)),
        (Right::ImportInvoices, codes(imported)),
        (Right::ImportInvoices, codes(previewed)),
        (Right::EditAccounts, codes(account)),
        (Right::EditJournals, codes(created)),
        (Right::EditJournals, codes(marked)),
        (Right::EditJournals, codes(series)),
        (Right::EditLocations, codes(location)),
        (Right::EditOptions, codes(option)),
    ]
}

/// What each verb about people answers someone in this role.
async fn about_people(rig: &Rig, role: Role) -> Vec<Vec<String>> {
    let (office, actor): (&Office, _) = (&rig.office, &rig.someone(role));
    let id = UserId::new(1);
    let form = UserForm {
        login: String::new(),
        name: String::new(),
        role: Role::Office,
        language: Language::Nl,
        password: None,
    };
    let access = Access {
        role: Role::Office,
        active: false,
    };
    vec![
        codes(users::list(office, actor).await),
        codes(users::create(office, actor, &form).await),
        codes(users::set_active(office, actor, id, true).await),
        codes(users::set_access(office, actor, id, access).await),
        codes(users::set_password(office, actor, id, None).await),
    ]
}

#[db_test]
async fn each_verb_is_denied_to_whom_it_has_to_be(db: Db) -> Outcome {
    let rig = Rig::new(db);
    for role in Role::ALL {
        let looks = looks(&rig, *role).await;
        let people = about_people(&rig, *role).await;
        let answers = looks
            .into_iter()
            .map(|codes| (Right::View, codes))
            .chain(changes(&rig, *role).await)
            .chain(people.into_iter().map(|codes| (Right::ManageUsers, codes)));
        for (index, (right, codes)) in answers.enumerate() {
            let denied = codes == [format!("denied {right}")];
            assert_eq!(
                denied,
                !role.may(right),
                "{role} {right} {index}: {codes:?}"
            );
        }
    }
    assert!(rig.trail().await?.is_empty());
    Ok(())
}
