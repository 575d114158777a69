//! What one Rust file holds: functions with their lines, public items with or without words.
//!
//! A function's lines are counted as clippy's `too_many_lines` does: what is between its braces,
//! without blank lines and comments. Code under `#[cfg(test)]` and in `tests/` counts as test code.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

/// One function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line of `fn`, from one.
    pub at: usize,
    /// Lines of code in its body.
    pub lines: usize,
    /// Its arguments, `self` included.
    pub arguments: usize,
    /// Only compiled for tests.
    pub test: bool,
}

/// One file.
#[derive(Debug, Default)]
pub struct Measured {
    /// All lines.
    pub lines: usize,
    /// Lines of `#[cfg(test)]` modules.
    pub test_lines: usize,
    /// Functions, methods and trait functions with a body.
    pub functions: Vec<Function>,
    /// Public items.
    pub public: usize,
    /// Public items with a doc comment.
    pub documented: usize,
    /// The file begins with `//!`.
    pub header: bool,
    /// First segments of paths that begin with `crate::`.
    pub imports: Vec<String>,
    /// Text literals with the line where they begin.
    pub texts: Vec<(usize, String)>,
}

/// Measures one file.
///
/// # Errors
/// When it cannot be read or is not Rust.
pub fn file(path: &Path) -> Result<Measured> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    source(&text).with_context(|| format!("parsing {}", path.display()))
}

/// Measures the text of one file.
///
/// # Errors
/// When it is not Rust.
pub fn source(text: &str) -> Result<Measured> {
    let parsed = syn::parse_file(text)?;
    let lines: Vec<&str> = text.lines().collect();
    let header = parsed.attrs.iter().any(is_doc);
    let measured = Measured {
        lines: lines.len(),
        header,
        ..Measured::default()
    };
    let mut walk = Walk {
        measured,
        lines: &lines,
        in_test: 0,
    };
    walk.visit_file(&parsed);
    Ok(walk.measured)
}

struct Walk<'a> {
    measured: Measured,
    lines: &'a [&'a str],
    in_test: usize,
}

impl Walk<'_> {
    fn function(&mut self, signature: &syn::Signature, body: &syn::Block) {
        let (from, to) = (body.span().start().line, body.span().end().line);
        let inside = self
            .lines
            .get(from..to.saturating_sub(1))
            .unwrap_or_default();
        let code = inside
            .iter()
            .map(|line| line.trim())
            .filter(|line| !line.is_empty() && !line.starts_with("//"));
        self.measured.functions.push(Function {
            name: signature.ident.to_string(),
            at: signature.span().start().line,
            lines: code.count(),
            arguments: signature.inputs.len(),
            test: self.in_test > 0,
        });
    }

    fn item(&mut self, visibility: &syn::Visibility, attributes: &[syn::Attribute]) {
        if self.in_test == 0 && matches!(visibility, syn::Visibility::Public(_)) {
            self.measured.public += 1;
            self.measured.documented += usize::from(attributes.iter().any(is_doc));
        }
    }

    fn path_begins(&mut self, mut segments: impl Iterator<Item = String>) {
        if segments.next().as_deref() == Some("crate")
            && self.in_test == 0
            && let Some(module) = segments.next()
        {
            self.measured.imports.push(module);
        }
    }

    fn use_tree(&mut self, tree: &syn::UseTree, at_root: bool) {
        match tree {
            syn::UseTree::Path(path) if at_root && path.ident == "crate" => {
                self.use_tree(&path.tree, false)
            }
            syn::UseTree::Path(path) if !at_root => {
                self.measured.imports.push(path.ident.to_string())
            }
            syn::UseTree::Name(name) if !at_root => {
                self.measured.imports.push(name.ident.to_string())
            }
            syn::UseTree::Rename(name) if !at_root => {
                self.measured.imports.push(name.ident.to_string())
            }
            syn::UseTree::Group(group) => group
                .items
                .iter()
                .for_each(|item| self.use_tree(item, at_root)),
            _ => {}
        }
    }

    fn tokens(&mut self, tokens: proc_macro2::TokenStream) {
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Group(group) => self.tokens(group.stream()),
                proc_macro2::TokenTree::Literal(literal) => {
                    let line = literal.span().start().line;
                    if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                        self.measured.texts.push((line, text.value()));
                    }
                }
                _ => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        use syn::Item;
        match item {
            Item::Const(it) => self.item(&it.vis, &it.attrs),
            Item::Enum(it) => self.item(&it.vis, &it.attrs),
            Item::Static(it) => self.item(&it.vis, &it.attrs),
            Item::Struct(it) => self.item(&it.vis, &it.attrs),
            Item::Trait(it) => self.item(&it.vis, &it.attrs),
            Item::Type(it) => self.item(&it.vis, &it.attrs),
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let test = module.attrs.iter().any(is_test) && module.content.is_some();
        if test {
            self.in_test += 1;
            let span = module.span();
            self.measured.test_lines += span.end().line - span.start().line + 1;
        }
        visit::visit_item_mod(self, module);
        self.in_test -= usize::from(test);
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        let test = function.attrs.iter().any(is_test);
        self.in_test += usize::from(test);
        self.item(&function.vis, &function.attrs);
        self.function(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
        self.in_test -= usize::from(test);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.item(&function.vis, &function.attrs);
        self.function(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        if let Some(body) = &function.default {
            self.function(&function.sig, body);
        }
        visit::visit_trait_item_fn(self, function);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if self.in_test == 0 {
            self.use_tree(&item.tree, true);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.path_begins(
            path.segments
                .iter()
                .map(|segment| segment.ident.to_string()),
        );
        visit::visit_path(self, path);
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.measured
            .texts
            .push((text.span().start().line, text.value()));
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.tokens(call.tokens.clone());
        visit::visit_macro(self, call);
    }

    // The text of a doc comment is not a text of the program.
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}
}

fn is_doc(attribute: &syn::Attribute) -> bool {
    attribute.path().is_ident("doc")
}

fn is_test(attribute: &syn::Attribute) -> bool {
    let path = attribute.path();
    if path.is_ident("cfg") {
        return attribute
            .parse_args::<syn::Path>()
            .is_ok_and(|inside| inside.is_ident("test"));
    }
    path.segments
        .last()
        .is_some_and(|segment| segment.ident == "test")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = r#"//! A header.
use crate::other::Thing;

/// Documented.
pub struct A;
pub struct B;

fn long(a: u8, b: u8) {
    // a comment

    let text = "SELECT 1";
    crate::third::call(format!("{a} INSERT"));
}

#[cfg(test)]
mod tests {
    use crate::hidden;
    fn helper() {}
}
"#;

    #[test]
    fn counts_what_a_reader_would_count() {
        let measured = source(SAMPLE).unwrap();
        assert!(measured.header);
        assert_eq!((measured.public, measured.documented), (2, 1));
        assert_eq!(measured.imports, ["other", "third"]);
        let names: Vec<_> = measured
            .functions
            .iter()
            .map(|f| (f.name.as_str(), f.lines, f.test))
            .collect();
        assert_eq!(names, [("long", 2, false), ("helper", 0, true)]);
        assert_eq!(measured.test_lines, 5);
        assert_eq!(
            measured.texts,
            [(11, "SELECT 1".to_owned()), (12, "{a} INSERT".to_owned())]
        );
    }
}
