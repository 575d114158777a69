//! The whole product from end to end: the demo's world, real HTTP, real processes.

mod boxed;

mod import;
mod killed;
mod month;
mod presses;
mod support;
mod twice;
