//! The system's random source: the one place that asks it.

/// Fills `bytes` with randomness that is good enough for secrets.
#[expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "this module owns the random source; without one no secret can be made and no program can go on"
)]
pub fn fill(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the operating system has a random source");
}
