//! Every reason that any crate can give has a sentence and a fix in every language.

use i18n::{Lang, has_reason};

#[test]
fn every_code_is_said_in_every_language() {
    let all = [
        domain::reasons::ALL,
        ubl::reasons::ALL,
        office::reasons::ALL,
        link::reasons::ALL,
    ];
    let mut missing = Vec::new();
    for code in all.into_iter().flatten() {
        for lang in Lang::ALL {
            if !has_reason(lang, code) {
                missing.push(format!("{code} in {lang}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
