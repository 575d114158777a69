//! Walks a list one page, that is one call, at a time.

use exact_api::{List, NextLink};

use crate::call_error::CallError;
use crate::{Api, Call, Sent};

/// A list being read. Between two pages the caller may wait for its budget, or stop.
#[derive(Debug)]
pub struct Pages<E> {
    endpoint: E,
    position: Position,
    read: u32,
    max: u32,
}

#[derive(Debug)]
enum Position {
    First,
    Next(NextLink),
    Done,
}

impl<E: List> Pages<E> {
    /// From the first page, at most `max` pages.
    #[must_use]
    pub fn new(endpoint: E, max: u32) -> Self {
        Self {
            endpoint,
            position: Position::First,
            read: 0,
            max,
        }
    }

    /// The next page; `None` when the list has been read to its end. After an error the same page
    /// is asked again.
    ///
    /// # Errors
    /// In the result: what the call met, or [`CallError::TooManyPages`] when the list goes on beyond
    /// the maximum, so that a part is never taken for the whole.
    pub async fn next(&mut self, api: &Api, call: &Call) -> Option<Sent<Vec<E::Row>>> {
        if matches!(self.position, Position::Done) {
            return None;
        }
        if self.read >= self.max {
            return Some(Sent::unsent(CallError::TooManyPages { max: self.max }));
        }
        let target = match &self.position {
            Position::Next(link) => match link.target(api.base(), call.division, E::NAME) {
                Ok(target) => target,
                Err(error) => return Some(Sent::unsent(CallError::ForeignNextPage(error))),
            },
            Position::First | Position::Done => self.endpoint.target(call.division),
        };
        let sent = api.send_to(&self.endpoint, &target, call).await;
        Some(self.advance(sent))
    }

    /// Whether the list has been read to its end.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self.position, Position::Done)
    }

    fn advance(&mut self, sent: Sent<exact_api::Page<E::Row>>) -> Sent<Vec<E::Row>> {
        if let Ok(page) = &sent.result {
            self.read = self.read.saturating_add(1);
            self.position = page.next.clone().map_or(Position::Done, Position::Next);
        }
        sent.map(|page| page.rows)
    }
}
