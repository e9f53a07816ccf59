//! `git:REF` and `git:REF:PATH`, as a command writes them.

use std::path::{Path, PathBuf};

use crate::project::git::bytes::name_of;

const PREFIX: &[u8] = b"git:";

/// A journey argument of another time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// As it was written.
    pub written: PathBuf,
    /// Which commit; may be empty, which is none.
    pub rev: String,
    /// Which path in it; absent for the paths that a command means where it is given none.
    pub path: Option<PathBuf>,
}

impl Argument {
    /// What `written` says; absent where it is a path on the disk.
    pub fn parse(written: &Path) -> Option<Self> {
        let rest = written.as_os_str().as_encoded_bytes().strip_prefix(PREFIX)?;
        let (rev, path) = match end_of_rev(rest) {
            Some(colon) => (&rest[..colon], Some(PathBuf::from(name_of(&rest[colon + 1..])))),
            None => (rest, None),
        };
        Some(Self { written: written.to_owned(), rev: String::from_utf8_lossy(rev).into_owned(), path })
    }
}

/// The first colon that is not in braces, as in `HEAD@{2026-01-01 10:00}`: git's own rule.
fn end_of_rev(bytes: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    bytes.iter().position(|byte| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        *byte == b':' && depth == 0
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Argument;

    #[test]
    fn a_commit_ends_at_the_first_colon_outside_of_braces() {
        for (written, expected) in [
            ("git:HEAD~1", Some(("HEAD~1", None))),
            ("git:origin/main:j/a.yaml", Some(("origin/main", Some("j/a.yaml")))),
            ("git:HEAD@{2026-01-01 10:00}:a:b", Some(("HEAD@{2026-01-01 10:00}", Some("a:b")))),
            ("git:HEAD:", Some(("HEAD", Some("")))),
            ("git:", Some(("", None))),
            ("git:-x:-y", Some(("-x", Some("-y")))),
            ("./git:HEAD", None),
            ("gitter", None),
            ("-", None),
        ] {
            let read = Argument::parse(Path::new(written));
            let read = read.as_ref().map(|read| (read.rev.as_str(), read.path.as_deref()));
            assert_eq!(read, expected.map(|(rev, path)| (rev, path.map(Path::new))), "{written}");
        }
    }
}
