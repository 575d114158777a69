//! Finds the SQL statements of a crate in its sources: string literals that begin with a statement's first word.
//!
//! This is why a statement is one literal: what is put together from pieces is not found, and so not proven.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use proc_macro2::{TokenStream, TokenTree};

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

fn collect(tokens: TokenStream, found: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect(group.stream(), found),
            TokenTree::Literal(literal) => {
                if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string())
                    && is_statement(&text.value())
                {
                    found.push(text.value());
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// A word with a blank after it and more: so that the words alone, in a list like ours, do not count.
fn is_statement(text: &str) -> bool {
    let text = text.trim_start();
    FIRST_WORDS
        .iter()
        .any(|word| text.starts_with(word) && text.trim_end().len() > word.len())
}
