//! What the sign-in pages show.

use askama::Template;
use uuid::Uuid;

use crate::books::{Company, User};

/// Someone to sign in as.
pub(super) struct UserChoice {
    pub(super) id: Uuid,
    pub(super) full_name: String,
    pub(super) user_name: String,
    pub(super) companies: usize,
}

impl UserChoice {
    pub(super) fn of(user: &User) -> UserChoice {
        UserChoice {
            id: user.id,
            full_name: user.full_name.clone(),
            user_name: user.user_name.clone(),
            companies: user.divisions.len(),
        }
    }
}

/// A company to be ticked.
pub(super) struct CompanyChoice {
    pub(super) division: i32,
    pub(super) name: String,
}

impl CompanyChoice {
    pub(super) fn of(company: &Company) -> CompanyChoice {
        let profile = &company.profile;
        CompanyChoice {
            division: profile.division,
            name: profile.name.clone(),
        }
    }
}

/// Sign in as one of the seeded users.
#[derive(Template)]
#[template(path = "signin.html")]
pub(super) struct SignInPage {
    pub(super) app: String,
    pub(super) query: String,
    pub(super) users: Vec<UserChoice>,
}

/// Choose the companies, allow or refuse.
#[derive(Template)]
#[template(path = "consent.html")]
pub(super) struct ConsentPage {
    pub(super) app: String,
    pub(super) user: UserChoice,
    pub(super) client_id: String,
    pub(super) redirect_uri: String,
    pub(super) state: Option<String>,
    pub(super) again: String,
    pub(super) companies: Vec<CompanyChoice>,
}

/// The ask cannot be answered.
#[derive(Template)]
#[template(path = "oauth_error.html")]
pub(super) struct ErrorPage {
    pub(super) text: &'static str,
}
