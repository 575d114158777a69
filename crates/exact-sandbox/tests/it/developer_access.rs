//! Tokens by hand, apps of one's own, and who may come in, by the developer's pages.

use exact_sandbox::{DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, Switches};
use serde_json::json;

use crate::developer_log::{page, submit};
use crate::driver::{A, B, Exact, REDIRECT, roomy, user};

const READ: &str = "financial/Journals?$select=Code";

/// What stands between two texts.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let rest = text
        .split_once(before)
        .unwrap_or_else(|| panic!("no {before}: {text}"))
        .1;
    rest.split_once(after).unwrap().0
}

#[tokio::test]
async fn a_token_by_hand_works_and_ends_nobody_elses_sign_in() {
    let mut exact = Exact::start().await;
    let els = user(&exact.sandbox, 0).to_string();
    let form = [
        ("user", els.as_str()),
        ("division", "123456"),
        ("division", "234567"),
    ];
    let given = submit(&exact, "/ontwikkelaar/tokens", &form).await;
    assert_eq!(
        (given.status.as_u16(), given.header("cache-control")),
        (200, Some("no-store"))
    );
    let token = between(&given.text, "export TOKEN=", "</pre>").to_owned();
    assert_eq!(
        exact.get(READ).await.status,
        200,
        "the first sign-in lives on"
    );
    exact.token = token.clone();
    assert_eq!(exact.get(READ).await.status, 200);
    assert!(
        !page(&exact, "/ontwikkelaar/tokens")
            .await
            .text
            .contains(&token),
        "shown once"
    );
    let calls = exact.sandbox.calls();
    assert!(
        calls
            .iter()
            .filter(|call| call.path == "/api/oauth2/token")
            .count()
            == 2
    );
    // The same app is used again, and its earlier token ends.
    let again = submit(&exact, "/ontwikkelaar/tokens", &form).await;
    assert_eq!(exact.get(READ).await.status, 401);
    exact.token = between(&again.text, "export TOKEN=", "</pre>").to_owned();
    assert_eq!(exact.get(READ).await.status, 200);
    let access = page(&exact, "/ontwikkelaar/access").await.text;
    assert_eq!(access.matches("<h3>By hand</h3>").count(), 1);
}

#[tokio::test]
async fn a_token_by_hand_for_another_app_of_the_chosen_companies_only() {
    let local = Switches {
        https_redirects: false,
        ..roomy()
    };
    let mut exact = Exact::with(local).await;
    let joris = user(&exact.sandbox, 1).to_string();
    let form = |division| {
        [
            ("client_id", DEMO_CLIENT_ID),
            ("user", joris.as_str()),
            ("division", division),
        ]
    };
    let refused = submit(&exact, "/ontwikkelaar/tokens", &form("234567")).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused
            .text
            .contains("Choose a company that Joris Vandeproef may enter")
    );
    let given = submit(&exact, "/ontwikkelaar/tokens", &form("123456")).await;
    exact.token = between(&given.text, "export TOKEN=", "</pre>").to_owned();
    assert_eq!(exact.get(READ).await.status, 200);
    let other = format!("/api/v1/{B}/{READ}");
    assert_eq!(
        exact
            .call(http::Method::GET, &other, None, &[])
            .await
            .status,
        403
    );
    let strict = Switches {
        https_redirects: true,
        ..roomy()
    };
    exact.sandbox.set_switches(strict).unwrap();
    let refused = submit(&exact, "/ontwikkelaar/tokens", &form("123456")).await;
    assert!(
        refused.text.contains("https_redirects is on"),
        "the demo's addresses are local"
    );
    let own = submit(&exact, "/ontwikkelaar/tokens", &form("123456")[1..]).await;
    assert_eq!(own.status, 200, "the app of its own is let in even so");
}

const CALLBACK: &str = "http://localhost:3000/cb";

fn local() -> Switches {
    Switches {
        https_redirects: false,
        ..roomy()
    }
}

/// Registers an app by the form; its client id and secret.
async fn register(exact: &Exact) -> (String, String) {
    let redirects = "http://localhost:3000/cb\r\nhttps://a.example/cb";
    let form = [("name", "Mijn <koppeling>"), ("redirects", redirects)];
    let made = submit(exact, "/ontwikkelaar/access/app", &form).await;
    assert_eq!(
        (made.status.as_u16(), made.header("cache-control")),
        (200, Some("no-store"))
    );
    let client = between(&made.text, "CLIENT_ID=", "\n").to_owned();
    let secret = between(&made.text, "CLIENT_SECRET=", "\n").to_owned();
    let hooks = between(&made.text, "WEBHOOK_SECRET=", "</pre>").to_owned();
    assert!(secret.len() >= 32 && hooks.len() >= 32 && secret != hooks);
    let shown = page(exact, "/ontwikkelaar/access").await.text;
    assert!(shown.contains(&client) && shown.contains("Mijn &#60;koppeling&#62;"));
    for secret in [&secret, &hooks, DEMO_CLIENT_SECRET] {
        assert!(!shown.contains(secret), "shown when asked for only");
    }
    (client, secret)
}

/// The whole sign-in of an app: consent, code, tokens.
async fn sign_in(exact: &mut Exact, client: &str, secret: &str) {
    let els = user(&exact.sandbox, 0).to_string();
    let consent = [
        ("client_id", client),
        ("redirect_uri", CALLBACK),
        ("user", &els),
        ("division", "123456"),
        ("decision", "allow"),
    ];
    let back = submit(exact, "/api/oauth2/auth", &consent).await;
    let back = url::Url::parse(back.header("location").unwrap()).unwrap();
    let (_, code) = back.query_pairs().find(|(name, _)| name == "code").unwrap();
    let exchange = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("client_id", client),
        ("client_secret", secret),
    ];
    let tokens = submit(exact, "/api/oauth2/token", &exchange).await;
    exact.keep(&tokens);
}

#[tokio::test]
async fn an_app_of_ones_own_signs_in_from_beginning_to_end() {
    let mut exact = Exact::with(local()).await;
    let (client, secret) = register(&exact).await;
    let ask = [("client_id", client.as_str())];
    let asked = submit(&exact, "/ontwikkelaar/access/secrets", &ask).await;
    assert!(asked.text.contains(&secret));
    sign_in(&mut exact, &client, &secret).await;
    assert_eq!(exact.get(READ).await.status, 200);
    exact.sandbox.set_switches(Switches::default()).unwrap();
    let form = [("name", "Mijn"), ("redirects", CALLBACK)];
    let refused = submit(&exact, "/ontwikkelaar/access/app", &form).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused
            .text
            .contains("as long as the switch https_redirects is on")
    );
    assert!(refused.text.contains(CALLBACK), "what was typed stays");
}

#[tokio::test]
async fn an_app_is_changed_and_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let open = || crate::driver::sandbox(local(), Some(folder.path()));
    let mut exact = Exact::on(open()).await;
    let (client, secret) = register(&exact).await;
    sign_in(&mut exact, &client, &secret).await;
    let change = [
        ("client_id", client.as_str()),
        ("name", "Anders"),
        ("redirects", "https://b.example/cb"),
    ];
    let changed = submit(&exact, "/ontwikkelaar/access/app", &change).await;
    assert_eq!(changed.status, 303);
    assert_eq!(exact.get(READ).await.status, 200, "tokens live on");
    let token = exact.token.clone();
    drop(exact);
    let exact = Exact {
        sandbox: open(),
        token,
        refresh: String::new(),
    };
    let shown = page(&exact, "/ontwikkelaar/access").await.text;
    assert!(shown.contains("https://b.example/cb") && !shown.contains("https://a.example/cb"));
    assert_eq!(exact.get(READ).await.status, 200);
}

#[tokio::test]
async fn buttons_shut_people_and_companies_out_and_let_them_in_again() {
    let exact = Exact::start().await;
    let els = user(&exact.sandbox, 0).to_string();
    let set = |set, on, who: (&'static str, String)| {
        let exact = &exact;
        async move {
            let form = [("set", set), ("on", on), (who.0, who.1.as_str())];
            let reply = submit(exact, "/ontwikkelaar/access", &form).await;
            assert_eq!(reply.status, 303, "{set}: {}", reply.text);
        }
    };
    for (name, reason) in [
        ("user_blocked", "BlockedUser"),
        ("user_inactive", "InactiveUser"),
        ("division_blocked", "DivisionBlocked"),
        ("licence_expired", "LicenseExpired"),
        ("customer_blocked", "BlockedCustomer"),
    ] {
        let who = if name.starts_with("user") {
            ("user", els.clone())
        } else {
            ("division", A.to_string())
        };
        set(name, "true", who.clone()).await;
        let shown = page(&exact, "/ontwikkelaar/access").await.text;
        assert!(shown.contains("<span class=\"pill broken\">"), "{name}");
        let refused = exact.get(READ).await;
        assert_eq!(
            (refused.status.as_u16(), refused.header("reason")),
            (403, Some(reason))
        );
        set(name, "false", who).await;
        assert_eq!(exact.get(READ).await.status, 200, "{name}");
    }
    let only = [
        ("set", "scopes"),
        ("client_id", DEMO_CLIENT_ID),
        ("scope", "financial.accounting:read"),
        ("scope", "crm.accounts"),
    ];
    submit(&exact, "/ontwikkelaar/access", &only).await;
    let refused = exact.get("hrm/Costcenters?$select=Code").await;
    let allowed = exact
        .get("crm/Accounts?$select=ID&$filter=Status eq 'C'")
        .await;
    assert_eq!(
        (refused.status.as_u16(), allowed.status.as_u16()),
        (403, 200),
        "{}",
        refused.text
    );
    let all = [
        ("set", "scopes"),
        ("client_id", DEMO_CLIENT_ID),
        ("all", "1"),
    ];
    submit(&exact, "/ontwikkelaar/access", &all).await;
    assert_eq!(exact.get("hrm/Costcenters?$select=Code").await.status, 200);
    let revoke = [
        ("set", "revoke"),
        ("user", els.as_str()),
        ("back", "tokens"),
    ];
    let back = submit(&exact, "/ontwikkelaar/access", &revoke).await;
    assert_eq!(
        back.header("location"),
        Some("/ontwikkelaar/tokens?done=access-changed")
    );
    assert_eq!(exact.get(READ).await.status, 401);
    let shown = page(&exact, "/ontwikkelaar/tokens").await.text;
    assert!(shown.contains("by a later sign-in, or revoked"));
}

#[tokio::test]
async fn limits_show_what_is_left_and_are_forgotten() {
    let exact = Exact::with(Switches {
        minute_limit: 3,
        error_limit: 2,
        ..roomy()
    })
    .await;
    for _ in 0..4 {
        exact.get("crm/Accounts?$select=Naam").await;
    }
    let shown = page(&exact, "/ontwikkelaar/limits").await.text;
    assert!(
        shown.contains("<b>3</b> of 3 used") && shown.contains("4997 left"),
        "{shown}"
    );
    assert!(shown.contains("blocked</span> ends in 1 h"));
    assert!(shown.contains("<b>1</b> of 200 used"), "one token call");
    assert_eq!(exact.get(READ).await.status, 429);
    assert_eq!(
        submit(&exact, "/ontwikkelaar/limits/forget", &[])
            .await
            .status,
        303
    );
    assert_eq!(exact.get(READ).await.status, 200);
    assert_eq!(
        exact.refresh_with(REDIRECT).await.json(),
        json!({ "error": "invalid_grant" })
    );
}
