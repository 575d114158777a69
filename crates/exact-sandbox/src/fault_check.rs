//! What no fault can be, though its types would let it pass.

use rust_decimal::Decimal;

use crate::faults::{Fault, FaultKind};

impl Fault {
    /// Whether it can strike as it says.
    ///
    /// # Errors
    /// In plain words, when it cannot.
    pub(crate) fn check(&self) -> Result<(), String> {
        let chance = self.probability;
        if chance.is_some_and(|chance| chance <= Decimal::ZERO || chance > Decimal::ONE) {
            return Err("The chance is more than 0 and at most 100 per cent.".to_owned());
        }
        if self.count == Some(0) {
            return Err("It must strike at least once.".to_owned());
        }
        let status = match &self.kind {
            FaultKind::Status { status, .. } | FaultKind::Html { status } => *status,
            _ => 200,
        };
        if (200..=599).contains(&status) {
            Ok(())
        } else {
            Err("The status is one of 200 to 599.".to_owned())
        }
    }
}
