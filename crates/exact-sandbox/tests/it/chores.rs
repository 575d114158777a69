//! The random acts that are not about money: relations, periods, processing, blocking.

use exact_sandbox::SandboxError;
use exact_sandbox::admin::{Order, Party};

use super::acts::Run;

impl Run {
    pub(crate) fn merge(&mut self) -> Result<(), SandboxError> {
        let (from, into) = (self.code(), self.code());
        if self.dice.below(3) == 0 && self.codes.len() > 3 {
            self.order(Order::MergeAccounts {
                from: from.clone(),
                into: into.clone(),
            })?;
            self.model.merge(&from, &into);
            self.codes.retain(|code| *code != from);
            return Ok(());
        }
        if self.dice.below(8) == 0 {
            self.order(Order::MoveDivision)?;
        }
        let name = format!("Naam {}", self.dice.below(1_000));
        self.order(Order::RenameCustomer { code: from, name })?;
        Ok(())
    }

    pub(crate) fn period(&mut self) -> Result<(), SandboxError> {
        let period = i16::try_from(self.dice.below(12)).unwrap() + 1;
        let journal = self
            .dice
            .pick(&[
                None,
                Some("70".to_owned()),
                Some("20".to_owned()),
                Some("90".to_owned()),
            ])
            .unwrap();
        let year = 2026;
        let order = if self.dice.below(3) == 0 {
            Order::ClosePeriod {
                journal,
                year,
                period,
            }
        } else {
            Order::OpenPeriod {
                journal,
                year,
                period,
            }
        };
        self.order(order)?;
        Ok(())
    }

    pub(crate) fn process(&mut self) -> Result<(), SandboxError> {
        let entry = self.entry();
        self.order(Order::ProcessEntries {
            entries: vec![entry],
            journal: None,
        })?;
        Ok(())
    }

    pub(crate) fn block(&mut self) -> Result<(), SandboxError> {
        let gl_account = Some("705750".to_owned());
        let customer = None;
        let code = "4".to_owned();
        let order = match self.dice.below(6) {
            0 => Order::BlockAccount {
                gl_account,
                customer,
            },
            1 | 2 => Order::UnblockAccount {
                gl_account,
                customer,
            },
            3 => Order::BlockVatCode { code },
            _ => Order::UnblockVatCode { code },
        };
        self.order(order)?;
        Ok(())
    }

    pub(crate) fn new_customer(&mut self) -> Result<(), SandboxError> {
        let condition = self.dice.pick(&["30", "3T", "00"]).unwrap();
        let done = self.order(Order::CreateCustomer(Party {
            name: "Nieuwe klant".into(),
            payment_condition: condition.into(),
            ..Party::default()
        }))?;
        self.codes.extend(done.number);
        Ok(())
    }
}
