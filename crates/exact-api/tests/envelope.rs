//! The shapes in which an answer comes.

use exact_api::endpoints::{Account, JournalStatus, Me, SalesEntry, TransactionLine};
use exact_api::{
    Amount, Answer, Created, Division, Done, NextLink, NextLinkError, Page, Rowversion, Synced,
};
use jiff::civil::date;
use url::Url;

const ID: &str = "0b000000-0000-0000-0000-000000000000";

#[test]
fn a_page_with_a_next_one() {
    let body = format!(
        r#"{{"d":{{"results":[{{"__metadata":{{"uri":"u","type":"Exact.Web.Api.Models.Account"}},
        "ID":"{ID}","Code":"               255","Name":"Voorbeeld","Country":"NL ","Blocked":false,
        "BankAccounts":{{"__deferred":{{"uri":"u"}}}}}}],
        "__count":"123","__next":"https://h/api/v1/1/crm/Accounts?$skiptoken=guid'{ID}'"}}}}"#
    );
    let page = Page::<Account>::read(&body).expect("a page");
    assert_eq!(page.count, Some(123));
    let next = page.next.expect("a next page");
    assert_eq!(
        next.as_str(),
        format!("https://h/api/v1/1/crm/Accounts?$skiptoken=guid'{ID}'")
    );
    let account = &page.rows[0];
    assert_eq!(account.code.as_ref().expect("a code").as_str(), "255");
    assert_eq!(account.country.as_ref().expect("a country").as_str(), "NL");
    assert_eq!(
        (account.blocked, account.end_date, &account.city),
        (Some(false), None, &None)
    );
}

#[test]
fn a_bare_list_a_single_entity_a_boolean_and_nothing() {
    let row = r#"{"Journal":"70","Year":2026,"Period":"3","Status":1}"#;
    for body in [
        format!(r#"{{"d":[{row}]}}"#),
        format!(r#"{{"d":{row}}}"#),
        format!("\u{feff}{{ \"d\" : {{\"results\":[{row}]}} }}"),
    ] {
        let page = Page::<JournalStatus>::read(&body).expect("a page");
        assert_eq!((page.rows.len(), page.next, page.count), (1, None, None));
        assert!(page.rows[0].is_closed());
        assert_eq!(page.rows[0].period, 3);
    }
    assert!(
        Page::<JournalStatus>::read(r#"{"d":[]}"#)
            .expect("a page")
            .rows
            .is_empty()
    );
    assert!(!bool::read(r#"{"d":false}"#).expect("a boolean"));
    assert_eq!(Done::read("").expect("nothing"), Done);
    assert_eq!(Done::read("{}").expect("an object"), Done);
    assert!(Done::read("<html>").is_err());
}

#[test]
fn a_sparse_answer_to_a_post() {
    let body = format!(
        r#"{{"d":{{"EntryID":"{ID}","EntryNumber":26700001,"AmountFC":null,"EntryDate":"\/Date(1769817600000)\/","SalesEntryLines":{{"__deferred":{{"uri":"u"}}}}}}}}"#
    );
    let Created(entry) = Created::<SalesEntry>::read(&body).expect("an entry");
    assert_eq!(entry.entry_number, Some(26_700_001));
    assert_eq!(entry.amount_fc, None);
    assert_eq!(entry.entry_date, Some(date(2026, 1, 31)));
    assert!(Created::<SalesEntry>::read(r#"{"d":{"results":[]}}"#).is_err());
}

#[test]
fn amounts_keep_their_literal_on_the_way_through_the_envelope() {
    let body = format!(
        r#"{{"d":{{"results":[{{"Timestamp":"88","ID":"{ID}","AmountDC":12.340000000000002,"AmountFC":"-0.10"}},
        {{"Timestamp":77,"ID":"{ID}","AmountDC":92233720368547758.07}}]}}}}"#
    );
    let page = Page::<Synced<TransactionLine>>::read(&body).expect("a page");
    let amounts: Vec<_> = page.rows.iter().map(|row| row.row.amount_dc).collect();
    assert_eq!(
        amounts,
        [
            Some(Amount::from_cents(1234)),
            Some(Amount::from_cents(i64::MAX))
        ]
    );
    assert_eq!(page.rows[0].row.amount_fc, Some(Amount::from_cents(-10)));
    assert_eq!(page.highest(), Some(Rowversion::new(88)));
}

#[test]
fn what_cannot_be_read_is_an_error_without_the_value_in_it() {
    for body in [
        "",
        "<html>",
        "{}",
        r#"{"d":"x"}"#,
        r#"{"d":{"results":[1]}}"#,
        r#"{"d":{"results":[{"FullName":"geheim"}]}}"#,
        r#"{"d":{"results":[{"UserID":"geheim"}]}}"#,
        r#"{"d":{"results":[{"UserID":"0b000000-0000-0000-0000-000000000000"}"#,
    ] {
        let error = Page::<Me>::read(body).expect_err(body);
        let chain = format!("{error} {:?}", std::error::Error::source(&error));
        assert!(!chain.contains("geheim"), "{chain}");
    }
}

#[test]
fn a_next_page_elsewhere_is_not_followed() {
    let base = Url::parse("https://start.exactonline.be").expect("a URL");
    let target = |link: &str| NextLink::new(link).target(&base, Division::new(1), "crm/Accounts");
    let at = |host: &str, path: &str| format!("{host}/api/v1/{path}?$skiptoken=guid'0b'");
    let home = "https://start.exactonline.be";
    assert_eq!(
        target(&at(home, "1/crm/Accounts")).expect("the same list"),
        "/api/v1/1/crm/Accounts?$skiptoken=guid%270b%27"
    );
    assert!(target(&at(home, "1/CRM/accounts")).is_ok());
    for host in [
        "https://start.exactonline.nl",
        "http://start.exactonline.be",
        "https://start.exactonline.be:8443",
        "https://user@start.exactonline.be",
        "https://start.exactonline.be.evil.example",
    ] {
        assert_eq!(
            target(&at(host, "1/crm/Accounts")),
            Err(NextLinkError::OtherHost),
            "{host}"
        );
    }
    for path in ["2/crm/Accounts", "1/crm/Contacts", "1/../2/crm/Accounts"] {
        assert_eq!(
            target(&at(home, path)),
            Err(NextLinkError::OtherList),
            "{path}"
        );
    }
    assert!(matches!(
        target("/api/v1/1/crm/Accounts"),
        Err(NextLinkError::NotAUrl(_))
    ));
}
