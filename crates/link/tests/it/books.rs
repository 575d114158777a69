//! Accounts, journals and VAT codes between the two.

use domain::{JournalKind, VatRate, VatRegime, VatTreatment};
use exact_sandbox::admin::Order;
use link::{LinkError, Parts, vat, worker};
use office::accounts::AccountForm;
use store::{Db, params};

use crate::shop::{DIVISION, Shop, month};

#[testing_macros::db_test]
async fn revenue_accounts_come_and_a_known_one_keeps_its_name(db: Db) {
    let shop = Shop::open(db).await;
    assert!(shop.accounts.contains_key("704000") && !shop.accounts.contains_key("640200"));
    shop.sql("UPDATE ledger_account SET name = 'Ons arbeidsloon' WHERE number = '704000'")
        .await;
    link::accounts::import(&shop.link, &shop.actor, shop.administration)
        .await
        .unwrap();
    worker::run_until_idle(&shop.link).await.unwrap();
    let mut tx = shop.link.office.db.read().await.unwrap();
    let names: Vec<String> = tx
        .all(
            "SELECT name FROM ledger_account WHERE number IN ('704000', '705000') ORDER BY number",
            params![],
        )
        .await
        .unwrap();
    assert_eq!(names, ["Ons arbeidsloon", "Onderdelen"]);
}

#[testing_macros::db_test]
async fn an_account_typed_by_hand_links_at_once(db: Db) {
    let shop = Shop::open(db).await;
    let form = AccountForm {
        number: "640200".to_owned(),
        name: "Diverse kosten".to_owned(),
        ..AccountForm::default()
    };
    let (_, linked) = link::accounts::save(&shop.link, &shop.actor, &form)
        .await
        .unwrap();
    assert_eq!(linked, [shop.administration]);
    let unknown = AccountForm {
        number: "799999".to_owned(),
        name: "Nieuw".to_owned(),
        ..form
    };
    let (account, linked) = link::accounts::save(&shop.link, &shop.actor, &unknown)
        .await
        .unwrap();
    assert_eq!(linked, []);
    let left = link::accounts::unlinked(&shop.link, &shop.actor, shop.administration)
        .await
        .unwrap();
    assert_eq!(left, [account]);
}

#[testing_macros::db_test]
async fn what_exact_lacks_is_listed_and_made_only_when_allowed(db: Db) {
    let shop = Shop::open(db).await;
    let form = AccountForm {
        number: "704123".to_owned(),
        name: "Ruiten".to_owned(),
        ..AccountForm::default()
    };
    let (account, _) = link::accounts::save(&shop.link, &shop.actor, &form)
        .await
        .unwrap();
    let coding = domain::Coding {
        ledger_account: Some(account.id),
        cost_centre: String::new(),
    };
    let lines = vec![(
        crate::shop::line("Ruit", 10_000, VatRate::PERCENT_21),
        coding,
    )];
    shop.invoice_of("A1-1", 0, crate::shop::DAY, lines).await;
    let missing = link::accounts::missing(&shop.link, &shop.actor, &month())
        .await
        .unwrap();
    assert_eq!(missing.len(), 1);
    let export = async || {
        let run = link::export::start(&shop.link, &shop.actor, &month(), Parts::Accounts)
            .await
            .unwrap();
        worker::run_until_idle(&shop.link).await.unwrap();
        link::export::run(&shop.link, &shop.actor, run, None)
            .await
            .unwrap()
            .counts
    };
    assert_eq!(export().await.get("refused"), Some(&1));
    assert_eq!(shop.posts("GLAccounts"), 0);
    link::administrations::allow_account_creation(
        &shop.link,
        &shop.actor,
        shop.administration,
        true,
    )
    .await
    .unwrap();
    assert_eq!(export().await.get("created"), Some(&1));
    let books = shop.sandbox.books(DIVISION).unwrap();
    let made = books
        .gl_accounts
        .iter()
        .find(|account| account.code == "704123")
        .unwrap();
    assert_eq!((made.description.as_str(), made.kind), ("Ruiten", 110));
    shop.export().await;
    assert_eq!(shop.posts("SalesEntries"), 1);
}

#[testing_macros::db_test]
async fn journals_come_once_and_a_local_one_is_linked(db: Db) {
    let shop = Shop::open(db).await;
    shop.sql(
        "INSERT INTO journal (id, code, name, kind, administration_id, location_id, internal, credit_notes, \
         numbered_elsewhere, number_prefix, next_number, last_date) \
         VALUES (5, '72', 'Onze naam', 'unknown', NULL, 10, FALSE, FALSE, FALSE, 'B-', 7, NULL)",
    )
    .await;
    let journal = Order::AddJournal {
        code: "72".to_owned(),
        description: "Verkopen garage".to_owned(),
        kind: 20,
        gl_account: None,
    };
    shop.sandbox.order(DIVISION, journal).unwrap();
    link::journals::import(&shop.link, &shop.actor, shop.administration)
        .await
        .unwrap();
    worker::run_until_idle(&shop.link).await.unwrap();
    let mut tx = shop.link.office.db.read().await.unwrap();
    let rows: Vec<(String, String, String)> = tx
        .all(
            "SELECT code, name, kind FROM journal ORDER BY code",
            params![],
        )
        .await
        .unwrap();
    let of = |code: &str, name: &str, kind: JournalKind| {
        (code.to_owned(), name.to_owned(), kind.as_str().to_owned())
    };
    assert_eq!(
        rows,
        [
            of("20", "Bank", JournalKind::Bank),
            of("60", "Aankopen", JournalKind::Purchase),
            of("70", "Verkopen", JournalKind::Sales),
            of("71", "Verkopen carrosserie", JournalKind::Sales),
            of("72", "Onze naam", JournalKind::Sales),
            of("90", "Diverse verrichtingen", JournalKind::General),
        ]
    );
}

#[testing_macros::db_test]
async fn only_rates_above_zero_are_proposed(db: Db) {
    let shop = Shop::open(db).await;
    let rows = vat::mapping(&shop.link, &shop.actor, shop.administration)
        .await
        .unwrap();
    let mapped: Vec<(VatTreatment, Option<&str>)> = rows
        .iter()
        .map(|row| (row.treatment, row.code.as_deref()))
        .collect();
    let standard = VatTreatment::standard;
    assert_eq!(
        mapped,
        [
            (standard(VatRate::PERCENT_6), Some("4")),
            (standard(VatRate::PERCENT_21), Some("2"))
        ]
    );
    let key = |regime, rate| vat::MappingKey {
        administration: shop.administration,
        journal: String::new(),
        treatment: VatTreatment { regime, rate },
    };
    let map =
        async |key: vat::MappingKey, code| vat::map(&shop.link, &shop.actor, &key, code).await;
    let including = map(key(VatRegime::Standard, VatRate::PERCENT_21), Some("3"))
        .await
        .unwrap_err();
    assert!(
        matches!(including, LinkError::Refused(refusals) if refusals[0].code == "vat-code-including")
    );
    let rate = map(key(VatRegime::Standard, VatRate::PERCENT_21), Some("4"))
        .await
        .unwrap_err();
    assert!(
        matches!(rate, LinkError::Refused(refusals) if refusals[0].code == "vat-code-rate-differs")
    );
    map(key(VatRegime::Exempt, VatRate::ZERO), Some("0"))
        .await
        .unwrap();
    let rows = vat::mapping(&shop.link, &shop.actor, shop.administration)
        .await
        .unwrap();
    let exempt = rows
        .iter()
        .find(|row| row.treatment.regime == VatRegime::Exempt)
        .unwrap();
    assert_eq!(
        (exempt.code.as_deref(), exempt.proposed.as_deref()),
        (Some("0"), None)
    );
    assert_eq!(exempt.candidates[0].eu_listing, "N");
}
