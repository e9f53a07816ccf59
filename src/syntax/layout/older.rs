//! What readers of YAML 1.1 take for something else than the string that it is.

use crate::syntax::core_schema::{Literal, plain};

/// The words that are bools to them, in small letters.
const BOOLS: [&str; 4] = ["yes", "no", "on", "off"];

/// Whether `text` without quotes is a string, and older readers take it for a bool, a number or a date.
pub fn misreads(text: &str) -> bool {
    let Some(&first) = text.as_bytes().first() else { return false };
    let suspect = match first {
        b'0'..=b'9' | b'+' | b'-' | b'.' => is_number(text.trim_start_matches(['+', '-'])) || is_date(text),
        b'y' | b'Y' | b'n' | b'N' | b'o' | b'O' => BOOLS.iter().any(|word| is_cased(text, word)),
        b'=' => text == "=",
        _ => false,
    };
    suspect && matches!(plain(text), Literal::Str(_))
}

/// Whether `text` is `word`, in small letters, in capitals, or with a capital first.
fn is_cased(text: &str, word: &str) -> bool {
    let rest = |text: &str| text.bytes().skip(1).all(|byte| byte.is_ascii_lowercase());
    let capitals = text.bytes().all(|byte| byte.is_ascii_uppercase());
    text.eq_ignore_ascii_case(word) && (rest(text) || capitals)
}

/// Numbers with `_` in them, in base 2, and in base 60, such as times of the day.
fn is_number(text: &str) -> bool {
    let digits = |text: &str, of: fn(&u8) -> bool| {
        text.bytes().any(|byte| of(&byte)) && text.bytes().all(|byte| byte == b'_' || of(&byte))
    };
    if let Some(bits) = text.strip_prefix("0b") {
        return digits(bits, |byte| matches!(byte, b'0' | b'1'));
    }
    if let Some(hex) = text.strip_prefix("0x") {
        return digits(hex, u8::is_ascii_hexdigit);
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction = fraction.split(['e', 'E']).next().unwrap_or_default();
    let mut parts = whole.split(':');
    let first = parts.next().unwrap_or_default();
    let sixtieths = |part: &str| matches!(part.len(), 1 | 2) && part.parse::<u8>().is_ok_and(|part| part < 60);
    (fraction.is_empty() || digits(fraction, u8::is_ascii_digit))
        && digits(first, u8::is_ascii_digit)
        && parts.all(sixtieths)
}

/// `2026-01-05`, whatever follows behind a `T`, a `t` or a blank.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let mut digits = |lengths: std::ops::RangeInclusive<usize>| {
        let part = parts.next().unwrap_or_default();
        let part = part.split(['T', 't', ' ']).next().unwrap_or_default();
        lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    digits(4..=4) && digits(1..=2) && digits(1..=2)
}

#[cfg(test)]
mod tests {
    use super::misreads;

    #[test]
    fn only_what_is_a_string_today_and_was_none_is_suspect() {
        for text in ["yes", "No", "OFF", "on", "08:00", "1:30:00", "1_000", "0b11", "0x_F", "12:30.5", "1_0.5", "="] {
            assert!(misreads(text), "{text}");
        }
        for text in ["2026-01-05", "2026-1-5", "2026-01-05T09:00:00Z", "2026-01-05 09:00:00"] {
            assert!(misreads(text), "{text}");
        }
        for text in
            ["", "y", "n", "yEs", "yes!", "12", "1.5", "-3", "true", "~", "3d", "1d 12h", "1.4.0", "1.x", "<1.0"]
        {
            assert!(!misreads(text), "{text}");
        }
        for text in ["2026", "2026-01", "20260105", "12:75", "=ctx.x", "-", "--", "a-b", "0x", "1e3", "017"] {
            assert!(!misreads(text), "{text}");
        }
    }
}
