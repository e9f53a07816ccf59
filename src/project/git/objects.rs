//! What git's objects say: the tree of a commit, and what stands in a tree.

use std::ffi::OsString;

use crate::project::git::bytes::name_of;

/// What an item of a tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// The commit of another repository.
    Submodule,
}

/// An item of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its name.
    pub name: OsString,
    /// What it is.
    pub sort: Sort,
    /// The id of its object.
    pub id: String,
}

/// The id of the tree of a commit.
pub fn tree_of(commit: &[u8]) -> Option<String> {
    let line = commit.split(|byte| *byte == b'\n').next()?;
    String::from_utf8(line.strip_prefix(b"tree ")?.to_owned()).ok()
}

/// The items of a tree, by name; `id` is its own, which tells how long ids are.
pub fn items_of(tree: &[u8], id: &str) -> Option<Vec<Item>> {
    let width = id.len() / 2;
    let mut items = Vec::new();
    let mut rest = tree;
    while !rest.is_empty() {
        let (mode, after) = split_at_byte(rest, b' ')?;
        let (name, after) = split_at_byte(after, 0)?;
        let (id, after) = after.split_at_checked(width)?;
        items.push(Item { name: name_of(name), sort: sort_of(mode), id: hex(id) });
        rest = after;
    }
    items.sort_by(|a, b| a.name.cmp(&b.name));
    Some(items)
}

fn sort_of(mode: &[u8]) -> Sort {
    match mode {
        b"40000" | b"040000" => Sort::Folder,
        b"120000" => Sort::Link,
        b"160000" => Sort::Submodule,
        _ => Sort::File,
    }
}

fn split_at_byte(bytes: &[u8], at: u8) -> Option<(&[u8], &[u8])> {
    let index = bytes.iter().position(|byte| *byte == at)?;
    Some((&bytes[..index], &bytes[index + 1..]))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::{Sort, items_of, tree_of};

    const ID: &str = "0000000000000000000000000000000000000000";

    #[test]
    fn a_tree_is_read_whatever_its_names_hold() {
        let mut tree = Vec::new();
        for (mode, name) in [("100755", "z\n\"y\" .yaml"), ("40000", "b"), ("120000", "c"), ("160000", "a")] {
            tree.extend(format!("{mode} {name}\0").into_bytes());
            tree.extend([0xAB; 20]);
        }
        let items = items_of(&tree, ID).unwrap();
        let read: Vec<_> = items.iter().map(|item| (item.name.to_str().unwrap(), item.sort)).collect();
        let expected = [("a", Sort::Submodule), ("b", Sort::Folder), ("c", Sort::Link), ("z\n\"y\" .yaml", Sort::File)];
        assert_eq!(read, expected);
        assert!(items.iter().all(|item| item.id == "ab".repeat(20)));
    }

    #[test]
    fn what_is_cut_off_is_no_tree() {
        let mut tree = b"100644 a\0".to_vec();
        tree.extend([0xAB; 20]);
        for length in 1..tree.len() {
            assert_eq!(items_of(&tree[..length], ID), None, "{length}");
        }
        assert_eq!(items_of(b"", ID), Some(Vec::new()));
        assert_eq!(tree_of(b"tree abc\nparent def\n").as_deref(), Some("abc"));
        assert_eq!(tree_of(b""), None);
    }
}
