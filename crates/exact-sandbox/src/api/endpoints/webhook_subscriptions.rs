//! `webhooks/WebhookSubscriptions` (facts 5.1, point 36). Before a subscription is made or moved, its address is asked
//! with an empty POST: the call is carried out in two halves, around that question.

use uuid::Uuid;

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted, Writer};
use crate::api::failure::Failure;
use crate::api::fields::Fields;
use crate::api::tables;
use crate::books::{Label, Refusal};
use crate::hooks::{Change, Subscription, address_allowed, topic};
use crate::odata::Value;
use crate::state::Core;

use super::shared::chosen_key;

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    post: Some(post),
    put: Some(put),
    delete: Some(delete),
    ..Endpoint::reading(
        "webhooks/WebhookSubscriptions",
        &tables::webhook_subscriptions::TABLE,
        "organization.administration",
        rows,
    )
};

struct Subscribed<'a> {
    view: &'a View<'a>,
    it: &'a Subscription,
}

fn rows<'a>(view: &'a View<'a>, _: &Wanted<'_>) -> Rows<'a> {
    let client = view.app.map(|app| app.client_id.as_str());
    let own = view
        .hooks
        .subscriptions()
        .filter(move |it| it.division == view.division && Some(it.client.as_str()) == client);
    Box::new(own.map(move |it| Box::new(Subscribed { view, it }) as Box<dyn Row>))
}

impl Row for Subscribed<'_> {
    fn get(&self, property: &str) -> Value {
        let (it, view) = (self.it, self.view);
        match property {
            "ID" => it.id.into(),
            "CallbackURL" => Value::text(&it.callback),
            "Topic" => Value::text(&it.topic),
            "ClientID" => Uuid::try_parse(&it.client).ok().into(),
            "Description" => view.app.map_or(Value::Null, |app| Value::text(&app.name)),
            "Created" => it.created.into(),
            "Creator" => it.creator.into(),
            "CreatorFullName" => view
                .books
                .user(it.creator)
                .map_or(Value::Null, |user| Value::text(&user.full_name)),
            "Division" => it.division.into(),
            "UserID" => it.user.into(),
            "IsInstant" => it.instant.into(),
            _ => Value::Null,
        }
    }
}

fn fill(it: &mut Subscription, fields: &Fields) {
    for (name, _) in fields.ones() {
        match name {
            "CallbackURL" => it.callback = fields.text(name).unwrap_or_default(),
            "Topic" => it.topic = fields.text(name).unwrap_or_default(),
            "UserID" => it.user = fields.guid(name).unwrap_or(it.user),
            "IsInstant" => it.instant = fields.flag(name),
            _ => {}
        }
    }
}

/// What speaks against the subscription without asking its address.
fn refusals(core: &Core, it: &mut Subscription) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    match topic(&it.topic) {
        Some(known) => known.clone_into(&mut it.topic),
        None if it.topic.is_empty() => refusals.push(Refusal::Mandatory(Label::Topic)),
        None => refusals.push(Refusal::Invalid(Label::Topic)),
    }
    let redirects = core
        .gate
        .app(&it.client)
        .map(|app| app.redirect_uris.clone())
        .unwrap_or_default();
    if it.callback.is_empty() {
        refusals.push(Refusal::Mandatory(Label::CallbackUrl));
    } else if !address_allowed(&it.callback, &redirects, core.switches.callback_rule) {
        refusals.push(Refusal::Invalid(Label::CallbackUrl));
    }
    if it.instant && it.topic != "GoodsDeliveries" {
        refusals.push(Refusal::NotAllowed(Label::Instant));
    }
    if refusals.is_empty() && core.hooks.has_other(it) {
        refusals.push(Refusal::DataExists);
    }
    refusals
}

/// Tests the subscription, has its address asked, and keeps it.
fn keep(core: &mut Core, writer: &Writer, mut it: Subscription) -> Result<(), Failure> {
    let refusals = refusals(core, &mut it);
    if !refusals.is_empty() {
        return Err(Failure::Refused(refusals));
    }
    match &writer.heard {
        None => Err(Failure::Ask(it.callback)),
        Some(heard) if !heard.is_taken() => Err(Refusal::CallbackFailed(heard.words()).into()),
        Some(_) => Ok(core.hook_change(Change::Subscribed(it))?),
    }
}

fn post(core: &mut Core, writer: &Writer, fields: &Fields) -> Result<Uuid, Failure> {
    let id = chosen_key(core, fields, "ID")?;
    let mut it = Subscription {
        id,
        division: writer.division,
        client: writer.client.clone(),
        user: writer.user,
        creator: writer.user,
        created: writer.at,
        origin: writer.origin.clone(),
        ..Subscription::default()
    };
    fill(&mut it, fields);
    keep(core, writer, it)?;
    Ok(id)
}

fn known(core: &Core, writer: &Writer, id: Uuid) -> Result<Subscription, Failure> {
    let own = |it: &&Subscription| {
        it.id == id && it.division == writer.division && it.client == writer.client
    };
    let found = core.hooks.subscriptions().find(own);
    found.cloned().ok_or(Failure::NotFound)
}

fn put(core: &mut Core, writer: &Writer, id: Uuid, fields: &Fields) -> Result<(), Failure> {
    let mut it = known(core, writer, id)?;
    fill(&mut it, fields);
    keep(core, writer, it)
}

fn delete(core: &mut Core, writer: &Writer, id: Uuid) -> Result<(), Failure> {
    known(core, writer, id)?;
    core.hook_change(Change::Unsubscribed(id))?;
    Ok(())
}
