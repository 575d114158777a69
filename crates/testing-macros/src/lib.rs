//! The test attribute [`macro@db_test`]: one test function, run on SQLite and on PostgreSQL.
//!
//! The machinery that opens and drops the databases is in crate `testing`.

use proc_macro::TokenStream;
use proc_macro2::Ident;
use quote::quote;
use syn::{ItemFn, Visibility, parse_macro_input};

/// Runs an `async fn name(db: store::Db)` as two tests, `name::sqlite` and `name::postgres`, each with an empty,
/// migrated database of its own.
///
/// The argument may also be a `testing::db::TestDb`; the function may return a `Result`. With
/// `#[db_test(paused)]` tokio's clock is paused on SQLite. PostgreSQL is on the other side of a socket, where a
/// paused clock would run ahead of the answers, so there it runs on.
#[proc_macro_attribute]
pub fn db_test(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let function = parse_macro_input!(item as ItemFn);
    let paused = if arguments.is_empty() {
        false
    } else {
        let word = parse_macro_input!(arguments as Ident);
        if word != "paused" {
            return syn::Error::new(word.span(), "the only argument is `paused`")
                .into_compile_error()
                .into();
        }
        true
    };
    expand(function, paused)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

fn expand(mut function: ItemFn, paused: bool) -> syn::Result<proc_macro2::TokenStream> {
    if function.sig.asyncness.is_none() || function.sig.inputs.len() != 1 {
        return Err(syn::Error::new_spanned(
            &function.sig,
            "a database test is an async function with one argument",
        ));
    }
    function.vis = Visibility::Inherited;
    let attributes = std::mem::take(&mut function.attrs);
    let name = &function.sig.ident;
    // Marked as a test, so that the lints know that it may unwrap.
    Ok(quote! {
        #[cfg(test)]
        #function

        #[cfg(test)]
        mod #name {
            #[test]
            #(#attributes)*
            fn sqlite() -> impl ::std::process::Termination {
                ::testing::db::on_sqlite(#paused, super::#name)
            }

            #[test]
            #(#attributes)*
            fn postgres() -> impl ::std::process::Termination {
                ::testing::db::on_postgres(super::#name)
            }
        }
    })
}
