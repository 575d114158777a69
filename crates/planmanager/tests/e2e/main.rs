//! The whole product from end to end: the demo's world, real HTTP, real processes.

mod backup;
mod boxed;
mod copies;
mod doctor;
mod folders;
mod import;
mod killed;
mod killing;
mod kills;
mod month;
mod presses;
mod support;
mod twice;
mod weather;
