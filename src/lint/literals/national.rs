//! Telephone numbers as people write them at home, without their country: `0170-1234567`.

use memchr::memchr2_iter;

use crate::lint::literals::text::{Hit, run, run_back};

/// Words in names of numbers at which people are called.
const CALLED: [&str; 9] =
    ["phone", "mobile", "telefon", "handy", "msisdn", "whatsapp", "cellular", "portable", "telnr"];

/// Words in names of numbers that are written in the same way, and call nobody.
const COUNTED: [&str; 19] = [
    "account", "article", "campaign", "code", "contract", "customer", "date", "id", "invoice", "key", "number",
    "order", "part", "ref", "serial", "sku", "template", "ticket", "version",
];

/// Numbers of quoted texts that are nothing else, each with the digits that the world dials, or that are
/// dialled at home where the country is not known. Many numbers begin with a `0`:
/// where no name tells that it calls somebody, it must have the shape of one that can only do that.
pub fn find(text: &str) -> impl Iterator<Item = (Hit, String)> + '_ {
    memchr2_iter(b'"', b'\'', text.as_bytes()).filter_map(|at| quoted(text, at + 1, &text[at..=at]))
}

fn quoted(text: &str, start: usize, quote: &str) -> Option<(Hit, String)> {
    let rest = text[start..].strip_prefix('0').map(|_| &text[start..])?;
    let length = run(rest, 20, |c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '/' | '.'));
    let number = &rest[..length];
    if !rest[length..].starts_with(quote) || !number.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let key = key(&text[..start - quote.len()]);
    let has = |words: &[&str]| words.iter().any(|word| key.contains(word));
    let country = shape(number, &digits).filter(|_| !has(&COUNTED));
    let told = has(&CALLED) && (9..=12).contains(&digits.len());
    let (range, what) = (start..start + length, "a telephone number");
    let dialled = country.map(|country| format!("{country}{}", &digits[1..])).or(told.then_some(digits))?;
    Some((Hit { range, what }, dialled))
}

/// The country whose mobile, or in France any, numbers are written like this.
fn shape(number: &str, digits: &str) -> Option<&'static str> {
    let groups: Vec<usize> = number.split([' ', '-', '/', '.']).map(str::len).collect();
    let signs: Vec<char> = number.chars().filter(|c| !c.is_ascii_digit()).collect();
    let begins = |starts: &[&str]| starts.iter().any(|start| digits.starts_with(start));
    let one_sign = signs.windows(2).all(|pair| pair[0] == pair[1]) && !signs.contains(&'/');
    match groups.as_slice() {
        [4, 7 | 8] if begins(&["015", "016", "017"]) && signs != ['.'] => Some("49"),
        [5, 6] if begins(&["07"]) && signs == [' '] => Some("44"),
        [2, 2, 2, 2, 2] if one_sign && !digits.starts_with("00") => Some("33"),
        _ => None,
    }
}

/// What stands before the sign, `:` or `==`, before a text: in small letters, without signs.
fn key(before: &str) -> String {
    let before = before.trim_end().trim_end_matches([':', '=', '!', '(', '[']).trim_end_matches([' ', '"', '\'']);
    let word = &before[before.len() - run_back(before, 64, |c| c.is_alphanumeric() || matches!(c, '_' | '-'))..];
    word.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::find;

    fn found(text: &str) -> Vec<&str> {
        find(text).map(|(hit, _)| &text[hit.range]).collect()
    }

    #[test]
    fn numbers_that_can_only_call_somebody_are_found() {
        assert_eq!(found("to: \"0170-1234567\", b: '0151 12345678'"), ["0170-1234567", "0151 12345678"]);
        assert_eq!(found("x == \"07911 123456\" || \"06 12 34 56 78\""), ["07911 123456", "06 12 34 56 78"]);
        assert_eq!(find("'0170/1234567'").map(|(_, dialled)| dialled).collect::<Vec<_>>(), ["491701234567"]);
    }

    #[test]
    fn others_are_found_where_a_name_tells() {
        assert_eq!(found("event.payload.phone_no != \"030 1234567\""), ["030 1234567"]);
        assert_eq!(found("{ \"mobile\": \"0612345678\" }"), ["0612345678"]);
    }

    #[test]
    fn orders_dates_versions_and_ids_are_none() {
        for text in [
            "order: \"0170-1234567\" sku: '0170 1234567' invoice_no: \"0170-1234567\"",
            "\"0001-1234567\" \"0123-4567\" \"01-12-2026\" \"01.12.2026\" \"01/12/2026 10\" \"0170.1234567\"",
            "\"0.10.2.3\" \"09:00\" \"08-15\" \"0170123456\" \"030 1234567\" \"00 11 22 33 44\"",
            "0170-1234567 \"x 0170-1234567\" \"0170-1234567-9\" \"0170-1234567'",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
