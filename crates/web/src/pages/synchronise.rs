//! *Synchroniseer rekeningen*: asks once more which administration the accounts are linked to.

use askama::Template;
use i18n::Lang;
use i18n_embed_fl::fl;

use super::sample::{Samples, frame};
use crate::views::{Choice, Frame, Menu};

/// The window that asks for the administration.
#[derive(Debug, Template)]
#[template(path = "synchronise.html")]
pub struct SynchronisePage {
    /// The frame.
    pub frame: Frame,
    /// The administrations that are in use.
    pub administrations: Vec<Choice>,
}

impl Samples for SynchronisePage {
    fn samples(lang: Lang) -> Vec<(&'static str, Self)> {
        let page = |administrations| SynchronisePage {
            frame: frame(lang, Menu::Accounting),
            administrations,
        };
        let two = vec![
            Choice::new(1, "Bodystop A NV (1001)", true),
            Choice::new(2, "Bodystop B BV (1002)", false),
        ];
        vec![("two", page(two)), ("none", page(Vec::new()))]
    }
}
