//! Which calls are shown: the query of the log's pages, and the form that makes it.

use serde::Deserialize;

use crate::admin::CallFilter;
use crate::pages::choice::Choice;
use crate::state::Core;

/// What is asked for; everything that is empty takes all.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Ask {
    pub(super) client: String,
    pub(super) division: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) status: String,
    pub(super) faulted: String,
    /// Only calls before this one.
    pub(super) before: String,
    /// Only calls after this one, the nearest first.
    pub(super) after: String,
    /// Whether only the rows are wanted.
    pub(super) rows: String,
    pub(super) done: Option<String>,
}

impl Ask {
    /// As the door filters.
    pub(super) fn filter(&self) -> CallFilter {
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        CallFilter {
            client: text(&self.client),
            division: self.division.trim().parse().ok(),
            method: text(&self.method),
            path: text(&self.path),
            status: self.status.trim().parse().ok(),
            faulted: (self.faulted == "1").then_some(1),
            ..CallFilter::default()
        }
    }

    /// The query of the same filter, with more behind it.
    pub(super) fn query(&self, more: &[(&str, &str)]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let fields = [
            ("path", &self.path),
            ("method", &self.method),
            ("status", &self.status),
            ("division", &self.division),
            ("client", &self.client),
            ("faulted", &self.faulted),
        ];
        query.extend_pairs(fields.iter().filter(|(_, value)| !value.is_empty()));
        query.extend_pairs(more);
        query.finish()
    }

    /// Whether anything is left out.
    pub(super) fn is_filtered(&self) -> bool {
        !self.query(&[]).is_empty()
    }
}

/// The form above the list.
pub(super) struct Filters {
    pub(super) path: String,
    pub(super) methods: Vec<Choice>,
    pub(super) statuses: Vec<Choice>,
    pub(super) divisions: Vec<Choice>,
    pub(super) clients: Vec<Choice>,
    pub(super) faulted: bool,
    pub(super) active: bool,
}

impl Filters {
    pub(super) fn of(core: &Core, ask: &Ask) -> Filters {
        let fixed = |given: &[(&str, &str)], here: &str| -> Vec<Choice> {
            let choice = |(value, name): &(&str, &str)| Choice::new(*value, *name, here);
            given.iter().map(choice).collect()
        };
        let methods = ["GET", "POST", "PUT", "DELETE"].map(|it| (it, it));
        let companies = core.books.companies.values().map(|company| {
            let value = company.profile.division.to_string();
            let name = format!("{} · {value}", company.profile.name);
            Choice::new(value, name, &ask.division)
        });
        let apps = core.gate.apps.iter();
        let apps = apps.map(|app| Choice::new(&app.client_id, &app.name, &ask.client));
        Filters {
            path: ask.path.clone(),
            methods: fixed(&methods, &ask.method.to_uppercase()),
            statuses: fixed(STATUSES, &ask.status),
            divisions: companies.collect(),
            clients: apps.collect(),
            faulted: ask.faulted == "1",
            active: ask.is_filtered(),
        }
    }
}

const STATUSES: &[(&str, &str)] = &[
    ("2", "2xx done"),
    ("4", "4xx refused"),
    ("429", "429 over the limit"),
    ("5", "5xx failed"),
    ("0", "cut, no answer"),
];
