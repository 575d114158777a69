//! The sign-in on the wire: the page a person is sent to, the forms and answers of the token
//! endpoint, and what its refusals mean.

mod answer;
mod authorise;
mod error;
mod form;

pub use answer::TokenAnswer;
pub use authorise::{AUTHORISE_PATH, AuthoriseUrl};
pub use error::TokenError;
pub use form::{AppCredentials, Grant, TOKEN_PATH};
