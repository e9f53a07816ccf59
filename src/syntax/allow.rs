//! Comments that allow what a rule would find: `# wayfare: allow(rule-name) reason`.

use smol_str::SmolStr;

use crate::syntax::coverage::coverage;
use crate::syntax::node::Node;
use crate::terms::catalogue;
use crate::terms::span::{FileId, Name, Span};
use crate::terms::suggest;

/// What a comment for the checker begins with, behind its `#`.
const CALL: &str = "wayfare:";

/// The same without its sign, which people leave out or write otherwise.
const NAME: &str = "wayfare";

/// The one word that it knows.
const WORD: &str = "allow";

/// Words by which other programs are told to be silent.
const OTHERS: [&str; 6] = ["disable", "ignore", "noqa", "nolint", "silence", "suppress"];

/// A comment that allows something, or that was meant to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The comment, from its `#`.
    pub span: Span,
    /// What stands in its brackets, as rules; none where there are no brackets, or nothing in them.
    pub rules: Vec<Name>,
    /// Why.
    pub reason: Option<SmolStr>,
    /// What it is about: a finding is allowed whose main span begins in there. Empty where nothing follows the comment.
    pub covers: Span,
    /// How one would be written that does what this one was meant to; absent where it is right, or nobody knows.
    pub meant: Option<String>,
}

/// Whether `text` may hold such a comment: most files hold none, and are not asked for their comments.
pub fn may_hold(text: &str) -> bool {
    text.match_indices('#').any(|(at, _)| is_call(&text[at..]))
}

/// Whether a comment, which `raw` begins with, is for the checker, or may have been meant to be.
pub fn is_call(raw: &str) -> bool {
    let said = raw.strip_prefix('#').unwrap_or_default().trim_start_matches(['#', ' ', '\t']);
    said.get(..NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME))
}

/// What the `comments` of a file allow, each given by the byte of its `#`, in file order.
pub fn allows(file: FileId, text: &str, root: Option<&Node<'_>>, comments: &[u32]) -> Vec<Allow> {
    let mut allows: Vec<Allow> = comments.iter().filter_map(|&start| allow(file, text, start)).collect();
    allows.sort_by_key(|allow| allow.span.start);
    let starts: Vec<u32> = allows.iter().map(|allow| allow.span.start).collect();
    for (allow, covers) in allows.iter_mut().zip(coverage(text, root, &starts)) {
        allow.covers = Span::new(file, covers.start, covers.end);
    }
    allows
}

/// The comment that begins at `start`, about nothing so far; absent where it only happens to begin like one for the checker.
pub fn allow(file: FileId, text: &str, start: u32) -> Option<Allow> {
    let comment = text.get(start as usize..)?.lines().next()?.trim_end();
    let span = Span::new(file, start, start + comment.len() as u32);
    let behind_sign = comment.strip_prefix('#')?.trim_start();
    let said = behind_sign.trim_start_matches(['#', ' ', '\t']);
    let mut allow = Allow { span, rules: Vec::new(), reason: None, covers: Span::new(file, start, start), meant: None };
    let Some(behind) = said.strip_prefix(CALL).and_then(|rest| rest.trim_start().strip_prefix(WORD)) else {
        allow.meant = astray(said)?.and_then(meant);
        return Some(allow);
    };
    if said.len() < behind_sign.len() {
        // With more than one `#` it is no comment for the checker.
        allow.meant = meant(behind);
        return Some(allow);
    }
    let list = behind.trim_start().strip_prefix('(').and_then(|rest| rest.split_once(')'));
    if let Some((names, reason)) = list {
        allow.rules = self::names(file, names, start + (comment.len() - said_behind(names, reason)) as u32);
        allow.reason = self::reason(reason);
    } else if behind.starts_with(char::is_alphanumeric) {
        allow.meant = astray(said)?.and_then(meant);
    } else {
        allow.meant = meant(behind);
    }
    Some(allow)
}

/// What stands behind the word of `said`, a comment that the checker does not know, as far as that word may mean to allow:
/// another, such as `deny`, may mean the opposite. Absent where it was hardly meant as one.
#[allow(clippy::option_option, reason = "no comment, and one of which nobody knows what it means, are two things")]
fn astray(said: &str) -> Option<Option<&str>> {
    let rest = said.get(NAME.len()..).filter(|_| said[..NAME.len()].eq_ignore_ascii_case(NAME))?;
    let behind = rest.trim_start_matches([' ', '\t', ':', '-', ',', '=', '_', '/']);
    let word = behind.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let small = word.to_lowercase();
    let is_word = small == WORD || OTHERS.contains(&small.as_str());
    let called = said.starts_with(CALL);
    let near = is_word || suggest::nearest(word, [WORD]).is_some();
    let behind = &behind[word.len()..];
    let names_one = behind.trim_start().starts_with('(') || meant(behind).is_some();
    let is_one = if called { near || names_one } else { near && names_one };
    (is_one && rest.len() > behind.len() + word.len()).then(|| near.then_some(behind))
}

/// The comment that allows the rules which `behind`, what stands behind the word, begins with.
fn meant(behind: &str) -> Option<String> {
    const SIGNS: [char; 11] = [' ', '\t', ':', '=', '(', ')', '[', ']', '-', '–', '—'];
    let mut rest = behind.trim_start_matches(SIGNS);
    let mut rules: Vec<&str> = Vec::new();
    loop {
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
        let name = rest[..length].trim_end_matches('-');
        let small = name.to_lowercase();
        rules.push(catalogue::optional().find(|rule| *rule == small)?);
        rest = rest[name.len()..].trim_start();
        match rest.strip_prefix(',') {
            Some(more) => rest = more.trim_start(),
            None => break,
        }
    }
    let comment = format!("# {CALL} {WORD}({}) {}", rules.join(", "), rest.trim_start_matches(SIGNS).trim());
    Some(comment.trim_end().to_owned())
}

/// How many bytes stand from the first of `names` to the end of the comment.
const fn said_behind(names: &str, reason: &str) -> usize {
    names.len() + ")".len() + reason.len()
}

/// The names between the brackets, of which the first byte is `start`.
fn names(file: FileId, list: &str, start: u32) -> Vec<Name> {
    let mut at = start;
    let mut names = Vec::new();
    for part in list.split(',') {
        let begins = at + (part.len() - part.trim_start().len()) as u32;
        let name = part.trim();
        if !name.is_empty() {
            names.push(Name::new(name.into(), Span::new(file, begins, begins + name.len() as u32)));
        }
        at += part.len() as u32 + 1;
    }
    names
}

/// What stands behind the bracket, if it says anything.
fn reason(text: &str) -> Option<SmolStr> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | '-' | '–' | '—')).trim();
    text.chars().any(char::is_alphanumeric).then(|| text.into())
}

#[cfg(test)]
mod tests {
    use super::{Allow, allow, may_hold};
    use crate::terms::span::FileId;

    fn read(comment: &str) -> Option<(Vec<String>, Option<String>)> {
        let Allow { rules, reason, span, .. } = allow(FileId(0), comment, 0)?;
        assert_eq!((span.start, span.end as usize), (0, comment.trim_end().len()));
        for rule in &rules {
            assert_eq!(comment[rule.span.start as usize..rule.span.end as usize], rule.value, "{comment}");
        }
        Some((rules.iter().map(|rule| rule.value.to_string()).collect(), reason.map(Into::into)))
    }

    #[test]
    fn a_comment_names_rules_and_says_why() {
        for (comment, rules, reason) in [
            ("# wayfare: allow(any-type) it is kept", vec!["any-type"], Some("it is kept")),
            ("#wayfare:allow( a ,b,, ç )  : für (später) ", vec!["a", "b", "ç"], Some("für (später)")),
            ("#\twayfare: allow (a) — # 7", vec!["a"], Some("# 7")),
            ("# wayfare: allow(a)", vec!["a"], None),
            ("# wayfare: allow(a) - ", vec!["a"], None),
            ("# wayfare: allow() why", vec![], Some("why")),
            ("# wayfare: allow a", vec![], None),
            ("# wayfare: allow(a why", vec![], None),
            ("# wayfare: alow(a) why", vec![], None),
            ("# wayfare: Allow(a) why", vec![], None),
            ("# wayfare: ignore(a) why", vec![], None),
        ] {
            let rules = rules.into_iter().map(str::to_owned).collect();
            assert_eq!(read(comment), Some((rules, reason.map(str::to_owned))), "{comment}");
        }
    }

    #[test]
    fn one_that_is_written_otherwise_is_known_by_what_it_says() {
        for (comment, meant) in [
            ("# Wayfare: Allow(any-type) why", Some("# wayfare: allow(any-type) why")),
            ("# wayfare:allow any-type", Some("# wayfare: allow(any-type)")),
            ("# wayfare: allow any-type: it is kept", Some("# wayfare: allow(any-type) it is kept")),
            ("# wayfare: allow[any-type, naming] why", Some("# wayfare: allow(any-type, naming) why")),
            ("# wayfare allow(any-type) why", Some("# wayfare: allow(any-type) why")),
            ("# wayfare-allow: any-type — why", Some("# wayfare: allow(any-type) why")),
            ("# wayfare-ignore any-type, Naming", Some("# wayfare: allow(any-type, naming)")),
            ("# wayfare: disable=any-type", Some("# wayfare: allow(any-type)")),
            ("# WAYFARE allow zebra(a)", None),
            ("# wayfare: allow(zebra", None),
            ("## wayfare: allow(any-type) why", Some("# wayfare: allow(any-type) why")),
            ("#### Wayfare: Allow(any-type) why", Some("# wayfare: allow(any-type) why")),
            ("# wayfare: noqa", None),
            ("# wayfare: deny(any-type) why", None),
            ("# wayfare: disallow(any-type) why", None),
            ("# wayfare: warn any-type", None),
            ("# wayfare allow(zebra) why", None),
        ] {
            let found = allow(FileId(0), comment, 0).map(|allow| (allow.rules.len(), allow.meant));
            let expected = comment != "# WAYFARE allow zebra(a)";
            assert_eq!(found, expected.then(|| (0, meant.map(str::to_owned))), "{comment}");
        }
    }

    #[test]
    fn what_only_speaks_of_wayfare_is_none() {
        for comment in [
            "# wayfare: 1",
            "## wayfare: how it is read",
            "# wayfare: the engine (of ours)",
            "# wayfare",
            "# wayfare:",
            "# allow(a)",
            "# Wayfare allows us to say naming",
            "# wayfare.toml allows any-type",
            "# wayfare, off the record",
            "# wayfareallow(any-type) x",
            "# we say wayfare: allow(any-type) x",
        ] {
            assert_eq!(read(comment), None, "{comment}");
        }
    }

    #[test]
    fn most_files_are_not_asked_for_their_comments() {
        assert!(may_hold("a: 1\n#  wayfare: allow(x) y") && may_hold("'#Wayfare 1'"));
        assert!(!may_hold("wayfare: 1\n# a\njourney: a\n# we like wayfare: it is good\n"));
    }
}
