//! The fingerprint of a change: short enough to be written down where it is approved.

use smol_str::SmolStr;

use crate::terms::digest::{hex, keyed};

/// How many digits it has.
const LENGTH: usize = 12;

/// What [`is_fingerprint`] takes, as a regular expression.
pub const FINGERPRINT: &str = "^[0-9a-f]{12}$";

/// The fingerprint of what `parts` say, each for itself.
pub fn fingerprint(parts: &[&str]) -> SmolStr {
    let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
    SmolStr::new(&hex(&keyed(&parts))[..LENGTH])
}

/// Whether `text` may be one.
pub fn is_fingerprint(text: &str) -> bool {
    text.len() == LENGTH && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::{FINGERPRINT, fingerprint, is_fingerprint};

    #[test]
    fn what_is_made_is_one_and_the_expression_says_the_same() {
        let made = fingerprint(&["step-added", "step go", ""]);
        assert_ne!(made, fingerprint(&["step-added", "step go"]));
        let expression = Regex::new(FINGERPRINT).unwrap();
        for (text, is) in
            [(made.as_str(), true), ("", false), ("3f2a", false), ("3F2A90C1D5E7", false), ("é3f2a90c1d5", false)]
        {
            assert_eq!((is_fingerprint(text), expression.is_match(text)), (is, is), "{text}");
        }
    }
}
