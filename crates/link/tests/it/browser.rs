//! A browser at the sandbox's consent page: it posts the form and follows nothing.

use bytes::Bytes;
use exact_client::{Gate, Outgoing, Transport as _};
use exact_sandbox::{DEMO_USER, Sandbox};
use testing::transport::SandboxTransport;
use url::Url;

/// Consents at this address as the sandbox's first user; gives back code and state, or what the page says when the
/// browser is not sent back.
pub(crate) async fn consent(
    sandbox: &Sandbox,
    asked: &Url,
    divisions: &[i32],
) -> Result<(String, String), String> {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(asked.query_pairs());
    form.append_pair("user", DEMO_USER);
    form.append_pair("decision", "allow");
    for division in divisions {
        form.append_pair("division", &division.to_string());
    }
    let request = http::Request::builder()
        .method("POST")
        .uri(asked.path())
        .header("host", asked.authority())
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Bytes::from(form.finish()))
        .unwrap();
    let mut base = asked.clone();
    base.set_path("");
    base.set_query(None);
    let outgoing = Outgoing {
        base,
        request,
        gate: Gate::at(sandbox.now()),
    };
    let answer = SandboxTransport::new(sandbox).send(outgoing).await.unwrap();
    let Some(location) = answer.headers().get("location") else {
        return Err(String::from_utf8_lossy(answer.body()).into_owned());
    };
    let back = Url::parse(location.to_str().unwrap()).unwrap();
    let found = |name: &str| {
        let value = back.query_pairs().find(|(key, _)| key == name);
        value.map(|(_, value)| value.into_owned())
    };
    match (found("code"), found("state")) {
        (Some(code), Some(state)) => Ok((code, state)),
        _ => Err(back.to_string()),
    }
}
