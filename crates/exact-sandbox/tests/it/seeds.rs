//! Seed files as people write them.

use exact_sandbox::{CallbackRule, Sandbox, Seed, SeedError, Switches, demo};
use serde_json::{Value, json};

use crate::driver::{Exact, morning};

const EXAMPLE: &str = include_str!("../../docs/seed.example.json");
const COMPANY: i32 = 345_678;

fn read(value: &Value) -> Result<Seed, SeedError> {
    Seed::from_json(value.to_string().as_bytes(), morning())
}

fn example() -> Value {
    serde_json::from_str(EXAMPLE).unwrap()
}

#[tokio::test]
async fn the_example_is_a_company_that_can_be_booked_in() {
    let seed = read(&example()).unwrap();
    let client = seed.apps[0].client_id.clone();
    assert_eq!(
        seed.switches,
        Some(Switches {
            https_redirects: false,
            callback_rule: CallbackRule::Loopback,
            minute_limit: 120,
            ..Switches::default()
        })
    );
    let sandbox = Sandbox::builder(std::sync::Arc::new(morning))
        .seed(seed)
        .build()
        .unwrap();
    assert_eq!(sandbox.switches().minute_limit, 120);
    let (mia, customer, gl) = sandbox.with_books(|books| {
        let company = books.company(COMPANY).unwrap();
        assert_eq!(company.periods.len(), 36, "months of three years");
        let customer = company.account_by_code("1002").unwrap().id;
        let gl = company.gl_by_code("700100").unwrap().id;
        let journal = company.journal("V1").unwrap();
        assert_eq!(
            journal.gl_account,
            company.gl_by_code("400000").unwrap().id,
            "its account is named by code"
        );
        let hour = company.item_by_code("UUR").unwrap();
        assert_eq!(
            (hour.gl_revenue, hour.price.to_string().as_str()),
            (Some(company.gl_by_code("700000").unwrap().id), "62.50")
        );
        (books.users[0].id, customer, gl)
    });
    let redirect = "http://localhost:3000/callback";
    let code = sandbox.consent(&client, mia, &[COMPANY], redirect).unwrap();
    let mut exact = Exact {
        sandbox,
        token: String::new(),
        refresh: String::new(),
    };
    let form = format!(
        "grant_type=authorization_code&client_id={client}&client_secret=change-me&code={code}&redirect_uri={redirect}"
    );
    let reply = exact.form("/api/oauth2/token", form).await;
    exact.keep(&reply);
    let sale = json!({
        "Customer": customer, "Journal": "V1", "YourRef": "S-1",
        "SalesEntryLines": [{ "AmountFC": 100, "GLAccount": gl, "CostCenter": "GENT" }],
    });
    let path = format!("/api/v1/{COMPANY}/salesentry/SalesEntries");
    let reply = exact
        .call(http::Method::POST, &path, Some(&sale.to_string()), &[])
        .await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    let entry = &exact.sandbox.books(COMPANY).unwrap().entries[0];
    assert_eq!(entry.total, "121.00");
    assert_eq!(entry.terms.len(), 2, "half now, half later");
    let documents = format!("/api/v1/{COMPANY}/documents/Documents");
    let reply = exact
        .call(http::Method::POST, &documents, Some("{}"), &[])
        .await;
    assert_eq!(reply.status, 403, "the app may only read documents");
}

#[test]
fn keys_follow_from_codes_and_a_whole_seed_is_read_back() {
    assert_eq!(read(&example()).unwrap(), read(&example()).unwrap());
    let demo = demo(morning());
    let printed = serde_json::to_vec(&demo).unwrap();
    assert_eq!(Seed::from_json(&printed, morning()).unwrap(), demo);
    let nothing = Seed::from_json(b"{}", morning()).unwrap();
    assert_eq!(nothing, Seed::empty());
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let broken = |place: &str, value: Value| {
        let mut seed = example();
        *seed.pointer_mut(place).unwrap() = value;
        read(&seed).unwrap_err().to_string()
    };
    assert_eq!(
        broken("/companies/0/journals/1/gl_account", json!("999999")),
        "companies[0].journals[1].gl_account names 999999, which the file does not have"
    );
    assert_eq!(
        broken("/companies/0/accounts/2/blocked", json!("no")),
        "companies[0].accounts[2] is not as it should be"
    );
    assert_eq!(
        broken("/switches", json!({ "languag": "en" })),
        "switches is not as it should be"
    );
    assert_eq!(
        broken("/companies/0/items/1/gl_revenue", json!("7")),
        "companies[0].items[1].gl_revenue names 7, which the file does not have"
    );
    let entry = json!([{ "draft": { "journal": "V1", "customer": "9", "lines": [] } }]);
    assert_eq!(
        broken("/companies/0/entries", entry),
        "companies[0].entries[0].draft.customer names 9, which the file does not have"
    );
    assert_eq!(
        broken("/companies/0/profile", json!({ "divison": 1 })),
        "there is no field companies[0].profile.divison"
    );
    assert_eq!(broken("/users", json!({})), "users is not as it should be");
    assert!(matches!(
        Seed::from_json(b"[]", morning()),
        Err(SeedError::Value { .. })
    ));
    assert!(matches!(
        Seed::from_json(b"{", morning()),
        Err(SeedError::Syntax(_))
    ));
}

#[test]
fn an_entry_that_would_be_refused_is_refused_with_its_company() {
    let mut seed = example();
    seed["companies"][0]["entries"] = json!([{ "draft": {
        "journal": "V1", "customer": "1001", "date": "2026-11-02", "your_ref": "X",
        "lines": [{ "gl_account": "700100", "amount": 10_000 }],
    } }]);
    let built = Sandbox::builder(std::sync::Arc::new(morning))
        .seed(read(&seed).unwrap())
        .build();
    let error = built.err().expect("the line has no cost centre");
    let exact_sandbox::SandboxError::Seed(why) = error else {
        panic!("{error}");
    };
    assert!(why.to_string().contains("345678"), "{why}");
    seed["companies"][0]["entries"][0]["draft"]["lines"][0]["cost_centre"] = json!("GENT");
    let built = Sandbox::builder(std::sync::Arc::new(morning))
        .seed(read(&seed).unwrap())
        .build();
    let books = built.unwrap().books(COMPANY).unwrap();
    assert_eq!(books.entries[0].total, "121.00");
}
