//! Who is told by webhooks during a run: takes two of three notifications, and looks at each.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use exact_sandbox::hooks::{Courier, Heard};
use futures_util::future::BoxFuture;
use serde_json::Value;

#[derive(Debug, Default)]
pub(crate) struct Listener {
    got: AtomicU64,
    bad: Mutex<Option<String>>,
}

impl Listener {
    /// Whether every notification was well formed.
    pub(crate) fn check(&self) -> Result<(), String> {
        match &*self.bad.lock().unwrap() {
            Some(bad) => Err(format!("a notification is malformed: {bad}")),
            None => Ok(()),
        }
    }
}

fn is_sound(body: &[u8]) -> bool {
    let Ok(told) = serde_json::from_slice::<Value>(body) else {
        return false;
    };
    let content = &told["Content"];
    let text = |name: &str| content[name].as_str().is_some_and(|it| !it.is_empty());
    let all = [
        "Topic",
        "ClientId",
        "Action",
        "Key",
        "ExactOnlineEndpoint",
        "EventCreatedOn",
    ];
    all.into_iter().all(text) && told["HashCode"].as_str().is_some_and(|it| it.len() == 64)
}

impl Courier for Listener {
    fn post(&self, _: String, body: Bytes) -> BoxFuture<'static, Heard> {
        let number = self.got.fetch_add(1, Ordering::Relaxed);
        if !body.is_empty() && !is_sound(&body) {
            *self.bad.lock().unwrap() = Some(String::from_utf8_lossy(&body).into_owned());
        }
        let status = if number % 3 == 2 && !body.is_empty() {
            500
        } else {
            200
        };
        Box::pin(async move {
            Heard {
                status: Some(status),
                text: String::new(),
            }
        })
    }
}
