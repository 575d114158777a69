//! Under what wrong passwords are counted, and how they are forgotten when there is a new one.

use store::{Tx, params};

use crate::OfficeError;

/// The longest login that is counted, in characters; longer ones exist nowhere.
const LOGIN_COUNTED: usize = 100;
/// Stands for all logins of a source. A login that was typed never begins with a blank.
pub(crate) const EVERY_LOGIN: &str = " ";

/// A new password: forgets every wrong one at this login, from wherever it came.
pub(crate) async fn forget_login(tx: &mut Tx, login: &str) -> Result<(), OfficeError> {
    tx.execute(
        "DELETE FROM sign_in_failure WHERE login = $1",
        params![counted(login)],
    )
    .await?;
    Ok(())
}

/// Lets the addresses from which wrong passwords came at this login begin anew, so that whoever is given another
/// password can use it at once, wherever the wrong ones came from.
pub(crate) async fn forget_addresses(tx: &mut Tx, login: &str) -> Result<(), OfficeError> {
    tx.execute(
        "DELETE FROM sign_in_failure WHERE login = $2
         AND source IN (SELECT source FROM sign_in_failure WHERE login = $1)",
        params![counted(login), EVERY_LOGIN],
    )
    .await?;
    Ok(())
}

/// A login without what the database could not store, cut to what is counted.
pub(crate) fn counted(login: &str) -> String {
    login
        .chars()
        .filter(|c| !c.is_control())
        .take(LOGIN_COUNTED)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_monstrous_login_is_cut() {
        assert_eq!(counted(&"x\0".repeat(5_000)).len(), LOGIN_COUNTED);
    }
}
