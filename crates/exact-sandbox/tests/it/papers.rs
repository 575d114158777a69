//! Reads papers: their headings, tables and blocks, and the curl commands in them, which are sent in process.

use axum::body::Body;
use exact_sandbox::Sandbox;
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

/// A fenced block.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// What follows the opening fence.
    pub(crate) info: String,
    pub(crate) text: String,
}

/// A heading with what follows it, up to the next one of any level.
#[derive(Clone, Debug, Default)]
pub(crate) struct Section {
    pub(crate) title: String,
    pub(crate) body: String,
}

impl Section {
    /// The first cells of the tables, without their marks: the names that they describe.
    pub(crate) fn names(&self) -> Vec<String> {
        let cells = rows(&self.body)
            .into_iter()
            .filter_map(|row| row.into_iter().next());
        let code = cells.filter(|cell| cell.starts_with('`'));
        code.map(|cell| cell.trim_matches('`').to_owned()).collect()
    }
}

/// The sections of a paper; blocks do not begin one.
pub(crate) fn sections(paper: &str) -> Vec<Section> {
    let mut all = vec![Section::default()];
    let mut fenced = false;
    for line in paper.lines() {
        fenced ^= line.starts_with("```");
        match line.split_once(' ') {
            Some((marks, title)) if !fenced && marks.chars().all(|it| it == '#') => {
                let title = title.trim_matches('`').to_owned();
                all.push(Section {
                    title,
                    body: String::new(),
                });
            }
            _ => {
                let body = &mut all.last_mut().unwrap().body;
                body.push_str(line);
                body.push('\n');
            }
        }
    }
    all
}

/// The rows of the tables in a text, without heads.
pub(crate) fn rows(text: &str) -> Vec<Vec<String>> {
    let lines: Vec<&str> = text.lines().collect();
    let is_rule = |line: &str| line.starts_with("|-") || line.starts_with("| -");
    let head = |at: usize| lines.get(at + 1).is_some_and(|next| is_rule(next));
    let all = lines.iter().enumerate();
    let rows = all.filter(|(at, line)| line.starts_with('|') && !is_rule(line) && !head(*at));
    rows.map(|(_, line)| {
        let inner = line.strip_prefix('|').unwrap_or(line);
        let inner = inner.strip_suffix('|').unwrap_or(inner);
        inner
            .split('|')
            .map(|cell| cell.trim().to_owned())
            .collect()
    })
    .collect()
}

/// The fenced blocks of a paper, in their order.
pub(crate) fn blocks(paper: &str) -> Vec<Block> {
    let mut parts = paper.split("\n```");
    parts.next();
    let mut all = Vec::new();
    while let (Some(inside), Some(_)) = (parts.next(), parts.next()) {
        let (info, text) = inside.split_once('\n').unwrap_or((inside, ""));
        all.push(Block {
            info: info.trim().to_owned(),
            text: text.to_owned(),
        });
    }
    all
}

/// A call as curl would make it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Curl {
    method: Method,
    url: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

/// The words of a shell command; `$NAME` is looked up where the shell does so.
fn words(command: &str, known: &[(&str, &str)]) -> Vec<String> {
    let mut text = command.replace("\\\n", " ");
    for (name, value) in known {
        text = text.replace(&format!("${name}"), value);
    }
    let (mut all, mut word, mut quote) = (Vec::new(), None::<String>, None);
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), close) if open == close => quote = None,
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (Some('"') | None, '\\') => word.get_or_insert_default().extend(letters.next()),
            (None, blank) if blank.is_whitespace() => all.extend(word.take()),
            (_, other) => word.get_or_insert_default().push(other),
        }
    }
    assert!(quote.is_none(), "an open quote: {command}");
    all.extend(word);
    all
}

impl Curl {
    /// Reads a command. Options that this does not know are refused, so that nothing is left out silently.
    pub(crate) fn read(command: &str, known: &[(&str, &str)]) -> Curl {
        let mut call = Curl::default();
        let mut method = None;
        let mut words = words(command, known).into_iter();
        assert_eq!(words.next().as_deref(), Some("curl"), "{command}");
        while let Some(word) = words.next() {
            let mut next = || words.next().unwrap_or_else(|| panic!("{word}: {command}"));
            match word.as_str() {
                "-s" | "-sg" | "-si" => {}
                "-X" => method = Some(next().parse().unwrap()),
                "-H" => {
                    let header = next();
                    let (name, value) = header.split_once(": ").unwrap();
                    call.headers.push((name.to_owned(), value.to_owned()));
                }
                "-d" => call.body = Some(next()),
                url if url.starts_with("http://") => url.clone_into(&mut call.url),
                other => panic!("{other}: {command}"),
            }
        }
        let usual = if call.body.is_some() {
            Method::POST
        } else {
            Method::GET
        };
        call.method = method.unwrap_or(usual);
        call
    }

    /// Sends it in process; gives back status and body.
    pub(crate) async fn send(&self, sandbox: &Sandbox) -> (StatusCode, String) {
        let (host, path) = self.url["http://".len()..].split_once('/').unwrap();
        let mut request = Request::builder()
            .method(self.method.clone())
            .uri(format!("/{path}"))
            .header("host", host);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let body = Body::from(self.body.clone().unwrap_or_default());
        let answer = sandbox.router().oneshot(request.body(body).unwrap());
        let answer = answer.await.unwrap();
        let status = answer.status();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    }
}

const MORE: &str = "…";

/// Whether a shown answer is the real one. `"…"` as a member or a last element stands for more.
pub(crate) fn agrees(shown: &Value, real: &Value) -> bool {
    match (shown, real) {
        (Value::Object(shown), Value::Object(real)) => {
            let shortened = shown.contains_key(MORE);
            let here = shown.iter().filter(|(name, _)| *name != MORE);
            let all = here
                .clone()
                .all(|(name, value)| real.get(name).is_some_and(|it| agrees(value, it)));
            all && (shortened || here.count() == real.len())
        }
        (Value::Array(shown), Value::Array(real)) => {
            let (shown, shortened) = match shown.split_last() {
                Some((last, before)) if last == MORE => (before, true),
                _ => (shown.as_slice(), false),
            };
            let as_long = shown.len() == real.len() || (shortened && shown.len() < real.len());
            as_long
                && shown
                    .iter()
                    .zip(real)
                    .all(|(shown, real)| agrees(shown, real))
        }
        (Value::String(shown), Value::String(real)) => match shown.strip_suffix(MORE) {
            Some(begin) => real.starts_with(begin),
            None => shown == real,
        },
        _ => shown == real,
    }
}
