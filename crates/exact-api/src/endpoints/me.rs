//! `current/Me`: who signed in. The one endpoint without a division.

use uuid::Uuid;

use crate::odata::Query;
use crate::row::row;
use crate::{Division, Endpoint, List, Page};

row! {
    /// The signed-in user.
    pub struct Me {
        /// One user has one chain of tokens per app.
        "UserID" => user_id: Uuid,
        "UserName" => user_name: Option<String>,
        "FullName" => full_name: Option<String>,
        "Email" => email: Option<String>,
        /// The division last opened in Exact; possibly one that the app has no access to. It must
        /// not decide where anything is booked.
        "CurrentDivision" => current_division: Option<i32>,
        "DivisionCustomer" => division_customer: Option<Uuid>,
        "DivisionCustomerName" => division_customer_name: Option<String>,
        /// Refusals come in this language.
        "LanguageCode" => language_code: Option<String>,
        "Legislation" => legislation: Option<i64>,
    }
}

/// Who am I? One row; the division given to [`Endpoint::path`] is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GetMe;

impl Endpoint for GetMe {
    type Answer = Page<Me>;
    const NAME: &'static str = "current/Me";

    fn path(&self, _division: Division) -> String {
        format!("/api/v1/{}", Self::NAME)
    }

    fn query(&self) -> Query {
        Query::select::<Me>()
    }
}

impl List for GetMe {
    type Row = Me;
}
