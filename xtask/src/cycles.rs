//! Knots of modules: top-level modules of one crate that import each other in a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;

use crate::measure;
use crate::workspace::{Member, Workspace};

/// Which top-level module imports which, through paths that begin with `crate::`.
pub type Imports = BTreeMap<String, BTreeSet<String>>;

/// Reads the imports between the top-level modules of a crate; the crate's root is no module.
///
/// # Errors
/// When a file cannot be read or parsed.
pub fn imports(workspace: &Workspace, member: &Member) -> Result<Imports> {
    let source = member.folder.join("src");
    let mut imports = Imports::new();
    for path in workspace.rust_files(member)? {
        let Ok(inside) = path.strip_prefix(&source) else {
            continue;
        };
        if let Some(module) = module_of(inside) {
            imports
                .entry(module)
                .or_default()
                .extend(measure::file(&path)?.imports);
        }
    }
    let modules: BTreeSet<String> = imports.keys().cloned().collect();
    for (module, targets) in &mut imports {
        targets.retain(|target| target != module && modules.contains(target));
    }
    Ok(imports)
}

/// The groups of modules that reach each other, each sorted.
#[must_use]
pub fn knots(imports: &Imports) -> Vec<Vec<String>> {
    let reach: BTreeMap<&String, BTreeSet<&String>> = imports
        .keys()
        .map(|from| (from, reached(imports, from)))
        .collect();
    let mut knots: BTreeSet<Vec<String>> = BTreeSet::new();
    for (from, targets) in &reach {
        let together = |to: &&String| {
            targets.contains(*to) && reach.get(*to).is_some_and(|back| back.contains(*from))
        };
        let group: Vec<String> = imports.keys().filter(together).cloned().collect();
        if group.len() > 1 {
            knots.insert(group);
        }
    }
    knots.into_iter().collect()
}

fn reached<'a>(imports: &'a Imports, from: &'a String) -> BTreeSet<&'a String> {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![from];
    while let Some(next) = waiting.pop() {
        for target in imports.get(next).into_iter().flatten() {
            if seen.insert(target) {
                waiting.push(target);
            }
        }
    }
    seen
}

fn module_of(inside: &Path) -> Option<String> {
    let first = inside.iter().next()?.to_string_lossy().into_owned();
    let name = first.strip_suffix(".rs").unwrap_or(&first);
    (!matches!(name, "lib" | "main" | "bin")).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(arrows: &[(&str, &str)]) -> Imports {
        let mut imports = Imports::new();
        for (from, to) in arrows {
            imports
                .entry((*from).to_owned())
                .or_default()
                .insert((*to).to_owned());
            imports.entry((*to).to_owned()).or_default();
        }
        imports
    }

    #[test]
    fn a_circle_is_one_knot_and_a_line_is_none() {
        assert!(knots(&graph(&[("a", "b"), ("b", "c"), ("a", "c")])).is_empty());
        let knots = knots(&graph(&[("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]));
        assert_eq!(knots, [["a", "b", "c"]]);
    }

    #[test]
    fn files_and_folders_name_the_same_module() {
        assert_eq!(
            module_of(Path::new("demo/chart.rs")).as_deref(),
            Some("demo")
        );
        assert_eq!(module_of(Path::new("demo.rs")).as_deref(), Some("demo"));
        assert_eq!(module_of(Path::new("lib.rs")), None);
    }
}
