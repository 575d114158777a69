//! A refusal as a sentence.

use domain::Refusal;
use i18n::Lang;

/// What is wrong and how it is mended, in Dutch, as on the pages.
#[must_use]
pub fn sentence(refusal: &Refusal) -> String {
    let text = i18n::reason(Lang::Nl, &refusal.code, &refusal.params);
    format!("{} {} [{}]", text.sentence, text.fix, refusal.code)
}
