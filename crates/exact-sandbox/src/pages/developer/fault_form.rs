//! A fault as a form asks for it: its kind decides which fields there are.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use crate::faults::{Fault, FaultKind, Reason, When, Window};
use crate::pages::typed::Typed;

/// The kinds, as the door calls them and as a form does; the last is whether before or after the effect matters.
pub(super) const KINDS: &[(&str, &str, bool)] = &[
    ("drop", "Cut the connection", true),
    ("reset", "Reset the connection", true),
    ("commit_late", "Cut the connection, do it later", false),
    ("truncate", "Break the answer off", true),
    ("status", "Answer another status", true),
    ("html", "Answer HTML", true),
    ("limit", "Answer 429", true),
    ("forbid", "Answer 403 with a Reason", true),
    ("revoke_token", "Revoke the token", true),
    ("delay", "Answer late", true),
    ("stale", "Stale read", false),
];

/// The values of the form.
#[derive(Clone, Debug, Default)]
pub(super) struct FaultForm {
    pub(super) kind: String,
    pub(super) status: String,
    pub(super) body: String,
    pub(super) retry_after: String,
    pub(super) ms: String,
    pub(super) bytes: String,
    pub(super) window: String,
    pub(super) reason: String,
    pub(super) when: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) division: String,
    pub(super) count: String,
    /// Per cent.
    pub(super) chance: String,
    pub(super) seed: String,
}

impl FaultForm {
    /// The form that would order this fault.
    pub(super) fn of(fault: &Fault) -> FaultForm {
        let text = |number: Option<u64>| number.map(|it| it.to_string()).unwrap_or_default();
        let mut form = FaultForm {
            kind: kind(&fault.kind).to_owned(),
            when: match fault.when {
                When::Before => "before",
                When::After => "after",
            }
            .to_owned(),
            method: fault.place.method.clone().unwrap_or_default(),
            path: fault.place.path.clone().unwrap_or_default(),
            division: fault
                .place
                .division
                .map(|it| it.to_string())
                .unwrap_or_default(),
            count: text(fault.count.map(u64::from)),
            chance: fault
                .probability
                .map(|it| (it * Decimal::ONE_HUNDRED).normalize().to_string())
                .unwrap_or_default(),
            seed: text(Some(fault.seed).filter(|seed| *seed > 0)),
            ..FaultForm::default()
        };
        match &fault.kind {
            FaultKind::Status {
                status,
                body,
                retry_after,
            } => {
                form.status = status.to_string();
                form.body = body.clone().unwrap_or_default();
                form.retry_after = text(retry_after.map(u64::from));
            }
            FaultKind::Html { status } => form.status = status.to_string(),
            FaultKind::Delay { ms } => form.ms = ms.to_string(),
            FaultKind::CommitLate { ms } => form.ms = ms.to_string(),
            FaultKind::Truncate { bytes } => form.bytes = bytes.to_string(),
            FaultKind::Limit { window } => {
                form.window = match window {
                    Window::Minute => "minute",
                    Window::Day => "day",
                }
                .to_owned();
            }
            FaultKind::Forbid { reason } => reason.text().clone_into(&mut form.reason),
            FaultKind::Drop | FaultKind::Reset | FaultKind::Stale | FaultKind::RevokeToken => {}
        }
        form
    }

    /// What was typed.
    pub(super) fn read(fields: &Typed) -> FaultForm {
        let text = |name: &str| fields.get(name).to_owned();
        FaultForm {
            kind: text("kind"),
            status: text("status"),
            body: text("body"),
            retry_after: text("retry_after"),
            ms: text("ms"),
            bytes: text("bytes"),
            window: text("window"),
            reason: text("reason"),
            when: text("when"),
            method: text("method"),
            path: text("path"),
            division: text("division"),
            count: text("count"),
            chance: text("chance"),
            seed: text("seed"),
        }
    }

    /// The fault, as the door would read it.
    ///
    /// # Errors
    /// In plain words, when a field cannot be.
    pub(super) fn fault(&self) -> Result<Fault, String> {
        let mut fault = Map::new();
        fault.insert("kind".to_owned(), Value::from(self.kind.as_str()));
        let numbers = [
            ("status", "Status", &self.status),
            ("retry_after", "Retry-After", &self.retry_after),
            ("ms", "Milliseconds", &self.ms),
            ("bytes", "Bytes", &self.bytes),
            ("count", "How often", &self.count),
            ("seed", "Seed", &self.seed),
        ];
        for (name, label, text) in numbers {
            if !text.is_empty() {
                let number = text
                    .parse::<u64>()
                    .map_err(|_| format!("{label} must be a whole number."))?;
                fault.insert(name.to_owned(), Value::from(number));
            }
        }
        let texts = [
            ("body", &self.body),
            ("window", &self.window),
            ("reason", &self.reason),
            ("when", &self.when),
        ];
        let texts = texts.iter().filter(|(_, text)| !text.is_empty());
        fault.extend(texts.map(|(name, text)| ((*name).to_owned(), Value::from(text.as_str()))));
        fault.insert("where".to_owned(), self.place()?);
        if let Some(probability) = self.probability()? {
            fault.insert(
                "probability".to_owned(),
                Value::from(probability.to_string()),
            );
        }
        let fault: Fault =
            serde_json::from_value(Value::Object(fault)).map_err(|it| it.to_string())?;
        fault.check().map(|()| fault)
    }

    fn place(&self) -> Result<Value, String> {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let division = match self.division.as_str() {
            "" => None,
            number => Some(
                number
                    .parse::<i32>()
                    .map_err(|_| "A company is a number.")?,
            ),
        };
        Ok(json!({ "method": text(&self.method), "path": text(&self.path), "division": division }))
    }

    fn probability(&self) -> Result<Option<Decimal>, String> {
        if self.chance.is_empty() {
            return Ok(None);
        }
        let percent = self.chance.replace(',', ".").parse::<Decimal>();
        let percent = percent.map_err(|_| "The chance is a percentage.")?;
        Ok(Some(percent / Decimal::ONE_HUNDRED))
    }
}

fn kind(kind: &FaultKind) -> &'static str {
    match kind {
        FaultKind::Status { .. } => "status",
        FaultKind::Drop => "drop",
        FaultKind::Reset => "reset",
        FaultKind::Delay { .. } => "delay",
        FaultKind::Limit { .. } => "limit",
        FaultKind::Html { .. } => "html",
        FaultKind::Truncate { .. } => "truncate",
        FaultKind::Stale => "stale",
        FaultKind::RevokeToken => "revoke_token",
        FaultKind::Forbid { .. } => "forbid",
        FaultKind::CommitLate { .. } => "commit_late",
    }
}

/// The values of the `Reason` header.
pub(super) const REASONS: [Reason; 6] = [
    Reason::LicenseExpired,
    Reason::BlockedUser,
    Reason::InactiveUser,
    Reason::BlockedCustomer,
    Reason::DivisionBlocked,
    Reason::NoDivisionAccess,
];

/// The fault as the door takes it, without what it would assume anyway.
pub(super) fn compact(fault: &Fault) -> String {
    let Ok(Value::Object(mut members)) = serde_json::to_value(fault) else {
        return String::new();
    };
    if let Some(Value::Object(place)) = members.get_mut("where") {
        place.retain(|_, value| !value.is_null());
    }
    members.retain(|name, value| match (name.as_str(), &*value) {
        (_, Value::Null) => false,
        ("where", Value::Object(place)) => !place.is_empty(),
        ("seed", seed) => seed.as_u64() != Some(0),
        ("when", when) => when != "before",
        _ => true,
    });
    Value::Object(members).to_string()
}

#[cfg(test)]
mod tests {
    use super::{FaultForm, KINDS, compact};
    use crate::faults::Fault;
    use crate::pages::developer::presets::GROUPS;

    #[test]
    fn every_preset_goes_through_the_form_unchanged() {
        for preset in GROUPS.iter().flat_map(|(_, presets)| presets.iter()) {
            let fault: Fault = serde_json::from_str(preset.fault).unwrap();
            let form = FaultForm::of(&fault);
            assert!(KINDS.iter().any(|(kind, _, _)| *kind == form.kind));
            assert_eq!(form.fault().unwrap(), fault, "{}", preset.key);
            let again: Fault = serde_json::from_str(&compact(&fault)).unwrap();
            assert_eq!(again, fault);
        }
    }

    #[test]
    fn what_cannot_be_is_told() {
        let form = |change: fn(&mut FaultForm)| {
            let mut form = FaultForm {
                kind: "status".to_owned(),
                status: "500".to_owned(),
                ..FaultForm::default()
            };
            change(&mut form);
            form.fault()
        };
        assert!(form(|_| {}).is_ok());
        for wrong in [
            form(|it| it.status = "99".to_owned()),
            form(|it| it.status = "x".to_owned()),
            form(|it| it.count = "0".to_owned()),
            form(|it| it.chance = "101".to_owned()),
            form(|it| it.chance = "often".to_owned()),
            form(|it| it.kind = "earthquake".to_owned()),
            form(|it| it.division = "x".to_owned()),
        ] {
            assert!(wrong.is_err(), "{wrong:?}");
        }
    }
}
