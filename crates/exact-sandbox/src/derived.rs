//! Keys that follow from what something is called, so that they are the same in every run.

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The key of these bytes, taken together: the first 16 of their SHA-256, marked as a UUID of version 4. Logs that were
/// written hold such keys: what is hashed never changes.
pub(crate) fn derived_key(parts: &[&[u8]]) -> Uuid {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    let mut bytes = [0_u8; 16];
    let digest = hasher.finalize();
    bytes
        .iter_mut()
        .zip(digest)
        .for_each(|(to, from)| *to = from);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::derived_key;

    #[test]
    fn keys_stay_what_they_were() {
        // SHA-256 of "abc" begins ba7816bf 8f01cfea 414140de 5dae2223.
        let key = "ba7816bf-8f01-4fea-8141-40de5dae2223";
        assert_eq!(derived_key(&[b"abc"]).to_string(), key);
        assert_eq!(derived_key(&[b"a", b"", b"bc"]).to_string(), key);
    }
}
