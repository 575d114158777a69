//! Reads a file on a thread for such work: one of ten megabytes takes long, and pages are served meanwhile.

use store::StoreError;
use ubl::Document;

use crate::OfficeError;

/// The document in a file. How many are read at once is up to whoever asks.
pub(super) async fn read(bytes: &[u8]) -> Result<Document, OfficeError> {
    let bytes = bytes.to_vec();
    let read = tokio::task::spawn_blocking(move || ubl::read(&bytes));
    read.await
        .map_err(StoreError::from)?
        .map_err(OfficeError::Refused)
}
