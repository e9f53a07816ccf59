//! A short text that a pattern most likely matches: the plainest reading of the pattern. Whoever asks tries it.

use std::iter::Peekable;
use std::str::Chars;

/// Longer texts are not spelled.
const LONGEST: usize = 200;
/// How deep groups are followed.
const DEPTH: usize = 8;

/// The shortest plain text that `pattern` seems to ask for; absent where it says something that is not known here.
pub(crate) fn spelled(pattern: &str) -> Option<String> {
    let mut reader = Reader { rest: pattern.chars().peekable() };
    let text = reader.alternatives(DEPTH)?;
    (reader.rest.next().is_none() && text.len() <= LONGEST).then_some(text)
}

struct Reader<'p> {
    rest: Peekable<Chars<'p>>,
}

impl Reader<'_> {
    /// The first of the alternatives; the others are read over.
    fn alternatives(&mut self, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        let first = self.sequence(depth)?;
        while self.rest.next_if_eq(&'|').is_some() {
            self.sequence(depth)?;
        }
        Some(first)
    }

    fn sequence(&mut self, depth: usize) -> Option<String> {
        let mut text = String::new();
        while let Some(&next) = self.rest.peek() {
            if next == '|' || next == ')' {
                break;
            }
            self.rest.next();
            let piece = match next {
                '^' | '$' => continue,
                '(' => self.group(depth)?,
                '[' => self.class()?.to_string(),
                '.' => "a".to_owned(),
                '\\' => self.escape()?,
                '*' | '+' | '?' | '{' => return None,
                plain => plain.to_string(),
            };
            let times = self.times()?;
            if text.len() + piece.len() * times > LONGEST {
                return None;
            }
            text.push_str(&piece.repeat(times));
        }
        Some(text)
    }

    fn group(&mut self, depth: usize) -> Option<String> {
        if self.rest.next_if_eq(&'?').is_some() {
            self.rest.next_if_eq(&':')?;
        }
        let inside = self.alternatives(depth)?;
        self.rest.next_if_eq(&')').map(|_| inside)
    }

    /// What a backslash stands for: a boundary is nothing.
    fn escape(&mut self) -> Option<String> {
        Some(match self.rest.next()? {
            'd' => "1".to_owned(),
            'w' | 'S' | 'D' => "a".to_owned(),
            's' | 'W' => " ".to_owned(),
            'b' | 'A' | 'z' => String::new(),
            plain if plain.is_ascii_punctuation() => plain.to_string(),
            _ => return None,
        })
    }

    /// One of a class: of what it names, the first; of what it leaves out, something else.
    fn class(&mut self) -> Option<char> {
        let negated = self.rest.next_if_eq(&'^').is_some();
        let mut members: Vec<(char, char)> = Vec::new();
        loop {
            let first = match self.rest.next()? {
                ']' if !members.is_empty() => break,
                '[' => return None,
                '\\' => self.escape()?.chars().next()?,
                plain => plain,
            };
            let mut last = first;
            let mut ahead = self.rest.clone();
            if ahead.next() == Some('-') && ahead.next().is_some_and(|end| end != ']') {
                self.rest.next();
                last = match self.rest.next()? {
                    '\\' => self.escape()?.chars().next()?,
                    plain => plain,
                };
            }
            members.push((first, last));
        }
        if negated {
            let inside = |c: char| members.iter().any(|(first, last)| *first <= c && c <= *last);
            return ['a', 'A', '1', ' ', '-', '_'].into_iter().find(|c| !inside(*c));
        }
        members.first().map(|range| range.0)
    }

    /// How often the piece before must stand at least; a piece that may be left out is.
    fn times(&mut self) -> Option<usize> {
        let times = match self.rest.peek() {
            Some('*' | '?') => 0,
            Some('+') => 1,
            Some('{') => {
                self.rest.next();
                let least: String = std::iter::from_fn(|| self.rest.next_if(char::is_ascii_digit)).collect();
                while self.rest.next()? != '}' {}
                self.rest.next_if_eq(&'?');
                return least.parse().ok();
            }
            _ => return Some(1),
        };
        self.rest.next();
        self.rest.next_if_eq(&'?');
        Some(times)
    }
}

#[cfg(test)]
mod tests {
    use super::spelled;
    use crate::terms::shape::Pattern;

    #[test]
    fn what_is_spelled_matches() {
        for pattern in [
            "^[A-Z]{2}$",
            "^[A-Z0-9]{4,12}$",
            "^\\d{5}(-\\d{4})?$",
            "^[^@\\s]+@[^@\\s]+\\.[a-z]+$",
            "^(GB|FR)[0-9]+$",
            "^https://",
            "abc",
            "^(?:a|b)*c\\.d$",
            "^[\\w-]+$",
            "^\\+?[1-9]\\d{1,14}$",
        ] {
            let text = spelled(pattern).unwrap_or_else(|| panic!("{pattern}"));
            assert!(Pattern::new(pattern).unwrap().matches(&text), "{pattern}: {text}");
        }
        for pattern in ["(?i)a", "[[:alpha:]]", "\\p{L}", "(a", "a{500}"] {
            assert_eq!(spelled(pattern), None, "{pattern}");
        }
    }
}
