//! Which strings may be names.

/// Prefixes of event names that the engine keeps for itself.
pub const RESERVED_EVENT_PREFIXES: [&str; 4] = ["done.", "failed.", "succeeded.", "held."];

/// Exit rules that the engine itself applies.
pub const RESERVED_EXIT_RULES: [&str; 3] = ["reentered", "no-consent", "migrated"];

/// What [`is_id`] takes, as a regular expression.
pub const ID: &str = "^[A-Za-z_][A-Za-z0-9_-]*$";
/// What [`is_word`] takes, as a regular expression.
pub const WORD: &str = "^[A-Za-z_][A-Za-z0-9_]*$";
/// What [`is_event_text`] takes, as a regular expression: white space is spelt out, since dialects differ about it.
pub const EVENT_TEXT: &str = r"^[^\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$";

/// `[A-Za-z_][A-Za-z0-9_-]*`: states, steps, actions, windows, caps, catalogs.
pub fn is_id(text: &str) -> bool {
    is_word(&text.replace('-', "_")) && !text.starts_with('-')
}

/// `[A-Za-z_][A-Za-z0-9_]*`: context variables, definitions, functions, payload fields.
pub fn is_word(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Any string without control characters and spaces, and no reserved prefix.
pub fn is_event(text: &str) -> bool {
    is_event_text(text) && !RESERVED_EVENT_PREFIXES.iter().any(|prefix| text.starts_with(prefix))
}

/// Any string without control characters and spaces.
pub fn is_event_text(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(|c| c.is_control() || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::{EVENT_TEXT, ID, WORD, is_event, is_event_text, is_id, is_word};

    #[test]
    fn expressions_for_others_take_what_we_take() {
        let [id, word, event] = [ID, WORD, EVENT_TEXT].map(|text| regex::Regex::new(text).unwrap());
        for text in
            ["a", "_", "a-b", "-a", "9a", "é", "", "a b", "a\n", "x\u{a0}y", "a.b/ü*", "\u{3000}", "\u{85}", "日"]
        {
            assert_eq!(id.is_match(text), is_id(text), "{text:?}");
            assert_eq!(word.is_match(text), is_word(text), "{text:?}");
            assert_eq!(event.is_match(text), is_event_text(text), "{text:?}");
        }
    }

    #[test]
    fn ids_take_dashes_and_words_do_not() {
        assert!(is_id("give-up") && is_id("_x9") && !is_id("9x") && !is_id("-x") && !is_id("") && !is_id("é"));
        assert!(is_word("step_index") && !is_word("step-index") && !is_word(""));
    }

    #[test]
    fn events_are_free_but_for_spaces_and_reserved_prefixes() {
        assert!(is_event("order.created") && is_event("Bestellung/ü"));
        assert!(!is_event("a b") && !is_event("done.X") && !is_event("") && !is_event("a\u{7}"));
    }
}
