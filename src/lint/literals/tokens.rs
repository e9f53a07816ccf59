//! Tokens, keys and passwords, by the shapes that their makers gave them or by what they are called.

use crate::lint::literals::text::{Hit, run, run_back, userinfo};

/// A kind of token: how it begins, how many signs follow at least and at most, and which.
struct Shape {
    begin: &'static str,
    least: usize,
    most: usize,
    signs: fn(char) -> bool,
    what: &'static str,
}

const fn shape(begin: &'static str, least: usize, signs: fn(char) -> bool, what: &'static str) -> Shape {
    Shape { begin, least, most: 512, signs, what }
}

const SHAPES: [Shape; 29] = [
    Shape { begin: "AKIA", least: 16, most: 16, signs: capitals, what: "an access key of AWS" },
    Shape { begin: "ASIA", least: 16, most: 16, signs: capitals, what: "an access key of AWS" },
    Shape { begin: "AIza", least: 35, most: 35, signs: word, what: "a key of Google" },
    shape("ya29.", 20, word, "a token of Google"),
    shape("ghp_", 36, letters, "a token of GitHub"),
    shape("gho_", 36, letters, "a token of GitHub"),
    shape("ghu_", 36, letters, "a token of GitHub"),
    shape("ghs_", 36, letters, "a token of GitHub"),
    shape("ghr_", 36, letters, "a token of GitHub"),
    shape("github_pat_", 22, word, "a token of GitHub"),
    shape("glpat-", 20, word, "a token of GitLab"),
    shape("npm_", 36, letters, "a token of npm"),
    shape("hf_", 30, letters, "a token of Hugging Face"),
    shape("sk_live_", 16, letters, "a key of Stripe"),
    shape("sk_test_", 16, letters, "a key of Stripe"),
    shape("rk_live_", 16, letters, "a key of Stripe"),
    shape("rk_test_", 16, letters, "a key of Stripe"),
    shape("whsec_", 24, base64, "a secret of a webhook"),
    shape("xoxb-", 20, word, "a token of Slack"),
    shape("xoxp-", 20, word, "a token of Slack"),
    shape("xoxa-", 20, word, "a token of Slack"),
    shape("xoxr-", 20, word, "a token of Slack"),
    shape("xoxs-", 20, word, "a token of Slack"),
    shape("xapp-", 20, word, "a token of Slack"),
    shape("sk-ant-", 24, word, "a key of Anthropic"),
    shape("sk-proj-", 24, word, "a key of OpenAI"),
    shape("SG.", 40, dotted, "a key of SendGrid"),
    shape("shpat_", 32, letters, "a token of Shopify"),
    shape("dop_v1_", 64, letters, "a token of DigitalOcean"),
];

fn capitals(c: char) -> bool {
    c.is_ascii_uppercase() || c.is_ascii_digit()
}

fn letters(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

fn word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

fn dotted(c: char) -> bool {
    word(c) || c == '.'
}

fn base64(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=')
}

/// The bytes with which something may begin.
const SOUGHT: &[u8] = b"-eBhAygnsrwxSd";
/// The bytes at which something may be named.
const NAMING: &[u8] = b":=";

/// By byte, whether something may begin or be named there, and whether it may inside of a word.
const MAY: [(bool, bool); 256] = {
    let mut may = [(false, false); 256];
    let mut place = 0;
    while place < SOUGHT.len() {
        may[SOUGHT[place] as usize] = (true, false);
        place += 1;
    }
    place = 0;
    while place < NAMING.len() {
        may[NAMING[place] as usize] = (true, true);
        place += 1;
    }
    may
};

/// Whether a word goes on behind `byte`.
const fn is_inner(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Tokens, keys and passwords in `text`; no two overlap. One walk over it: files are long, and mostly hold none.
pub fn find(text: &str) -> Vec<Hit> {
    let mut all = Vec::new();
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        let (may, inside) = MAY[usize::from(byte)];
        if !may || !inside && at > 0 && is_inner(bytes[at - 1]) {
            continue;
        }
        match byte {
            b':' => all.extend(in_url(text, at).or_else(|| named(text, at))),
            b'=' => all.extend(named(text, at)),
            b'-' => all.extend(pem(text, at)),
            b'e' => all.extend(signed(text, at)),
            b'B' => all.extend(bearer(text, at)),
            b'h' => all.extend(hook(text, at).or_else(|| shaped(text, at))),
            _ => all.extend(shaped(text, at)),
        }
    }
    all.sort_by_key(|hit: &Hit| (hit.range.start, std::cmp::Reverse(hit.range.end)));
    let mut end = 0;
    all.retain(|hit| {
        let apart = hit.range.start >= end;
        end = end.max(hit.range.end);
        apart
    });
    all
}

fn shaped(text: &str, at: usize) -> Option<Hit> {
    let first = *text.as_bytes().get(at)?;
    SHAPES.iter().filter(|shape| shape.begin.as_bytes()[0] == first).find_map(|shape| {
        let rest = text.get(at..)?.strip_prefix(shape.begin)?;
        let length = run(rest, shape.most + 1, shape.signs);
        let token = &rest[..length];
        let real = (shape.least..=shape.most).contains(&length)
            && token.contains(|c: char| c.is_ascii_digit())
            && !token.contains("EXAMPLE")
            && !is_blank(token);
        real.then(|| Hit { range: at..at + shape.begin.len() + length, what: shape.what })
    })
}

/// A signed token: three parts in base64, the first two JSON.
fn signed(text: &str, at: usize) -> Option<Hit> {
    let rest = text.get(at..).filter(|rest| rest.starts_with("eyJ"))?;
    let length = run(rest, 8192, dotted);
    let mut parts = rest[..length].split('.');
    let [head, body, sign] = [parts.next()?, parts.next()?, parts.next()?];
    let real = head.len() > 12 && body.starts_with("eyJ") && body.len() > 12 && sign.len() > 12;
    real.then_some(Hit { range: at..at + length, what: "a signed token" })
}

fn pem(text: &str, at: usize) -> Option<Hit> {
    const BEGIN: &str = "-----BEGIN ";
    let rest = text.get(at..)?.strip_prefix(BEGIN)?;
    let length = run(rest, 40, |c| c.is_ascii_uppercase() || c == ' ');
    let real = rest[..length].ends_with("PRIVATE KEY") && rest[length..].starts_with("-----");
    real.then_some(Hit { range: at..at + BEGIN.len() + length + 5, what: "a private key" })
}

/// The password of `https://name:password@host`, whose first `:` is at `at`.
fn in_url(text: &str, at: usize) -> Option<Hit> {
    let (name, password) = userinfo(text.get(at..)?.strip_prefix("://")?)?.split_once(':')?;
    let filled = password.contains(['{', '$', '*']);
    let real = !name.is_empty() && !password.is_empty() && !filled;
    let start = at + 3 + name.len() + 1;
    real.then_some(Hit { range: start..start + password.len(), what: "a password" })
}

/// An address of Slack to which whoever knows it may write.
fn hook(text: &str, at: usize) -> Option<Hit> {
    const HOST: &str = "hooks.slack.com/services/";
    let rest = text.get(at..)?.strip_prefix(HOST)?;
    let length = run(rest, 128, |c| c.is_ascii_alphanumeric() || c == '/');
    let key = rest[..length].split('/').nth(2).filter(|part| part.len() >= 16 && !is_blank(part));
    let real = rest.starts_with('T') && key.is_some();
    real.then_some(Hit { range: at..at + HOST.len() + length, what: "a secret address of Slack" })
}

/// Whether a token is one for show, such as `XXXXXXXX` or `0000-0000`: of hardly any signs.
fn is_blank(token: &str) -> bool {
    let mut signs: Vec<u8> = token.bytes().filter(u8::is_ascii_alphanumeric).collect();
    signs.sort_unstable();
    signs.dedup();
    signs.len() < 4
}

fn bearer(text: &str, at: usize) -> Option<Hit> {
    const BEGIN: &str = "Bearer ";
    let rest = text.get(at..)?.strip_prefix(BEGIN)?;
    let start = at + BEGIN.len();
    let length = run(rest, 4096, |c| dotted(c) || base64(c));
    is_random(&rest[..length]).then_some(Hit { range: start..start + length, what: "a token" })
}

/// What is called a token, a password and the like, and looks as if a machine had drawn it; `at` is the sign between both.
fn named(text: &str, at: usize) -> Option<Hit> {
    let bytes = text.as_bytes();
    let blanks = bytes[at + 1..].iter().take(8).take_while(|byte| matches!(byte, b' ' | b'"' | b'\''));
    let start = at + 1 + blanks.count();
    // Most values are short; they are not gone through.
    let goes_on = |&byte: &u8| dotted(byte.into()) || base64(byte.into());
    bytes.get(start + LEAST - 1).copied().filter(goes_on)?;
    let length = run(&text[start..], 4096, |c| dotted(c) || base64(c));
    if !is_random(&text[start..start + length]) {
        return None;
    }
    let before = text[..at].trim_end_matches([' ', '"', '\'']);
    let key = &before[before.len() - run_back(before, 64, word)..];
    is_telling(key).then_some(Hit { range: start..start + length, what: "a secret, as its name says," })
}

fn is_telling(key: &str) -> bool {
    const WORDS: [&str; 9] =
        ["password", "passwd", "secret", "token", "apikey", "accesskey", "privatekey", "signingkey", "credential"];
    const OTHERS: [&str; 8] = ["env", "id", "hash", "name", "path", "url", "file", "type"];
    let key: String = key.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    WORDS.iter().any(|word| key.contains(word)) && !OTHERS.iter().any(|other| key.ends_with(other))
}

/// What a machine drew is at least so long.
const LEAST: usize = 16;

/// Whether a machine drew it: a long piece without any dash in which letters and digits alternate.
fn is_random(text: &str) -> bool {
    const CHANGES: usize = 4;
    text.len() >= LEAST
        && text.split(['-', '_', '.', '/']).any(|piece| {
            let changes = |pair: &&[u8]| pair[0].is_ascii_digit() != pair[1].is_ascii_digit();
            piece.len() >= LEAST && piece.as_bytes().windows(2).filter(changes).count() >= CHANGES
        })
}

#[cfg(test)]
mod tests {
    use super::{SHAPES, SOUGHT, find};

    fn found(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|hit| &text[hit.range]).collect()
    }

    /// Put together here, so that no file of the project holds what looks like a secret.
    fn token(begin: &str) -> String {
        format!("{begin}{}", "a1B2c3D4e5".repeat(4))
    }

    #[test]
    fn tokens_are_found_by_their_shape() {
        for begin in ["ghp_", "sk_live_", "xoxb-", "github_pat_", "glpat-", "sk-ant-"] {
            let token = token(begin);
            assert_eq!(found(&format!("note: \"{token}\", x")), [token.as_str()], "{begin}");
        }
        let key = format!("AKIA{}", "Q3EGRI7XJ5T2WMZA");
        assert_eq!(found(&format!("{key} x")), [key.as_str()]);
        let signed = format!("eyJ{0}.eyJ{0}.{0}", "hbGciOiJIUzI1NiJ9");
        assert_eq!(found(&format!("Bearer {signed}")), [signed.as_str()]);
        let header = format!("-----BEGIN {} KEY-----", "RSA PRIVATE");
        assert_eq!(found(&format!("  {header}\n  MIIB")), [header.as_str()]);
        assert_eq!(found("url: postgres://app:hunter2@db.acme.com/x"), ["hunter2"]);
        assert_eq!(found("https://jane@acme.com:hunter2@db.acme.com/x"), ["hunter2"]);
        let hook = format!("hooks.slack.com/services/T01AB2CD3/B04EF5GH6/{}", "a1B2c3D4e5F6g7H8i9J0k1L2");
        assert_eq!(found(&format!("https://{hook}")), [hook.as_str()]);
    }

    #[test]
    fn whatever_begins_a_token_is_sought() {
        for shape in SHAPES {
            assert!(SOUGHT.contains(&shape.begin.as_bytes()[0]), "{}", shape.begin);
        }
    }

    #[test]
    fn what_a_name_tells_must_look_drawn() {
        assert_eq!(found("api_key: 9f86d081884c7d659a2feaa0c55ad015"), ["9f86d081884c7d659a2feaa0c55ad015"]);
        for text in [
            "digest: 9f86d081884c7d659a2feaa0c55ad015",
            "api_key_env: WAYFARE_9f86d081884c7d65",
            "token: welcome-template-2026-winter-edition-2",
            "token: 123e4567-e89b-12d3-a456-426614174000",
            "token: string, secret: { type: string }",
            "password: =event.payload.password",
            "token_hash: 9f86d081884c7d659a2feaa0c55ad015",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn names_versions_urls_and_examples_are_none() {
        for text in [
            "AKIAIOSFODNN7EXAMPLE sk_live_key ghp_short task_live_a1b2c3d4e5f6g7h8i9 eyJhbGci",
            "https://acme.com:8080/x https://${user}:${password}@acme.com mailto:a@example.com",
            "1.4.0+20260101 Europe/Paris cart-12-items -----BEGIN CERTIFICATE-----",
            "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
            "sk_test_00000000000000000000 ghp_0000000000000000000000000000000000000000",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
