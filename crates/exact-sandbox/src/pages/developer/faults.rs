//! Faults as switches and dials: what is ordered and how often it struck, presets, and a form for any fault.

use askama::Template;
use axum::extract::{Query, RawForm, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::desk::{Desk, Section, Told, back, frame};
use super::fault_form::{FaultForm, KINDS, REASONS, compact};
use super::limits::company_name;
use super::presets::{self, GROUPS, Preset};
use crate::faults::{Fault, FaultChange, FaultView, Where};
use crate::pages::choice::Choice;
use crate::pages::frame::Frame;
use crate::pages::page;
use crate::pages::typed::Typed;
use crate::state::{Core, Shared};

const HERE: &str = "/ontwikkelaar/faults";

struct Row {
    number: u64,
    words: String,
    place: String,
    often: String,
    struck: u64,
    json: String,
}

/// One of the choices of a field.
/// The form, with the fields that its kind has.
struct Form {
    form: FaultForm,
    title: String,
    text: &'static str,
    kinds: Vec<Choice>,
    methods: Vec<Choice>,
    divisions: Vec<Choice>,
    reasons: Vec<Choice>,
    /// Whether before or after the effect makes a difference.
    has_when: bool,
}

#[derive(Template)]
#[template(path = "developer/faults.html")]
struct FaultsPage {
    frame: Frame,
    desk: Desk,
    waiting: Vec<Row>,
    spent: Vec<Row>,
    groups: &'static [(&'static str, &'static [Preset])],
    form: Option<Form>,
    paths: Vec<&'static str>,
}

/// Which form is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Ask {
    preset: String,
    kind: String,
    done: Option<String>,
}

/// The page.
pub(super) async fn show(State(shared): State<Shared>, Query(ask): Query<Ask>) -> Response {
    let core = shared.lock();
    let preset = presets::of(&ask.preset);
    let known = KINDS.iter().any(|(kind, _, _)| *kind == ask.kind);
    let form = match preset {
        Some(preset) => serde_json::from_str(preset.fault).ok().map(|fault: Fault| {
            let once = fault.probability.is_none();
            FaultForm {
                count: if once { "1" } else { "" }.to_owned(),
                ..FaultForm::of(&fault)
            }
        }),
        None => known.then(|| FaultForm {
            kind: ask.kind.clone(),
            count: "1".to_owned(),
            ..FaultForm::default()
        }),
    };
    let told = Told {
        done: ask.done.clone(),
    };
    faults_page(&core, &told, form.map(|form| of(&core, form, preset)), None)
}

/// Orders a fault: one that is given whole, or what the form says.
pub(super) async fn order(State(shared): State<Shared>, RawForm(form): RawForm) -> Response {
    let mut core = shared.lock();
    let fields = Typed::parse(&form);
    let typed = FaultForm::read(&fields);
    let fault = match fields.filled("json") {
        Some(json) => serde_json::from_str::<Fault>(json)
            .map_err(|error| error.to_string())
            .map(|fault| counted(fault, &typed.count)),
        None => typed.fault(),
    };
    let ordered = fault.and_then(|fault| core.order_fault(fault).map_err(|it| it.to_string()));
    match ordered {
        Ok(()) => back(HERE, "fault-ordered"),
        Err(problem) => {
            let form = Some(of(&core, typed, None));
            unprocessable(faults_page(&core, &Told::default(), form, Some(problem)))
        }
    }
}

/// A whole fault that is to strike as often as the button beside it says.
fn counted(fault: Fault, count: &str) -> Fault {
    Fault {
        count: count.parse().ok().or(fault.count),
        ..fault
    }
}

/// Takes one fault back, or all of them.
pub(super) async fn take_back(State(shared): State<Shared>, RawForm(form): RawForm) -> Response {
    let fields = Typed::parse(&form);
    let number = fields.has("number").then(|| fields.get("number").parse());
    let mut core = shared.lock();
    let (change, done) = match number {
        None => (FaultChange::Cleared, "faults-taken-back"),
        Some(Ok(number)) => (FaultChange::TakenBack(number), "fault-taken-back"),
        // Whoever meant one must not lose all.
        Some(Err(_)) => {
            let problem = "A fault is taken back by its number.".to_owned();
            return unprocessable(faults_page(&core, &Told::default(), None, Some(problem)));
        }
    };
    match core.fault_change(change) {
        Ok(()) => back(HERE, done),
        Err(error) => {
            let problem = Some(error.to_string());
            unprocessable(faults_page(&core, &Told::default(), None, problem))
        }
    }
}

fn unprocessable(mut page: Response) -> Response {
    *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    page
}

fn faults_page(core: &Core, told: &Told, form: Option<Form>, problem: Option<String>) -> Response {
    page(&FaultsPage {
        frame: frame(core),
        desk: Desk {
            problem,
            ..Desk::new(core, Section::Faults, told)
        },
        waiting: core.faults.waiting().map(|it| row(core, it)).collect(),
        spent: core.faults.spent().map(|it| row(core, it)).collect(),
        groups: GROUPS,
        form,
        paths: crate::api::paths().collect(),
    })
}

fn of(core: &Core, form: FaultForm, preset: Option<&'static Preset>) -> Form {
    let choice = |value: &str, name: &str, here: &str| Choice::new(value, name, here);
    let kind = KINDS.iter().find(|(kind, _, _)| *kind == form.kind);
    let methods = ["GET", "POST", "PUT", "DELETE"].iter();
    let divisions = core.books.companies.values().map(|it| it.profile.division);
    Form {
        title: match (preset, kind) {
            (Some(preset), _) => preset.name.to_owned(),
            (None, Some((_, name, _))) => (*name).to_owned(),
            (None, None) => "A fault".to_owned(),
        },
        text: preset.map_or("", |preset| preset.text),
        kinds: KINDS
            .iter()
            .map(|(value, name, _)| choice(value, name, &form.kind))
            .collect(),
        methods: methods
            .map(|it| choice(it, it, &form.method.to_uppercase()))
            .collect(),
        divisions: divisions
            .map(|it| choice(&it.to_string(), &company_name(core, it), &form.division))
            .collect(),
        reasons: REASONS
            .iter()
            .map(|it| choice(it.text(), it.text(), &form.reason))
            .collect(),
        has_when: kind.is_none_or(|(_, _, matters)| *matters),
        form,
    }
}

fn row(core: &Core, it: FaultView<'_>) -> Row {
    Row {
        number: it.number,
        words: it.fault.words(),
        place: place(core, &it.fault.place),
        often: often(it.fault),
        struck: it.struck,
        json: match it.fault.count {
            // What has struck for the last time is ordered again as it was.
            Some(0) => compact(&Fault {
                count: Some(u32::try_from(it.struck).unwrap_or(1)),
                ..it.fault.clone()
            }),
            _ => compact(it.fault),
        },
    }
}

/// Which calls are meant, in words.
fn place(core: &Core, place: &Where) -> String {
    let mut words = match (&place.method, &place.path) {
        (None, None) => "every call".to_owned(),
        (Some(method), None) => format!("every {}", method.to_uppercase()),
        (None, Some(path)) => format!("calls of …{path}…"),
        (Some(method), Some(path)) => format!("{} …{path}…", method.to_uppercase()),
    };
    if let Some(division) = place.division {
        words.push_str(" in ");
        words.push_str(&company_name(core, division));
    }
    words
}

/// How often it still strikes, in words.
fn often(fault: &Fault) -> String {
    let mut words = match fault.count {
        None => "until taken back".to_owned(),
        Some(0) => "done".to_owned(),
        Some(1) => "once more".to_owned(),
        Some(count) => format!("{count} times more"),
    };
    if let Some(probability) = fault.probability {
        let percent = (probability * rust_decimal::Decimal::ONE_HUNDRED).normalize();
        words.push_str(&format!(", {percent} % of the calls (seed {})", fault.seed));
    }
    words
}
