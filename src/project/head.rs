//! Whether a YAML file is one of the language, told from how its lines begin.

/// Whether `text` says `wayfare` as its first key, or at the beginning of any line (so that a file that is broken
/// above it is still one of ours).
pub fn is_of_language(text: &str) -> bool {
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    lines.clone().find(|line| is_content(line)).is_some_and(|line| key_value(line.trim_start(), "wayfare").is_some())
        || lines.any(|line| key_value(line, "wayfare").is_some())
}

/// The id after `kind`, `journey` or `catalog`, at the beginning of a line.
pub fn id_after<'a>(text: &'a str, kind: &str) -> Option<&'a str> {
    text.trim_start_matches('\u{feff}').lines().find_map(|line| key_value(line, kind))
}

fn is_content(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with(['#', '%']) && line != "---"
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
    use super::{id_after, is_of_language};

    #[test]
    fn files_of_the_language_are_told_from_others() {
        for text in [
            "wayfare: 1\njourney: a",
            "\u{feff}# c\r\n---\r\nwayfare: 1\r\n",
            "\"wayfare\": 1",
            " wayfare: 1\n",
            "<<<<<<< HEAD\nwayfare: 1",
            "journey: a\nwayfare: 1",
        ] {
            assert!(is_of_language(text), "{text}");
        }
        for text in ["", "# wayfare: 1", "version: '3'\nservices:\n  wayfare:\n    image: x", "wayfarer: 1"] {
            assert!(!is_of_language(text), "{text}");
        }
    }

    #[test]
    fn a_catalog_is_known_by_its_id() {
        assert_eq!(id_after("wayfare: 1\ncatalog: shop # all of it\n", "catalog"), Some("shop"));
        assert_eq!(id_after("wayfare: 1\ncatalog: 'shop'\r\n", "catalog"), Some("shop"));
        assert_eq!(id_after("wayfare: 1\njourney: a\n", "catalog"), None);
    }
}
