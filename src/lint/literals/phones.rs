//! Telephone numbers as people write them: with `+` and a country, with `tel:`, as `(212) 555-0199`, or as at home.

use memchr::{memchr_iter, memmem};

use crate::lint::literals::national;
use crate::lint::literals::text::{Hit, ends, is_edge};

const WHAT: &str = "a telephone number";

/// Beginnings, with the country, of numbers that are given to nobody: for films and examples.
const FICTION: [&str; 8] =
    ["447700900", "442079460", "441632960", "4930231250", "33199", "3363998", "61491570", "4915550"];

/// Telephone numbers in `text`.
pub fn find(text: &str) -> impl Iterator<Item = Hit> + '_ {
    let bytes = text.as_bytes();
    let with_country = memchr_iter(b'+', bytes).filter_map(|at| international(text, at));
    let with_area = memchr_iter(b'(', bytes).filter_map(|at| american(text, at));
    let links = memmem::find_iter(bytes, "tel:").filter_map(|at| linked(text, at + 4));
    let at_home = national::find(text).filter_map(|(hit, dialled)| is_given(&dialled).then_some(hit));
    with_country.chain(with_area).chain(links).chain(at_home)
}

fn international(text: &str, at: usize) -> Option<Hit> {
    if !is_edge(&text[..at]) {
        return None;
    }
    let number = Number::read(&text[at + 1..]);
    let end = at + 1 + number.length;
    let enough = if number.parts == 1 { 10..=15 } else { 9..=15 };
    let decimal = number.parts == 2 && number.dotted;
    let real = !number.digits.starts_with('0') && enough.contains(&number.digits.len()) && !decimal;
    (real && ends(&text[end..]) && is_given(&number.digits)).then_some(Hit { range: at..end, what: WHAT })
}

/// `(212) 555-0199`.
fn american(text: &str, at: usize) -> Option<Hit> {
    let rest = &text[at..];
    let shape = "(###) ###-####";
    let head = rest.get(..shape.len())?;
    let is_one = |(c, of): (char, char)| if of == '#' { c.is_ascii_digit() } else { c == of };
    if !head.chars().zip(shape.chars()).all(is_one) {
        return None;
    }
    let digits: String = head.chars().filter(char::is_ascii_digit).collect();
    let end = at + shape.len();
    // With the country before it, it is found already.
    let alone = !text[..at].trim_end().ends_with("+1");
    let real = alone && ends(&text[end..]) && is_given(&format!("1{digits}"));
    real.then_some(Hit { range: at..end, what: WHAT })
}

fn linked(text: &str, at: usize) -> Option<Hit> {
    let number = Number::read(&text[at..]);
    let end = at + number.length;
    ((7..=15).contains(&number.digits.len()) && ends(&text[end..])).then_some(Hit { range: at..end, what: WHAT })
}

/// Whether somebody may have the number.
fn is_given(digits: &str) -> bool {
    if let Some(rest) = digits.strip_prefix('1') {
        let begins = |at: usize| matches!(rest.as_bytes().get(at), Some(b'2'..=b'9'));
        let fiction = rest.get(3..8).is_some_and(|middle| middle == "55501");
        return rest.len() == 10 && begins(0) && begins(3) && !fiction;
    }
    !FICTION.iter().any(|fiction| digits.starts_with(fiction))
}

/// Digits in groups.
struct Number {
    digits: String,
    /// Bytes up to the last digit.
    length: usize,
    /// How many groups there are.
    parts: usize,
    /// Whether the last sign between two groups is a dot.
    dotted: bool,
}

impl Number {
    /// More digits than any number has are not read.
    const MOST: usize = 20;

    fn read(text: &str) -> Self {
        let mut number = Self { digits: String::new(), length: 0, parts: 0, dotted: false };
        let mut between = "";
        for (at, c) in text.char_indices() {
            if c.is_ascii_digit() && number.digits.len() < Self::MOST {
                if number.parts == 0 || !between.is_empty() {
                    number.parts += 1;
                    number.dotted = between == ".";
                }
                number.digits.push(c);
                number.length = at + 1;
                between = "";
                continue;
            }
            between = text.get(number.length..at + c.len_utf8()).unwrap_or_default();
            if number.parts == 0
                || !matches!(c, ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}')
                || between.chars().count() > 2
            {
                break;
            }
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn found(text: &str) -> Vec<&str> {
        find(text).map(|hit| &text[hit.range]).collect()
    }

    #[test]
    fn numbers_are_found_as_people_write_them() {
        assert_eq!(found("call \"+33 6 12 34 56 78\" or +491701234567."), ["+33 6 12 34 56 78", "+491701234567"]);
        assert_eq!(found("+1 (212) 736-5000"), ["+1 (212) 736-5000"]);
        assert_eq!(found("x: (212) 736-5000, tel:0612345678"), ["(212) 736-5000", "0612345678"]);
    }

    #[test]
    fn sums_offsets_versions_times_and_fiction_are_none() {
        for text in [
            "ctx.a +86400000 now+86400000 1.0.0+20260101123456 x = +12.3456789012",
            "2026-11-24T09:00:00+02:00 2026-11-24 09:00:00 +0200 +1 800",
            "+1 212 555 0147 (212) 555-0199 +44 7700 900123 +33 1 99 00 12 34",
            "https://wa.me/+33612345678 ab+33612345678 +33612345678abc +1234567890123456789",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
