//! Taking over UBL files: choose, then look at what they hold.

use axum::Extension;
use axum::extract::{Multipart, State};
use axum::response::Response;
use domain::{Place, Refusal};
use http::StatusCode;
use i18n::Lang;
use i18n_embed_fl::fl;
use office::imports::{self, Buyer, Choice as Chosen, LineAccount, Preview};
use office::{Right, journals};

use super::import_form::{self, Sent, Upload};
use super::{invoice_view, names};
use crate::app::App;
use crate::error::WebError;
use crate::forms::Typed;
use crate::importing::{Imports, heavy_page};
use crate::limits::{IMPORT_FILE_MAX_MEGABYTES, IMPORT_LINES_SHOWN, IMPORT_MAX_FILES};
use crate::pages::import::{DocumentPreview, FilePreview, ImportPage, LinePreview, PreviewPage};
use crate::routes::Journals;
use crate::shell::{frame, page, page_as};
use crate::views::{Choice, Menu, Problem};
use crate::visitor::SignedIn;

/// The choice of a customer who is not here yet.
pub(crate) const NEW_CUSTOMER: &str = "new";

/// Step one: the form.
pub(crate) async fn form(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Response, WebError> {
    page(&form_page(&app, &signed_in, &Typed::default(), Vec::new()).await?)
}

async fn form_page(
    app: &App,
    signed_in: &SignedIn,
    typed: &Typed,
    mut problems: Vec<Problem>,
) -> Result<ImportPage, WebError> {
    let (actor, l) = (&signed_in.actor, i18n::texts(signed_in.lang));
    actor.require(Right::ImportInvoices)?;
    let known = journals::list(&app.office, actor).await?;
    let chosen = typed.read("journal");
    let fitting: Vec<Choice> = known
        .iter()
        .filter(|journal| journal.numbered_elsewhere)
        .map(|journal| {
            Choice::new(
                journal.id,
                names::journal_name(journal),
                chosen == Some(journal.id),
            )
        })
        .collect();
    if fitting.is_empty() {
        problems.push(Problem {
            sentence: fl!(l, "import-no-journal"),
            fix: fl!(l, "import-no-journal-fix"),
            href: Some(Journals.to_string()),
            link: fl!(l, "mend-journal"),
        });
    }
    let accounts = names::account_choices(app, actor, &fl!(l, "account-per-line")).await?;
    Ok(ImportPage {
        frame: frame(app, signed_in, Menu::Invoices).await?,
        problems,
        locations: names::location_choices(app, actor, typed.read("location"), None).await?,
        journals: fitting,
        accounts: names::choosing(&accounts, typed.read("account")),
        most_files: IMPORT_MAX_FILES,
        most_megabytes: IMPORT_FILE_MAX_MEGABYTES,
    })
}

/// Step two: what the files hold.
pub(crate) async fn look(
    State(app): State<App>,
    signed_in: SignedIn,
    Extension(imports): Extension<Imports>,
    multipart: Multipart,
) -> Result<Response, WebError> {
    signed_in.actor.require(Right::ImportInvoices)?;
    let place = imports.place()?;
    let upload = import_form::read(multipart).await?;
    let problem = wrong_with(&upload, signed_in.lang);
    let Upload { typed, files, .. } = upload;
    let (Some(choice), None) = (chosen(&typed), &problem) else {
        let problems = problem.into_iter().map(Problem::plain).collect();
        let made = form_page(&app, &signed_in, &typed, problems).await?;
        return page_as(StatusCode::UNPROCESSABLE_ENTITY, &made);
    };
    let accounts = names::account_choices(&app, &signed_in.actor, "—").await?;
    let locations = names::location_names(&app, &signed_in.actor).await?;
    let journals = names::journal_names(&journals::list(&app.office, &signed_in.actor).await?);
    let (Some(location), Some(journal)) = (
        locations.get(&choice.location).cloned(),
        journals.get(&choice.journal).cloned(),
    ) else {
        return Err(WebError::NotFound);
    };
    let turn = place.turn().await?;
    let mut looked = Vec::with_capacity(files.len());
    for (index, file) in files.into_iter().enumerate() {
        let (found, foreign) = look_at(&app, &signed_in, &file, &choice).await?;
        looked.push(Looked {
            index,
            file,
            found,
            foreign,
        });
    }
    let frame = frame(&app, &signed_in, Menu::Invoices).await?;
    heavy_page(turn, move || {
        let files: Vec<FilePreview> = looked
            .into_iter()
            .map(|one| one.preview(frame.lang, &accounts))
            .collect();
        let documents = files.iter().filter_map(|one| one.document.as_ref());
        let lines = documents.map(|one| one.lines.len()).sum::<usize>();
        page(&PreviewPage {
            frame,
            location: Choice::new(choice.location, location, true),
            journal: Choice::new(choice.journal, journal, true),
            account: choice
                .account_for_all
                .map_or_else(String::new, |id| id.to_string()),
            lines_shown: lines <= IMPORT_LINES_SHOWN,
            files,
        })
    })
    .await
}

fn wrong_with(upload: &Upload, lang: Lang) -> Option<String> {
    let l = i18n::texts(lang);
    if upload.files.is_empty() {
        Some(fl!(l, "import-no-files"))
    } else if upload.too_many {
        Some(fl!(l, "import-too-many", most = IMPORT_MAX_FILES))
    } else if chosen(&upload.typed).is_none() {
        Some(fl!(l, "import-choose-location"))
    } else {
        None
    }
}

/// Location, journal and the account for all lines; `None` when they are not chosen.
pub(crate) fn chosen(typed: &Typed) -> Option<Chosen> {
    let mut choice = Chosen::new(typed.read("location")?, typed.read("journal")?);
    choice.account_for_all = typed.read("account");
    Some(choice)
}

/// A file and what was found in it.
struct Looked {
    index: usize,
    file: Sent,
    found: Preview,
    /// Whether only the seller stands in the way.
    foreign: bool,
}

async fn look_at(
    app: &App,
    signed_in: &SignedIn,
    file: &Sent,
    choice: &Chosen,
) -> Result<(Preview, bool), WebError> {
    if import_form::too_large(&file.content) {
        let refused = Preview {
            refusals: vec![too_large(file)],
            ..Preview::default()
        };
        return Ok((refused, false));
    }
    preview(app, signed_in, file, choice).await
}

impl Looked {
    /// As it is shown. Heavy: a file of ten megabytes is carried along as text.
    fn preview(self, lang: Lang, accounts: &[Choice]) -> FilePreview {
        let Self {
            index,
            file,
            found,
            foreign,
        } = self;
        let document = found
            .file
            .map(|found| document_of(lang, &found, foreign, accounts));
        let notes = Problem::all(lang, &found.notes)
            .into_iter()
            .map(|note| note.sentence);
        let already = found
            .already
            .map(|_| fl!(i18n::texts(lang), "file-already"));
        let problems = Problem::all(lang, &found.refusals);
        FilePreview {
            index,
            name: file.name,
            content: if problems.is_empty() {
                import_form::as_text(&file.content)
            } else {
                String::new()
            },
            problems,
            notes: already.into_iter().chain(notes).collect(),
            document,
        }
    }
}

fn document_of(
    lang: Lang,
    found: &imports::FilePreview,
    foreign_seller: bool,
    accounts: &[Choice],
) -> DocumentPreview {
    let l = i18n::texts(lang);
    let printed = &found.printed;
    let customer = match &found.buyer {
        Buyer::Known { customer, .. } => {
            let number = customer.number.to_string();
            fl!(l, "import-known-customer", number = number)
        }
        Buyer::New { .. } => fl!(l, "import-new-customer"),
        Buyer::Asked { .. } => String::new(),
    };
    let line = |(position, (line, account)): (i64, (&domain::Line, &LineAccount))| {
        let vat = line
            .net
            .map(|_| invoice_view::vat_label(lang, line.treatment));
        LinePreview {
            position,
            description: line.description.clone(),
            vat: vat.unwrap_or_default(),
            net: line.net,
            accounts: names::choosing(accounts, account.account.as_ref().map(|one| one.id)),
        }
    };
    let number = printed.number.as_ref().map(ToString::to_string);
    DocumentPreview {
        credit_note: printed.kind == domain::InvoiceKind::CreditNote,
        number: number.unwrap_or_default(),
        date: printed.issue_date,
        seller: found.seller.name.clone(),
        foreign_seller,
        buyer: printed.buyer.name.clone(),
        customer,
        customers: customers_of(lang, &found.buyer),
        net: printed.net,
        vat: printed.vat_total,
        total: printed.total,
        lines: (1_i64..)
            .zip(printed.lines.iter().zip(&found.accounts))
            .map(line)
            .collect(),
    }
}

/// Who the buyer may be, when that is asked.
fn customers_of(lang: Lang, buyer: &Buyer) -> Vec<Choice> {
    let l = i18n::texts(lang);
    let Buyer::Asked { alike } = buyer else {
        return Vec::new();
    };
    let known = alike.iter().map(|one| {
        let text = format!("{} {}, {}", one.number, one.name, one.address.city);
        Choice::new(one.id, text, false)
    });
    let mut choices = vec![Choice::new("", fl!(l, "import-choose-customer"), true)];
    choices.extend(known);
    let new = fl!(l, "import-new-customer");
    choices.push(Choice::new(NEW_CUSTOMER, new, false));
    choices
}

/// The preview; when only the seller or the choice of a customer stands in the way, that of the file once a person
/// confirms and chooses.
async fn preview(
    app: &App,
    signed_in: &SignedIn,
    file: &Sent,
    choice: &Chosen,
) -> Result<(Preview, bool), WebError> {
    let actor = &signed_in.actor;
    let found = imports::preview(&app.office, actor, &file.content, choice).await?;
    let about_seller = |one: &Refusal| one.code == office::reasons::SELLER_IS_NOT_THIS_LOCATION;
    let about_buyer = |one: &Refusal| one.code == office::reasons::BUYER_ASKED;
    let is_asked = |one: &Refusal| about_seller(one) || about_buyer(one);
    if found.refusals.is_empty() || !found.refusals.iter().all(is_asked) {
        return Ok((found, false));
    }
    let foreign = found.refusals.iter().any(about_seller);
    let confirmed = Chosen {
        accept_seller: true,
        ..choice.clone()
    };
    let mut found = imports::preview(&app.office, actor, &file.content, &confirmed).await?;
    found
        .notes
        .retain(|note| note.code != office::reasons::SELLER_ACCEPTED);
    found.refusals.retain(|one| !about_buyer(one));
    Ok((found, foreign))
}

fn too_large(file: &Sent) -> Refusal {
    // The reader of files has the same reason for its own, equal limit.
    Refusal::new("file-too-large", Place::File { line: None })
        .with("size", file.content.len())
        .with("max", IMPORT_FILE_MAX_MEGABYTES * 1024 * 1024)
}
