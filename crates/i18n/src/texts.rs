//! Loading: one Fluent loader per language, made once from the embedded files.

use std::sync::LazyLock;

use i18n_embed::LanguageLoader;
use i18n_embed::fluent::FluentLanguageLoader;
use rust_embed::RustEmbed;

use crate::Lang;

#[derive(RustEmbed)]
#[folder = "i18n/"]
struct Files;

/// The texts of one language, for `fl!`.
pub type Texts = &'static FluentLanguageLoader;

/// What the pages and the command line say in a language.
#[must_use]
pub fn texts(lang: Lang) -> Texts {
    static ALL: LazyLock<[FluentLanguageLoader; 3]> =
        LazyLock::new(|| Lang::ALL.map(|lang| load("planmanager", lang)));
    of(&ALL, lang)
}

/// The sentences and fixes of the reason codes in a language.
pub(crate) fn reasons(lang: Lang) -> Texts {
    static ALL: LazyLock<[FluentLanguageLoader; 3]> =
        LazyLock::new(|| Lang::ALL.map(|lang| load("reasons", lang)));
    of(&ALL, lang)
}

const fn of(all: &[FluentLanguageLoader; 3], lang: Lang) -> &FluentLanguageLoader {
    let [nl, fr, en] = all;
    match lang {
        Lang::Nl => nl,
        Lang::Fr => fr,
        Lang::En => en,
    }
}

fn load(domain: &str, lang: Lang) -> FluentLanguageLoader {
    let loader = FluentLanguageLoader::new(domain, Lang::Nl.identifier());
    // The files are embedded and tested; a loader without them answers with its keys, which a
    // test would catch, so a start never fails on a text.
    let _loaded = loader.load_languages(&Files, &[lang.identifier(), Lang::Nl.identifier()]);
    // Isolation marks would be copied along with every number that someone selects on a page.
    loader.set_use_isolating(false);
    loader
}
