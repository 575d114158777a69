//! Imports of files are heavy: few are worked on at once, and what is heavy about them is done on other threads than
//! those that serve pages.

use std::sync::Arc;

use axum::response::Response;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;

use crate::error::WebError;
use crate::limits::Limits;

/// Who may import now; clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Imports {
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// A place among those that are on their way in, wait or are worked on.
#[derive(Debug)]
pub(crate) struct Place {
    _place: OwnedSemaphorePermit,
    turns: Arc<Semaphore>,
}

/// The turn of one that is worked on.
#[derive(Debug)]
pub(crate) struct Turn {
    _place: Place,
    _turn: OwnedSemaphorePermit,
}

impl Imports {
    pub(crate) fn new(limits: &Limits) -> Self {
        let places = limits.imports_at_once + limits.imports_waiting;
        Self {
            places: Arc::new(Semaphore::new(places)),
            turns: Arc::new(Semaphore::new(limits.imports_at_once)),
        }
    }

    /// A place, before anything of the files is read; nobody waits for one.
    pub(crate) fn place(&self) -> Result<Place, WebError> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        Ok(Place {
            _place: place.map_err(|_| WebError::Busy)?,
            turns: Arc::clone(&self.turns),
        })
    }
}

impl Place {
    /// Waits for the turn, once the files are here.
    pub(crate) async fn turn(self) -> Result<Turn, WebError> {
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        Ok(Turn {
            _turn: turn.map_err(|_| WebError::Busy)?,
            _place: self,
        })
    }
}

/// Does what takes long on a thread for that. The turn lasts until it is done, also when nobody waits for it any more.
pub(crate) async fn heavy<T: Send + 'static>(
    turn: Turn,
    work: impl FnOnce() -> Result<T, WebError> + Send + 'static,
) -> Result<(Turn, T), WebError> {
    spawn_blocking(move || work().map(|done| (turn, done)))
        .await
        .map_err(WebError::Interrupted)?
}

/// The same, for the page at the end.
pub(crate) async fn heavy_page(
    turn: Turn,
    work: impl FnOnce() -> Result<Response, WebError> + Send + 'static,
) -> Result<Response, WebError> {
    Ok(heavy(turn, work).await?.1)
}
