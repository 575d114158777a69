//! Nothing that a server can send makes the reader panic.

use exact_api::endpoints::{SalesEntry, TransactionLine};
use exact_api::errors::{Refusal, is_certain_refusal, read_message};
use exact_api::oauth::{TokenAnswer, TokenError};
use exact_api::{Answer, Created, Division, NextLink, Page, Synced};
use proptest::prelude::*;
use url::Url;

/// A body of the right shape around values of any kind.
fn body(date: &str, amount: &str, number: &str) -> String {
    let text = |value: &str| serde_json::Value::from(value).to_string();
    format!(
        r#"{{"d":{{"results":[{{"Timestamp":{},"ID":"0b000000-0000-0000-0000-000000000000","Date":{},"AmountDC":{}}}]}}}}"#,
        text(number),
        text(date),
        text(amount)
    )
}

proptest! {
    #[test]
    fn any_text(text: String, status in 100_u16..600) {
        let _ = Page::<Synced<TransactionLine>>::read(&text);
        let _ = Created::<SalesEntry>::read(&text);
        let _ = TokenAnswer::read(&text);
        let _ = TokenError::read(status, &text, Some(&text));
        let _ = read_message(&text);
        let _ = is_certain_refusal(status, &text);
    }

    #[test]
    fn any_value(date in r"/Date\(.{0,12}\)/|.{0,12}", amount: String, number: String) {
        let _ = Page::<Synced<TransactionLine>>::read(&body(&date, &amount, &number));
    }

    #[test]
    fn any_next_link(text: String, path in "[a-zA-Z0-9/.%]{0,30}") {
        let base = Url::parse("https://start.exactonline.be").expect("a URL");
        for link in [text, format!("https://start.exactonline.be/{path}")] {
            let target = NextLink::new(link).target(&base, Division::new(1), "crm/Accounts");
            if let Ok(target) = target {
                prop_assert!(target.to_lowercase().starts_with("/api/v1/1/crm/accounts"));
            }
        }
    }

    /// Each line is kept as it came, and a text of unknown words is never taken for known.
    #[test]
    fn any_refusal(text: String) {
        let refusal = Refusal::read(&text);
        for line in &refusal.lines {
            prop_assert!(text.contains(&line.raw));
        }
        let foreign = Refusal::read(&format!("Verplicht: Dagboek\r\n#{text}"));
        prop_assert!(!foreign.is_known());
    }
}
