//! The keys of one element: unknown ones are reported once, and a missing one is not if it was only misspelt.

use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::syntax::decode::context::{Cx, has_holes};
use crate::syntax::decode::meant::{IDLE, meant, reads_as_type};
use crate::syntax::elements::state::STATE;
use crate::syntax::node::{Entry, Layout, Mapping, Node, NodeKind};
use crate::terms::element::Element;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::{Name, Span, Spanned};
use crate::terms::suggest;

/// A mapping whose keys are a closed list.
#[derive(Clone, Debug)]
pub struct Fields<'n, 's> {
    element: &'static Element,
    mapping: &'n Mapping<'s>,
    start: u32,
    strays: SmallVec<[Stray<'n, 's>; 1]>,
    /// Whether lines of it could not be read, or stand elsewhere.
    short: bool,
}

/// An unknown key.
#[derive(Clone, Debug)]
struct Stray<'n, 's> {
    entry: &'n Entry<'s>,
    /// What it was probably meant to be, all equally.
    meant: Vec<&'static str>,
    /// Whether no run depends on what it was probably meant to be.
    idle: bool,
}

impl<'n, 's> Fields<'n, 's> {
    /// The keys of `node`, which is an `element`; those that it does not have are reported.
    pub fn of(cx: &mut Cx<'_>, node: &'n Node<'s>, element: &'static Element) -> Option<Self> {
        let Some(mapping) = node.mapping() else {
            if has_holes(node) {
                // A line between the key and the list could not be read: the list is hardly meant to stand here.
                cx.fail();
                return None;
            }
            let keys = element.names.join("`, `");
            cx.wrong(node, element.what, &format!("write a mapping with the keys `{keys}`"));
            return None;
        };
        cx.refuse_tag(node);
        let mut fields = Self {
            element,
            mapping,
            start: node.start,
            strays: SmallVec::new(),
            short: mapping.holes || cx.is_short(node.start),
        };
        if mapping.holes {
            cx.fail();
        }
        for entry in &mapping.entries {
            if !cx.is_told(entry.key.start) {
                fields.check(cx, entry);
            }
        }
        Some(fields)
    }

    fn check(&mut self, cx: &mut Cx<'_>, entry: &'n Entry<'s>) {
        let Element { what, names, .. } = self.element;
        let Some(key) = entry.key.scalar() else {
            self.strays.push(Stray { entry, meant: Vec::new(), idle: false });
            cx.wrong(&entry.key, "a key", "keys are plain words");
            return;
        };
        if names.contains(&&*key.text) {
            return;
        }
        if key.text.is_empty() && key.is_plain() {
            self.strays.push(Stray { entry, meant: Vec::new(), idle: false });
            let behind = cx.source.text.get(entry.key.end as usize..).unwrap_or_default();
            let colon = entry.key.end + behind.find(':').unwrap_or_default() as u32;
            let span = Span::new(cx.source.id, colon, colon + 1);
            let finding = Finding::new(rule::UNKNOWN_KEY, span, "a `:` without a key before it");
            return cx.report(finding.help("write the key before it"));
        }
        if let Some(glued) = self.glued(&key.text) {
            self.strays.push(Stray { entry, meant: vec![glued], idle: false });
            let message = format!("{what} has no key `{}`", key.text);
            let finding = Finding::new(rule::UNKNOWN_KEY, cx.span(&entry.key), message);
            return cx.report(finding.help(format!("write a blank behind the `:`, `{glued}: …`")));
        }
        if let Some(spaced) = self.spaced(entry, &key.text) {
            self.strays.push(Stray { entry, meant: vec![spaced], idle: false });
            let message = format!("{what} has no key `{}`", key.text);
            let finding = Finding::new(rule::UNKNOWN_KEY, cx.span(&entry.key), message);
            return cx.report(finding.help(format!("write a `:` behind the key, `{spaced}: …`")));
        }
        let is_like = suggest::nearest(&key.text, names.iter().copied()).is_some();
        if let Some(header) = self.headless(entry).filter(|_| !is_like) {
            let is_told = self.strays.iter().any(|stray| stray.meant == [header]);
            self.strays.push(Stray { entry, meant: vec![header], idle: false });
            if is_told {
                return cx.fail();
            }
            let finding =
                Finding::new(rule::UNKNOWN_KEY, cx.span(&entry.key), format!("{what} has no key `{}`", key.text));
            let help = match self.entry(header) {
                Some(_) => format!("it reads as a type: indent it to stand under `{header}`"),
                None => format!("it reads as a type: is the line `{header}:` missing above it?"),
            };
            return cx.report(finding.help(help));
        }
        let mapping = self.mapping;
        let meant = meant(self.element, mapping, entry);
        let like = suggest::all_nearest(&key.text, names.iter().copied());
        let message = format!("{what} has no key `{}`", key.text);
        let help = if key.text == "<<" {
            Some("YAML 1.2 has no merge keys; write the keys out".to_owned())
        } else if self.element.id == STATE.id
            && entry.value.mapping().is_some_and(|inside| inside.has_only(STATE.names))
        {
            Some(
                "it reads as a state: outdent it to stand beside the one above, or write `states:` above it".to_owned(),
            )
        } else if let (true, [there, ..]) = (meant.is_empty(), &*like) {
            Some(format!("`{there}` is there already: take one of the two out"))
        } else {
            let absent: Vec<&str> = names.iter().copied().filter(|name| mapping.entry(name).is_none()).collect();
            let few = if meant.len() <= 3 { &*meant } else { &[] };
            suggest::help_from(few, &absent).or_else(|| suggest::help(&key.text, names.iter().copied()))
        };
        let likely = if meant.is_empty() { &like } else { &meant };
        let idle = !likely.is_empty() && likely.iter().all(|key| IDLE.contains(key));
        let is_told = likely.is_empty() && cx.is_told_below(entry);
        self.strays.push(Stray { entry, meant, idle });
        if is_told {
            return cx.fail();
        }
        let finding = Finding { help, ..Finding::new(rule::UNKNOWN_KEY, cx.span(&entry.key), message) };
        if idle { cx.idly(|cx| cx.report(finding)) } else { cx.report(finding) }
    }

    /// What stands under `key` for people alone.
    pub fn words(&self, cx: &mut Cx<'_>, key: &str) -> Option<Spanned<SmolStr>> {
        let node = self.get(key)?;
        cx.idly(|cx| cx.string(node, "a text"))
    }

    /// The tags.
    pub fn tags(&self, cx: &mut Cx<'_>) -> Vec<Name> {
        self.get("tags").map(|node| cx.idly(|cx| cx.names(node, "a tag"))).unwrap_or_default()
    }

    /// The key of fields with their types under which an entry belongs that is one, where that key is missing.
    fn headless(&self, entry: &Entry<'_>) -> Option<&'static str> {
        let is_empty = |key: &str| self.get(key).is_none_or(Node::is_null);
        let header = ["payload", "params"].into_iter().find(|key| self.knows(key) && is_empty(key))?;
        reads_as_type(&entry.value).then_some(header)
    }

    /// The key that `text` begins with, if no blank stands behind its `:`.
    fn glued(&self, text: &str) -> Option<&'static str> {
        let (key, _) = text.split_once(':')?;
        self.element.names.iter().copied().find(|name| *name == key)
    }

    /// The key that `text` begins with, if it is no more than that and its value without a `:` between them.
    fn spaced(&self, entry: &Entry<'_>, text: &str) -> Option<&'static str> {
        let (key, value) = text.split_once(' ')?;
        if !entry.value.is_null() && !value.starts_with(['{', '[']) {
            return None;
        }
        self.element.names.iter().copied().find(|name| *name == key && self.mapping.entry(name).is_none())
    }

    /// The entry of `key`.
    pub fn entry(&self, key: &str) -> Option<&'n Entry<'s>> {
        self.mapping.entry(key)
    }

    /// Whether the element has the key `key`.
    pub fn knows(&self, key: &str) -> bool {
        self.element.names.contains(&key)
    }

    /// The entries that are read elsewhere than they stand.
    pub fn aside(&self, cx: &Cx<'_>) -> Vec<&'n Entry<'s>> {
        self.mapping.entries.iter().filter(|entry| cx.is_aside(entry.key.start)).collect()
    }

    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&'n Node<'s>> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The value of `key`, which the element must have; reported if it is missing.
    pub fn require(&self, cx: &mut Cx<'_>, key: &str) -> Option<&'n Node<'s>> {
        let found = self.get(key);
        if found.is_none() {
            self.missing(cx, key, self.element.help(key));
        }
        found
    }

    /// Reports that `key` is missing, unless it was misspelt or stands in a line that could not be read.
    pub fn missing(&self, cx: &mut Cx<'_>, key: &str, help: &str) {
        if self.short || self.is_misspelt(key) {
            return cx.fail();
        }
        let span = self.first_key(cx);
        cx.report(Finding::new(rule::MISSING_KEY, span, format!("the key `{key}` is missing")).help(help));
    }

    /// Whether an unknown key was probably meant to be `key`.
    pub fn is_misspelt(&self, key: &str) -> bool {
        self.strays.iter().any(|stray| stray.meant.contains(&key))
    }

    /// Whether more may have been written under `key` than is read, or under a key that meant it.
    pub fn hides(&self, key: &str) -> bool {
        match self.entry(key) {
            Some(entry) => {
                entry.partial
                    || matches!(entry.value.kind, NodeKind::Lost)
                    || self.is_misspelt(key)
                    || self.goes_on(entry)
            }
            None => self.short || self.strays.iter().any(|stray| stray.may_hold(key)),
        }
    }

    /// Whether what stands right behind `entry` may rather belong under it: a key that nobody knows, on a line of its own.
    fn goes_on(&self, entry: &Entry<'_>) -> bool {
        let next = self.mapping.entries.iter().find(|other| other.key.start > entry.key.start);
        let is_next = |stray: &Stray<'_, '_>| next.is_some_and(|next| next.key.start == stray.entry.key.start);
        self.mapping.layout == Layout::Block && self.strays.iter().any(|stray| stray.meant.is_empty() && is_next(stray))
    }

    /// Whether there are keys that nobody knows, or lines that could not be read.
    pub fn is_partial(&self) -> bool {
        let strange = self.strays.iter().any(|stray| !stray.idle);
        self.short || strange || self.mapping.entries.iter().any(|entry| entry.partial)
    }

    /// Whether there are keys of which nobody can say what they mean.
    pub fn has_strangers(&self) -> bool {
        self.strays.iter().any(|stray| stray.meant.is_empty() && !stray.idle)
    }

    /// The values under unknown keys that may have meant `key`, each with whether its key is like that one.
    pub fn guesses(&self, key: &str) -> impl Iterator<Item = (&'n Node<'s>, bool)> {
        let may_be = self.strays.iter().filter(move |stray| stray.meant.is_empty() || stray.meant.contains(&key));
        may_be.map(|stray| (&stray.entry.value, !stray.meant.is_empty()))
    }

    /// The entry of the first unknown key that was probably meant to be `key`.
    pub fn misspelt(&self, key: &str) -> Option<&'n Entry<'s>> {
        self.strays.iter().find(|stray| stray.meant.contains(&key)).map(|stray| stray.entry)
    }

    /// How the mapping is written.
    pub const fn layout(&self) -> Layout {
        self.mapping.layout
    }

    /// Whether lines of the mapping could not be read.
    pub const fn has_holes(&self) -> bool {
        self.mapping.holes
    }

    /// The keys that are written and known, in file order.
    pub fn written(&self, cx: &Cx<'_>) -> Vec<Name> {
        let name = |entry: &Entry<'_>| {
            let key = entry.key.scalar()?;
            let known = self.element.names.iter().find(|name| **name == key.text)?;
            Some(Name::new(SmolStr::new_static(known), cx.span(&entry.key)))
        };
        self.mapping.entries.iter().filter_map(name).collect()
    }

    /// The place of the first key; of an empty mapping that of its bracket.
    pub fn first_key(&self, cx: &Cx<'_>) -> Span {
        match self.mapping.entries.first() {
            Some(entry) => cx.span(&entry.key),
            None => Span::new(cx.source.id, self.start, self.start + 1),
        }
    }

    /// A name for an element that has none; no name that a person writes is like it.
    pub fn placeholder(&self, cx: &Cx<'_>) -> Name {
        Name::new(SmolStr::new(format!("?{}", self.start)), self.first_key(cx))
    }
}

impl Stray<'_, '_> {
    /// Whether a list or mapping of the key `key` may be under this one.
    fn may_hold(&self, key: &str) -> bool {
        self.meant.contains(&key) || (self.meant.is_empty() && self.entry.value.scalar().is_none())
    }
}

/// The entries of a mapping whose keys are names; `null` and nothing are an empty one.
pub fn entries<'n, 's>(cx: &mut Cx<'_>, node: &'n Node<'s>, what: &str) -> Vec<(Name, &'n Node<'s>)> {
    let named = named_entries(cx, node, what).into_iter();
    named.map(|(name, entry)| (name, &entry.value)).collect()
}

/// Like [`entries`], with all that is known of each.
pub fn named_entries<'n, 's>(cx: &mut Cx<'_>, node: &'n Node<'s>, what: &str) -> Vec<(Name, &'n Entry<'s>)> {
    let mapping = match &node.kind {
        NodeKind::Mapping(mapping) => mapping,
        _ if node.is_null() => return Vec::new(),
        _ => {
            cx.wrong(node, what, "write a mapping of names, `name: …`");
            cx.lose();
            return Vec::new();
        }
    };
    cx.refuse_tag(node);
    if mapping.holes {
        cx.lose();
    }
    let mut named = Vec::with_capacity(mapping.entries.len());
    for entry in &mapping.entries {
        if cx.is_aside(entry.key.start) {
            continue;
        }
        let is_glued = cx.is_glued(&entry.key, &entry.value);
        match if is_glued { None } else { cx.name(&entry.key, "a name") } {
            Some(name) => named.push((name, entry)),
            None => cx.lose(),
        }
    }
    named
}
