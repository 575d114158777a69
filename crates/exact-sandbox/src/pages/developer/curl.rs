//! A call as a command for a shell. What is taken out of the record is a variable there: `$TOKEN` and its like.

use crate::calls::{CallRecord, Exchange};

/// Headers that curl writes itself, or that belong to one connection only.
const LEFT_OUT: &[&str] = &[
    "host",
    "content-length",
    "connection",
    "user-agent",
    "accept-encoding",
    "transfer-encoding",
    "expect",
    "cookie",
];

/// The command and the variables that must be set first; or why there is none.
pub(super) struct Command {
    pub(super) text: String,
    pub(super) variables: Vec<&'static str>,
}

/// Writes the command for a POSIX shell.
///
/// # Errors
/// When the body is not kept whole, or cannot be written on a command line.
pub(super) fn command(record: &CallRecord, exchange: &Exchange) -> Result<Command, &'static str> {
    let mut variables = Vec::new();
    let sends = sends_body(exchange);
    let mut parts = vec![method(&record.method, exchange, sends)];
    parts.push(quoted(&format!("{}{}", exchange.origin, exchange.target)));
    parts.extend(headers(exchange, sends, &mut variables));
    let is_form = record.path.ends_with("/oauth2/token");
    if is_form {
        parts.extend(form(&exchange.request, &mut variables));
    } else if exchange.request.len() != exchange.request_bytes {
        return Err(
            "The body of this call is not kept whole, so there is no command that repeats it.",
        );
    } else if exchange.request.contains('\0') {
        return Err("The body holds a NUL, which no command line can carry.");
    } else if sends {
        parts.push(format!("--data-raw {}", quoted(&exchange.request)));
    }
    Ok(Command {
        text: parts.join(" \\\n  "),
        variables,
    })
}

fn method(method: &str, exchange: &Exchange, sends: bool) -> String {
    // Brackets and braces in an address are letters like others; dots in a path stay.
    let dots = exchange.target.contains("/.");
    let program = if dots {
        "curl -sSg --path-as-is"
    } else {
        "curl -sSg"
    };
    match method {
        "GET" if !sends => program.to_owned(),
        "HEAD" => format!("{program} --head"),
        other => format!("{program} -X {}", quoted(other)),
    }
}

/// Whether it has a body, or says that it has one which is empty.
fn sends_body(exchange: &Exchange) -> bool {
    let mut names = exchange.request_headers.iter().map(|(name, _)| name);
    exchange.request_bytes > 0 || names.any(|name| name == "content-length")
}

fn headers(exchange: &Exchange, sends: bool, variables: &mut Vec<&'static str>) -> Vec<String> {
    let mut parts = Vec::new();
    for (name, value) in &exchange.request_headers {
        if LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        let shown = titled(name);
        parts.push(match value.split_once(' ') {
            Some(("Basic" | "basic", _)) if name == "authorization" => {
                variables.extend(["CLIENT_ID", "CLIENT_SECRET"]);
                "-u \"$CLIENT_ID:$CLIENT_SECRET\"".to_owned()
            }
            Some((scheme, _)) if name == "authorization" => {
                variables.push("TOKEN");
                format!("-H {}\"$TOKEN\"", quoted(&format!("{shown}: {scheme} ")))
            }
            None if name == "authorization" => {
                variables.push("TOKEN");
                format!("-H {}\"$TOKEN\"", quoted(&format!("{shown}: ")))
            }
            // curl's way to send a header without a value.
            _ if value.is_empty() => format!("-H {}", quoted(&format!("{shown};"))),
            _ => format!("-H {}", quoted(&format!("{shown}: {value}"))),
        });
    }
    // What curl adds when it is not told otherwise.
    let has = |wanted: &str| {
        exchange
            .request_headers
            .iter()
            .any(|(name, _)| name == wanted)
    };
    let own = [("accept", true), ("content-type", sends)];
    let silent = own.iter().filter(|(name, sent)| *sent && !has(name));
    parts.extend(silent.map(|(name, _)| format!("-H {}", quoted(&format!("{}:", titled(name))))));
    parts
}

/// The parameters of a token call; secrets are variables.
fn form(body: &str, variables: &mut Vec<&'static str>) -> Vec<String> {
    let parameter = |(name, value): (std::borrow::Cow<'_, str>, std::borrow::Cow<'_, str>)| {
        let variable = match &*name {
            "client_secret" => "CLIENT_SECRET",
            "refresh_token" => "REFRESH_TOKEN",
            "code" => "CODE",
            _ => return format!("--data-urlencode {}", quoted(&format!("{name}={value}"))),
        };
        variables.push(variable);
        format!("--data-urlencode \"{name}=${variable}\"")
    };
    url::form_urlencoded::parse(body.as_bytes())
        .map(parameter)
        .collect()
}

/// `content-type` as `Content-Type`.
fn titled(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    name.split('-').map(word).collect::<Vec<_>>().join("-")
}

/// One word for a POSIX shell.
pub(super) fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+,=".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_word_is_quoted_where_it_must_be() {
        assert_eq!(quoted("https://a.test/x%20y"), "https://a.test/x%20y");
        assert_eq!(quoted("$filter=a eq 'b'"), r"'$filter=a eq '\''b'\'''");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("é!"), "'é!'");
    }
}
