//! The workspace as cargo describes it, and its files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use cargo_metadata::{DependencyKind, MetadataCommand};

/// A crate of ours.
#[derive(Debug)]
pub struct Member {
    /// The crate's name, which is its folder's name.
    pub name: String,
    /// The folder of its manifest.
    pub folder: PathBuf,
    /// Crates of ours that it needs to be built (normal and build dependencies).
    pub needs: Vec<String>,
    /// Crates of ours that only its tests need.
    pub tests_need: Vec<String>,
}

/// All crates of ours.
#[derive(Debug)]
pub struct Workspace {
    /// The folder of the root manifest.
    pub root: PathBuf,
    /// The folder of the build output.
    pub target: PathBuf,
    /// By name.
    pub members: Vec<Member>,
}

impl Workspace {
    /// Reads `cargo metadata` (offline: it needs no registry for the members).
    ///
    /// # Errors
    /// When cargo cannot read the manifests.
    pub fn load() -> Result<Self> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
        let metadata = MetadataCommand::new()
            .manifest_path(manifest)
            .no_deps()
            .exec()
            .context("cargo metadata")?;
        let packages = metadata.workspace_packages();
        let names: Vec<String> = packages
            .iter()
            .map(|package| package.name.to_string())
            .collect();
        let mut members: Vec<Member> = packages
            .iter()
            .map(|package| {
                let mut by_kind: BTreeMap<bool, Vec<String>> = BTreeMap::new();
                for dependency in package
                    .dependencies
                    .iter()
                    .filter(|dependency| names.contains(&dependency.name))
                {
                    let for_tests = dependency.kind == DependencyKind::Development;
                    by_kind
                        .entry(for_tests)
                        .or_default()
                        .push(dependency.name.clone());
                }
                Member {
                    name: package.name.to_string(),
                    folder: package
                        .manifest_path
                        .parent()
                        .map(PathBuf::from)
                        .unwrap_or_default(),
                    needs: by_kind.remove(&false).unwrap_or_default(),
                    tests_need: by_kind.remove(&true).unwrap_or_default(),
                }
            })
            .collect();
        members.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self {
            root: metadata.workspace_root.into(),
            target: metadata.target_directory.into(),
            members,
        })
    }

    /// The Rust files of one member: `src`, `tests`, `benches`, `build.rs`.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn rust_files(&self, member: &Member) -> Result<Vec<PathBuf>> {
        files_below(&member.folder, &["rs"])
    }

    /// A path as people read it, from the root.
    #[must_use]
    pub fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root)
            .unwrap_or(path)
            .to_string_lossy()
            .into_owned()
    }
}

/// All files below a folder with one of these endings, sorted; build output and packages are left out.
///
/// # Errors
/// When a folder cannot be read.
pub fn files_below(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).with_context(|| format!("reading {}", next.display()))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.file_type()?.is_dir() {
                if !matches!(name.as_str(), "target" | "node_modules" | ".git" | "data") {
                    waiting.push(entry.path());
                }
            } else if name
                .rsplit_once('.')
                .is_some_and(|(_, ending)| endings.contains(&ending))
            {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}
