//! Which installation this is: whether the database and what lies beside it belong together.
//!
//! A copied or restored data folder must not go on with the link by itself: its original may be at work at the same
//! moment. So an id stands in the database *and* in the data folder, with the folder's own key, its computer, and which
//! file it is. What the folder did last lies beside the database as well, so that a database that was put back alone is
//! seen to be older. While they differ nothing is numbered here and nothing of the link is done; a person decides. What
//! he decides is `link::installation`.

mod accept;
mod beside;
mod differences;
mod hold;
mod load;
mod note;
mod restored;
mod settle;
mod standing;

pub use accept::{Others, accept};
pub use beside::{Beside, Found, Identity, Mark};
pub use differences::Difference;
pub use hold::{Held, held, require_numbers};
pub use load::{Installation, require, standing, view};
pub use note::{note_intent, note_newest, others_seen};
pub use restored::mark_restored;
pub use settle::settle;
pub use standing::{Pause, Standing};
