//! Where a sign-in comes from, and in which count its wrong passwords go.

use std::net::{IpAddr, Ipv6Addr};

use domain::UserId;
use store::params;

use super::{
    DEVICE_LIFE,
    begin::{before, hash},
};
use crate::{Office, OfficeError};

/// Where a sign-in comes from, and what the browser has kept.
#[derive(Debug, Clone, Copy, Default)]
pub struct Knock<'a> {
    /// The address of whoever asks; without one, all who have none are one source.
    pub address: Option<IpAddr>,
    /// The token by which a browser is known in which somebody has signed in before.
    pub device: Option<&'a str>,
    /// The token of the session that goes on in this browser, if any.
    pub session: Option<&'a str>,
}

/// In which count the wrong passwords go: that of a browser that is known, or that of an address.
///
/// A browser that is known has a count of its own, so that a stranger at the same address (a shop's own line, a proxy)
/// keeps nobody out who has signed in there before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// A browser in which the person with this login has signed in before; what is stored of its token.
    Device(String),
    /// An address, IPv6 by its first 64 bits: whoever has one of those has all of them.
    Address(String),
}

impl Source {
    /// Finds out which it is.
    pub(super) async fn of(
        office: &Office,
        login: &str,
        knock: &Knock<'_>,
    ) -> Result<Self, OfficeError> {
        if let Some(device) = knock.device {
            let token_hash = hash(device);
            if owner(office, &token_hash)
                .await?
                .is_some_and(|(_, own)| own == login)
            {
                return Ok(Self::Device(token_hash));
            }
        }
        Ok(Self::Address(
            knock.address.map_or_else(|| "unknown".to_owned(), network),
        ))
    }

    /// Its name in the counts and in the queue.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Device(hash) => format!("device {hash}"),
            Self::Address(address) => format!("address {address}"),
        }
    }

    /// Whether its wrong passwords count for all logins together too.
    pub(super) const fn is_shared(&self) -> bool {
        matches!(self, Self::Address(_))
    }
}

/// Whose browser it is: who signed in there, by id and login.
async fn owner(office: &Office, token_hash: &str) -> Result<Option<(UserId, String)>, OfficeError> {
    let since = before(office.clock.now(), DEVICE_LIFE);
    let row: Option<(i64, String)> = office
        .db
        .read()
        .await?
        .optional(
            "SELECT app_user.id, app_user.login FROM device JOIN app_user ON app_user.id = device.user_id
             WHERE device.token_hash = $1 AND device.seen_at > $2",
            params![token_hash, since],
        )
        .await?;
    Ok(row.map(|(id, login)| (UserId::new(id), login)))
}

fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_counted_by_what_one_customer_of_a_provider_gets() {
        let told = |text: &str| network(text.parse().unwrap());
        assert_eq!(told("203.0.113.7"), "203.0.113.7");
        assert_eq!(told("::ffff:203.0.113.7"), "203.0.113.7");
        assert_eq!(told("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(told("2001:db8:1:2:ffff::1"), told("2001:db8:1:2::"));
    }
}
