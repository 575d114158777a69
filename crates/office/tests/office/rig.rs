//! An office over a test's database, with a fixed clock, seeded identities and the usual people and things.

use domain::{
    Coding, Customer, CustomerId, DraftLine, InvoiceId, InvoiceKind, Journal, Language,
    LedgerAccount, Location, Money, VatRate, VatTreatment,
};
use office::{
    Actor, Office, OfficeError, Role, Vault,
    accounts::{self, AccountForm},
    customers::{self, CustomerForm},
    imports::{self, Choice, Imported},
    invoices::InvoiceDraft,
    journals::{self, JournalForm, Marks},
    locations::{self, LocationForm},
    sessions::Knock,
};
use store::{Clock, Db, Ids, params};

pub(crate) type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// A browser about which nothing is known.
pub(crate) const HERE: Knock<'static> = Knock {
    address: None,
    device: None,
    session: None,
};

pub(crate) struct Rig {
    pub(crate) office: Office,
    pub(crate) clock: Clock,
    pub(crate) boss: Actor,
}

impl Rig {
    pub(crate) fn new(db: Db) -> Self {
        let noon = jiff::Timestamp::from_second(1_795_608_000).unwrap_or_default();
        let clock = Clock::fixed(noon);
        let ids = Ids::seeded(1, clock.clone());
        let vault = Vault::from_key([1; 32], ids.clone());
        Self {
            office: Office::new(db, clock.clone(), ids, vault),
            clock,
            boss: Actor::system("test"),
        }
    }

    /// Someone in this role who is no stored person.
    pub(crate) fn someone(&self, role: Role) -> Actor {
        Actor {
            user: None,
            name: role.to_string(),
            role,
            language: Language::Nl,
        }
    }

    pub(crate) async fn location(&self, name: &str) -> Outcome<Location> {
        let form = LocationForm {
            name: name.to_owned(),
            legal_name: format!("{name} NV"),
            enterprise_number: "0000.000.196".to_owned(),
            country: "be".to_owned(),
            ..LocationForm::default()
        };
        Ok(locations::save(&self.office, &self.boss, &form).await?)
    }

    pub(crate) async fn journal(&self, code: &str, marks: Marks) -> Outcome<Journal> {
        let form = JournalForm {
            code: code.to_owned(),
            name: format!("Journaal {code}"),
            administration: None,
            marks,
        };
        Ok(journals::create(&self.office, &self.boss, &form).await?)
    }

    pub(crate) async fn account(&self, number: &str) -> Outcome<LedgerAccount> {
        let form = AccountForm {
            number: number.to_owned(),
            name: format!("Rekening {number}"),
            cost_centre: "CARR".to_owned(),
            ..AccountForm::default()
        };
        Ok(accounts::save(&self.office, &self.boss, &form).await?)
    }

    pub(crate) async fn customer(&self, name: &str) -> Outcome<Customer> {
        let form = customer_form(name);
        Ok(customers::save(&self.office, &self.boss, &form).await?)
    }

    /// A location, a journal that numbers, a customer and an account, and a draft of one line of 100.00.
    pub(crate) async fn draft(&self) -> Outcome<InvoiceDraft> {
        let location = self.location("Bodystop A").await?;
        let marks = Marks {
            location: Some(location.id),
            prefix: "A1-{year}-".to_owned(),
            ..Marks::default()
        };
        let journal = self.journal("700", marks).await?;
        let account = self.account("704000").await?;
        let customer = self.customer("An Proefmans").await?;
        let coding = Coding {
            ledger_account: Some(account.id),
            cost_centre: String::new(),
        };
        Ok(InvoiceDraft {
            location: location.id,
            journal: journal.id,
            customer: customer.id,
            kind: InvoiceKind::Invoice,
            issue_date: "2026-11-24".parse()?,
            due_date: Some("2026-12-24".parse()?),
            supply_date: None,
            payment_reference: String::new(),
            plate: "1-DOO-417".to_owned(),
            note: String::new(),
            prepaid: Money::ZERO,
            corrects: Vec::new(),
            lines: vec![(line("100.00")?, coding)],
        })
    }

    /// The number of rows of a table.
    pub(crate) async fn count(&self, sql: &'static str) -> Outcome<i64> {
        Ok(self.office.db.read().await?.one(sql, params![]).await?)
    }

    /// What the trail tells, oldest first: `verb kind`.
    pub(crate) async fn trail(&self) -> Outcome<Vec<String>> {
        let mut tx = self.office.db.read().await?;
        let rows: Vec<(String, String)> = tx
            .all(
                "SELECT verb, subject_kind FROM audit ORDER BY id",
                params![],
            )
            .await?;
        Ok(rows
            .into_iter()
            .map(|(verb, kind)| format!("{verb} {kind}"))
            .collect())
    }

    /// The kinds of the events, oldest first.
    pub(crate) async fn events(&self) -> Outcome<Vec<String>> {
        let events = store::events::read_after(&self.office.db, 0, 100).await?;
        Ok(events.into_iter().map(|event| event.kind).collect())
    }

    /// Puts an invoice into a state of booking, as the link does.
    pub(crate) async fn set_booking(&self, invoice: i64, state: &str) -> Outcome {
        store::transact!(self.office.db, |tx| -> Result<(), store::StoreError> {
            tx.execute(
                "INSERT INTO connection (id, base_url, client_id, exact_user_id, exact_user_name, state,
                     access_token, refresh_token, token_issued_at, token_version, created_at)
                 VALUES (1, '', '', '', '', 'connected', '', '', 0, 0, 0) ON CONFLICT DO NOTHING",
                params![],
            )
            .await?;
            tx.execute(
                "INSERT INTO administration (id, connection_id, base_url, division, name, vat_number, currency)
                 VALUES (1, 1, '', 1, '', '', 'EUR') ON CONFLICT DO NOTHING",
                params![],
            )
            .await?;
            tx.execute_one(
                "INSERT INTO booking (id, invoice_id, administration_id, division, state, generation, changed_at)
                 VALUES ($1, $1, 1, 1, $2, 0, 0)
                 ON CONFLICT (invoice_id) DO UPDATE SET state = excluded.state",
                params![invoice, state],
            )
            .await
        })?;
        Ok(())
    }
}

pub(crate) fn customer_form(name: &str) -> CustomerForm {
    CustomerForm {
        name: name.to_owned(),
        address_line: "Voorbeeldlaan 1".to_owned(),
        postcode: "9999".to_owned(),
        city: "Testgem".to_owned(),
        country: "BE".to_owned(),
        ..CustomerForm::default()
    }
}

/// One piece at 21 %.
pub(crate) fn line(price: &str) -> Outcome<DraftLine> {
    let standard = VatTreatment::standard(VatRate::PERCENT_21);
    Ok(DraftLine::priced(
        "Arbeidsloon",
        1.into(),
        "C62",
        price.parse()?,
        standard,
    )?)
}

/// The codes of a refusal; anything else as one word.
pub(crate) fn codes<T>(outcome: Result<T, OfficeError>) -> Vec<String> {
    match outcome {
        Ok(_) => vec!["done".to_owned()],
        Err(OfficeError::Refused(refusals)) => {
            refusals.into_iter().map(|refusal| refusal.code).collect()
        }
        Err(OfficeError::Conflict) => vec!["conflict".to_owned()],
        Err(OfficeError::Denied { right }) => vec![format!("denied {right}")],
        Err(OfficeError::NotFound { what }) => vec![format!("no {what}")],
        Err(error) => vec![format!("{error:?}")],
    }
}

/// A sample of the project: seller 0001.010.085, buyer 10417.
pub(crate) const INVOICE: &str = include_str!("../../../ubl/samples/invoice.xml");

/// A location that sells the samples, with a journal for files.
pub(crate) async fn desk(rig: &Rig) -> Outcome<Choice> {
    let form = LocationForm {
        name: "Bodystop A".to_owned(),
        enterprise_number: "0001.010.085".to_owned(),
        language: Language::Fr,
        ..LocationForm::default()
    };
    let location = locations::save(&rig.office, &rig.boss, &form).await?;
    let marks = Marks {
        location: Some(location.id),
        numbered_elsewhere: true,
        ..Marks::default()
    };
    let journal = rig.journal("700", marks).await?;
    Ok(Choice::new(location.id, journal.id))
}

/// Takes a file over and returns invoice, customer and the codes of the notes.
pub(crate) async fn take(
    rig: &Rig,
    xml: &str,
    choice: &Choice,
) -> Outcome<(InvoiceId, CustomerId, Vec<String>)> {
    match imports::import(&rig.office, &rig.boss, xml.as_bytes(), choice).await? {
        Imported::Imported {
            invoice,
            customer,
            notes,
            ..
        } => {
            let codes = notes.into_iter().map(|note| note.code).collect();
            Ok((invoice, customer, codes))
        }
        Imported::AlreadyImported { .. } => Err("already imported".into()),
    }
}
