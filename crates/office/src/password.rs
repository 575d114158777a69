//! Passwords: how they are hashed and compared, and what one must look like.
//!
//! Argon2id with the first recommended memory-bound parameters of its crate (19 MiB, two passes). Hashing
//! takes tens of milliseconds, so it runs on a thread for blocking work, few at a time, and never inside a
//! transaction.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::{
        self,
        phc::{Output, PasswordHash, Salt},
    },
};
use domain::{Place, Refusal};
use secrecy::{ExposeSecret as _, SecretString};
use store::{Ids, StoreError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{OfficeError, reasons};

/// The least number of characters in a password.
pub const PASSWORD_MIN: usize = 10;
/// The greatest number of characters: more would only cost time.
pub const PASSWORD_MAX: usize = 200;
/// How many passwords are hashed at once.
pub const HASHES_AT_ONCE: usize = 2;
/// How many wait for that; whoever comes then is told to come back.
pub const HASHES_WAITING: usize = 64;
/// How many of one source (an address, a browser) wait or are hashed, so that none takes every place.
pub const HASHES_PER_SOURCE: usize = 16;
/// What hashing one password takes, in bytes.
#[cfg(test)]
const MEMORY: usize = 19 * 1024 * 1024;
/// Letters and digits of a one-time password that cannot be mistaken for one another.
const ONE_TIME_SIGNS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789Z";
/// Signs of a one-time password: 16 of 5 bits each.
const ONE_TIME_LENGTH: usize = 16;

/// Refuses a password that is too short or too long.
pub(crate) fn check(password: &SecretString) -> Result<(), OfficeError> {
    let length = password.expose_secret().chars().count();
    if (PASSWORD_MIN..=PASSWORD_MAX).contains(&length) {
        return Ok(());
    }
    Err(OfficeError::refused(
        Refusal::new(reasons::PASSWORD_LENGTH, Place::Nowhere)
            .with("min", PASSWORD_MIN.to_string())
            .with("max", PASSWORD_MAX.to_string()),
    ))
}

/// A password that is shown once and has to be changed at the first sign-in: four groups of four.
pub(crate) fn one_time(ids: &Ids) -> SecretString {
    let mut password = String::new();
    for (index, byte) in ids.token().iter().take(ONE_TIME_LENGTH).enumerate() {
        if index > 0 && index % 4 == 0 {
            password.push('-');
        }
        password.push(char::from(ONE_TIME_SIGNS[usize::from(byte % 32)]));
    }
    SecretString::from(password)
}

/// The work of hashing: few at a time, because each takes 19 MiB and a processor, and not many who wait.
///
/// The memory is kept from one to the next, so that it is as much as [`HASHES_AT_ONCE`] need, whatever comes.
#[derive(Clone)]
pub(crate) struct Passwords(Arc<Work>);

struct Work {
    at_once: Arc<Semaphore>,
    /// Who waits or is at work, by source.
    waiting: Mutex<BTreeMap<String, usize>>,
    memory: Mutex<Vec<Vec<Block>>>,
}

/// The turn of one who may hash; it ends when nobody holds it any more, the thread that hashes included.
#[derive(Clone)]
pub(crate) struct Turn(Arc<Seat>);

struct Seat {
    // In this order: who comes next finds the memory free.
    work: Arc<Work>,
    source: String,
    permit: Option<OwnedSemaphorePermit>,
}

impl Passwords {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Work {
            at_once: Arc::new(Semaphore::new(HASHES_AT_ONCE)),
            waiting: Mutex::default(),
            memory: Mutex::default(),
        }))
    }

    /// Waits for a turn; nobody waits behind too many others.
    pub(crate) async fn turn(&self, source: &str) -> Result<Turn, OfficeError> {
        let mut seat = self.0.seat(source)?;
        let at_once = Arc::clone(&self.0.at_once);
        let permit = at_once.acquire_owned().await;
        seat.permit = Some(permit.map_err(|_| OfficeError::Busy)?);
        Ok(Turn(Arc::new(seat)))
    }
}

impl Work {
    fn seat(self: &Arc<Self>, source: &str) -> Result<Seat, OfficeError> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = waiting.values().sum();
        let own = waiting.entry(source.to_owned()).or_default();
        if all >= HASHES_AT_ONCE + HASHES_WAITING || *own >= HASHES_PER_SOURCE {
            if *own == 0 {
                waiting.remove(source);
            }
            return Err(OfficeError::Busy);
        }
        *own += 1;
        Ok(Seat {
            work: Arc::clone(self),
            source: source.to_owned(),
            permit: None,
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut waiting = self
            .work
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = waiting.get_mut(&self.source) {
            *own -= 1;
            if *own == 0 {
                waiting.remove(&self.source);
            }
        }
    }
}

impl Turn {
    /// The password as it is stored.
    pub(crate) async fn hash(
        &self,
        ids: &Ids,
        password: SecretString,
    ) -> Result<String, OfficeError> {
        let salt = ids.uuid();
        let hashed = self.work(move |memory| {
            let argon2 = Argon2::default();
            let output = output(&argon2, (&password, salt.as_bytes()), memory)?;
            Ok(PasswordHash {
                algorithm: Algorithm::default().ident(),
                version: Some(Version::default().into()),
                params: argon2.params().try_into()?,
                salt: Some(Salt::new(salt.as_bytes())?),
                hash: Some(output),
            }
            .to_string())
        });
        let hashed: Result<_, password_hash::Error> = hashed.await?;
        hashed.map_err(|error| OfficeError::Hash(Box::new(error)))
    }

    /// Whether it is the password behind a stored hash. Without a hash (an unknown login) it takes as long and says
    /// no.
    pub(crate) async fn verify(
        &self,
        stored: Option<String>,
        password: SecretString,
    ) -> Result<bool, OfficeError> {
        self.work(move |memory| {
            let known = stored.is_some();
            let stored = stored.unwrap_or_else(|| NOBODY.to_owned());
            let matches =
                PasswordHash::new(&stored).is_ok_and(|hash| is_it(&hash, &password, memory));
            known && matches
        })
        .await
    }

    /// Does it on a thread for such work, with memory that is kept. Whoever asked may be gone before it ends: the turn
    /// lasts as long as the work all the same.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Vec<Block>) -> T + Send + 'static,
    ) -> Result<T, OfficeError> {
        let turn = self.clone();
        let done = tokio::task::spawn_blocking(move || {
            let kept = &turn.0.work.memory;
            let mut memory = kept
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .pop()
                .unwrap_or_default();
            let done = work(&mut memory);
            kept.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(memory);
            done
        });
        Ok(done.await.map_err(StoreError::from)?)
    }
}

/// The hash itself.
fn output(
    argon2: &Argon2<'_>,
    (password, salt): (&SecretString, &[u8]),
    memory: &mut Vec<Block>,
) -> Result<Output, password_hash::Error> {
    memory.resize(argon2.params().block_count(), Block::new());
    let length = argon2
        .params()
        .output_len()
        .unwrap_or(Params::DEFAULT_OUTPUT_LEN);
    let mut bytes = [0; Output::MAX_LENGTH];
    let bytes = bytes
        .get_mut(..length)
        .ok_or(password_hash::Error::OutputSize)?;
    let password = password.expose_secret().as_bytes();
    argon2.hash_password_into_with_memory(password, salt, bytes, memory)?;
    Ok(Output::new(bytes)?)
}

/// Compares in constant time, with the parameters of the stored hash.
fn is_it(stored: &PasswordHash, password: &SecretString, memory: &mut Vec<Block>) -> bool {
    let (Some(salt), Some(expected)) = (&stored.salt, &stored.hash) else {
        return false;
    };
    let algorithm = Algorithm::try_from(stored.algorithm.as_str());
    let version = stored
        .version
        .map_or(Ok(Version::default()), Version::try_from);
    let (Ok(algorithm), Ok(version), Ok(params)) = (algorithm, version, Params::try_from(stored))
    else {
        return false;
    };
    let argon2 = Argon2::new(algorithm, version, params);
    output(&argon2, (password, salt), memory).is_ok_and(|computed| computed == *expected)
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passwords")
            .field("free", &self.0.at_once.available_permits())
            .finish_non_exhaustive()
    }
}

/// A hash with the usual parameters that belongs to nobody.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[cfg(test)]
mod tests {
    use tokio::task::JoinSet;

    use super::*;

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[tokio::test]
    async fn what_was_hashed_is_recognised_here_and_by_the_usual_verifier() {
        use argon2::PasswordVerifier as _;
        let ids = Ids::system(store::Clock::system());
        let turn = Passwords::new().turn("x").await.unwrap();
        let stored = turn.hash(&ids, secret("vijf natte honden")).await.unwrap();
        let parsed = PasswordHash::new(&stored).unwrap();
        let usual = |text: &str| Argon2::default().verify_password(text.as_bytes(), &parsed);
        assert!(usual("vijf natte honden").is_ok() && usual("vijf natte hond").is_err());
        for (text, right) in [("vijf natte honden", true), ("vijf natte hond", false)] {
            let is_it = turn.verify(Some(stored.clone()), secret(text)).await;
            assert_eq!(is_it.unwrap(), right);
        }
        assert!(!turn.verify(None, secret("")).await.unwrap());
        assert!(
            !turn
                .verify(Some("nonsense".to_owned()), secret(""))
                .await
                .unwrap()
        );
        assert!(
            !turn
                .verify(Some(NOBODY.to_owned()), secret("x"))
                .await
                .unwrap()
        );
    }

    #[tokio::test]
    async fn few_hash_at_once_few_wait_and_no_source_takes_every_place() {
        let passwords = Passwords::new();
        let mut turns = Vec::new();
        for _ in 0..HASHES_AT_ONCE {
            turns.push(passwords.turn("first").await.unwrap());
        }
        let mut waiting = JoinSet::new();
        for number in 0..HASHES_WAITING + 5 {
            let passwords = passwords.clone();
            waiting.spawn(async move { passwords.turn(&format!("source {number}")).await.is_ok() });
        }
        for _ in 0..5 {
            assert!(
                !waiting.join_next().await.unwrap().unwrap(),
                "too many wait"
            );
        }
        turns.clear();
        assert!(waiting.join_all().await.into_iter().all(|came| came));

        for _ in 0..HASHES_AT_ONCE {
            turns.push(passwords.turn("one").await.unwrap());
        }
        let mut waiting = JoinSet::new();
        for _ in HASHES_AT_ONCE..HASHES_PER_SOURCE + 3 {
            let passwords = passwords.clone();
            waiting.spawn(async move { passwords.turn("one").await.is_ok() });
        }
        for _ in 0..3 {
            assert!(!waiting.join_next().await.unwrap().unwrap());
        }
        let passwords_of_others = passwords.clone();
        waiting.spawn(async move { passwords_of_others.turn("other").await.is_ok() });
        turns.clear();
        assert!(waiting.join_all().await.into_iter().all(|came| came));
        assert!(passwords.0.waiting.lock().unwrap().is_empty());
    }

    #[tokio::test]
    async fn the_memory_is_that_of_those_at_work_whatever_comes() {
        let passwords = Passwords::new();
        let mut asking = JoinSet::new();
        for number in 0..HASHES_WAITING {
            let passwords = passwords.clone();
            asking.spawn(async move {
                let turn = passwords.turn(&number.to_string()).await.unwrap();
                // Every second one goes away while his password is hashed.
                let hashing = turn.verify(None, secret("x"));
                if number % 2 == 0 {
                    drop(tokio::time::timeout(std::time::Duration::ZERO, hashing).await);
                } else {
                    hashing.await.unwrap();
                }
            });
        }
        asking.join_all().await;
        // Whoever went away may still be at work.
        let mut turns = Vec::new();
        for _ in 0..HASHES_AT_ONCE {
            turns.push(passwords.turn("last").await.unwrap());
        }
        let memory = passwords.0.memory.lock().unwrap();
        assert!(memory.len() <= HASHES_AT_ONCE, "{}", memory.len());
        for blocks in memory.iter() {
            assert_eq!(blocks.len() * Block::SIZE, MEMORY);
        }
    }
}
