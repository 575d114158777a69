//! What everyone who is signed in reads at the top of every page while the link stands still or is about to go on.

use i18n::Lang;
use i18n_embed_fl::fl;

use super::Problem;
use crate::routes::Installation;

/// The sentence at the top of every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// What happened, and what it means.
    pub sentence: String,
    /// What to do.
    pub fix: String,
    /// Where an administrator decides, and what that link says; `None` for others.
    pub link: Option<(String, String)>,
    /// Whether someone has to decide.
    pub urgent: bool,
}

impl Alarm {
    /// Nothing is sent until someone decides.
    #[must_use]
    pub fn paused(lang: Lang, why: Problem, may_decide: bool) -> Self {
        let says = fl!(i18n::texts(lang), "alarm-decide");
        Self::new(why, may_decide.then_some(says), true)
    }

    /// It goes on by itself.
    #[must_use]
    pub fn goes_on(lang: Lang, why: Problem, may_decide: bool) -> Self {
        let says = fl!(i18n::texts(lang), "alarm-see");
        Self::new(why, may_decide.then_some(says), false)
    }

    fn new(why: Problem, says: Option<String>, urgent: bool) -> Self {
        Self {
            sentence: why.sentence,
            fix: why.fix,
            link: says.map(|says| (Installation.to_string(), says)),
            urgent,
        }
    }
}
