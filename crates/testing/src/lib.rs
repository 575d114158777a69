//! What tests share: databases of both engines, and (feature `app`) the whole product in a box.
//!
//! Used as a dev-dependency only.

#[cfg(feature = "app")]
pub mod app;
pub mod bookings;
pub mod cluster;
pub mod db;
pub mod disk;
pub mod statements;
pub mod tamper;
#[cfg(feature = "sandbox")]
pub mod transport;
