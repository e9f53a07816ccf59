//! Numbers of cards and bank accounts, by their check digits.

use crate::lint::literals::text::{Hit, ends, is_edge};

/// Numbers that payment providers give for tests.
const TEST_CARDS: [&str; 14] = [
    "4242424242424242",
    "4111111111111111",
    "4012888888881881",
    "4000056655665556",
    "4000002500003155",
    "4000000000000002",
    "5555555555554444",
    "5105105105105100",
    "5200828282828210",
    "2223003122003222",
    "378282246310005",
    "371449635398431",
    "6011111111111117",
    "3566002020360505",
];

/// Accounts that stand in every description of the format.
const TEST_ACCOUNTS: [&str; 5] = [
    "DE89370400440532013000",
    "GB82WEST12345698765432",
    "GB29NWBK60161331926819",
    "FR1420041010050500013M02606",
    "NL91ABNA0417164300",
];

/// How long an account number of each country is.
const LENGTHS: [(&str, usize); 40] = [
    ("AD", 24),
    ("AE", 23),
    ("AT", 20),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IS", 26),
    ("IT", 27),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("RS", 22),
    ("SA", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("TR", 26),
];

/// Card and account numbers in `text`.
pub fn find(text: &str) -> impl Iterator<Item = Hit> + '_ {
    let starts = text.bytes().enumerate().filter(|&(at, byte)| {
        let counts = byte.is_ascii_digit() || byte.is_ascii_uppercase();
        counts && at.checked_sub(1).is_none_or(|before| !text.as_bytes()[before].is_ascii_alphanumeric())
    });
    starts.filter_map(|(at, byte)| if byte.is_ascii_digit() { card(text, at) } else { account(text, at) })
}

/// The digits and capitals at the start of `text`, in one piece or with a sign between groups, and the bytes that they
/// take.
fn grouped(text: &str, most: usize, signs: &[u8]) -> (String, usize) {
    let mut all = String::new();
    let mut length = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte.is_ascii_digit() || byte.is_ascii_uppercase() {
            all.push(char::from(byte));
            length = at + 1;
        } else if !signs.contains(&byte) || at > length {
            break;
        }
        if all.len() > most {
            break;
        }
    }
    (all, length)
}

fn card(text: &str, at: usize) -> Option<Hit> {
    let head = text.as_bytes().get(at..at + 4)?;
    if !matches!(head[0], b'2'..=b'6') || !head.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let (digits, length) = grouped(&text[at..], 19, b" -");
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && is_edge(&text[..at]) && ends(&text[at + length..]);
    let groups: Vec<usize> = text[at..at + length].split([' ', '-']).map(str::len).collect();
    let written = matches!(groups.as_slice(), [_] | [4, 4, 4, 4] | [4, 6, 4 | 5]);
    let real = plain && written && is_brand(&digits) && luhn(&digits) && !TEST_CARDS.contains(&digits.as_str());
    real.then_some(Hit { range: at..at + length, what: "the number of a card" })
}

fn is_brand(digits: &str) -> bool {
    let begins = |length: usize| digits.get(..length).and_then(|head| head.parse::<u32>().ok()).unwrap_or_default();
    match digits.len() {
        14 => begins(2) == 36 || begins(2) == 38 || (300..=305).contains(&begins(3)),
        15 => matches!(begins(2), 34 | 37),
        16 => {
            let first = matches!(begins(1), 4) || (51..=55).contains(&begins(2)) || begins(2) == 65;
            first || (2221..=2720).contains(&begins(4)) || begins(4) == 6011 || (3528..=3589).contains(&begins(4))
        }
        _ => false,
    }
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0') * if place % 2 == 1 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

fn account(text: &str, at: usize) -> Option<Hit> {
    let check = text.as_bytes().get(at + 2..at + 4)?;
    let country = text.get(at..at + 2).filter(|_| check.iter().all(u8::is_ascii_digit))?;
    let (_, asked) = LENGTHS.iter().find(|(name, _)| *name == country)?;
    let (number, length) = grouped(&text[at..], 34, b" ");
    let real = number.len() == *asked && ends(&text[at + length..]) && mod_97(&number) == 1;
    let real = real && !TEST_ACCOUNTS.contains(&number.as_str());
    real.then_some(Hit { range: at..at + length, what: "the number of a bank account" })
}

/// The remainder that tells a slip, by ISO 7064; 1 for a number without one.
fn mod_97(number: &str) -> u32 {
    let turned = number.bytes().skip(4).chain(number.bytes().take(4));
    turned.fold(0, |rest, byte| {
        let value = if byte.is_ascii_digit() { byte - b'0' } else { byte - b'A' + 10 };
        let shift = if value < 10 { 10 } else { 100 };
        (rest * shift + u32::from(value)) % 97
    })
}

#[cfg(test)]
mod tests {
    use super::find;

    fn found(text: &str) -> Vec<&str> {
        find(text).map(|hit| &text[hit.range]).collect()
    }

    #[test]
    fn numbers_with_right_check_digits_are_found() {
        assert_eq!(found("card: 4539 1488 0343 6467, x"), ["4539 1488 0343 6467"]);
        assert_eq!(found("'4539148803436467'"), ["4539148803436467"]);
        assert_eq!(found("to \"DE75 5121 0800 1245 1261 99\""), ["DE75 5121 0800 1245 1261 99"]);
        assert_eq!(found("BE71096123456769"), ["BE71096123456769"]);
    }

    #[test]
    fn test_numbers_ids_and_hashes_are_none() {
        for text in [
            "4242 4242 4242 4242 4111111111111111 DE89 3704 0044 0532 0130 00",
            "4539148803436468 o-4539148803436467 45391488034364670 4539-14880343-6467 4539148803436467.5",
            "1700000000000 20260101123456 DE75512108001245126198 AT12 hello",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
