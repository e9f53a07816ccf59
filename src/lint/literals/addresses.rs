//! E-mail addresses of people.

use memchr::{memchr_iter, memmem};

use crate::lint::literals::domains::is_top;
use crate::lint::literals::text::{Hit, is_before_host, is_in_path, run, run_back};

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

/// How an `@` is written in the query of an address of the net.
const ENCODED: &str = "%40";

/// Addresses in `text` of which each may be a person's.
pub fn find(text: &str) -> impl Iterator<Item = Hit> + '_ {
    let encoded = memmem::find_iter(text.as_bytes(), ENCODED).filter_map(|at| address(text, at, ENCODED));
    memchr_iter(b'@', text.as_bytes()).filter_map(|at| address(text, at, "@")).chain(encoded)
}

fn address(text: &str, at: usize, sign: &str) -> Option<Hit> {
    let before = &text[..at];
    let name = run_back(before, LONGEST_NAME, |c| c.is_alphanumeric() || matches!(c, '.' | '_' | '+' | '-'));
    let start = at - name + before[at - name..].find(char::is_alphanumeric)?;
    let name = &text[start..at];
    let before = &text[..start];
    if !name.ends_with(|c: char| c.is_alphanumeric() || c == '_') || before.ends_with(['\\', '@', '}', '%']) {
        return None;
    }
    let behind = at + sign.len();
    let rest = &text[behind..];
    let length = run(rest, LONGEST_HOST, |c| c.is_alphanumeric() || matches!(c, '.' | '-'));
    let host = rest[..length].trim_end_matches(['.', '-']);
    let real = is_host(host) && !is_role(name) && !is_login(&rest[host.len()..]) && !is_before_host(text, at);
    let in_path = || before.ends_with("://") || (!is_version(host) && is_in_path(before));
    let real = real && (!before.ends_with('/') || in_path());
    real.then(|| Hit { range: start..behind + host.len(), what: "an e-mail address" })
}

fn is_host(host: &str) -> bool {
    let host = host.to_lowercase();
    let labels: Vec<&str> = host.split('.').collect();
    let Some(&last) = labels.last() else { return false };
    let named = labels.len() >= 2 && labels.iter().all(|label| !label.is_empty());
    named && is_top(last) && !labels.contains(&"example") && !NOWHERE.contains(&last) && !FILES.contains(&last)
}

/// Whether `behind` the name of a machine is what people write who log in there: `deploy@host:22`, `deploy@host:/srv`.
fn is_login(behind: &str) -> bool {
    behind
        .strip_prefix(':')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '/' | '~')))
}

/// Whether what stands behind the name of a package in a path is its version: `oak@v12.mod.ts`.
fn is_version(host: &str) -> bool {
    let first = host.split('.').next().unwrap_or_default();
    let number = first.strip_prefix('v').unwrap_or(first);
    number.starts_with(|c: char| c.is_ascii_digit())
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
        assert_eq!(
            found("123456789@qq.com j+2026@müller.berlin o@пример.рф"),
            ["123456789@qq.com", "j+2026@müller.berlin", "o@пример.рф"]
        );
    }

    #[test]
    fn addresses_stand_in_paths_and_queries_too() {
        assert_eq!(found("https://acme.com/stop/jane.doe@acme.com/x"), ["jane.doe@acme.com"]);
        assert_eq!(found("'/stop/jane.doe@acme.com'"), ["jane.doe@acme.com"]);
        assert_eq!(found("https://acme.com/?mail=jane.doe@acme.com&x=1"), ["jane.doe@acme.com"]);
        assert_eq!(found("https://acme.com/?mail=jane.doe%40acme.com&x=1"), ["jane.doe%40acme.com"]);
        assert_eq!(found("https://jane@acme.com:pw@host.com/"), ["jane@acme.com"]);
    }

    #[test]
    fn examples_roles_files_patterns_and_machines_are_none() {
        for text in [
            "ada@example.com ada@shop.example.org ada@shop.test x@localhost",
            "noreply@acme.com Support+de@acme.com git@github.com:a/b",
            "logo@2x.png pkg@1.2.3 image@sha256:0a",
            "^[^@]+@acme\\.com$ \\w+@acme.com ${ctx.x}@acme.com ends_with(\"@acme.com\")",
            "https://jane@acme.com/x @jane@acme.social a@b //jane@acme.com",
            "https://user:pw@host.acme.com/x postgres://a.b:c.d@db.acme.com https://jane:a@b@acme.com",
            "build+20261128@sha.abc deploy@sha.deadbeef https://deno.land/x/oak@v12.mod.ts a/b@main.io",
            "deploy@db.acme.com:22 deploy@db.acme.com:/srv/x deploy@db.acme.com:~/x",
            "https://esm.sh/react@18.2.0/x.js actions/checkout@v4.1 /etc/wg@host.conf https:///a@b.co",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_text_of_nothing_but_signs_takes_no_time() {
        assert_eq!(find(&"a@".repeat(500_000)).count(), 0);
        assert_eq!(find(&"a@b.co:".repeat(10_000)).count(), 10_000);
        assert_eq!(find(&"aaaa".repeat(250_000)).count(), 0);
    }
}
