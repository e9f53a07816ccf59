//! Why nothing can be read at a path of a commit.

use std::path::PathBuf;

/// Why nothing can be read at a path of a commit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Lost {
    /// Nothing stands there.
    #[error("there is no such file or folder at that commit")]
    Missing,
    /// A folder where a file is wanted.
    #[error("it is a folder")]
    Folder,
    /// The path leads out of the repository.
    #[error("it lies outside the repository")]
    Outside,
    /// A link leads out of the repository.
    #[error("the link `{0}` leads outside the repository")]
    LinkOutside(PathBuf),
    /// A link that leads through too many others, or to itself.
    #[error("there are too many links on the way")]
    Links,
    /// It stands in another repository.
    #[error("`{0}` is a submodule, whose files are in a repository of their own")]
    Submodule(PathBuf),
    /// Git could not hand out an object.
    #[error("git cannot read its object {0}")]
    Object(String),
}
