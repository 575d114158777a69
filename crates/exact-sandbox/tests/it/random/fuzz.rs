//! Garbled and nearly sound queries and bodies; every answer must be well formed.

use std::collections::BTreeMap;
use std::sync::Arc;

use exact_sandbox::PublishedProperty;
use http::Method;

use super::caller::Caller;
use super::dice::Dice;
use super::{COMPANY, Listener, open};

const PARTS: &[&str] = &[
    "YourRef",
    "Status",
    "EntryID",
    "ID",
    "eq",
    "ne",
    "gt",
    "and",
    "or",
    "not",
    "(",
    ")",
    "'x'",
    "'",
    "''",
    "12L",
    "1e400",
    "-",
    "null",
    "guid'",
    "guid'00000000-0000-0000-0000-000000000001'",
    "datetime'2026-01-31'",
    "datetime'9999-99-99'",
    "trim(",
    "tolower(",
    "substringof(",
    "startswith(",
    ",",
    "é",
    "\u{1f980}",
    "$",
    "%",
    "true",
    "99999999999999999999999999999",
    "0.1",
    "\u{0}",
];
const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"SalesEntryLines\"",
    "\"AmountFC\"",
    "\"Customer\"",
    "\"Journal\"",
    "\"70\"",
    "1e999",
    "-1",
    "null",
    "true",
    "\"",
    "\\u0000",
    "\"EntryDate\"",
    "\"/Date(1)/\"",
    "\"2026-13-45\"",
    "{\"d\":",
    "\"GLAccount\"",
    "\"SalesInvoiceLines\"",
    "\"Quantity\"",
    "\"ReportingYear\"",
    "99999999999999999999",
    "\u{feff}",
    "\"x\"",
];

fn garble(dice: &mut Dice, parts: &[&str]) -> String {
    let length = dice.below(14);
    let glue = if dice.below(2) == 0 { " " } else { "" };
    (0..length)
        .map(|_| dice.pick(parts).unwrap())
        .collect::<Vec<_>>()
        .join(glue)
}

/// A sound text with up to two bytes replaced or taken out, so that what is nearly right is met as well.
fn damaged(dice: &mut Dice, sound: &[&str]) -> String {
    let mut text: Vec<char> = dice.pick(sound).unwrap().chars().collect();
    for _ in 0..dice.below(3) {
        let at = dice.below(text.len());
        if dice.below(2) == 0 {
            text.remove(at);
        } else {
            text[at] = dice
                .pick(&['\'', '(', '"', '0', ',', 'x', '}', 'é'])
                .unwrap();
        }
    }
    text.into_iter().collect()
}

const WRITABLE: &[&str] = &[
    "salesentry/SalesEntries",
    "financialtransaction/BankEntries",
    "crm/Contacts",
    "crm/Accounts",
    "documents/DocumentAttachments",
    "vat/VATCodes",
    "webhooks/WebhookSubscriptions",
    "logistics/Items",
    "salesinvoice/SalesInvoices",
    "salesinvoice/PrintedSalesInvoices",
];
const SOUND_FILTERS: &[&str] = &[
    "YourRef eq 'P-0001' and (Status eq 20 or not (Status ne 50))",
    "substringof('P',YourRef) and startswith(trim(Journal),'7')",
    "EntryID eq guid'00000000-0000-0000-0000-000000000001' or EntryNumber gt 12L",
];
const SOUND_BODIES: &[&str] = &[
    r#"{"Journal":"70","Type":8021,"SalesInvoiceLines":[{"Quantity":1e9,"UnitPrice":0.0125,"Discount":0.1}]}"#,
    r#"{"Code":"A","Description":"x","IsSalesItem":true,"SalesVatCode":"2"}"#,
    r#"{"Journal":"70","YourRef":"x","SalesEntryLines":[{"AmountFC":12.5,"VATCode":"2"}]}"#,
    r#"{"JournalCode":"20","OpeningBalanceFC":"1.00","BankEntryLines":[{"AmountFC":1e2,"OurRef":26700001}]}"#,
    r#"{"FirstName":"An","LastName":null,"BirthDate":"2026-01-31T00:00:00Z"}"#,
];

/// Sends so many garbled and nearly sound queries, bodies and keys; gives back how many answers there were of each
/// status, 0 for what is no request at all.
///
/// # Errors
/// At the first answer that is not well formed.
pub(crate) async fn fuzz(count: u64, seed: u64) -> Result<BTreeMap<u16, u64>, String> {
    let sandbox = open(seed, None, &Arc::new(Listener::default()));
    let caller = Caller::sign_in(&sandbox).await;
    let mut dice = Dice(seed);
    let published = exact_sandbox::published();
    let mut statuses = BTreeMap::new();
    for number in 0..count {
        let (method, path, body) = match dice.below(10) {
            0..5 => (Method::GET, query(&mut dice, &published), String::new()),
            5..9 => (
                Method::POST,
                dice.pick(WRITABLE).unwrap().to_owned(),
                body(&mut dice),
            ),
            _ => key(&mut dice, &published),
        };
        let uri = format!("/api/v1/{COMPANY}/{path}");
        let status = caller.fuzzed(method.clone(), &uri, body.clone()).await;
        let status =
            status.map_err(|why| format!("input {number}, {method} {uri} {body}: {why}"))?;
        *statuses.entry(status).or_default() += 1;
    }
    Ok(statuses)
}

/// A query with one option that is garbled or damaged.
fn query(dice: &mut Dice, published: &[(String, Vec<PublishedProperty>)]) -> String {
    let option = dice
        .pick(&[
            "$filter",
            "$orderby",
            "$skiptoken",
            "$select",
            "$top",
            "$expand",
            "$skip",
            "$inlinecount",
        ])
        .unwrap();
    let text = if dice.below(2) == 0 {
        garble(dice, PARTS)
    } else {
        damaged(dice, SOUND_FILTERS)
    };
    let value: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    let (path, name) = if dice.below(2) == 0 {
        ("salesentry/SalesEntries".to_owned(), "YourRef")
    } else {
        let at = dice.below(published.len());
        let (path, props) = &published[at];
        (path.clone(), props.first().map_or("ID", |it| it.0))
    };
    format!("{path}?$select={name}&{option}={value}")
}

fn body(dice: &mut Dice) -> String {
    if dice.below(2) == 0 {
        garble(dice, JSON)
    } else {
        damaged(dice, SOUND_BODIES)
    }
}

/// An entity by a key that is garbled, to be read, changed or removed.
fn key(
    dice: &mut Dice,
    published: &[(String, Vec<PublishedProperty>)],
) -> (Method, String, String) {
    let at = dice.below(published.len());
    let key: String =
        url::form_urlencoded::byte_serialize(garble(dice, PARTS).as_bytes()).collect();
    let method = dice
        .pick(&[Method::GET, Method::PUT, Method::DELETE])
        .unwrap();
    let body = if method == Method::PUT {
        body(dice)
    } else {
        String::new()
    };
    (method, format!("{}({key})", published[at].0), body)
}
