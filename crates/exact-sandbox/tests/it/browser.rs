//! Visits the pages as a browser does: follows links, fills forms, presses buttons, goes where it is sent.

use axum::body::Body;
use http::{Method, Request, StatusCode};

use crate::driver::{Exact, Reply};
use crate::html::{Element, parse};

/// A browser at a page. Counts the clicks.
pub(crate) struct Browser<'a> {
    exact: &'a Exact,
    pub(crate) address: String,
    pub(crate) page: Element,
    pub(crate) status: StatusCode,
    pub(crate) clicks: usize,
}

impl<'a> Browser<'a> {
    pub(crate) async fn open(exact: &'a Exact, address: &str) -> Browser<'a> {
        let mut browser = Browser {
            exact,
            address: address.to_owned(),
            page: Element::default(),
            status: StatusCode::OK,
            clicks: 0,
        };
        browser.go(address).await;
        browser
    }

    pub(crate) async fn go(&mut self, address: &str) {
        let address = self.resolved(address);
        let request = Request::get(&address).body(Body::empty()).unwrap();
        let reply = self.exact.send(request).await;
        self.arrive(address, &reply);
    }

    /// At a page that was fetched before.
    pub(crate) fn at(exact: &'a Exact, address: &str, reply: &Reply) -> Browser<'a> {
        let mut browser = Browser {
            exact,
            address: String::new(),
            page: Element::default(),
            status: StatusCode::OK,
            clicks: 0,
        };
        browser.arrive(address.to_owned(), reply);
        browser
    }

    fn arrive(&mut self, address: String, reply: &Reply) {
        self.status = reply.status;
        self.page = parse(&reply.text).unwrap_or_else(|error| panic!("{address}: {error}"));
        self.address = address;
    }

    fn resolved(&self, address: &str) -> String {
        let path = self.address.split('?').next().unwrap();
        match address.chars().next() {
            Some('?') => format!("{path}{address}"),
            None => self.address.clone(),
            _ => address.to_owned(),
        }
    }

    pub(crate) fn text(&self) -> String {
        self.page.text()
    }

    /// Whether the page says this.
    #[track_caller]
    pub(crate) fn sees(&self, text: &str) {
        let all = self.text();
        assert!(
            all.contains(text),
            "{text:?} is not on {}: {all}",
            self.address
        );
    }

    /// Every address that the page leads to.
    pub(crate) fn links(&self) -> Vec<String> {
        let of = |tag: &str, name: &str| -> Vec<String> {
            let found = self.page.every(tag);
            let found = found.iter().filter_map(|it| it.attribute(name));
            found.map(|href| self.resolved(href)).collect()
        };
        let mut links = of("a", "href");
        links.extend(of("iframe", "src"));
        links.extend(of("img", "src"));
        links.extend(of("link", "href"));
        links
    }

    /// Clicks the first link whose text, or the row in which it stands, holds the words.
    pub(crate) async fn click(&mut self, text: &str, row: &str) {
        let rows = self.page.every("tr");
        let within: Vec<&Element> = if row.is_empty() {
            vec![&self.page]
        } else {
            rows.into_iter()
                .filter(|it| it.text().contains(row))
                .collect()
        };
        let mut links = within.iter().flat_map(|it| it.every("a"));
        let link = links.find(|it| it.text().contains(text));
        let link = link.unwrap_or_else(|| panic!("no link {text} at {row}: {}", self.text()));
        let href = link.attribute("href").unwrap().to_owned();
        self.clicks += 1;
        self.go(&href).await;
    }

    /// Fills in what is given, and presses the first button with this text.
    pub(crate) async fn press(&mut self, button: &str, typed: &[(&str, &str)]) {
        let forms = self.page.every("form");
        let has = |form: &&&Element| {
            form.every("button")
                .iter()
                .any(|it| it.text().contains(button))
        };
        let form = *forms.iter().find(has).unwrap_or_else(|| {
            panic!("no button {button}: {}", self.text());
        });
        let method = form.attribute("method").unwrap_or("get");
        let action = self.resolved(form.attribute("action").unwrap_or_default());
        let mut sent = fields(form);
        let pressed = form.every("button");
        let pressed = pressed
            .iter()
            .find(|it| it.text().contains(button))
            .unwrap();
        sent.retain(|(known, _)| !typed.iter().any(|(name, _)| name == known));
        for (name, value) in typed {
            sent.push(((*name).to_owned(), (*value).to_owned()));
        }
        if let Some(name) = pressed.attribute("name") {
            sent.push((
                name.to_owned(),
                pressed.attribute("value").unwrap().to_owned(),
            ));
        }
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        let body = body.extend_pairs(&sent).finish();
        self.clicks += 1;
        if method == "get" {
            let path = action.split('?').next().unwrap();
            return self.go(&format!("{path}?{body}")).await;
        }
        let request = Request::builder()
            .method(Method::POST)
            .uri(&action)
            .header("origin", "http://exact.test")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        let reply = self
            .exact
            .send(request.body(Body::from(body)).unwrap())
            .await;
        if reply.status == StatusCode::SEE_OTHER {
            let to = reply.header("location").unwrap().to_owned();
            return self.go(&to).await;
        }
        self.arrive(action, &reply);
    }

    /// Ticks boxes: the keys of the rows that hold these words.
    pub(crate) fn boxes(&self, rows: &[&str]) -> Vec<String> {
        let all = self.page.every("tr");
        let key = |row: &&str| {
            let row = all.iter().find(|it| it.text().contains(row));
            let boxes = row.map(|row| row.every("input")).unwrap_or_default();
            boxes[0].attribute("value").unwrap().to_owned()
        };
        rows.iter().map(key).collect()
    }

    /// The value of a field.
    pub(crate) fn value(&self, name: &str) -> String {
        let fields = fields(&self.page);
        let found = fields.into_iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value).unwrap_or_default()
    }
}

/// What a form sends of itself.
fn fields(form: &Element) -> Vec<(String, String)> {
    let mut sent = Vec::new();
    for input in form.every("input") {
        let checkbox = input.attribute("type") == Some("checkbox");
        if checkbox && input.attribute("checked").is_none() {
            continue;
        }
        let name = input.attribute("name").unwrap();
        sent.push((
            name.to_owned(),
            input.attribute("value").unwrap_or_default().to_owned(),
        ));
    }
    for select in form.every("select") {
        let options = select.every("option");
        let chosen = options.iter().find(|it| it.attribute("selected").is_some());
        let chosen = chosen.or(options.first());
        let value = chosen
            .and_then(|it| it.attribute("value"))
            .unwrap_or_default();
        sent.push((
            select.attribute("name").unwrap().to_owned(),
            value.to_owned(),
        ));
    }
    sent
}
