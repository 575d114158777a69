//! What calls and bookings cost with a small and with a large company, in process and over HTTP; how much memory the
//! books take; how long a start takes. Both companies are measured in one run, in turn, and one table is printed.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for measuring reads the clock, may fail loudly and speaks on its output"
)]

mod acts;
mod company;
mod compare;
mod mock;
mod served;
mod side;
mod table;

use clap::Parser;
use company::{memory, restart};
use compare::Pair;
use side::Side;
use table::Table;

/// Compares small books with large ones, in one run, and prints a table in Markdown.
///
/// Both are loaded beside each other, with entries of twelve lines, and measured in turn, so that what else the machine
/// does meets both. Each act is done in rounds: in each round some calls on the small books and as many on the large
/// ones, the order changing from round to round, and before each turn a tenth more that is not measured. A figure is
/// the median of the rounds; the growth is the median of the rounds' factors, so that a round disturbed counts once.
/// For acts that book, the small books are loaded anew in each round, so that they stay small. Books that were just
/// loaded are quicker to book in than books that have been at work: `--entries 1000`, which compares equal books, shows
/// how much of a growth that is.
///
/// In process means through the router without a socket, one call after the other; by order, the library's `order`
/// without the API. Over HTTP there are eight connections, and the server has one thread; the client has another, so
/// that it takes a second core.
///
/// The default takes about 3 GB of memory, 2 GB in the folder for temporary files (TMPDIR), and some minutes. What it
/// does is told on the standard error, the table is on the standard output.
#[derive(Clone, Debug, Parser)]
pub(crate) struct Arguments {
    /// Entries of twelve lines in the large books.
    #[arg(long, default_value_t = 500_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub(crate) entries: u64,
    /// Entries of twelve lines in the small books.
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub(crate) few: u64,
    /// Rounds per act.
    #[arg(long, default_value_t = 21, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) rounds: u64,
    /// Calls per turn; of acts that book, a tenth.
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u64).range(10..))]
    pub(crate) calls: u64,
    /// Leaves out the start from a log, which writes both books to the disk first.
    #[arg(long)]
    pub(crate) without_log: bool,
    /// Instead: the same calls over HTTP on the sandbox and on json-server, a mock server of Node that filters rows of
    /// a file; in one run, in turn. It reads 20,000 such entries in some seconds, and half a million not at all.
    #[arg(long)]
    pub(crate) mock: bool,
}

/// Measures, and gives the table back.
pub(crate) async fn run(arguments: &Arguments) -> String {
    let mut table = Table::new(arguments.few, arguments.entries);
    let (nothing, _) = memory();
    let few = load(arguments.few);
    let (little, _) = memory();
    let many = load(arguments.entries);
    let (much, most) = memory();
    let memory = [little.saturating_sub(nothing), much.saturating_sub(little)];
    let seeds = [few.loaded.took, many.loaded.took];
    let mut pair = Pair {
        few,
        many,
        rounds: arguments.rounds,
        calls: arguments.calls,
    };
    pair.measure(&mut table).await;
    pair.end();
    table.row(
        "memory of the books: MB".to_owned(),
        memory.map(megabytes),
        None,
    );
    table.only_many("memory per entry: bytes", memory[1] / arguments.entries);
    table.only_many("memory at most, while both are loaded: MB", most / MEGABYTE);
    table.row(
        "start from a seed: ms".to_owned(),
        seeds.map(|took| took.as_millis()),
        None,
    );
    if !arguments.without_log {
        eprintln!("start from a log");
        let starts = [restart(arguments.few), restart(arguments.entries)];
        let took = starts.each_ref().map(|start| start.took.as_millis());
        table.row("start from a log: ms".to_owned(), took, None);
        let size = starts.map(|start| megabytes(start.log));
        table.row("the log: MB".to_owned(), size, None);
    }
    table.to_string()
}

const MEGABYTE: u64 = 1_048_576;

fn megabytes(bytes: u64) -> u128 {
    u128::from(bytes / MEGABYTE)
}

fn load(entries: u64) -> Side {
    let side = Side::new(entries);
    eprintln!(
        "{entries} entries loaded in {} ms",
        side.loaded.took.as_millis()
    );
    side
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments = Arguments::parse();
    let table = if arguments.mock {
        mock::run(&arguments).await
    } else {
        run(&arguments).await
    };
    println!("{table}");
}
