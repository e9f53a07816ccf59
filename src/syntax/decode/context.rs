//! What every decoder has at hand: the source, the findings so far, and the scalars that all elements are made of.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::syntax::core_schema::{Literal, literal};
use crate::syntax::node::{Entry, Node, NodeKind, Style};
use crate::syntax::source::Source;
use crate::syntax::tags;
use crate::terms::element::Choice;
use crate::terms::finding::Finding;
use crate::terms::name::is_id;
use crate::terms::rule;
use crate::terms::rule::RuleName;
use crate::terms::span::{Name, Span, Spanned};
use crate::terms::suggest;
use crate::terms::time::parse_duration;

/// The state of decoding one file.
#[derive(Debug)]
pub struct Cx<'a> {
    /// The file.
    pub source: &'a Source,
    findings: &'a mut Vec<Finding>,
    faults: usize,
    lost: usize,
    /// Whether no run depends on what is read.
    idle: bool,
    /// The first bytes of keys that are read elsewhere than they stand.
    aside: BTreeSet<u32>,
    /// The first bytes of keys, and of what is under them, that say more than that.
    short: BTreeSet<u32>,
    /// The first byte of a misspelt key that says what the file is.
    misspelt: Option<u32>,
}

/// How many faults there were at some point, and how many of them took a name away.
#[derive(Clone, Copy, Debug)]
pub struct Mark(usize, usize);

impl<'a> Cx<'a> {
    /// A fresh one that adds to `findings`.
    pub const fn new(source: &'a Source, findings: &'a mut Vec<Finding>) -> Self {
        Self {
            source,
            findings,
            faults: 0,
            lost: 0,
            idle: false,
            aside: BTreeSet::new(),
            short: BTreeSet::new(),
            misspelt: None,
        }
    }

    /// The place of `node`; of a block of text without the empty lines after it; of a value that was left out, that of
    /// its key or dash.
    pub fn span(&self, node: &Node<'_>) -> Span {
        let span = Span::new(self.source.id, node.start, node.end);
        if node.start == node.end {
            let before = self.source.text.get(..node.start as usize).unwrap_or_default().trim_end();
            let word = before.rfind(|c: char| c.is_whitespace() || matches!(c, '{' | '[' | ',')).map_or(0, |at| at + 1);
            return Span::new(self.source.id, word as u32, before.len() as u32);
        }
        if node.scalar().is_some_and(|scalar| matches!(scalar.style, Style::Literal | Style::Folded)) {
            let said = self.source.slice(span).trim_end().len() as u32;
            return Span::new(self.source.id, node.start, node.start + said);
        }
        span
    }

    /// Adds a finding.
    pub fn report(&mut self, mut finding: Finding) {
        finding.idle |= self.idle;
        self.findings.push(finding);
        self.fail();
    }

    /// Something is left out whose finding is there already.
    pub const fn fail(&mut self) {
        if !self.idle {
            self.faults += 1;
        }
    }

    /// Reads something on which no run depends: what is wrong with it breaks nothing.
    pub fn idly<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.idle, true);
        let found = read(self);
        self.idle = before;
        found
    }

    /// A named element is left out, so that a name may seem unknown that is not.
    pub const fn lose(&mut self) {
        self.fail();
        self.lost += 1;
    }

    /// The entry whose key begins at `start` is read elsewhere than it stands.
    pub fn set_aside(&mut self, start: u32) {
        self.aside.insert(start);
    }

    /// Whether the entry whose key begins at `start` is read elsewhere than it stands.
    pub fn is_aside(&self, start: u32) -> bool {
        self.aside.contains(&start)
    }

    /// `entry` says more than stands under its key.
    pub fn set_short(&mut self, entry: &Entry<'_>) {
        self.short.extend([entry.key.start, entry.value.start]);
    }

    /// Whether `entry` may say more than can be read under its key.
    pub fn is_partial(&self, entry: &Entry<'_>) -> bool {
        entry.partial || self.is_short(entry.key.start)
    }

    /// Whether the key that begins at `start`, or what is under it, says more than that.
    pub fn is_short(&self, start: u32) -> bool {
        self.short.contains(&start)
    }

    /// The key that begins at `start` says what the file is, though it is misspelt, of which a finding tells.
    pub const fn misspell(&mut self, start: u32) {
        self.misspelt = Some(start);
    }

    /// Whether a finding tells of the key that begins at `start` already.
    pub fn is_told(&self, start: u32) -> bool {
        self.is_aside(start) || self.misspelt == Some(start)
    }

    /// Whether a finding of YAML itself stands on the line behind `entry`: it tells that the two do not fit.
    pub fn is_told_below(&self, entry: &Entry<'_>) -> bool {
        let end = entry.value.end.max(entry.key.end) as usize;
        let below = self.source.text.get(end..).unwrap_or_default();
        let rest = below.find('\n').map_or("", |line| &below[line..]);
        let start = (end + (below.len() - rest.trim_start().len())) as u32;
        self.findings.iter().any(|finding| finding.rule == rule::YAML_SYNTAX && finding.span.start == start)
    }

    /// The present, for [`Cx::broken`].
    pub const fn mark(&self) -> Mark {
        Mark(self.faults, self.lost)
    }

    /// Whether there was a fault since `mark`.
    pub const fn broken(&self, mark: Mark) -> bool {
        self.faults > mark.0
    }

    /// Whether a named element was left out since `mark`.
    pub const fn lost_since(&self, mark: Mark) -> bool {
        self.lost > mark.1
    }

    /// What was left out since `mark` is no name of the section, but of something in it.
    pub const fn forget_lost(&mut self, mark: Mark) {
        self.lost = mark.1;
    }

    /// A finding at `node`, unless the node's own finding is there already.
    pub fn fault(&mut self, node: &Node<'_>, rule: RuleName, message: impl Into<String>, help: &str) {
        match node.kind {
            NodeKind::Lost => self.fail(),
            NodeKind::UnknownAlias => self.unknown_alias(node),
            _ => self.report(Finding::new(rule, self.span(node), message).help(help)),
        }
    }

    /// `wrong-shape`: `expected` says what belongs there.
    pub fn wrong(&mut self, node: &Node<'_>, expected: &str, help: &str) {
        if node.is_null() && self.is_short(node.start) {
            return self.fail();
        }
        let message = format!("{expected} was expected, not {}", describe(node));
        self.fault(node, rule::WRONG_SHAPE, message, help);
    }

    fn unknown_alias(&mut self, node: &Node<'_>) {
        let span = self.span(node);
        let message = format!("the alias `{}` stands for nothing", self.source.slice(span));
        let help = "define it with `&` above, or put the text in quotes";
        self.report(Finding::new(rule::YAML_SYNTAX, span, message).help(help));
    }

    /// The text of a scalar; `null` and nothing are none.
    pub fn text<'n>(&mut self, node: &'n Node<'_>, expected: &str) -> Option<&'n str> {
        let help = format!("write {expected} here");
        match node.scalar() {
            Some(scalar) if !node.is_null() => {
                self.refuse_tag(node);
                Some(&scalar.text)
            }
            _ => {
                self.wrong(node, expected, &help);
                None
            }
        }
    }

    /// Reports a tag that is none of YAML's own.
    pub fn refuse_tag(&mut self, node: &Node<'_>) {
        if let Some((start, end)) = node.foreign_tag() {
            let span = Span::new(self.source.id, start, end);
            self.report(tags::finding(span, self.source.slice(span)));
        }
    }

    /// Text with its place.
    pub fn string(&mut self, node: &Node<'_>, expected: &str) -> Option<Spanned<SmolStr>> {
        let text = SmolStr::new(self.text(node, expected)?);
        Some(Spanned::new(text, self.span(node)))
    }

    /// A name, whatever its pattern; what is empty is none.
    pub fn name(&mut self, node: &Node<'_>, expected: &str) -> Option<Name> {
        let name = self.string(node, expected)?;
        if name.value.is_empty() {
            self.wrong(node, expected, "a name has at least one character");
            return None;
        }
        Some(name)
    }

    /// Whether the key `key` of `value` is more than a name, since the `:` before a bracket is missing or has no blank behind
    /// it, which is reported.
    pub fn is_glued(&mut self, key: &Node<'_>, value: &Node<'_>) -> bool {
        let Some(word) = key.scalar().filter(|scalar| scalar.is_plain()).map(|scalar| &*scalar.text) else {
            return false;
        };
        let told =
            |signs: [&str; 2]| signs.iter().any(|sign| word.split_once(sign).is_some_and(|(name, _)| is_id(name)));
        let (message, help) = if told([":{", ":["]) {
            ("a `:` without a blank behind it", "write a blank between the `:` and the bracket")
        } else if told([" {", " ["]) {
            ("a key and its value without a `:` between them", "write `: ` before the bracket")
        } else {
            return false;
        };
        let span = Span::new(self.source.id, key.start, value.end.max(key.end));
        self.report(Finding::new(rule::YAML_SYNTAX, span, message).help(help));
        true
    }

    /// One name or a list of names.
    pub fn names(&mut self, node: &Node<'_>, expected: &str) -> Vec<Name> {
        items(node).iter().filter_map(|item| self.name(item, expected)).collect()
    }

    /// `true` or `false`.
    pub fn flag(&mut self, node: &Node<'_>) -> Option<bool> {
        if let Some(Literal::Bool(flag)) = literal(node) {
            return Some(flag);
        }
        self.wrong(node, "`true` or `false`", "YAML 1.2 knows no `yes`, `no`, `on` and `off`");
        None
    }

    /// A whole number from 0 on.
    pub fn count(&mut self, node: &Node<'_>) -> Option<Spanned<u32>> {
        if let Some(Literal::Int(int)) = literal(node)
            && let Ok(count) = u32::try_from(int)
        {
            return Some(Spanned::new(count, self.span(node)));
        }
        self.wrong(node, "a whole number", "write a number such as `3`");
        None
    }

    /// The milliseconds of a literal duration.
    pub fn duration(&mut self, node: &Node<'_>) -> Option<Spanned<i64>> {
        let help = "write a duration such as `90s`, `15m`, `1h30m`, `3d`, `2w` or `P3D`; a day is 24 hours";
        let Some(Literal::Str(text)) = literal(node) else {
            self.wrong(node, "a duration", help);
            return None;
        };
        match parse_duration(text) {
            Ok(millis) => Some(Spanned::new(millis, self.span(node))),
            Err(error) => {
                self.fault(node, rule::WRONG_SHAPE, error.to_string(), error.help());
                None
            }
        }
    }

    /// A member of a closed list.
    pub fn choice<T: Copy>(&mut self, node: &Node<'_>, members: &[Choice<T>]) -> Option<Spanned<T>> {
        let words = members.iter().map(|member| member.word);
        let expected = format!("one of `{}`", words.clone().collect::<Vec<_>>().join("`, `"));
        let text = self.text(node, &expected)?;
        if let Some(member) = members.iter().find(|member| member.word == text) {
            return Some(Spanned::new(member.value, self.span(node)));
        }
        let help = suggest::help(text, words).unwrap_or_default();
        self.wrong(node, &expected, &help);
        None
    }
}

/// The items of a list; what is no list stands for a list of one, nothing for none.
pub fn items<'n, 's>(node: &'n Node<'s>) -> &'n [Node<'s>] {
    match &node.kind {
        NodeKind::Sequence(items, ..) => items,
        _ if node.is_null() => &[],
        _ => std::slice::from_ref(node),
    }
}

/// Whether a line of the list `node` could not be read.
pub const fn has_holes(node: &Node<'_>) -> bool {
    matches!(node.kind, NodeKind::Sequence(_, _, true))
}

/// What `node` is, with its article.
pub fn describe(node: &Node<'_>) -> String {
    match &node.kind {
        NodeKind::Sequence(..) => "a list".to_owned(),
        NodeKind::Mapping(_) => "a mapping".to_owned(),
        NodeKind::UnknownAlias | NodeKind::Lost => "this".to_owned(),
        NodeKind::Scalar(scalar) => match literal(node) {
            Some(Literal::Null) | None => "nothing".to_owned(),
            Some(Literal::Str("")) => "an empty string".to_owned(),
            // In quotes it is a text, whatever it looks like.
            Some(_) if !scalar.is_plain() && is_other_without_quotes(&scalar.text) => {
                format!("the text `\"{}\"`", shortened(&scalar.text))
            }
            Some(_) => format!("`{}`", shortened(&scalar.text)),
        },
    }
}

/// Whether a text without its quotes would be a bool or a number.
fn is_other_without_quotes(text: &str) -> bool {
    matches!(text, "true" | "false") || text.parse::<f64>().is_ok()
}

fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let short: String = line.chars().take(40).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}
