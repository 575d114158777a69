//! Taking over files: looking, choosing accounts, confirming the seller, and files that are none.

use http::StatusCode;
use office::Role;
use office::accounts::{self, AccountForm};
use office::customers::{self, CustomerForm};
use office::journals::{self, JournalForm, Marks};
use office::locations::{self, LocationForm};

use crate::browser::{Answer, Browser, House};

const INVOICE: &[u8] = include_bytes!("../../../ubl/samples/invoice.xml");
const CREDIT_NOTE: &[u8] = include_bytes!("../../../ubl/samples/credit-note.xml");

pub(crate) struct Desk {
    pub(crate) house: House,
    pub(crate) browser: Browser,
    pub(crate) location: String,
    pub(crate) journal: String,
    account: String,
}

impl Desk {
    pub(crate) async fn open(enterprise_number: &str) -> Self {
        let house = House::open().await;
        let (office, boss) = (&house.app.office, &house.boss);
        let form = LocationForm {
            name: "Bodystop A".to_owned(),
            enterprise_number: enterprise_number.to_owned(),
            country: "BE".to_owned(),
            ..LocationForm::default()
        };
        let location = locations::save(office, boss, &form)
            .await
            .unwrap()
            .id
            .to_string();
        let marks = Marks {
            numbered_elsewhere: true,
            ..Marks::default()
        };
        let form = JournalForm {
            code: "70U".to_owned(),
            name: "UBL".to_owned(),
            administration: None,
            marks,
        };
        let journal = journals::create(office, boss, &form)
            .await
            .unwrap()
            .id
            .to_string();
        let form = AccountForm {
            number: "704000".to_owned(),
            name: "Arbeidsloon".to_owned(),
            ..AccountForm::default()
        };
        let account = accounts::save(office, boss, &form)
            .await
            .unwrap()
            .id
            .to_string();
        let browser = house.signed_in(Role::Office).await;
        Self {
            house,
            browser,
            location,
            journal,
            account,
        }
    }

    async fn look(&mut self, files: &[(&str, &[u8])]) -> Answer {
        let fields = [
            ("location", self.location.as_str()),
            ("journal", &self.journal),
            ("account", ""),
        ];
        self.browser
            .upload("/facturatie/facturen/importeren", &fields, files)
            .await
    }

    /// Sends what stands in the hidden fields of the second step, and more.
    async fn take_over(&mut self, page: &Answer, more: &[(&str, &str)]) -> Answer {
        let hidden: Vec<(String, String)> = page
            .body
            .split("<input type=\"hidden\" name=\"")
            .skip(1)
            .map(|part| {
                let (name, rest) = part.split_once("\" value=\"").unwrap();
                (name.to_owned(), rest.split_once('"').unwrap().0.to_owned())
            })
            .collect();
        let mut fields: Vec<(&str, &str)> = hidden
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        fields.extend(more);
        self.browser
            .upload("/facturatie/facturen/importeren/bevestigen", &fields, &[])
            .await
    }
}

#[tokio::test]
async fn files_are_shown_first_then_taken_over_with_an_account_per_line() {
    let mut desk = Desk::open("0001.010.085").await;
    let page = desk
        .look(&[("invoice.xml", INVOICE), ("credit.xml", CREDIT_NOTE)])
        .await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for text in [
        "A1-2026-000417",
        "Bodystop A NV",
        "nieuwe klant",
        "704000 Arbeidsloon",
    ] {
        assert!(page.says(text), "{text}");
    }
    assert!(
        desk.browser
            .get("/facturatie/facturen")
            .await
            .says("Er zijn nog geen facturen."),
        "nothing is stored yet"
    );
    let account = desk.account.clone();
    let result = desk.take_over(&page, &[("account-0-1", &account)]).await;
    assert_eq!(result.status, StatusCode::OK, "{}", result.body);
    assert_eq!(
        result.body.matches(">ingelezen<").count(),
        2,
        "{}",
        result.body
    );
    let list = desk.browser.get("/facturatie/facturen").await;
    assert!(list.says("A1-2026-000417") && list.says(">CN<"));
    let again = desk.take_over(&page, &[]).await;
    assert_eq!(
        again.body.matches(">was al ingelezen<").count(),
        2,
        "{}",
        again.body
    );
    let next = desk.look(&[("invoice.xml", INVOICE)]).await;
    assert!(
        next.says(&format!("<option value=\"{account}\" selected>")),
        "the account of the text is remembered"
    );
}

#[tokio::test]
async fn a_file_of_another_seller_needs_a_confirmation() {
    let mut desk = Desk::open("0001.010.184").await;
    let page = desk.look(&[("invoice.xml", INVOICE)]).await;
    assert!(
        page.says("De verkoper op dit bestand is Bodystop A NV"),
        "{}",
        page.body
    );
    let refused = desk.take_over(&page, &[]).await;
    assert!(
        refused.says(">geweigerd<") && refused.says("Misschien is dit een aankoopfactuur."),
        "{}",
        refused.body
    );
    let confirmed = desk.take_over(&page, &[("seller-0", "1")]).await;
    assert!(confirmed.says(">ingelezen<"), "{}", confirmed.body);
}

#[tokio::test]
async fn files_that_are_none_get_their_answer_and_leave_nothing() {
    let mut desk = Desk::open("0001.010.085").await;
    let entities = b"<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><Invoice>&b;</Invoice>";
    let pdf = b"%PDF-1.7 not xml";
    let root = b"<Order xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Order-2\"/>";
    let page = desk
        .look(&[
            ("entities.xml", entities),
            ("scan.pdf", pdf),
            ("order.xml", root),
        ])
        .await;
    assert_eq!(page.status, StatusCode::OK);
    for text in [
        "om veiligheidsredenen",
        "geen leesbare xml",
        "geen UBL-factuur",
    ] {
        assert!(page.says(text), "{text}: {}", page.body);
    }
    assert!(!page.says(">Overnemen<"), "there is nothing to take over");
    assert!(
        desk.browser
            .get("/facturatie/klanten")
            .await
            .says("Er zijn nog geen klanten.")
    );
}

#[tokio::test]
async fn a_huge_file_is_refused_beside_a_good_one() {
    let mut desk = Desk::open("0001.010.085").await;
    let huge = vec![b' '; 10 * 1024 * 1024 + 1];
    let page = desk
        .look(&[("huge.xml", &huge), ("invoice.xml", INVOICE)])
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.says("Het bestand is te groot") && page.says("A1-2026-000417"));
    let far_too_much = vec![b' '; 33 * 1024 * 1024];
    let answer = desk.look(&[("huge.xml", &far_too_much)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.says("Te groot"), "{}", answer.body);
}

#[tokio::test]
async fn the_form_says_what_is_missing() {
    let mut desk = Desk::open("0001.010.085").await;
    let none = desk.look(&[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.says("Kies minstens één bestand."));
    let many: Vec<(String, &[u8])> = (0..21).map(|nth| (format!("{nth}.xml"), INVOICE)).collect();
    let many: Vec<(&str, &[u8])> = many
        .iter()
        .map(|(name, content)| (name.as_str(), *content))
        .collect();
    assert!(
        desk.look(&many)
            .await
            .says("Kies hoogstens 20 bestanden tegelijk.")
    );
    let answer = desk
        .browser
        .upload(
            "/facturatie/facturen/importeren",
            &[],
            &[("invoice.xml", INVOICE)],
        )
        .await;
    assert!(answer.says("Kies een locatie en een journaal."));
    let broken = [("location", "1"), ("journal", "1"), ("file-0", "***")];
    let answer = desk
        .browser
        .upload("/facturatie/facturen/importeren/bevestigen", &broken, &[])
        .await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let form = desk
        .browser
        .post("/facturatie/facturen/importeren", &[("location", "1")])
        .await;
    assert_eq!(
        form.status,
        StatusCode::BAD_REQUEST,
        "not a form with files"
    );
    drop(desk.house);
}

impl Desk {
    /// Takes an invoice over; gives back its id.
    async fn invoice(&mut self) -> String {
        let page = self.look(&[("invoice.xml", INVOICE)]).await;
        let result = self.take_over(&page, &[]).await;
        let address = result
            .body
            .split("<a href=\"/facturatie/facturen/")
            .find(|part| part.starts_with(|c: char| c.is_ascii_digit()));
        address.unwrap().split('"').next().unwrap().to_owned()
    }
}

#[tokio::test]
async fn page_and_verb_agree_on_what_may_be_mended_in_every_state() {
    let mut desk = Desk::open("0001.010.085").await;
    let id = desk.invoice().await;
    let (page, action) = (
        format!("/facturatie/facturen/{id}"),
        format!("/facturatie/facturen/{id}/codering"),
    );
    let account = desk.account.clone();
    let (mut offered, mut cost_centre) = (Vec::new(), 0);
    for state in link::booking::state::BookingState::ALL {
        testing::bookings::set_state(
            &desk.house.app.office.db,
            id.parse().unwrap(),
            state.as_str(),
        )
        .await
        .unwrap();
        let offers = desk.browser.get(&page).await.says(&action);
        // Each time another coding, or there is nothing to be mended.
        cost_centre += 1;
        let centre = cost_centre.to_string();
        let form = [("account-1", account.as_str()), ("cost-centre-1", &centre)];
        let mended = desk.browser.post(&action, &form).await;
        let does = mended.status == StatusCode::SEE_OTHER;
        assert_eq!(offers, does, "{state}: {}", mended.body);
        offered.extend(offers.then_some(state.as_str()));
    }
    let expected = ["ready", "queued", "refused", "parked", "excluded"];
    assert_eq!(offered, expected);
}

#[tokio::test]
async fn the_coding_of_a_line_is_mended_on_the_invoice() {
    let mut desk = Desk::open("0001.010.085").await;
    let id = desk.invoice().await;
    let invoice = desk
        .browser
        .get(&format!("/facturatie/facturen/{id}"))
        .await;
    assert!(
        invoice.says("class=\"attention\"") && invoice.says("A1-2026-000417"),
        "{}",
        invoice.body
    );
    let account = desk.account.clone();
    let form = [("account-1", account.as_str()), ("cost-centre-1", "")];
    let mended = desk
        .browser
        .post(&format!("/facturatie/facturen/{id}/codering"), &form)
        .await;
    assert_eq!(mended.status, StatusCode::SEE_OTHER, "{}", mended.body);
    let invoice = desk
        .browser
        .get(&format!("/facturatie/facturen/{id}"))
        .await;
    assert!(
        invoice.says(&format!("<option value=\"{account}\" selected>")) && invoice.says("Bewaard.")
    );
}

#[tokio::test]
async fn who_the_buyer_is_is_asked_when_it_is_not_certain() {
    let mut desk = Desk::open("0001.010.085").await;
    let form = CustomerForm {
        name: "Noordzee Kortrijk".to_owned(),
        vat_number: "BE0001010382".to_owned(),
        country: "BE".to_owned(),
        ..CustomerForm::default()
    };
    let (office, boss) = (&desk.house.app.office, &desk.house.boss);
    let known = customers::save(office, boss, &form).await.unwrap();
    let page = desk.look(&[("invoice.xml", INVOICE)]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for text in [
        "Welke klant is ",
        "Noordzee Kortrijk",
        "name=\"customer-0\"",
    ] {
        assert!(page.says(text), "{text}: {}", page.body);
    }
    let nobody = desk.take_over(&page, &[]).await;
    assert!(
        nobody.says("Het is niet zeker welke klant"),
        "{}",
        nobody.body
    );
    let id = known.id.to_string();
    let taken = desk.take_over(&page, &[("customer-0", &id)]).await;
    assert!(taken.says(">ingelezen<"), "{}", taken.body);
    assert!(taken.says("Dat nummer is bij hem genoteerd."));
    let page = desk.browser.get(&format!("/facturatie/klanten/{id}")).await;
    assert!(page.says("10417 (Bodystop A)"), "{}", page.body);
}
