//! Whether a YAML file is one of the language, told from how its lines begin: a broken first line makes it no other file.

use std::borrow::Cow;
use std::path::Path;

use crate::terms::suggest;

/// What a file is called that is of the language whatever it says, in a folder of journeys.
const TESTS: [&str; 2] = [".scenarios.yaml", ".scenarios.yml"];

/// How many lines may say what a file is, where its second key is misspelt.
const FIRST_LINES: usize = 3;

/// What a file can be, each with keys beside it that tell it from a file of another program.
const KINDS: [(&str, &[&str]); 3] = [
    ("journey", &["states", "initial", "entry"]),
    ("catalog", &["events", "profile", "define", "functions", "actions", "windows", "caps"]),
    ("scenarios", &["tests"]),
];

/// Whether `text` is of the language: its first line says the version, however it is written; or any line begins with
/// `wayfare:`; or it says what it is and has a key that goes with that.
pub fn is_of_language(text: &str) -> bool {
    let text = plain(text);
    text.lines().find(is_content).is_some_and(says_version)
        || text.lines().any(|line| key_value(line, "wayfare").is_some())
        || KINDS.iter().any(|(kind, keys)| is_kind(&text, kind, keys))
}

/// Whether a file in a folder of journeys is one of the language though it does not look like one: what was to be one is
/// empty, or only its name is left.
pub fn is_meant(path: &Path, text: &str) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    text.trim_start_matches('\u{feff}').trim().is_empty() || TESTS.iter().any(|ending| name.ends_with(ending))
}

/// The id after `kind`, `journey` or `catalog`, at the beginning of a line.
pub fn id_after(text: &str, kind: &str) -> Option<String> {
    plain(text).lines().find_map(|line| key_value(line, kind)).map(str::to_owned)
}

/// The id after `kind`, or after what was probably meant to be that, however the first lines are written.
pub fn id_meant(text: &str, kind: &str) -> Option<String> {
    let text = plain(text);
    let likely = |line: &str| {
        let line = line.trim_start();
        let word = &line[..line.find(|c: char| !c.is_alphanumeric()).unwrap_or(line.len())];
        suggest::nearest(word, [kind])?;
        Some(line[word.len()..].trim_start_matches([':', ' ', '"', '\'']).to_owned())
    };
    let first = || text.lines().filter(is_content).take(FIRST_LINES).find_map(likely);
    let said = text.lines().find_map(|line| key_value(line, kind)).map(str::to_owned).or_else(first)?;
    Some(valid(&said).to_owned()).filter(|id| !id.is_empty())
}

/// What of `id` can be one, from its beginning.
pub fn valid(id: &str) -> &str {
    &id[..id.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').unwrap_or(id.len())]
}

/// Without what stands between the letters of UTF-16, and without a byte order mark.
fn plain(text: &str) -> Cow<'_, str> {
    let text = text.trim_start_matches(['\u{feff}', char::REPLACEMENT_CHARACTER]);
    if text.contains('\0') { Cow::Owned(text.replace('\0', "")) } else { Cow::Borrowed(text) }
}

fn is_content(line: &&str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with(['#', '%']) && line != "---"
}

/// Whether `wayfare` and a number are the first that a line says, whatever stands around them.
fn says_version(line: &str) -> bool {
    const KEY: &str = "wayfare";
    let small = line.to_ascii_lowercase();
    let Some(at) = small.find(KEY) else { return false };
    let (before, behind) = (&small[..at], &small[at + KEY.len()..]);
    let number = behind.trim_start_matches(|c: char| !c.is_alphanumeric());
    !before.contains(':')
        && !before.ends_with(char::is_alphanumeric)
        && (number.len() < behind.len() && number.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a line says that the file is of this kind, and another one begins with one of `keys`.
fn is_kind(text: &str, kind: &str, keys: &[&str]) -> bool {
    let is_id = |id: &str| !id.is_empty() && !id.contains([' ', '{', '[', '&', '*', '|', '>']);
    text.lines().any(|line| key_value(line, kind).is_some_and(is_id))
        && text.lines().any(|line| keys.iter().any(|key| key_value(line, key).is_some()))
}

/// The scalar after `key` and a colon, without quotes and comment.
fn key_value<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let line = line.strip_prefix(['"', '\'']).unwrap_or(line);
    let rest = line.strip_prefix(key)?;
    let rest = rest.strip_prefix(['"', '\'']).unwrap_or(rest).trim_start().strip_prefix(':')?;
    let value = rest.split(" #").next().unwrap_or(rest).trim();
    Some(value.trim_matches(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{id_after, id_meant, is_meant, is_of_language};

    #[test]
    fn files_of_the_language_are_told_from_others() {
        for text in [
            "wayfare: 1\njourney: a",
            "\u{feff}# c\r\n---\r\nwayfare: 1\r\n",
            "\"wayfare\": 1",
            " wayfare: 1\n",
            "<<<<<<< HEAD\nwayfare: 1",
            "journey: a\nwayfare: 1",
            "Wayfare: 1",
            "wayfare 1",
            "- wayfare: 1",
            "\u{200b}wayfare: 1",
            "\0wayfare: 1",
            "{wayfare: 1, journey: a}",
            "&x wayfare: 1",
            "journey: a\nversion: 1.0.0\nstates: {}",
            "wayfair: 1\ncatalog: a\nevents: {}",
            "scenarios: a\ntests: []",
            "\u{fffd}\u{fffd}w\0a\0y\0f\0a\0r\0e\0:\0 \0\u{31}\0\n\0",
        ] {
            assert!(is_of_language(text), "{text}");
        }
        for text in ["", "# wayfare: 1", "version: '3'\nservices:\n  wayfare:\n    image: x", "wayfarer: 1"] {
            assert!(!is_of_language(text), "{text}");
        }
        for text in [
            "name: wayfare 1\non: push",
            "catalog:\n  a: 1\nevents: {}",
            "journey: a\nversion: 1",
            "scenarios:\n- a\ntests: 1",
            "- wayfare\n- other",
        ] {
            assert!(!is_of_language(text), "{text}");
        }
    }

    #[test]
    fn where_journeys_lie_a_file_is_known_by_its_name_and_by_being_empty() {
        let is_meant = |name: &str, text: &str| is_meant(Path::new(name), text);
        assert!(is_meant("a.yaml", "\u{feff} \n") && is_meant("b/a.scenarios.yaml", "tests: []"));
        assert!(!is_meant("a.yaml", "# nothing\n"));
    }

    #[test]
    fn a_catalog_is_known_by_its_id() {
        assert_eq!(id_after("wayfare: 1\ncatalog: shop # all of it\n", "catalog").as_deref(), Some("shop"));
        assert_eq!(id_after("wayfare: 1\ncatalog: 'shop'\r\n", "catalog").as_deref(), Some("shop"));
        assert_eq!(id_after("wayfare: 1\njourney: a\n", "catalog"), None);
    }

    #[test]
    fn a_catalog_is_known_by_what_was_meant_to_be_its_id() {
        for head in
            ["catalog: shop", "ctalog: shop", "  catalog: shop", "catalog shop", "catalog: shop!", "Catalog: 'shop'"]
        {
            assert_eq!(id_meant(&format!("wayfare: 1\n{head}\nevents: {{}}\n"), "catalog").as_deref(), Some("shop"));
        }
        for text in ["wayfare: 1\njourney: a\n", "wayfare: 1\ncatalog:\n", "a: 1\nb: 1\nc: 1\nctalog: shop\n"] {
            assert_eq!(id_meant(text, "catalog"), None);
        }
    }
}
