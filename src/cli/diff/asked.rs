//! What a command line of `diff` asks for: two sides, or today beside where histories parted.

use std::path::PathBuf;

use crate::cli::diff::arguments::Diff;
use crate::cli::failure::Failure;

/// What is compared.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked<'c> {
    /// What people are on, and what they would move to.
    Pair(&'c PathBuf, &'c PathBuf),
    /// Where the history of a commit and that of `HEAD` parted, and what stands at the paths today.
    Against(&'c str, &'c [PathBuf]),
}

impl<'c> Asked<'c> {
    /// What `command` asks for.
    pub fn of(command: &'c Diff) -> Result<Self, Failure> {
        let Some(rev) = &command.against else { return pair(&command.paths) };
        if let Some(past) = command.paths.iter().find(|path| is_past(path)) {
            let message = format!("`{}` does not go together with `--against`", past.display());
            let help =
                "`--against` compares with what is there today: name files or folders, or give OLD and NEW without it";
            return Err(Failure::new(message, help));
        }
        Ok(Self::Against(rev.strip_prefix("git:").unwrap_or(rev), &command.paths))
    }
}

fn is_past(path: &std::path::Path) -> bool {
    path.as_os_str() == "-" || path.as_os_str().as_encoded_bytes().starts_with(b"git:")
}

fn pair(paths: &[PathBuf]) -> Result<Asked<'_>, Failure> {
    match paths {
        [old, new] if old.as_os_str() == "-" && new.as_os_str() == "-" => {
            Err(Failure::new("standard input cannot be both OLD and NEW", "give a file for one of them"))
        }
        [old, new] => Ok(Asked::Pair(old, new)),
        [] => Err(Failure::new(
            "nothing says what to compare",
            "write `wayfare diff OLD NEW` for two versions, or `wayfare diff --against main` for what this branch changes",
        )),
        [one] => {
            let one = one.display();
            let message = format!("`{one}` is only one side of a comparison");
            Err(Failure::new(
                message,
                format!("write `wayfare diff OLD {one}`, or `wayfare diff --against main {one}`"),
            ))
        }
        [_, _, third, ..] => Err(Failure::new(
            format!("`{}` is one argument too many", third.display()),
            "two sides are compared, OLD and NEW; only `--against REF` takes any number of paths",
        )),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{Asked, pair};

    #[test]
    fn two_sides_are_wanted() {
        let paths = ["a", "b", "c", "d"].map(PathBuf::from);
        assert_eq!(pair(&paths[..2]).ok(), Some(Asked::Pair(&paths[0], &paths[1])));
        let said = |many: usize| pair(&paths[..many]).err().map(|failure| failure.message);
        assert_eq!(said(0).as_deref(), Some("nothing says what to compare"));
        assert_eq!(said(1).as_deref(), Some("`a` is only one side of a comparison"));
        assert_eq!(said(4).as_deref(), Some("`c` is one argument too many"));
    }
}
