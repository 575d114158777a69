//! The program: a local Exact Online on one address. Here it is started and ended; what it is told and what it says
//! is in `program`.

mod program;

use std::process::ExitCode;

use clap::Parser as _;
use program::arguments::Arguments;
use program::{complaint, greeting, start};

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(tracing::Level::WARN)
        .init();
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            greeting::complain(&complaint::sentence(&error));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let seed = start::seed(arguments)?;
    if arguments.print_seed {
        return greeting::print(&serde_json::to_string_pretty(&seed)?);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = start::listen(arguments.listen).await?;
        let sandbox = start::open(arguments, seed)?;
        greeting::greet(arguments, &sandbox, listener.local_addr()?)?;
        sandbox.serve(listener, start::stopped()).await?;
        Ok(())
    })
}
