//! One call of a page: what its address says, the company that it is about, and what is done there.

use std::convert::Infallible;

use askama::Template;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::response::{IntoResponse, Redirect, Response};
use http::request::Parts;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::frame::{Frame, Part};
use super::mistake::{Mistake, mistakes};
use super::notice::Notice;
use super::typed::Typed;
use super::{missing, page};
use crate::admin::{Done, Order, carry_out};
use crate::books::{Company, Deed};
use crate::state::{Core, Shared};

/// The call.
pub(super) struct Visit {
    shared: Shared,
    path: Vec<(String, String)>,
    /// What stands behind the question mark.
    pub(super) query: Typed,
}

/// The books while a page is made.
pub(super) struct Scene<'a> {
    pub(super) core: &'a Core,
    pub(super) company: &'a Company,
    pub(super) visit: &'a Visit,
}

impl Scene<'_> {
    /// Today, by the sandbox's clock.
    pub(super) fn today(&self) -> Date {
        TimeZone::UTC.to_datetime(self.core.now()).date()
    }
}

impl FromRequestParts<Shared> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        shared: &Shared,
    ) -> Result<Self, Self::Rejection> {
        let path = RawPathParams::from_request_parts(parts, shared).await;
        let pairs = path.iter().flat_map(RawPathParams::iter);
        Ok(Visit {
            shared: shared.clone(),
            path: pairs
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            query: Typed::parse(parts.uri.query().unwrap_or_default().as_bytes()),
        })
    }
}

impl Visit {
    /// A part of the path, decoded; empty when the route has none of that name.
    pub(super) fn path(&self, name: &str) -> &str {
        let found = self.path.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// A part of the path as a key.
    pub(super) fn key(&self, name: &str) -> Option<Uuid> {
        Uuid::try_parse(self.path(name)).ok()
    }

    /// The company's number; none that exists when the path does not say it.
    pub(super) fn division(&self) -> i32 {
        self.path("division").parse().unwrap_or(-1)
    }

    /// Looks at the company.
    pub(super) fn look<T>(&self, look: impl FnOnce(&Scene<'_>) -> Option<T>) -> Option<T> {
        let core = self.shared.lock();
        let company = core.books.company(self.division())?;
        look(&Scene {
            core: &core,
            company,
            visit: self,
        })
    }

    /// A page of the company, with `path` current in the menu of its part; "not found" when there is nothing to show.
    pub(super) fn show<T: Template>(
        &self,
        (part, path): (Part, &str),
        build: impl FnOnce(&Scene<'_>, Frame) -> Option<T>,
    ) -> Response {
        let framed = |core: &Core| {
            let frame = Frame::new(&core.books, core.books.company(self.division()), part);
            frame.at(path).saying(Notice::asked(&self.query))
        };
        let built = self.look(|scene| build(scene, framed(scene.core)));
        match built {
            Some(template) => page(&template),
            None => missing(framed(&self.shared.lock())),
        }
    }

    /// Carries out what a bookkeeper orders.
    pub(super) fn order(&self, order: Order) -> Result<Done, Vec<Mistake>> {
        let mut core = self.shared.lock();
        carry_out(&mut core, self.division(), order).map_err(|error| mistakes(&error))
    }

    /// Does something to the books, as the first user who may open the company.
    pub(super) fn act(&self, deed: Deed) -> Result<(), Vec<Mistake>> {
        let (mut core, division) = (self.shared.lock(), self.division());
        let mut users = core.books.users.iter();
        let by = users.find(|user| user.divisions.contains(&division));
        let by = by.map_or(Uuid::nil(), |user| user.id);
        core.do_now(division, by, deed)
            .map_err(|error| mistakes(&error))
    }

    /// A new key.
    pub(super) fn new_id(&self) -> Uuid {
        self.shared.lock().new_id()
    }

    /// Leads to a page of the company, with a message.
    pub(super) fn lead(&self, path: &str, notice: Notice, number: &str) -> Response {
        let address = format!("/administratie/{}/{path}", self.division());
        Redirect::to(&notice.on(&address, number)).into_response()
    }
}
