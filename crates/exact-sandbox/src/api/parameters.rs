//! Parameters of reports, which stand beside the query options: `accountId=guid'…'`.

use std::borrow::Cow;

use super::endpoint::View;
use crate::odata::{Value, literals};

impl View<'_> {
    /// A parameter of a report, such as `accountId=guid'…'`; the name's case does not matter.
    pub(crate) fn argument(&self, name: &str) -> Option<Value> {
        literals(&self.sent(name)?)?.into_iter().next()
    }

    fn sent(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut pairs = url::form_urlencoded::parse(self.query.as_bytes());
        let (_, value) = pairs.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value)
    }

    /// The first parameter that was sent and is not what it must be: it would choose nothing out.
    pub(crate) fn misread(&self, parameters: &[Parameter]) -> Option<&'static str> {
        let fits = |wanted: Wants, value: Option<Value>| match wanted {
            Wants::Guid => matches!(value, Some(Value::Guid(_))),
            Wants::Int => matches!(value, Some(Value::Int(_))),
            Wants::Moment => matches!(value, Some(Value::Moment(_))),
            Wants::Text => matches!(value, Some(Value::Text(_))),
        };
        let mut parameters = parameters.iter();
        let wrong = parameters.find(|(name, wanted)| {
            self.sent(name).is_some() && !fits(*wanted, self.argument(name))
        });
        wrong.map(|(name, _)| *name)
    }
}

/// A parameter's name, and what it must be.
pub(crate) type Parameter = (&'static str, Wants);

/// What a parameter must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wants {
    Guid,
    Int,
    Moment,
    Text,
}
