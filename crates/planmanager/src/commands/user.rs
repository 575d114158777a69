//! `user`: people who sign in.

use anyhow::Result;
use domain::Language;
use office::users::{self, OneTimePassword, UserForm};
use office::{Actor, Office, Role};
use secrecy::ExposeSecret as _;

use crate::cli::{RoleArg, UserVerb};
use crate::lookup;
use crate::output::{Ending, Output};
use crate::wiring::Wiring;

pub(super) async fn run(wiring: &Wiring, verb: &UserVerb, output: &Output) -> Result<Ending> {
    let (office, actor) = (&wiring.office, wiring.shell());
    match verb {
        UserVerb::List => list(office, &actor, output).await?,
        UserVerb::Add { login, name, role } => {
            let form = UserForm {
                login: login.clone(),
                name: name.clone().unwrap_or_else(|| login.clone()),
                role: match role {
                    Some(role) => role_of(*role),
                    // Somebody has to be able to do everything.
                    None if users::list(office, &actor).await?.is_empty() => Role::Administrator,
                    None => Role::Office,
                },
                language: Language::Nl,
                password: None,
            };
            let made = users::create(office, &actor, &form).await?;
            told(output, made.one_time.as_ref());
        }
        UserVerb::Password { login } => {
            let user = lookup::user(office, &actor, login).await?;
            let one_time = users::set_password(office, &actor, user.id, None).await?;
            told(output, one_time.as_ref());
        }
        UserVerb::Active { login, active } => {
            let user = lookup::user(office, &actor, login).await?;
            users::set_active(office, &actor, user.id, *active).await?;
            output.line(&format!(
                "{login} may {}sign in",
                if *active { "" } else { "no longer " }
            ));
        }
    }
    Ok(Ending::Done)
}

async fn list(office: &Office, actor: &Actor, output: &Output) -> Result<()> {
    let all = users::list(office, actor).await?;
    output.value(&all);
    for user in all {
        let ended = if user.active {
            ""
        } else {
            " (may not sign in)"
        };
        output.line(&format!(
            "{:<20} {:<14} {}{ended}",
            user.login,
            user.role.as_str(),
            user.name
        ));
    }
    Ok(())
}

fn told(output: &Output, one_time: Option<&OneTimePassword>) {
    let Some(one_time) = one_time else { return };
    let password = one_time.password.expose_secret();
    output.value(&serde_json::json!({ "login": one_time.login, "one_time_password": password }));
    output.line(&format!("{} signs in once with {password}", one_time.login));
}

const fn role_of(role: RoleArg) -> Role {
    match role {
        RoleArg::Administrator => Role::Administrator,
        RoleArg::Bookkeeper => Role::Bookkeeper,
        RoleArg::Office => Role::Office,
    }
}
