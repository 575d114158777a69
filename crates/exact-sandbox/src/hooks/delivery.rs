//! One notification on its way to one subscriber, with everything that was tried.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How often a delivery is tried again (facts 5.4): after 2, 4, 8, … 1024 minutes, some 34 hours in all.
pub const RETRIES: u32 = 10;

/// One try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// When, by the sandbox's clock.
    pub at: Timestamp,
    /// HTTP status; absent when there was no answer.
    pub status: Option<u16>,
    /// The beginning of the answer, or why there was none.
    pub text: String,
}

/// How a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It is to be tried, or tried again.
    Waiting,
    /// It was taken.
    Delivered,
    /// It was tried in vain for the last time, or its subscription ended before.
    GivenUp,
    /// It was lost, as the dial ordered.
    Lost,
}

/// A delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Delivery {
    /// Its number; grows.
    pub id: u64,
    /// The subscription.
    pub subscription: Uuid,
    /// The company.
    pub division: i32,
    /// The topic.
    pub topic: String,
    /// `Create`, `Update` or `Delete`.
    pub action: String,
    /// Key of the entity.
    pub key: Uuid,
    /// Where it goes.
    pub callback: String,
    /// The whole body, with its signature.
    pub body: String,
    /// When the thing happened.
    pub created: Timestamp,
    /// When it is tried next.
    pub due: Timestamp,
    /// How it stands.
    pub state: DeliveryState,
    /// Another copy of one that was or will be delivered too.
    pub copy: bool,
    /// What was tried, oldest first.
    pub attempts: Vec<Attempt>,
}

impl Delivery {
    /// Takes over what came of a try.
    pub(super) fn take(&mut self, attempt: Attempt) {
        let at = attempt.at;
        let taken = matches!(attempt.status, Some(200 | 201));
        self.attempts.push(attempt);
        let tried = u32::try_from(self.attempts.len()).unwrap_or(u32::MAX);
        if taken {
            self.state = DeliveryState::Delivered;
        } else if tried > RETRIES {
            self.state = DeliveryState::GivenUp;
        } else {
            let minutes = SignedDuration::from_mins(1_i64 << tried);
            self.due = at.checked_add(minutes).unwrap_or(at);
        }
    }

    /// The same notification, to be delivered anew.
    pub(super) fn once_more(self, at: Timestamp) -> Delivery {
        Delivery {
            due: at,
            state: DeliveryState::Waiting,
            copy: true,
            attempts: Vec::new(),
            ..self
        }
    }
}
