//! Finds the SQL statements of a crate in its sources: string literals that begin with a statement's first word.
//!
//! This is why a statement is one literal: what is put together from pieces is not found, and so not proven.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use proc_macro2::{Delimiter, Literal, TokenStream, TokenTree};

/// How a statement begins.
const FIRST_WORDS: [&str; 5] = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH "];

/// A statement and the file it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The file, as it was reached from the given folder.
    pub file: String,
    /// The statement's text.
    pub sql: String,
}

/// All statements in the `.rs` files below `folder`, in the order of file names.
///
/// # Errors
/// When a file cannot be read or is not Rust.
pub fn below(folder: &Path) -> Result<Vec<Found>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(below(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.extend(in_file(&path)?);
        }
    }
    Ok(found)
}

fn in_file(path: &Path) -> Result<Vec<Found>> {
    let file = path.display().to_string();
    let text = fs::read_to_string(path).with_context(|| file.clone())?;
    let tokens: TokenStream = text
        .parse()
        .map_err(|error| anyhow::anyhow!("{file}: {error}"))?;
    let mut statements = Vec::new();
    collect(tokens, &mut statements);
    let statements = statements.into_iter();
    Ok(statements
        .map(|sql| Found {
            file: file.clone(),
            sql,
        })
        .collect())
}

/// Goes through the tokens; documentation and modules of unit tests hold no statements of the product.
fn collect(tokens: TokenStream, found: &mut Vec<String>) {
    let mut in_test_module = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => match (group.delimiter(), in_test_module) {
                (Delimiter::Brace, true) => in_test_module = false,
                (Delimiter::Bracket, _) => {
                    let text = group.stream().to_string().replace(' ', "");
                    in_test_module |= text == "cfg(test)";
                    if !text.starts_with("doc=") {
                        collect(group.stream(), found);
                    }
                }
                _ => collect(group.stream(), found),
            },
            TokenTree::Literal(literal) => found.extend(statement(&literal)),
            TokenTree::Punct(punct) if punct.as_char() == ';' => in_test_module = false,
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// The literal's text, if it is a statement.
fn statement(literal: &Literal) -> Option<String> {
    let text = syn::parse_str::<syn::LitStr>(&literal.to_string()).ok()?;
    Some(text.value()).filter(|text| is_statement(text))
}

/// A word with a blank after it and more: so that the words alone, in a list like ours, do not count.
fn is_statement(text: &str) -> bool {
    let text = text.trim_start();
    FIRST_WORDS
        .iter()
        .any(|word| text.starts_with(word) && text.trim_end().len() > word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_found_in_code_but_not_in_documentation_or_tests() {
        let source = r##"
            /// DELETE FROM this IS documentation
            fn f() {
                tx.all("SELECT 1", params!["UPDATE t SET a = 1", "update x"]);
                let words = ["SELECT ", "nothing"];
                g(r#"INSERT INTO "t" VALUES (1)"#);
            }
            #[cfg(test)]
            mod tests {
                const SQL: &str = "SELECT 2";
            }
            #[cfg(test)]
            use a::b;
            fn h() { g("WITH n AS (SELECT 3)") }
        "##;
        let mut found = Vec::new();
        collect(source.parse().unwrap(), &mut found);
        assert_eq!(
            found,
            [
                "SELECT 1",
                "UPDATE t SET a = 1",
                "INSERT INTO \"t\" VALUES (1)",
                "WITH n AS (SELECT 3)"
            ]
        );
    }
}
