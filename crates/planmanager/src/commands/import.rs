//! `import ubl`: invoices from others, file by file; one that is refused does not stop the next.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use domain::{Journal, Location, Refusal};
use office::customers::{self, CustomerQuery};
use office::imports::{self, BuyerChoice, Choice, Imported};
use office::{Actor, OfficeError};
use serde::Serialize;

use crate::cli::UblArgs;
use crate::lookup;
use crate::output::{Ending, Output, sentence};
use crate::reasons;
use crate::stop::Stopped;
use crate::wiring::Wiring;

/// What became of a file.
#[derive(Debug, Serialize)]
struct Told {
    file: String,
    outcome: &'static str,
    invoice: Option<i64>,
    number: Option<String>,
    total: Option<String>,
    reasons: Vec<Refusal>,
    sentences: Vec<String>,
}

pub(super) async fn run(wiring: &Wiring, arguments: &UblArgs, output: &Output) -> Result<Ending> {
    let actor = wiring.shell();
    let choice = choice(wiring, &actor, arguments).await?;
    let mut refused = 0;
    let mut told = Vec::new();
    for file in &arguments.files {
        let bytes = read(file)?;
        let outcome = if arguments.dry_run {
            preview(wiring, &actor, &bytes, &choice).await?
        } else {
            import(wiring, &actor, &bytes, &choice).await?
        };
        let one = Told {
            file: file.display().to_string(),
            ..outcome
        };
        output.line(&format!("{}: {}{}", one.file, one.outcome, what(&one)));
        one.sentences
            .iter()
            .for_each(|text| output.line(&format!("    {text}")));
        refused += usize::from(one.outcome == "refused");
        told.push(one);
    }
    output.value(&told);
    output.line(&format!("{} files, {refused} refused", told.len()));
    Ok(Ending::well(refused == 0))
}

async fn import(wiring: &Wiring, actor: &Actor, bytes: &[u8], choice: &Choice) -> Result<Told> {
    match imports::import(&wiring.office, actor, bytes, choice).await {
        Ok(Imported::Imported { invoice, notes, .. }) => {
            let mut told = Told::with("imported", notes);
            told.invoice = Some(invoice.get());
            let view = office::invoices::get(&wiring.office, actor, invoice).await?;
            told.number = view
                .invoice
                .printed
                .number
                .map(|number| number.as_str().to_owned());
            told.total = Some(view.invoice.printed.total.to_string());
            Ok(told)
        }
        Ok(Imported::AlreadyImported { invoice }) => Ok(Told {
            invoice: Some(invoice.get()),
            ..Told::with("already imported", Vec::new())
        }),
        Err(OfficeError::Refused(refusals)) => Ok(Told::with("refused", refusals)),
        Err(error) => Err(error.into()),
    }
}

async fn preview(wiring: &Wiring, actor: &Actor, bytes: &[u8], choice: &Choice) -> Result<Told> {
    let preview = match imports::preview(&wiring.office, actor, bytes, choice).await {
        Err(OfficeError::Refused(refusals)) => return Ok(Told::with("refused", refusals)),
        preview => preview?,
    };
    let mut told = match preview.already {
        _ if !preview.refusals.is_empty() => Told::with("refused", preview.refusals),
        Some(_) => Told::with("already imported", preview.notes),
        None => Told::with("would be imported", preview.notes),
    };
    if let Some(file) = preview.file {
        told.number = file.printed.number.map(|number| number.as_str().to_owned());
        told.total = Some(file.printed.total.to_string());
    }
    Ok(told)
}

impl Told {
    fn with(outcome: &'static str, reasons: Vec<Refusal>) -> Self {
        let sentences = reasons.iter().map(sentence).collect();
        Self {
            file: String::new(),
            outcome,
            invoice: None,
            number: None,
            total: None,
            reasons,
            sentences,
        }
    }
}

fn what(told: &Told) -> String {
    match (&told.number, &told.total) {
        (Some(number), Some(total)) => format!(" ({number}, {total})"),
        _ => String::new(),
    }
}

/// One byte more than a file may have is enough to refuse it.
fn read(file: &Path) -> Result<Vec<u8>> {
    let most = u64::try_from(ubl::MAX_BYTES)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    let mut bytes = Vec::new();
    let opened = File::open(file).with_context(|| format!("opening {}", file.display()))?;
    opened
        .take(most)
        .read_to_end(&mut bytes)
        .with_context(|| format!("reading {}", file.display()))?;
    Ok(bytes)
}

async fn choice(wiring: &Wiring, actor: &Actor, arguments: &UblArgs) -> Result<Choice> {
    let location = lookup::location(&wiring.office, actor, arguments.location.as_deref()).await?;
    let journal = journal(wiring, actor, &location, arguments.journal.as_deref()).await?;
    let account_for_all = match &arguments.account {
        None => None,
        Some(number) => Some(lookup::account(&wiring.office, actor, number).await?.id),
    };
    Ok(Choice {
        location: location.id,
        journal: journal.id,
        account_for_all,
        accept_seller: arguments.accept_seller,
        buyer: buyer(wiring, actor, arguments.customer.as_deref()).await?,
        ..Choice::new(location.id, journal.id)
    })
}

/// Who was told to be the buyer.
async fn buyer(wiring: &Wiring, actor: &Actor, told: Option<&str>) -> Result<Option<BuyerChoice>> {
    let Some(number) = told.map(str::trim) else {
        return Ok(None);
    };
    if number == "new" {
        return Ok(Some(BuyerChoice::New));
    }
    let query = CustomerQuery {
        text: number.to_owned(),
        after: None,
    };
    let found = customers::list(&wiring.office, actor, &query).await?;
    let known = found
        .rows
        .into_iter()
        .find(|customer| customer.number.to_string() == number);
    let known = known.with_context(|| format!("there is no customer {number}"))?;
    Ok(Some(BuyerChoice::Known(known.id)))
}

/// The journal with this code; without one, the only journal of the location that is numbered elsewhere.
async fn journal(
    wiring: &Wiring,
    actor: &Actor,
    location: &Location,
    code: Option<&str>,
) -> Result<Journal> {
    let mut here = office::journals::list(&wiring.office, actor).await?;
    here.retain(|it| lookup::belongs(it, location));
    let mut fitting = here.clone();
    fitting.retain(|it| code.map_or(it.numbered_elsewhere, |code| it.code == code));
    let codes: Vec<String> = fitting.iter().map(|it| it.code.clone()).collect();
    let stopped = match (fitting.len(), fitting.pop(), code) {
        (1, Some(journal), _) => return Ok(journal),
        (0, _, Some(code)) => lookup::no_journal(code, &here),
        (0, _, None) => {
            Stopped::typed(reasons::JOURNAL_ELSEWHERE_MISSING).with("location", &location.name)
        }
        _ => Stopped::typed(reasons::JOURNAL_NEEDED)
            .with("location", &location.name)
            .known(codes.iter().map(String::as_str)),
    };
    Err(stopped.into())
}
