//! Tells cargo that a new migration is a change: `embed_migrations!` does not notice by itself.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
}
