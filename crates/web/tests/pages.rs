//! Every page, in every situation, in every language: it renders, and no text is missing.

use i18n::Lang;
use web::pages::sample;

#[test]
fn every_page_renders_in_every_language_without_a_missing_text() {
    let mut names = Vec::new();
    for lang in Lang::ALL {
        let samples = sample::all(lang).unwrap();
        assert!(samples.len() > 40, "{} samples", samples.len());
        for page in &samples {
            let what = format!("{} in {lang}", page.name);
            for mark in ["No localization for", "{ $", "{$", "reason-", "\u{2068}"] {
                assert!(!page.html.contains(mark), "{what} holds {mark}");
            }
            assert!(
                page.html.contains(&format!("<html lang=\"{lang}\">")),
                "{what}"
            );
            assert_eq!(
                page.html.matches("<h1").count(),
                1,
                "{what} has one main heading"
            );
        }
        names.push(
            samples
                .into_iter()
                .map(|page| page.name)
                .collect::<Vec<_>>(),
        );
    }
    assert!(names.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn no_page_needs_what_the_content_policy_forbids() {
    for page in sample::all(Lang::Nl).unwrap() {
        for forbidden in [
            " style=",
            "<style",
            "javascript:",
            " onclick=",
            " onchange=",
            "http://",
            "https://",
        ] {
            assert!(
                !page.html.contains(forbidden),
                "{} holds {forbidden}",
                page.name
            );
        }
        for script in page.html.split("<script").skip(1) {
            assert!(
                script.starts_with(" src=\"/assets/"),
                "{} has an inline script",
                page.name
            );
        }
    }
}

#[test]
fn every_field_has_a_name_that_people_hear() {
    for page in sample::all(Lang::Nl).unwrap() {
        for control in page
            .html
            .split('<')
            .filter(|tag| tag.starts_with("input") || tag.starts_with("select "))
        {
            let tag = control.split('>').next().unwrap_or_default();
            let hidden = tag.contains("type=\"hidden\"");
            let ticked = tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\"");
            let named = tag.contains("aria-label=")
                || id_of(tag).is_some_and(|id| page.html.contains(&format!("for=\"{id}\"")));
            assert!(hidden || ticked || named, "{}: <{tag}>", page.name);
        }
    }
}

fn id_of(tag: &str) -> Option<&str> {
    tag.split(" id=\"").nth(1)?.split('"').next()
}

#[test]
fn captions_are_kept_to_the_letter() {
    let pages = sample::all(Lang::Nl).unwrap();
    let html = |name: &str| {
        pages
            .iter()
            .find(|page| page.name == name)
            .map(|page| page.html.replace("&#38;", "&").replace("&amp;", "&"))
            .unwrap()
    };
    let has = |page: &str, captions: &[&str]| {
        let html = html(page);
        for caption in captions {
            assert!(
                html.contains(&format!(">{caption}<")) || html.contains(&format!("> {caption}<")),
                "{page}: {caption}"
            );
        }
    };
    has(
        "accounts/chosen",
        &[
            "Algemene rekeningen",
            "Nummer",
            "Analytisch",
            "Naam",
            "Omschrijving",
            "Importeren vanuit Exact",
            "Bewaren",
        ],
    );
    has("journals/list", &["Journalen", "Importeren vanuit Exact"]);
    assert!(!html("journals/other-package").contains("Importeren vanuit Exact"));
    has(
        "accounting/filled",
        &[
            "Boekhouding",
            "Locatie",
            "Alle locaties",
            "Factuurdatum",
            "Van",
            "Tot",
            "Factuurnummer",
            "Exporteer Klanten & Facturen",
            "Klanten Exporteren",
            "Facturen Exporteren",
            "Rekeningen Exporteren",
            "Synchroniseer rekeningen",
        ],
    );
    assert!(html("accounting/filled").contains("Selecteer Alles"));
    has(
        "locations/chosen",
        &["Exact Online administraties", "Bewaren", "Startdatum"],
    );
    has("options/connected", &["VAT_JOURNAL_NUMBER"]);
}
