//! The whole product from end to end: the demo's world, real HTTP, real processes.

mod backup;
mod boxed;
mod copies;
mod import;
mod killed;
mod month;
mod support;
mod twice;
