//! No write leaves without its intent on disk, open, for these very bytes, nor after the moment that it
//! names, nor from a node that has lost the lane.

use bytes::Bytes;
use http::Request;
use jiff::Timestamp;
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
    let (open, last): (i64, Option<Timestamp>) = tx
        .one(
            "SELECT COUNT(*), MIN(send_not_after) FROM call_intent WHERE request_hash = $1 AND outcome IS NULL",
            params![hash],
        )
        .await
        .unwrap();
    let fenced: i64 = tx
        .one(
            "SELECT COUNT(*) FROM call_intent c JOIN named_lease l ON l.name = 'lane:' || c.administration_id \
             WHERE c.request_hash = $1 AND c.outcome IS NULL AND c.fence < l.fence",
            params![hex::encode(Sha256::digest(request.body()))],
        )
        .await
        .unwrap();
    if fenced > 0 {
        sea.journal.find(format!(
            "a write to {path} left from a node that had lost the lane"
        ));
    }
    if last.is_some_and(|last| sea.machine.now() >= last) {
        sea.journal
            .find(format!("a write to {path} left after its last moment"));
    }
    if open != 1 {
        sea.journal
            .find(format!("a write to {path} left with {open} open intents"));
    }
}
