//! The command line: what can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

/// Invoices of body shops into Exact Online, each exactly once.
#[derive(Debug, Parser)]
#[command(name = "planmanager", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
    /// Where the database, the key and the settings are.
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The settings, where they are not `planmanager.toml` in the data folder.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Answer in JSON, for machines.
    #[arg(long, global = true)]
    pub json: bool,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Pages and lanes.
    Serve,
    /// Lanes only: one more node on the same PostgreSQL.
    Worker,
    /// The whole tour on this machine: PlanManager and a local Exact Online, filled with a year of invented shops.
    Demo(DemoArgs),
    /// Invoices from others.
    #[command(subcommand)]
    Import(ImportVerb),
    /// Customers and invoices of a filter into Exact Online; follows until all are done, or nothing can go on by itself.
    Export(ExportArgs),
    /// What would be refused, and why; asks nothing of Exact Online.
    Check(FilterArgs),
    /// Fetches journals and revenue accounts of every administration that a location uses.
    Sync(SyncArgs),
    /// Our books beside those of the local Exact Online, per invoice to the cent.
    Compare(CompareArgs),
    /// Whether everything is well; reads only.
    Doctor,
    /// The database in one file, while everything runs.
    Backup(BackupArgs),
    /// A backup takes the place of the database; the link stands still until someone says which one this is.
    Restore(RestoreArgs),
    /// Which installation this is: the one, or a copy.
    #[command(subcommand)]
    Link(LinkVerb),
    /// The master key, with which the tokens of Exact Online are stored.
    #[command(subcommand)]
    Key(KeyVerb),
    /// People who sign in.
    #[command(subcommand)]
    User(UserVerb),
}

/// Arguments of the demo.
#[derive(Clone, Debug, Args)]
pub struct DemoArgs {
    /// Where the pages of PlanManager are.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Where the local Exact Online is.
    #[arg(long, default_value_t = 8090)]
    pub sandbox_port: u16,
    /// Begin anew: removes what an earlier tour left in the data folder.
    #[arg(long)]
    pub fresh: bool,
    /// Calls that the local Exact Online allows per minute and administration; the real one's 60 unless told.
    #[arg(long, default_value_t = 60, value_name = "N")]
    pub minute_limit: u32,
}

/// What can be imported.
#[derive(Debug, Subcommand)]
pub enum ImportVerb {
    /// UBL 2.1 invoices and credit notes, as sales of a location.
    Ubl(UblArgs),
}

/// Arguments of the UBL import.
#[derive(Debug, Args)]
pub struct UblArgs {
    /// The files.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The location that sold: its name or id; the only one when there is one.
    #[arg(long)]
    pub location: Option<String>,
    /// The code of a journal that is numbered elsewhere; the location's only one when there is one.
    #[arg(long, value_name = "CODE")]
    pub journal: Option<String>,
    /// The ledger account for every line that none is remembered for.
    #[arg(long, value_name = "NUMBER")]
    pub account: Option<String>,
    /// Take it although the seller is not the location.
    #[arg(long)]
    pub accept_seller: bool,
    /// Who the buyer is where that is not certain: a customer number, or `new`.
    #[arg(long, value_name = "NUMBER")]
    pub customer: Option<String>,
    /// Say what would happen, and store nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// Which invoices.
#[derive(Clone, Debug, Args)]
pub struct FilterArgs {
    /// The location's name or id; all of them unless told.
    #[arg(long)]
    pub location: Option<String>,
    /// First invoice date, `YYYY-MM-DD`; today unless told.
    #[arg(long)]
    pub from: Option<Date>,
    /// Last invoice date; today unless told.
    #[arg(long)]
    pub to: Option<Date>,
    /// First invoice number.
    #[arg(long, value_name = "NUMBER")]
    pub number_from: Option<String>,
    /// Last invoice number.
    #[arg(long, value_name = "NUMBER")]
    pub number_to: Option<String>,
    /// Journal codes; all of them unless told.
    #[arg(long = "journal", value_name = "CODE")]
    pub journals: Vec<String>,
}

/// Arguments of the export.
#[derive(Clone, Debug, Args)]
pub struct ExportArgs {
    /// Which invoices.
    #[command(flatten)]
    pub filter: FilterArgs,
    /// What of them.
    #[arg(long, value_enum, default_value_t = PartsArg::Both)]
    pub parts: PartsArg,
    /// How many minutes without any progress it follows what goes on by itself; 0 does not wait.
    #[arg(long, value_name = "MINUTES", default_value_t = 10)]
    pub wait: u32,
}

/// Arguments of the fetching.
#[derive(Clone, Copy, Debug, Args)]
pub struct SyncArgs {
    /// How many minutes without any progress it follows what goes on by itself; 0 does not wait.
    #[arg(long, value_name = "MINUTES", default_value_t = 5)]
    pub wait: u32,
}

/// What can be done about the master key.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum KeyVerb {
    /// Gives up a key that is lost or another installation's: makes a new one; what was stored with the other needs a
    /// new consent. End PlanManager first.
    New,
}

/// What of the invoices is exported.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum PartsArg {
    /// Customers and invoices.
    Both,
    /// Customers only.
    Customers,
    /// Invoices only.
    Invoices,
    /// Ledger accounts that Exact lacks.
    Accounts,
}

/// Arguments of the comparison.
#[derive(Clone, Debug, Args)]
pub struct CompareArgs {
    /// Where the local Exact Online is; the settings' address unless told.
    #[arg(long, value_name = "URL")]
    pub sandbox: Option<String>,
    /// Which invoices; a year back to today unless told.
    #[command(flatten)]
    pub filter: FilterArgs,
}

/// Arguments of the backup.
#[derive(Clone, Debug, Args)]
pub struct BackupArgs {
    /// The file to be made.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Take the place of a file that is there.
    #[arg(long)]
    pub force: bool,
}

/// Arguments of restoring.
#[derive(Clone, Debug, Args)]
pub struct RestoreArgs {
    /// The backup.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Also when there is a database; that one is kept under another name.
    #[arg(long)]
    pub force: bool,
}

/// What can be said about the installation.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum LinkVerb {
    /// How it is; ends with 1 while someone has to decide.
    Status,
    /// This one continues: it waits for what another may have sent, looks it up in Exact, and goes on.
    Continue,
    /// This is a copy: its access to Exact is erased, and it sends nothing.
    Copy,
    /// Stands still, until someone says which one it is: before or after a whole computer is put back.
    Pause,
}

/// What can be done about people.
#[derive(Debug, Subcommand)]
pub enum UserVerb {
    /// Everyone.
    List,
    /// Makes a person, and prints a one-time password.
    Add {
        /// What he signs in with.
        login: String,
        /// His name; the login unless told.
        #[arg(long)]
        name: Option<String>,
        /// What he may do; `office` unless told, and `administrator` for the very first.
        #[arg(long, value_enum)]
        role: Option<RoleArg>,
    },
    /// Prints a new one-time password; the old one ends.
    Password {
        /// Whose.
        login: String,
    },
    /// Lets someone sign in, or no longer.
    Active {
        /// Whom.
        login: String,
        /// Whether he may.
        #[arg(action = clap::ArgAction::Set)]
        active: bool,
    },
}

/// What a person may do.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum RoleArg {
    /// Everything.
    Administrator,
    /// Everything about the books.
    Bookkeeper,
    /// Invoices and customers.
    Office,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_commands_of_the_readme_exist() {
        let readme =
            std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md"))
                .unwrap();
        let command = Cli::command();
        let mut seen = 0;
        for before in ["`planmanager ", "cargo run -- "] {
            for rest in readme.split(before).skip(1) {
                let verb = rest
                    .split(|c: char| !c.is_ascii_lowercase())
                    .next()
                    .unwrap();
                assert!(
                    command.find_subcommand(verb).is_some(),
                    "README.md: there is no `{verb}`"
                );
                seen += 1;
            }
        }
        assert!(seen >= 5, "only {seen} commands were found in README.md");
    }

    #[test]
    fn the_demo_is_typed_as_the_readme_says() {
        let cli = Cli::parse_from(["planmanager", "demo", "--port", "9000", "--fresh"]);
        assert!(matches!(
            cli.verb,
            Verb::Demo(DemoArgs {
                port: 9000,
                sandbox_port: 8090,
                fresh: true,
                ..
            })
        ));
        assert!(Cli::try_parse_from(["planmanager", "import", "ubl"]).is_err());
    }
}
