//! Bank en kas: the journals with their balance, the receipt that is booked and matched in one go, and Bank afpunten:
//! money that came in without being matched.

mod journals;
mod loose;
mod receipt;
mod receipt_form;
mod suggest;

pub(super) use journals::{cost_accounts, show as journals};
pub(super) use loose::{act as match_loose, show as loose};
pub(super) use receipt::{book, show as receipt};
pub(super) use suggest::suggested;
