//! How many connections each address has open.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// The connections that are open, by address; clones share it.
#[derive(Clone, Debug)]
pub(super) struct PerAddress {
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
    most: usize,
}

/// One connection, counted until it is dropped.
#[derive(Debug)]
pub(super) struct Counted(Option<(PerAddress, IpAddr)>);

impl PerAddress {
    pub(super) fn new(most: usize) -> Self {
        Self {
            open: Arc::default(),
            most,
        }
    }

    /// Counts one more; `None` when the address has as many as it may.
    pub(super) fn count(&self, address: IpAddr) -> Option<Counted> {
        let address = address.to_canonical();
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let own = open.entry(address).or_default();
        if *own >= self.most {
            return None;
        }
        *own += 1;
        Some(Counted(Some((self.clone(), address))))
    }
}

impl Counted {
    /// One that is not counted.
    pub(super) const fn nothing() -> Self {
        Self(None)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let Some((counts, address)) = &self.0 else {
            return;
        };
        let mut open = counts.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = open.get_mut(address) {
            *own -= 1;
            if *own == 0 {
                open.remove(address);
            }
        }
    }
}
