//! E-mail addresses of people.

use crate::lint::literals::text::{Hit, run, run_back};

/// Longer ones are none.
const LONGEST_NAME: usize = 64;
const LONGEST_HOST: usize = 253;

/// Names of nobody in particular.
const ROLES: [&str; 36] = [
    "abuse",
    "accounts",
    "admin",
    "billing",
    "care",
    "careers",
    "contact",
    "customerservice",
    "do-not-reply",
    "donotreply",
    "feedback",
    "finance",
    "git",
    "hello",
    "help",
    "info",
    "jobs",
    "legal",
    "mail",
    "marketing",
    "news",
    "newsletter",
    "no-reply",
    "noreply",
    "office",
    "orders",
    "postmaster",
    "press",
    "privacy",
    "sales",
    "security",
    "service",
    "shop",
    "support",
    "team",
    "webmaster",
];

/// What names of machines, and of examples, end in.
const NOWHERE: [&str; 7] = ["test", "invalid", "localhost", "local", "internal", "lan", "arpa"];

/// What names of files end in: `logo@2x.png`.
const FILES: [&str; 14] =
    ["png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "html", "css", "js", "json", "yaml", "yml", "pdf"];

/// Addresses in `text` of which each may be a person's.
pub fn find(text: &str) -> impl Iterator<Item = Hit> + '_ {
    text.match_indices('@').filter_map(|(at, _)| address(text, at))
}

fn address(text: &str, at: usize) -> Option<Hit> {
    let before = &text[..at];
    let name = run_back(before, LONGEST_NAME, |c| c.is_alphanumeric() || matches!(c, '.' | '_' | '+' | '-'));
    let start = at - name + before[at - name..].find(char::is_alphanumeric)?;
    let name = &text[start..at];
    if !name.ends_with(|c: char| c.is_alphanumeric() || c == '_')
        || before[..start].ends_with(['\\', '@', '/', '}', '%'])
    {
        return None;
    }
    let rest = &text[at + 1..];
    let length = run(rest, LONGEST_HOST, |c| c.is_alphanumeric() || matches!(c, '.' | '-'));
    let host = rest[..length].trim_end_matches(['.', '-']);
    (is_host(host) && !is_role(name)).then(|| Hit { range: start..at + 1 + host.len(), what: "an e-mail address" })
}

fn is_host(host: &str) -> bool {
    let host = host.to_lowercase();
    let labels: Vec<&str> = host.split('.').collect();
    let Some(&last) = labels.last() else { return false };
    let named = labels.len() >= 2 && labels.iter().all(|label| !label.is_empty());
    let top = last.chars().count() >= 2 && last.chars().all(char::is_alphabetic);
    named && top && !labels.contains(&"example") && !NOWHERE.contains(&last) && !FILES.contains(&last)
}

fn is_role(name: &str) -> bool {
    let name = name.to_lowercase();
    let name = name.split('+').next().unwrap_or_default();
    ROLES.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::find;

    fn found(text: &str) -> Vec<&str> {
        find(text).map(|hit| &text[hit.range]).collect()
    }

    #[test]
    fn addresses_of_people_are_found_where_they_stand() {
        assert_eq!(found("to: \"jane.doe+x@acme.com\", b"), ["jane.doe+x@acme.com"]);
        assert_eq!(found("(é: jürgen@müller.de.)"), ["jürgen@müller.de"]);
        assert_eq!(found("mailto:a_@b.co jane@acme.co.uk"), ["a_@b.co", "jane@acme.co.uk"]);
    }

    #[test]
    fn examples_roles_files_patterns_and_machines_are_none() {
        for text in [
            "ada@example.com ada@shop.example.org ada@shop.test x@localhost",
            "noreply@acme.com Support+de@acme.com git@github.com:a/b",
            "logo@2x.png pkg@1.2.3 image@sha256:0a",
            "^[^@]+@acme\\.com$ \\w+@acme.com ${ctx.x}@acme.com ends_with(\"@acme.com\")",
            "https://jane@acme.com/x @jane@acme.social a@b",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_text_of_nothing_but_signs_takes_no_time() {
        assert_eq!(find(&"a@".repeat(500_000)).count(), 0);
        assert_eq!(find(&"aaaa".repeat(250_000)).count(), 0);
    }
}
