//! Arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    wayfare::cli::start::main()
}
