//! The random acts that are not about money: relations, periods, processing, blocking.

use exact_sandbox::SandboxError;
use exact_sandbox::admin::{Order, Party};

use super::Run;

impl Run {
    pub(super) fn merge(&mut self) -> Result<(), SandboxError> {
        let (from, into) = (self.code(), self.code());
        if self.codes.len() <= 3 {
            return Ok(());
        }
        self.order(Order::MergeAccounts {
            from: from.clone(),
            into: into.clone(),
        })?;
        self.model.merge(&from, &into);
        self.codes.retain(|code| *code != from);
        for (_, named) in &mut self.documents {
            if named.as_ref() == Some(&from) {
                *named = Some(into.clone());
            }
        }
        Ok(())
    }

    pub(super) fn move_company(&mut self) -> Result<(), SandboxError> {
        self.order(Order::MoveDivision)?;
        self.moved = true;
        Ok(())
    }

    pub(super) fn rename(&mut self) -> Result<(), SandboxError> {
        let (code, name) = (self.code(), format!("Naam {}", self.dice.below(1_000)));
        self.order(Order::RenameCustomer { code, name })?;
        Ok(())
    }

    pub(super) fn period(&mut self) -> Result<(), SandboxError> {
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
        let order = if self.dice.below(6) == 0 {
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

    pub(super) fn process(&mut self) -> Result<(), SandboxError> {
        let (entry, _) = self.entry();
        self.order(Order::ProcessEntries {
            entries: vec![entry],
            journal: None,
        })?;
        Ok(())
    }

    pub(super) fn block(&mut self) -> Result<(), SandboxError> {
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

    pub(super) fn new_customer(&mut self) -> Result<(), SandboxError> {
        if self.codes.len() >= 300 {
            return Ok(());
        }
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
