//! A text as what was published; what is none says where and what to do.

use std::collections::BTreeMap;
use std::ops::Range;

use semver::Version;
use smol_str::SmolStr;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::graph::content::element::{Element, Sort};
use crate::project::lock::book::{DIGITS, FORMAT, Lock, NAMES, Published, Versions};
use crate::terms::name::{is_event_text, is_id};

/// What to do about a text that is no lock.
const RESTORE: &str = "put it back as it was; `git checkout -- wayfare.lock` does where it was committed";

/// What precedes and follows the lines of each side of a merge.
const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// Why a text is no lock.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct LockFault {
    /// Where, in bytes.
    pub at: Range<usize>,
    /// Why.
    pub message: String,
    /// What to do next.
    pub help: String,
}

impl LockFault {
    /// That a file holds no text.
    pub fn no_text() -> Self {
        Self { at: 0..0, message: "not UTF-8".to_owned(), help: RESTORE.to_owned() }
    }

    fn new<T>(at: &Spanned<T>, message: String) -> Self {
        Self { at: at.span(), message, help: RESTORE.to_owned() }
    }

    fn help(self, help: &str) -> Self {
        Self { help: help.to_owned(), ..self }
    }

    /// The line and column in `text`, both from 1, columns in characters.
    pub fn place(&self, text: &str) -> (usize, usize) {
        let before = text.get(..self.at.start).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() + 1, line.chars().count() + 1)
    }
}

impl Lock {
    /// What `text` says was published.
    pub fn read(text: &str) -> Result<Self, LockFault> {
        if let Some(fault) = conflict(text) {
            return Err(fault);
        }
        let root = DeTable::parse(text).map_err(|error| not_toml(text, &error))?;
        let (mut lock, mut is_known) = (Self::default(), false);
        // What stands in a later format is not to be judged by this one.
        if let Some((_, value)) = root.get_ref().iter().find(|(key, _)| key.get_ref() == "version") {
            format(value)?;
            is_known = true;
        }
        for (key, value) in root.get_ref() {
            match (&**key.get_ref(), value.get_ref()) {
                ("version", _) => {}
                ("journeys", DeValue::Table(journeys)) => lock.journeys = all(journeys)?,
                (other, _) => return Err(LockFault::new(key, format!("a lock has no `{other}`"))),
            }
        }
        if is_known {
            return Ok(lock);
        }
        Err(LockFault { at: 0..0, message: format!("`version = {FORMAT}` is missing"), help: RESTORE.to_owned() })
    }
}

/// Lines that a merge has left.
fn conflict(text: &str) -> Option<LockFault> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let is_mark =
            |mark: &str| line.strip_prefix(mark).is_some_and(|rest| rest.trim().is_empty() || rest.starts_with(' '));
        if let Some(mark) = MARKS.into_iter().find(|mark| is_mark(mark)) {
            return Some(LockFault {
                at: start..start + mark.len(),
                message: "a merge left both sides here".to_owned(),
                help:
                    "keep the lines of both sides, take out `<<<<<<<`, `=======` and `>>>>>>>`, then run `wayfare lock`"
                        .to_owned(),
            });
        }
        start += line.len();
    }
    None
}

fn not_toml(text: &str, error: &toml::de::Error) -> LockFault {
    let at = error.span().unwrap_or(0..0);
    let said = error.message().lines().next().unwrap_or_default();
    if said.contains("duplicate key") {
        return LockFault {
            message: format!("`{}` is there twice", key_at(text, &at)),
            help: "keep one of the lines, that of what was published; what else has the version needs another"
                .to_owned(),
            at,
        };
    }
    LockFault { at, message: format!("not TOML: {said}"), help: RESTORE.to_owned() }
}

/// The key at `at`, from the beginning of its line where it is the first of it.
fn key_at<'t>(text: &'t str, at: &Range<usize>) -> &'t str {
    let key = text.get(at.clone()).unwrap_or_default();
    let before = text.get(..at.start).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let from_start = text.get(start..at.end).unwrap_or_default();
    if from_start.contains('=') { key } else { from_start }
}

fn format(value: &Spanned<DeValue<'_>>) -> Result<(), LockFault> {
    match value.get_ref() {
        DeValue::Integer(number) if number.radix() == 10 && number.as_str() == FORMAT => Ok(()),
        _ => Err(LockFault::new(value, "a format that is not known".to_owned())
            .help("this program reads `version = 1`; a newer one wrote the file, and reads it")),
    }
}

fn all(journeys: &DeTable<'_>) -> Result<BTreeMap<SmolStr, Versions>, LockFault> {
    let mut all = BTreeMap::new();
    for (id, versions) in journeys {
        if !is_id(id.get_ref()) {
            return Err(LockFault::new(id, format!("`{}` is no id of a journey", id.get_ref())));
        }
        let DeValue::Table(versions) = versions.get_ref() else {
            return Err(LockFault::new(versions, format!("`{}` has no versions", id.get_ref())));
        };
        let mut read = Versions::new();
        for (version, entry) in versions {
            let text = version.get_ref();
            let number = Version::parse(text)
                .map_err(|_| LockFault::new(version, format!("`{text}` is no version such as `1.2.0`")))?;
            read.insert(number, published(version, entry)?);
        }
        all.insert(SmolStr::new(id.get_ref()), read);
    }
    Ok(all)
}

fn published<T: std::fmt::Display>(version: &Spanned<T>, entry: &Spanned<DeValue<'_>>) -> Result<Published, LockFault> {
    let missing = || LockFault::new(version, format!("`{}` has no `hash`", version.get_ref()));
    let DeValue::Table(entry) = entry.get_ref() else { return Err(missing()) };
    let (mut hash, mut names) = (None, BTreeMap::new());
    for (key, value) in entry {
        let title = NAMES.iter().find(|(_, title)| key.get_ref() == title);
        match (&**key.get_ref(), value.get_ref(), title) {
            ("hash", DeValue::String(text), _) => hash = Some(hash_of(text, value)?),
            (_, DeValue::Table(table), Some((sort, _))) => in_table(*sort, table, &mut names)?,
            (other, ..) => return Err(LockFault::new(key, format!("a version has no such `{other}`"))),
        }
    }
    Ok(Published { hash: hash.ok_or_else(missing)?, names })
}

fn hash_of(text: &str, value: &Spanned<DeValue<'_>>) -> Result<SmolStr, LockFault> {
    match text.split_once(':') {
        Some(("h1", digits)) if is_hex(digits, 64) => Ok(text.into()),
        Some((kind, digits)) if kind != "h1" && kind.starts_with('h') && is_hex(digits, digits.len()) => {
            Err(LockFault::new(value, format!("a hash of the kind `{kind}`, which is not known"))
                .help("a newer version of the program wrote the file, and reads it"))
        }
        _ => Err(LockFault::new(value, "no content hash, which is `h1:` and 64 digits".to_owned())),
    }
}

fn in_table(sort: Sort, table: &DeTable<'_>, names: &mut BTreeMap<Element, SmolStr>) -> Result<(), LockFault> {
    for (name, digest) in table {
        if !is_event_text(name.get_ref()) {
            return Err(LockFault::new(name, format!("`{}` is no name", name.get_ref())));
        }
        match digest.get_ref() {
            DeValue::String(text) if is_hex(text, DIGITS) => {
                names.insert(Element { sort, id: SmolStr::new(name.get_ref()) }, SmolStr::new(text));
            }
            _ => {
                let message = format!("`{}` has no meaning, which is {DIGITS} digits", name.get_ref());
                return Err(LockFault::new(digest, message));
            }
        }
    }
    Ok(())
}

fn is_hex(text: &str, length: usize) -> bool {
    !text.is_empty() && text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use semver::Version;
    use smol_str::SmolStr;

    use crate::graph::content::element::{Element, Sort};
    use crate::project::lock::book::{Entered, Lock, Published};

    fn published(digit: char, names: &[(Sort, &str)]) -> Published {
        let names = names.iter().map(|(sort, name)| (Element { sort: *sort, id: (*name).into() }, "0123abcd".into()));
        Published { hash: format!("h1:{}", digit.to_string().repeat(64)).into(), names: names.collect() }
    }

    fn entered(lock: &mut Lock, id: &str, version: &str, published: Published) -> Entered {
        lock.enter(&SmolStr::new(id), &Version::parse(version).unwrap(), published)
    }

    #[test]
    fn what_is_written_is_read_again_and_sorted() {
        let mut lock = Lock::default();
        assert_eq!(Lock::read(&lock.write()).as_ref(), Ok(&lock));
        let names =
            [(Sort::State, "A"), (Sort::Step, "give-up"), (Sort::Event, "segment.page"), (Sort::Event, "\"é\\")];
        for (id, version) in [("b", "1.10.0"), ("b", "1.9.0"), ("version", "1.0.0-rc.1+b"), ("a", "1.0.0")] {
            assert_eq!(entered(&mut lock, id, version, published('a', &names)), Entered::Added);
        }
        assert_eq!(entered(&mut lock, "a", "1.0.0", published('a', &[])), Entered::Known);
        assert_eq!(entered(&mut lock, "a", "1.0.0", published('b', &[])), Entered::Other);
        let text = lock.write();
        assert_eq!(Lock::read(&text).as_ref(), Ok(&lock));
        assert_eq!(Lock::read(&text.replace('\n', "\r\n")).as_ref(), Ok(&lock));
        let lines: Vec<&str> = text.lines().skip_while(|line| *line != "[journeys]").skip(1).collect();
        let keys: Vec<&str> = lines.iter().filter_map(|line| Some(line.split_once(" = ")?.0)).collect();
        assert_eq!(keys, ["a.\"1.0.0\"", "b.\"1.9.0\"", "b.\"1.10.0\"", "version.\"1.0.0-rc.1+b\""]);
    }

    #[test]
    fn what_is_none_says_where_and_what_to_do() {
        let hash = format!("hash = \"h1:{}\"", "a".repeat(64));
        for (text, place, message, help) in [
            ("", (1, 1), "`version = 1` is missing", "put it back"),
            ("version = 2\n[other]\n", (1, 11), "a format that is not known", "newer"),
            ("version = \"1\"\n", (1, 11), "a format that is not known", "newer"),
            ("version = 1\nx = 1\n", (2, 1), "no `x`", "put it back"),
            ("version = 1\njourneys = 1\n", (2, 1), "no `journeys`", "put it back"),
            ("version = 1\n<<<<<<< HEAD\n", (2, 1), "a merge left both sides", "keep the lines of both"),
            ("version = 1\n=======\r\n", (2, 1), "a merge left both sides", "keep the lines of both"),
            ("version = 1\n[journeys\n", (2, 10), "not TOML", "put it back"),
            ("version = 1\n[journeys]\n\"a b\".\"1.0.0\" = {}\n", (3, 1), "no id", "put it back"),
            ("version = 1\n[journeys]\na = 1\n", (3, 5), "no versions", "put it back"),
            ("version = 1\n[journeys]\na.\"1.0\" = {}\n", (3, 3), "no version such as", "put it back"),
            ("version = 1\n[journeys]\na.\"1.0.0\" = 3\n", (3, 3), "has no `hash`", "put it back"),
            ("version = 1\n[journeys]\na.\"1.0.0\" = {}\n", (3, 3), "has no `hash`", "put it back"),
            ("version = 1\n[journeys]\na.\"1.0.0\" = { hash = \"h1:a\" }\n", (3, 22), "no content hash", "put it back"),
            ("version = 1\n[journeys]\na.\"1.0.0\" = { hash = \"h2:ab\" }\n", (3, 22), "of the kind `h2`", "newer"),
            (
                "version = 1\n[journeys]\na.\"1.0.0\" = { HASH, windows = {} }\n",
                (3, 93),
                "no such `windows`",
                "put it back",
            ),
            (
                "version = 1\n[journeys]\na.\"1.0.0\" = { HASH, states = { A = 1 } }\n",
                (3, 108),
                "`A` has no meaning",
                "put",
            ),
            (
                "version = 1\n[journeys]\na.\"1.0.0\" = { HASH, events = { \"\" = \"0123abcd\" } }\n",
                (3, 104),
                "no name",
                "put",
            ),
            (
                "version = 1\n[journeys]\na.\"1.0.0\" = { HASH }\na.\"1.0.0\" = { HASH }\n",
                (4, 3),
                "`a.\"1.0.0\"` is there twice",
                "keep",
            ),
        ] {
            let text = text.replace("HASH", &hash);
            let fault = Lock::read(&text).unwrap_err();
            assert!(fault.message.contains(message), "{text}: {fault:?}");
            assert_eq!(fault.place(&text), place, "{text}: {fault:?}");
            assert!(fault.help.contains(help), "{fault:?}");
        }
    }
}
