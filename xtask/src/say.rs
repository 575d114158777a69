//! What the developer reads while a verb runs. The only place of this crate that prints.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the terminal"
)]

/// One step begins.
pub fn step(text: &str) {
    println!("\n=== {text}");
}

/// A line of a result.
pub fn line(text: &str) {
    println!("{text}");
}

/// Something that a person must read.
pub fn error(text: &str) {
    eprintln!("xtask: {text}");
}
