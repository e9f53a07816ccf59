//! The files into which the shell writes what the program says: to write there is no change that anybody made.

use std::fs::File;
use std::path::Path;

/// What standard output and standard error are, as far as they are files.
#[derive(Debug, Default)]
pub struct Outputs(Vec<Identity>);

/// What tells a file from every other, whatever it is called.
type Identity = (u64, u64);

impl Outputs {
    /// Those of this program.
    #[cfg(unix)]
    pub fn find() -> Self {
        use std::os::fd::AsFd as _;

        let (output, errors) = (std::io::stdout(), std::io::stderr());
        let streams = [output.as_fd().try_clone_to_owned(), errors.as_fd().try_clone_to_owned()];
        let files = streams.into_iter().flatten().map(File::from);
        Self(files.filter_map(|file| identity(&file.metadata().ok()?)).collect())
    }

    /// Those of this program, of which nothing is known here.
    #[cfg(not(unix))]
    pub const fn find() -> Self {
        Self(Vec::new())
    }

    /// Whether `path` is one of them.
    pub fn is_one(&self, path: &Path) -> bool {
        let identity = || identity(&path.metadata().ok()?);
        !self.0.is_empty() && identity().is_some_and(|one| self.0.contains(&one))
    }
}

#[cfg(unix)]
fn identity(of: &std::fs::Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;

    of.is_file().then(|| (of.dev(), of.ino()))
}

#[cfg(not(unix))]
const fn identity(_: &std::fs::Metadata) -> Option<Identity> {
    None
}
