//! From a stored invoice to its page.

use domain::{InvoiceKind, Line, Party, Refusal, VatRegime, VatTreatment};
use i18n::Lang;
use i18n_embed_fl::fl;
use link::bookings::{self, AttemptView, BookingView};
use office::Right;
use office::invoices::InvoiceView;

use super::{invoices::state_of, names};
use crate::app::App;
use crate::error::WebError;
use crate::pages::invoice::{Event, Fact, InvoicePage, LineRow, VatRow};
use crate::routes::{Customer, Recode};
use crate::shell::frame;
use crate::views::{Choice, Menu, Problem};
use crate::visitor::SignedIn;

/// The page of an invoice; `refusals` are what the form was refused for.
pub(crate) async fn page_of(
    app: &App,
    signed_in: &SignedIn,
    view: &InvoiceView,
    refusals: &[Refusal],
) -> Result<InvoicePage, WebError> {
    let (actor, lang) = (&signed_in.actor, signed_in.lang);
    let printed = &view.invoice.printed;
    let booking = bookings::of_invoice(&app.link, actor, view.invoice.id).await?;
    let state = state_of(booking.as_ref().map(|booking| booking.state.as_str()));
    let may_mend = actor.may(Right::EditInvoices) && view.may_be_recoded();
    let choices = if may_mend {
        names::account_choices(app, actor, "—").await?
    } else {
        Vec::new()
    };
    let stored = booking.as_ref().and_then(|booking| booking.refusal.clone());
    let all: Vec<Refusal> = refusals.iter().cloned().chain(stored).collect();
    Ok(InvoicePage {
        frame: frame(app, signed_in, Menu::Invoices).await?,
        number: number(view, lang),
        credit_note: printed.kind == InvoiceKind::CreditNote,
        facts: facts(view, lang),
        buyer: party(&printed.buyer),
        customer_href: Customer(view.customer.id).to_string(),
        note: printed.note.clone(),
        lines: lines(view, lang, &choices),
        vat: printed
            .vat
            .iter()
            .map(|row| VatRow {
                label: vat_label(lang, row.treatment),
                net: row.net,
                vat: row.vat,
            })
            .collect(),
        net: printed.net,
        vat_total: printed.vat_total,
        total: printed.total,
        prepaid: printed.prepaid,
        state,
        problems: Problem::all(lang, &all),
        booking: booking_facts(app, signed_in, booking.as_ref()).await?,
        history: booking
            .map(|booking| history(lang, &booking))
            .unwrap_or_default(),
        recode: may_mend.then(|| Recode(view.invoice.id).to_string()),
    })
}

fn number(view: &InvoiceView, lang: Lang) -> String {
    match &view.invoice.printed.number {
        Some(number) => number.to_string(),
        None => fl!(i18n::texts(lang), "draft"),
    }
}

fn facts(view: &InvoiceView, lang: Lang) -> Vec<Fact> {
    let l = i18n::texts(lang);
    let printed = &view.invoice.printed;
    let date = |day: Option<jiff::civil::Date>| day.map(i18n::date).unwrap_or_default();
    let named = |references: &[office::invoices::Reference]| {
        references
            .iter()
            .map(|one| one.number.clone())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let facts = [
        Fact::new(fl!(l, "invoice-date"), i18n::date(printed.issue_date)),
        Fact::new(fl!(l, "due-date"), date(printed.due_date)),
        Fact::new(fl!(l, "supply-date"), date(printed.supply_date)),
        Fact::new(fl!(l, "location"), view.location.name.clone()),
        Fact::new(fl!(l, "journal"), names::journal_name(&view.journal)),
        Fact::new(
            fl!(l, "payment-reference"),
            printed.payment_reference.clone(),
        ),
        Fact::new(fl!(l, "plate"), printed.plate.clone()),
        Fact::new(fl!(l, "corrects"), named(&view.corrects)),
        Fact::new(fl!(l, "corrected-by"), named(&view.corrected_by)),
    ];
    facts
        .into_iter()
        .filter(|fact| !fact.value.is_empty())
        .collect()
}

/// A party as printed, a line each.
fn party(party: &Party) -> Vec<String> {
    let address = &party.address;
    let town = format!("{} {}", address.postcode, address.city);
    let lines = [
        &party.name,
        &address.line,
        &address.line2,
        &town,
        &address.country,
        &party.vat_number,
    ];
    lines
        .into_iter()
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

fn lines(view: &InvoiceView, lang: Lang, choices: &[Choice]) -> Vec<LineRow> {
    let printed = view.invoice.printed.lines.iter().zip(&view.invoice.coding);
    (1_i64..)
        .zip(printed)
        .map(|(position, (line, coding))| {
            let account = coding
                .ledger_account
                .and_then(|id| view.accounts.iter().find(|one| one.id == id));
            let booked = line.net.is_some();
            LineRow {
                position,
                description: line.description.clone(),
                quantity: if booked {
                    quantity(lang, line)
                } else {
                    String::new()
                },
                price: if booked {
                    i18n::decimal(lang, line.unit_price)
                } else {
                    String::new()
                },
                vat: if booked {
                    vat_label(lang, line.treatment)
                } else {
                    String::new()
                },
                net: line.net,
                accounts: if booked {
                    names::choosing(choices, coding.ledger_account)
                } else {
                    Vec::new()
                },
                account: account.map(names::account_name).unwrap_or_default(),
                account_missing: booked && account.is_none(),
                cost_centre: coding.cost_centre.clone(),
            }
        })
        .collect()
}

fn quantity(lang: Lang, line: &Line) -> String {
    format!("{} {}", i18n::decimal(lang, line.quantity), line.unit)
        .trim_end()
        .to_owned()
}

/// The rate, or the regime where no VAT is asked.
pub(crate) fn vat_label(lang: Lang, treatment: VatTreatment) -> String {
    if treatment.regime == VatRegime::Standard {
        rate_label(lang, treatment)
    } else {
        regime_label(lang, treatment.regime)
    }
}

/// The rate of a treatment.
pub(crate) fn rate_label(lang: Lang, treatment: VatTreatment) -> String {
    i18n::percent(lang, treatment.rate.hundredths())
}

/// The name of a regime.
pub(crate) fn regime_label(lang: Lang, regime: VatRegime) -> String {
    let l = i18n::texts(lang);
    match regime {
        VatRegime::Standard => fl!(l, "regime-standard"),
        VatRegime::Zero => fl!(l, "regime-zero"),
        VatRegime::Exempt => fl!(l, "regime-exempt"),
        VatRegime::IntraCommunityService => fl!(l, "regime-intra-community-service"),
        VatRegime::IntraCommunityGoods => fl!(l, "regime-intra-community-goods"),
        VatRegime::Export => fl!(l, "regime-export"),
        VatRegime::CoContractor => fl!(l, "regime-co-contractor"),
        VatRegime::Margin => fl!(l, "regime-margin"),
        VatRegime::Disbursement => fl!(l, "regime-disbursement"),
        VatRegime::OutOfScope => fl!(l, "regime-out-of-scope"),
    }
}

async fn booking_facts(
    app: &App,
    signed_in: &SignedIn,
    booking: Option<&BookingView>,
) -> Result<Vec<Fact>, WebError> {
    let Some(booking) = booking else {
        return Ok(Vec::new());
    };
    let l = i18n::texts(signed_in.lang);
    let names = names::administration_names(app, &signed_in.actor).await?;
    let administration = names.get(&booking.administration).cloned();
    let mut facts = Vec::new();
    if let Some(number) = booking.entry_number {
        facts.push(Fact::new(fl!(l, "entry-number"), number.to_string()));
    }
    let division = booking.division.to_string();
    facts.push(Fact::new(
        fl!(l, "administration"),
        administration.unwrap_or(division),
    ));
    Ok(facts)
}

fn history(lang: Lang, booking: &BookingView) -> Vec<Event> {
    let l = i18n::texts(lang);
    let now = Event {
        at: booking.changed_at,
        who: String::new(),
        text: state_of(Some(booking.state.as_str())).label(l),
    };
    let attempts = booking.attempts.iter().map(|attempt| Event {
        at: attempt.closed_at.unwrap_or(attempt.opened_at),
        who: String::new(),
        text: format!("{}. {}", fl!(l, "attempt-sent"), answer(lang, attempt)),
    });
    std::iter::once(now).chain(attempts).collect()
}

fn answer(lang: Lang, attempt: &AttemptView) -> String {
    let l = i18n::texts(lang);
    let outcome = match attempt.outcome.as_deref() {
        None => fl!(l, "attempt-open"),
        Some("done") => fl!(l, "attempt-done"),
        Some("refused") => fl!(l, "attempt-refused"),
        Some("not_sent") => fl!(l, "attempt-not-sent"),
        Some(_) => fl!(l, "attempt-unknown"),
    };
    fl!(l, "attempt-answer", outcome = outcome)
}
