//! How many instructions a process takes from start to exit, as valgrind counts them: no neighbour on the machine can
//! disturb that figure.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

/// Those of `program` with `arguments`; where they cannot be counted, why.
pub fn instructions(program: &Path, arguments: &[&OsStr]) -> Result<u64, String> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program).args(arguments);
    let output = valgrind.output().map_err(|error| format!("valgrind does not start ({error})"))?;
    let told = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("valgrind failed: {}", told.trim()));
    }
    let counted = told.lines().find_map(|line| line.split_once("Collected :"));
    let counted = counted.and_then(|(_, count)| count.trim().parse().ok());
    counted.ok_or_else(|| format!("valgrind told no count: {}", told.trim()))
}
