//! `cargo xtask metrics`: how big the house is, as a table. It judges nothing; the tidy rules do.

use anyhow::Result;

use crate::measure::{self, Function, Measured};
use crate::tidy::sizes::{ARGUMENT_LIMIT, FILE_AIM, FUNCTION_AIM, is_table};
use crate::workspace::{Member, Workspace};
use crate::{cycles, say};

/// Prints the table.
///
/// # Errors
/// When a file cannot be read or parsed.
pub fn show(workspace: &Workspace) -> Result<()> {
    say::line(&format!(
        "{:<16} {:>5} {:>7} {:>7}   {:<14} {:<14} {:>5} {:>6}  {}",
        "crate",
        "files",
        "lines",
        "tests",
        "file m/90/max",
        "fn m/90/max",
        ">5arg",
        "docs",
        "knots"
    ));
    let mut over = Vec::new();
    let mut all = Totals::default();
    for member in &workspace.members {
        let totals = measure_member(workspace, member, &mut over)?;
        let knots = cycles::knots(&cycles::imports(workspace, member)?);
        say::line(
            &totals.row(
                &member.name,
                &knots
                    .iter()
                    .map(|knot| knot.join("+"))
                    .collect::<Vec<_>>()
                    .join(" "),
            ),
        );
        all.add(totals);
    }
    say::line(&all.row("all", ""));
    over.sort();
    say::step(&format!(
        "over the aims ({FILE_AIM} lines per file, {FUNCTION_AIM} per function)"
    ));
    over.iter().for_each(|line| say::line(line));
    Ok(())
}

/// The figures of one crate, or of all.
#[derive(Default)]
struct Totals {
    files: Vec<usize>,
    functions: Vec<usize>,
    test_lines: usize,
    many_arguments: usize,
    public: usize,
    documented: usize,
}

impl Totals {
    fn row(&self, name: &str, knots: &str) -> String {
        let docs = (self.documented * 100)
            .checked_div(self.public)
            .map_or_else(|| "-".to_owned(), |share| format!("{share} %"));
        format!(
            "{name:<16} {:>5} {:>7} {:>7}   {:<14} {:<14} {:>5} {docs:>6}  {knots}",
            self.files.len(),
            self.files.iter().sum::<usize>(),
            self.test_lines,
            spread(&self.files),
            spread(&self.functions),
            self.many_arguments,
        )
    }

    fn file(&mut self, measured: &Measured) {
        self.files.push(measured.lines - measured.test_lines);
        self.test_lines += measured.test_lines;
        let code: Vec<&Function> = measured
            .functions
            .iter()
            .filter(|function| !function.test)
            .collect();
        self.functions
            .extend(code.iter().map(|function| function.lines));
        self.many_arguments += code
            .iter()
            .filter(|function| function.arguments > ARGUMENT_LIMIT)
            .count();
        self.public += measured.public;
        self.documented += measured.documented;
    }

    fn add(&mut self, other: Self) {
        self.files.extend(other.files);
        self.functions.extend(other.functions);
        self.test_lines += other.test_lines;
        self.many_arguments += other.many_arguments;
        self.public += other.public;
        self.documented += other.documented;
    }
}

fn measure_member(
    workspace: &Workspace,
    member: &Member,
    over: &mut Vec<String>,
) -> Result<Totals> {
    let mut totals = Totals::default();
    for path in workspace.rust_files(member)? {
        let shown = workspace.shown(&path);
        let measured = measure::file(&path)?;
        if path
            .strip_prefix(&member.folder)
            .is_ok_and(|inside| inside.starts_with("tests"))
        {
            totals.test_lines += measured.lines;
            continue;
        }
        if is_table(&shown) {
            continue;
        }
        if measured.lines > FILE_AIM {
            over.push(format!("{shown}: {} lines", measured.lines));
        }
        for function in measured
            .functions
            .iter()
            .filter(|function| function.lines > FUNCTION_AIM)
        {
            over.push(format!(
                "{shown}:{}: fn {} has {} lines",
                function.at, function.name, function.lines
            ));
        }
        totals.file(&measured);
    }
    Ok(totals)
}

/// Median, ninth decile and largest.
fn spread(numbers: &[usize]) -> String {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    let at = |tenths: usize| {
        sorted
            .get((sorted.len() * tenths / 10).min(sorted.len().saturating_sub(1)))
            .copied()
            .unwrap_or(0)
    };
    format!("{}/{}/{}", at(5), at(9), at(10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spread_is_median_ninth_decile_and_largest() {
        assert_eq!(spread(&[]), "0/0/0");
        assert_eq!(spread(&[3, 1, 2]), "2/3/3");
        assert_eq!(spread(&(1..=100).collect::<Vec<_>>()), "51/91/100");
    }
}
