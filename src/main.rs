//! Arguments in, exit code out.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Millions of people come in small pieces and go again; glibc's allocator takes a sixth longer over two versions of them.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    wayfare::cli::start::main()
}
