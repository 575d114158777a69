//! Secrets at rest: what is sealed here can be opened only with the master key and for the same purpose.
//!
//! The key is 32 bytes, in a file of its own that only its owner may read, or given. Sealed texts carry the
//! id of the key, so that a wrong key is told apart from damage. Nothing here is ever shown by `Debug`.

mod key_file;

use std::{fmt, path::Path, sync::Arc};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use secrecy::{SecretSlice, SecretString};
use sha2::{Digest as _, Sha256};
use store::Ids;
use zeroize::Zeroizing;

/// What the sealed form is called, should it ever change.
const FORM: &str = "v1";
/// Bytes of a nonce: long enough to be drawn at random for ever.
const NONCE_BYTES: usize = 24;

/// Why a secret could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// There is no key.
    #[error("there is no master key")]
    Missing,
    /// The key file could not be read or made.
    #[error("the key file could not be read or made")]
    File(#[source] std::io::Error),
    /// Others than its owner may read the key file.
    #[error("the key file may be read by others than its owner: chmod 600")]
    TooOpen,
    /// The key file holds something else than 64 hexadecimal digits.
    #[error("the key file does not hold a key")]
    NotAKey,
    /// The secret was sealed with another key.
    #[error("sealed with the key {sealed_with}, the one at hand is {at_hand}")]
    OtherKey {
        /// The id of the key that it takes.
        sealed_with: String,
        /// The id of the key at hand.
        at_hand: String,
    },
    /// The sealed text was changed, cut, or sealed for something else.
    #[error("the sealed text is damaged or belongs elsewhere")]
    Damaged,
}

/// Seals and opens secrets with the master key.
#[derive(Clone)]
pub struct Vault {
    /// None for whoever only looks: nothing is sealed or opened then.
    key: Option<Arc<Zeroizing<[u8; 32]>>>,
    key_id: String,
    ids: Ids,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault")
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}

impl Vault {
    /// A vault with a given key; `ids` is the source of the nonces.
    #[must_use]
    pub fn from_key(key: [u8; 32], ids: Ids) -> Self {
        let digest = Sha256::new()
            .chain_update(b"planmanager key id")
            .chain_update(key)
            .finalize();
        let key_id = hex::encode(digest).chars().take(8).collect();
        Self {
            key: Some(Arc::new(Zeroizing::new(key))),
            key_id,
            ids,
        }
    }

    /// A vault without a key, for whoever needs no secret: it seals and opens nothing.
    #[must_use]
    pub const fn without_key(ids: Ids) -> Self {
        Self {
            key: None,
            key_id: String::new(),
            ids,
        }
    }

    /// A vault with the key in a file. None is made: one that is lost may still be needed.
    ///
    /// # Errors
    /// [`VaultError::Missing`], [`VaultError::File`], [`VaultError::TooOpen`] or [`VaultError::NotAKey`].
    pub fn from_file(path: &Path, ids: Ids) -> Result<Self, VaultError> {
        let key = key_file::read(path)?;
        Ok(Self::from_key(*key, ids))
    }

    /// A vault with a key that is made where there is none, in a file that only its owner may read. Only for whoever
    /// knows that nothing is sealed with a key that was there before.
    ///
    /// # Errors
    /// As [`Vault::from_file`].
    pub fn make_file(path: &Path, ids: Ids) -> Result<Self, VaultError> {
        let key = key_file::read_or_make(path, &ids)?;
        Ok(Self::from_key(*key, ids))
    }

    /// The id of the key that a sealed text takes; `None` when it is no sealed text.
    #[must_use]
    pub fn key_of(sealed: &str) -> Option<&str> {
        let mut parts = sealed.splitn(3, '.');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(FORM), Some(key_id), Some(_)) => Some(key_id),
            _ => None,
        }
    }

    /// Which key it is, empty where there is none; not secret.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Seals a secret for one purpose. The context is a fixed word and the row that it belongs to, such as
    /// `connection/12/refresh_token`; the same context opens it again.
    ///
    /// # Errors
    /// [`VaultError::Missing`] without a key; [`VaultError::Damaged`] when the plain text is longer than the cipher
    /// takes (256 GB).
    pub fn seal(&self, context: &str, plain: &[u8]) -> Result<String, VaultError> {
        let nonce: [u8; NONCE_BYTES] = self.nonce()?;
        let sealed = self
            .cipher()?
            .encrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: plain,
                    aad: self.bound_to(context).as_bytes(),
                },
            )
            .map_err(|_| VaultError::Damaged)?;
        let body = [nonce.as_slice(), sealed.as_slice()].concat();
        Ok(format!(
            "{FORM}.{}.{}",
            self.key_id,
            URL_SAFE_NO_PAD.encode(body)
        ))
    }

    /// Opens what [`Vault::seal`] sealed for the same context.
    ///
    /// # Errors
    /// [`VaultError::Missing`], [`VaultError::OtherKey`] or [`VaultError::Damaged`].
    pub fn open(&self, context: &str, sealed: &str) -> Result<SecretSlice<u8>, VaultError> {
        let cipher = self.cipher()?;
        let mut parts = sealed.splitn(3, '.');
        let (Some(FORM), Some(key_id), Some(body)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(VaultError::Damaged);
        };
        if key_id != self.key_id {
            return Err(VaultError::OtherKey {
                sealed_with: key_id.to_owned(),
                at_hand: self.key_id.clone(),
            });
        }
        let body = URL_SAFE_NO_PAD
            .decode(body)
            .map_err(|_| VaultError::Damaged)?;
        let (nonce, sealed) = body
            .split_first_chunk::<NONCE_BYTES>()
            .ok_or(VaultError::Damaged)?;
        let plain = cipher
            .decrypt(
                &XNonce::from(*nonce),
                Payload {
                    msg: sealed,
                    aad: self.bound_to(context).as_bytes(),
                },
            )
            .map_err(|_| VaultError::Damaged)?;
        Ok(SecretSlice::from(plain))
    }

    /// Opens a secret that is a text.
    ///
    /// # Errors
    /// As [`Vault::open`]; [`VaultError::Damaged`] also when it is no text.
    pub fn open_text(&self, context: &str, sealed: &str) -> Result<SecretString, VaultError> {
        use secrecy::ExposeSecret as _;
        let plain = self.open(context, sealed)?;
        let text = std::str::from_utf8(plain.expose_secret()).map_err(|_| VaultError::Damaged)?;
        Ok(SecretString::from(text))
    }

    fn nonce(&self) -> Result<[u8; NONCE_BYTES], VaultError> {
        let token = self.ids.token();
        token.first_chunk().copied().ok_or(VaultError::Damaged)
    }

    fn cipher(&self) -> Result<XChaCha20Poly1305, VaultError> {
        let key = self.key.as_ref().ok_or(VaultError::Missing)?;
        Ok(XChaCha20Poly1305::new(&(***key).into()))
    }

    fn bound_to(&self, context: &str) -> String {
        format!("planmanager/{FORM}/{}/{context}", self.key_id)
    }
}

#[cfg(test)]
mod tests;
