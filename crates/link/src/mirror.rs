//! What Exact holds, mirrored: read by its delta endpoints, row and cursor in one transaction per page.
//!
//! Nothing is asked per customer or per line. A later run costs about ten calls.

mod delta;
pub(crate) mod lines;
mod master;
mod moved;
mod refresh;
pub(crate) mod relations;
mod touched;

pub(crate) use refresh::{refresh_lines, refresh_master, refresh_relations, refresh_since};
pub(crate) use relations::{gl_account as gl_account_params, upsert_gl_accounts};
pub(crate) use relations::{relation as relation_params, upsert_relations};
