//! Comments that allow what a rule would find: `# wayfare: allow(rule-name) reason`.

use smol_str::SmolStr;

use crate::syntax::coverage::coverage;
use crate::syntax::node::Node;
use crate::terms::span::{FileId, Name, Span};
use crate::terms::suggest;

/// What a comment for the checker begins with, behind its `#`.
const CALL: &str = "wayfare:";

/// The one word that it knows.
const WORD: &str = "allow";

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
}

/// Whether `text` may hold such a comment: most files hold none, and are not asked for their comments.
pub fn may_hold(text: &str) -> bool {
    text.match_indices(CALL).any(|(at, _)| text[..at].trim_end_matches([' ', '\t']).ends_with('#'))
}

/// Whether the comment `raw` is for the checker.
pub fn is_call(raw: &str) -> bool {
    raw.strip_prefix('#').is_some_and(|said| said.trim_start().starts_with(CALL))
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

/// The comment that begins at `start`; absent where it only happens to begin like one for the checker.
fn allow(file: FileId, text: &str, start: u32) -> Option<Allow> {
    let comment = text.get(start as usize..)?.lines().next()?.trim_end();
    let span = Span::new(file, start, start + comment.len() as u32);
    let said = comment.strip_prefix('#')?.trim_start().strip_prefix(CALL)?.trim_start();
    let word = said.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let behind = said.strip_prefix(word)?.trim_start();
    let list = behind.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let mut allow = Allow { span, rules: Vec::new(), reason: None, covers: Span::new(file, start, start) };
    match list {
        Some((names, reason)) if word == WORD => {
            allow.rules = self::names(file, names, start + (comment.len() - said_behind(names, reason)) as u32);
            allow.reason = self::reason(reason);
        }
        _ if word == WORD || behind.starts_with('(') || suggest::nearest(word, [WORD]).is_some() => {}
        _ => return None,
    }
    Some(allow)
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
        for comment in ["# wayfare: 1", "# wayfare: the engine (of ours)", "# wayfare", "# wayfare:", "# allow(a)"] {
            assert_eq!(read(comment), None, "{comment}");
        }
    }

    #[test]
    fn most_files_are_not_asked_for_their_comments() {
        assert!(may_hold("a: 1\n#  wayfare: allow(x) y") && may_hold("'#wayfare: 1'"));
        assert!(!may_hold("wayfare: 1\n# a\njourney: a\n# we like wayfare: it is good\n"));
    }
}
