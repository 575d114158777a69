//! What a lane does when it exports, step by step: recover, look, check, make customers, book, compare.
//!
//! The decisions (order, equality, causes) are pure and lie in `booking`, `refusals` and [`plan`]; the steps here load,
//! call and store.

mod accounts;
mod attempt;
mod change;
mod coded;
mod customer_call;
mod customers;
mod entries;
mod entry;
mod keys;
mod look;
mod look_through;
mod lost;
mod numbers;
mod park;
pub(crate) mod plan;
mod prelook;
mod proven;
mod recheck;
mod recover;
mod reread;
mod run;
mod runs;
mod write;

use crate::lane::{Lane, LaneError, described};
use change::{BookingChange, apply};
pub(crate) use run::run;
