//! No write leaves without its intent on disk, open, for these very bytes.

use bytes::Bytes;
use http::Request;
use sha2::{Digest as _, Sha256};
use store::params;

use crate::carrier::Sea;

/// Notes it when the request has not exactly one open intent. Token calls have none.
pub(crate) async fn expect_one(sea: &Sea, request: &Request<Bytes>) {
    let path = request.uri().path();
    if path.contains("oauth2") {
        return;
    }
    let hash = hex::encode(Sha256::digest(request.body()));
    let mut tx = sea.db.read().await.unwrap();
    let open: i64 = tx
        .one(
            "SELECT COUNT(*) FROM call_intent WHERE request_hash = $1 AND outcome IS NULL",
            params![hash],
        )
        .await
        .unwrap();
    if open != 1 {
        sea.journal
            .find(format!("a write to {path} left with {open} open intents"));
    }
}
