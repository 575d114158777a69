//! *Algemene rekeningen*.

use axum::Form;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::{AdministrationId, LedgerAccount, LedgerAccountId};
use http::StatusCode;
use office::accounts::{self, AccountForm, AccountQuery};
use office::{Actor, Right};

use super::names;
use crate::app::App;
use crate::error::WebError;
use crate::forms::Typed;
use crate::limits::SEARCH_MAX;
use crate::pages::accounts::{AccountFields, AccountRow, AccountsPage};
use crate::routes::{Accounts, with_query};
use crate::shell::{done, exact_chosen, frame, page, page_as};
use crate::views::{Choice, Field, Menu, Notice, Problem};
use crate::visitor::SignedIn;

/// Form and list; a chosen row fills the form.
pub(crate) async fn show(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(typed): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let typed = Typed(typed);
    let chosen: Option<LedgerAccountId> = typed.read("account");
    let account = match chosen {
        Some(id) => {
            let all = accounts::choices(&app.office, &signed_in.actor).await?;
            Some(
                all.into_iter()
                    .find(|one| one.id == id)
                    .ok_or(WebError::NotFound)?,
            )
        }
        None => None,
    };
    let fields = account.as_ref().map(fields_of).unwrap_or_default();
    page(&page_of(&app, &signed_in, chosen, fields, &typed).await?)
}

/// Stores the account in the form; the link looks for its number in Exact at once.
pub(crate) async fn save(
    State(app): State<App>,
    signed_in: SignedIn,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let typed = Typed(typed);
    let text = |name: &str| typed.get(name).to_owned();
    let form = AccountForm {
        id: typed.read("id"),
        number: text("number"),
        name: text("name"),
        description: text("description"),
        cost_centre: text("cost_centre"),
    };
    match link::accounts::save(&app.link, &signed_in.actor, &form).await {
        Ok((account, _)) => {
            let to = with_query(Accounts, &[("account", &account.id.to_string())]);
            Ok(done(&app, to, Notice::Saved))
        }
        Err(error) => {
            let refusals = WebError::from(error).refusals()?;
            let fields = AccountFields {
                number: Field::new(form.number),
                cost_centre: Field::new(form.cost_centre),
                name: Field::new(form.name),
                description: Field::new(form.description),
            };
            let made = page_of(&app, &signed_in, form.id, fields, &Typed::default()).await?;
            let problems = Problem::all(signed_in.lang, &refusals)
                .into_iter()
                .map(|problem| Problem {
                    href: None,
                    ..problem
                })
                .collect();
            page_as(
                StatusCode::UNPROCESSABLE_ENTITY,
                &AccountsPage { problems, ..made },
            )
        }
    }
}

/// *Importeren vanuit Exact*: enqueued per administration.
pub(crate) async fn import(
    State(app): State<App>,
    signed_in: SignedIn,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    // Also where there is nothing to import from.
    signed_in.actor.require(Right::EditAccounts)?;
    let wanted: Option<AdministrationId> = Typed(typed).read("administration");
    for administration in chosen(&app, &signed_in.actor, wanted).await? {
        link::accounts::import(&app.link, &signed_in.actor, administration).await?;
    }
    Ok(done(&app, Accounts, Notice::AccountsImporting))
}

/// The administration that was chosen, or all that are in use.
pub(crate) async fn chosen(
    app: &App,
    actor: &Actor,
    wanted: Option<AdministrationId>,
) -> Result<Vec<AdministrationId>, WebError> {
    let used = link::administrations::list(&app.link, actor).await?;
    Ok(used
        .into_iter()
        .filter(|one| one.locations > 0 && wanted.is_none_or(|id| id == one.id))
        .map(|one| one.id)
        .collect())
}

/// Where *Importeren vanuit Exact* may import from: nowhere when another package is chosen.
pub(crate) async fn sources(app: &App, actor: &Actor) -> Result<Vec<Choice>, WebError> {
    if exact_chosen(app, actor).await? {
        names::administrations_in_use(app, actor).await
    } else {
        Ok(Vec::new())
    }
}

async fn page_of(
    app: &App,
    signed_in: &SignedIn,
    editing: Option<LedgerAccountId>,
    form: AccountFields,
    typed: &Typed,
) -> Result<AccountsPage, WebError> {
    let text: String = typed.get("text").chars().take(SEARCH_MAX).collect();
    let after = typed.text("after");
    let query = AccountQuery {
        text: text.clone(),
        after: after.clone(),
    };
    let found = accounts::list(&app.office, &signed_in.actor, &query).await?;
    let after = after.unwrap_or_default();
    let rows = found.rows.into_iter().map(|one| {
        let id = one.id.to_string();
        AccountRow {
            href: with_query(
                Accounts,
                &[("account", &id), ("text", &text), ("after", &after)],
            ),
            chosen: editing == Some(one.id),
            number: one.number.to_string(),
            cost_centre: one.cost_centre,
            name: one.name,
            description: one.description,
        }
    });
    let rows = rows.collect();
    let next = found
        .next
        .map(|after| with_query(Accounts, &[("text", &text), ("after", &after)]));
    Ok(AccountsPage {
        frame: frame(app, signed_in, Menu::Accounts).await?,
        problems: Vec::new(),
        editing,
        form,
        rows,
        text: Field::new(text),
        next,
        may_edit: signed_in.actor.may(Right::EditAccounts),
        administrations: sources(app, &signed_in.actor).await?,
    })
}

fn fields_of(account: &LedgerAccount) -> AccountFields {
    AccountFields {
        number: Field::new(account.number.to_string()),
        cost_centre: Field::new(&account.cost_centre),
        name: Field::new(&account.name),
        description: Field::new(&account.description),
    }
}
