//! Every verb asks for its right before it looks at anything.

use domain::{Coding, CustomerId, InvoiceId, JournalId, Language, LocationId, UserId};
use office::{
    Office, Right, Role,
    accounts::{self, AccountForm, AccountQuery},
    customers::{self, CustomerForm, CustomerQuery},
    invoices::{self, InvoiceQuery},
    journals::{self, JournalForm, Marks},
    locations::{self, LocationForm},
    options,
    users::{self, Access, UserForm},
};
use store::Db;
use testing_macros::db_test;

use crate::rig::{Outcome, Rig, codes};

/// What each verb answers someone in this role, and which right it is about.
async fn answers(rig: &Rig, role: Role) -> Vec<(Right, Vec<String>)> {
    let (office, actor): (&Office, _) = (&rig.office, &rig.someone(role));
    let none = (
        CustomerId::new(1),
        InvoiceId::new(1),
        JournalId::new(1),
        LocationId::new(1),
        UserId::new(1),
    );
    let user = UserForm {
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
        (
            Right::View,
            codes(customers::get(office, actor, none.0).await),
        ),
        (
            Right::View,
            codes(customers::list(office, actor, &CustomerQuery::default()).await),
        ),
        (
            Right::View,
            codes(accounts::list(office, actor, &AccountQuery::default()).await),
        ),
        (Right::View, codes(accounts::choices(office, actor).await)),
        (Right::View, codes(journals::list(office, actor).await)),
        (
            Right::View,
            codes(journals::get(office, actor, none.2).await),
        ),
        (Right::View, codes(locations::list(office, actor).await)),
        (
            Right::View,
            codes(locations::get(office, actor, none.3).await),
        ),
        (
            Right::View,
            codes(invoices::list(office, actor, &InvoiceQuery::default()).await),
        ),
        (
            Right::View,
            codes(invoices::totals(office, actor, &InvoiceQuery::default()).await),
        ),
        (
            Right::View,
            codes(invoices::get(office, actor, none.1).await),
        ),
        (
            Right::View,
            codes(invoices::load_many(office, actor, &[none.1]).await),
        ),
        (Right::View, codes(options::all(office, actor).await)),
        (
            Right::EditCustomers,
            codes(customers::save(office, actor, &CustomerForm::default()).await),
        ),
        (
            Right::EditInvoices,
            codes(invoices::recode(office, actor, none.1, 1, &Coding::default()).await),
        ),
        (
            Right::EditAccounts,
            codes(accounts::save(office, actor, &AccountForm::default()).await),
        ),
        (
            Right::EditJournals,
            codes(journals::create(office, actor, &JournalForm::default()).await),
        ),
        (
            Right::EditJournals,
            codes(journals::save_marks(office, actor, none.2, &Marks::default()).await),
        ),
        (
            Right::EditLocations,
            codes(locations::save(office, actor, &LocationForm::default()).await),
        ),
        (
            Right::EditOptions,
            codes(options::set(office, actor, "x", "y").await),
        ),
        (Right::ManageUsers, codes(users::list(office, actor).await)),
        (
            Right::ManageUsers,
            codes(users::create(office, actor, &user).await),
        ),
        (
            Right::ManageUsers,
            codes(users::set_active(office, actor, none.4, true).await),
        ),
        (
            Right::ManageUsers,
            codes(users::set_access(office, actor, none.4, access).await),
        ),
        (
            Right::ManageUsers,
            codes(users::set_password(office, actor, none.4, None).await),
        ),
    ]
}

#[db_test]
async fn each_verb_is_denied_to_whom_it_has_to_be(db: Db) -> Outcome {
    let rig = Rig::new(db);
    for role in Role::ALL {
        for (index, (right, codes)) in answers(&rig, *role).await.into_iter().enumerate() {
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
