//! What every endpoint can tell about its request.

use http::Method;

use crate::odata::Query;
use crate::{Answer, Division, Page, Row};

/// One request to Exact Online: where it goes, what it says, what it is answered with.
pub trait Endpoint {
    /// What a success is read as.
    type Answer: Answer;

    /// The documented name, `crm/Accounts`: the last part of the path, in the documented case, and
    /// the key under which Exact counts errors.
    const NAME: &'static str;

    /// The verb.
    fn method(&self) -> Method {
        Method::GET
    }

    /// The path, from `/api/v1` on, without the query.
    fn path(&self, division: Division) -> String {
        format!("/api/v1/{division}/{}", Self::NAME)
    }

    /// The query options.
    fn query(&self) -> Query {
        Query::default()
    }

    /// The JSON body of a write.
    fn body(&self) -> Option<String> {
        None
    }

    /// Whether the header `Prefer: return=representation` is sent. Without it, properties that were
    /// not given come back null.
    fn wants_representation(&self) -> bool {
        false
    }

    /// Path and query as they stand in the request line.
    fn target(&self, division: Division) -> String {
        let path = self.path(division);
        let query = self.query().to_string();
        if query.is_empty() {
            path
        } else {
            format!("{path}?{query}")
        }
    }
}

/// An endpoint that answers in pages of rows.
pub trait List: Endpoint<Answer = Page<Self::Row>> {
    /// One row.
    type Row: Row;
}
