//! Where the pages live. A route is a type: handlers and templates never write an address.

use std::fmt;

use domain::{CustomerId, InvoiceId, RunId};
use i18n::Lang;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// An address of this program: its pattern for the router, and `Display` for links.
pub trait Route: fmt::Display {
    /// The pattern that the router matches.
    const PATH: &'static str;
}

macro_rules! fixed {
    ($($(#[$doc:meta])* $name:ident => $path:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl Route for $name {
            const PATH: &'static str = $path;
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($path)
            }
        }
    )*};
}

macro_rules! with_id {
    ($($(#[$doc:meta])* $name:ident($id:ty) => $before:literal, $after:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name(
            /// Which one.
            pub $id,
        );

        impl Route for $name {
            const PATH: &'static str = concat!($before, "{id}", $after);
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($before, "{}", $after), self.0.get())
            }
        }
    )*};
}

fixed! {
    /// The dashboard.
    Home => "/";
    /// Signing in (form and its posting).
    SignIn => "/aanmelden";
    /// Changing one's password.
    Password => "/aanmelden/wachtwoord";
    /// Signing out (posted).
    SignOut => "/afmelden";
    /// The list of invoices.
    Invoices => "/facturatie/facturen";
    /// Taking over UBL files.
    Import => "/facturatie/facturen/importeren";
    /// The second step of taking over: booking choices per file (posted).
    ImportConfirm => "/facturatie/facturen/importeren/bevestigen";
    /// The list of customers.
    Customers => "/facturatie/klanten";
    /// The form of a customer that does not exist yet.
    NewCustomer => "/facturatie/klanten/nieuw";
    /// Ledger accounts.
    Accounts => "/facturatie/algemene-rekeningen";
    /// *Importeren vanuit Exact* for ledger accounts (posted).
    ImportAccounts => "/facturatie/algemene-rekeningen/importeren";
    /// Journals.
    Journals => "/facturatie/journalen";
    /// *Importeren vanuit Exact* for journals (posted).
    ImportJournals => "/facturatie/journalen/importeren";
    /// The export page.
    Accounting => "/facturatie/boekhouding";
    /// What the filter holds, as a fragment for the export page.
    Preview => "/facturatie/boekhouding/voorbeeld";
    /// *Synchroniseer rekeningen*: asks for the administration once more.
    Synchronise => "/facturatie/boekhouding/synchroniseren";
    /// Every run that was ever started.
    Runs => "/facturatie/boekhouding/runs";
    /// Locations.
    Locations => "/beheer/locatie";
    /// Options.
    Options => "/systeem/opties";
    /// Going to Exact Online for its consent (posted).
    Connect => "/systeem/opties/verbinden";
    /// Choosing one VAT code (posted).
    MapVat => "/systeem/opties/btw-codes";
    /// Settings of one administration (posted).
    AdministrationSettings => "/systeem/opties/administratie";
    /// Which installation this is.
    Installation => "/systeem/koppeling";
    /// *Dit is de voortzetting* (posted).
    InstallationContinues => "/systeem/koppeling/voortzetting";
    /// *Dit is een kopie* (posted).
    InstallationIsCopy => "/systeem/koppeling/kopie";
    /// Where Exact Online sends the browser back to.
    ExactCallback => "/koppeling/exact/callback";
    /// Alive.
    Healthz => "/healthz";
    /// Ready to serve.
    Readyz => "/readyz";
}

with_id! {
    /// One invoice.
    Invoice(InvoiceId) => "/facturatie/facturen/", "";
    /// Mending the coding of an invoice (posted).
    Recode(InvoiceId) => "/facturatie/facturen/", "/codering";
    /// One customer.
    Customer(CustomerId) => "/facturatie/klanten/", "";
    /// Who a customer is in Exact: the answer when that is asked (posted).
    CustomerRelation(CustomerId) => "/facturatie/klanten/", "/exact";
    /// One run of the export.
    Run(RunId) => "/facturatie/boekhouding/runs/", "";
    /// The moving part of a run's page.
    RunProgress(RunId) => "/facturatie/boekhouding/runs/", "/voortgang";
}

/// Choosing a language, and where to go back to.
#[derive(Clone, Debug)]
pub struct Language<'a> {
    /// The language to speak from now on.
    pub lang: Lang,
    /// The page to return to.
    pub back: &'a str,
}

impl Route for Language<'_> {
    const PATH: &'static str = "/taal/{lang}";
}

impl fmt::Display for Language<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}",
            with_query(format!("/taal/{}", self.lang), &[("naar", self.back)])
        )
    }
}

/// An embedded file; the hash in its name lets browsers keep it for ever.
#[derive(Clone, Debug)]
pub struct Asset<'a>(
    /// The hashed name.
    pub &'a str,
);

impl Route for Asset<'_> {
    const PATH: &'static str = "/assets/{name}";
}

impl fmt::Display for Asset<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/assets/{}", self.0)
    }
}

/// A route with a query; empty values are left out.
#[must_use]
pub fn with_query(route: impl fmt::Display, pairs: &[(&str, &str)]) -> String {
    let mut address = route.to_string();
    let mut separator = '?';
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        address.push(separator);
        address.push_str(name);
        address.push('=');
        address.extend(utf8_percent_encode(value, NON_ALPHANUMERIC));
        separator = '&';
    }
    address
}

/// A place inside this program that a form or query asked to return to, else the dashboard.
///
/// Anything that a browser could read as another host is not followed.
#[must_use]
pub fn local(back: &str) -> String {
    let inside = back.starts_with('/')
        && !back.starts_with("//")
        && back
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if inside {
        back.to_owned()
    } else {
        Home.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_built_from_types() {
        assert_eq!(
            Invoice(InvoiceId::new(7)).to_string(),
            "/facturatie/facturen/7"
        );
        assert_eq!(Recode::PATH, "/facturatie/facturen/{id}/codering");
        assert_eq!(
            with_query(
                Invoices,
                &[("staat", "refused"), ("tekst", ""), ("na", "a&b=c")]
            ),
            "/facturatie/facturen?staat=refused&na=a%26b%3Dc"
        );
        assert_eq!(
            Language {
                lang: Lang::Fr,
                back: "/a?b=c"
            }
            .to_string(),
            "/taal/fr?naar=%2Fa%3Fb%3Dc"
        );
    }

    #[test]
    fn only_places_inside_are_returned_to() {
        assert_eq!(
            local("/facturatie/klanten?tekst=a"),
            "/facturatie/klanten?tekst=a"
        );
        for outside in [
            "",
            "https://example.com",
            "//example.com",
            "/\\example.com",
            "javascript:alert(1)",
            "/a b",
            "/\r\nx",
        ] {
            assert_eq!(local(outside), "/", "{outside:?}");
        }
    }
}
