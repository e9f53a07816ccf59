//! Entries that stand under another key than they belong to, because a line such as `actions:` or some blanks are missing:
//! one finding for all of them, and each is read as what it says that it is.

use std::collections::BTreeSet;

use crate::syntax::declared::Section;
use crate::syntax::decode::context::{Cx, has_holes, items};
use crate::syntax::decode::fields::Fields;
use crate::syntax::decode::meant::reads_as_type;
use crate::syntax::decode::outdented;
use crate::syntax::elements::action::ACTION;
use crate::syntax::elements::declarations::{EVENT, FUNCTION};
use crate::syntax::elements::lifecycle::ENTRY;
use crate::syntax::elements::naming::IN_SCOPE;
use crate::syntax::elements::policy::{CAP, WINDOW};
use crate::syntax::elements::shape::LONG;
use crate::syntax::elements::state::STATE;
use crate::syntax::elements::step::STEP;
use crate::syntax::node::{Entry, Layout, Mapping, Node};
use crate::terms::element::Element;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::{Name, Span};

/// An entry that belongs elsewhere.
#[derive(Clone, Debug)]
pub struct Astray<'n, 's> {
    /// Its name.
    pub name: Name,
    /// It.
    pub entry: &'n Entry<'s>,
    /// Where it belongs.
    pub to: Section,
}

/// A section of declarations, and what its entries are.
struct Home {
    section: Section,
    key: &'static str,
    /// What one of its entries is called.
    one: &'static str,
    /// Absent where an entry is an expression.
    element: Option<&'static Element>,
}

impl Home {
    /// Whether its entries are names with their types.
    fn is_of_variables(&self) -> bool {
        [Section::Context, Section::Profile].contains(&self.section)
    }
}

static HOMES: [Home; 8] = [
    Home { section: Section::Events, key: "events", one: "an event", element: Some(&EVENT) },
    Home { section: Section::Profile, key: "profile", one: "a field of `profile`", element: Some(&LONG) },
    Home { section: Section::Context, key: "context", one: "a context variable", element: Some(&LONG) },
    Home { section: Section::Define, key: "define", one: "a definition", element: None },
    Home { section: Section::Actions, key: "actions", one: "an action", element: Some(&ACTION) },
    Home { section: Section::Functions, key: "functions", one: "a function", element: Some(&FUNCTION) },
    Home { section: Section::Windows, key: "windows", one: "a window", element: Some(&WINDOW) },
    Home { section: Section::Caps, key: "caps", one: "a cap", element: Some(&CAP) },
];

/// Finds the keys of one declaration that stand where its name should, since the line with that is missing, and reports them;
/// nobody else reads them. The sections that have some are given.
pub fn nameless(cx: &mut Cx<'_>, keys: &Fields<'_, '_>) -> Vec<Section> {
    let mut sections = Vec::new();
    for home in &HOMES {
        let written = keys.get(home.key).filter(|_| keys.knows(home.key));
        let (Some(mapping), Some(element)) = (written.and_then(Node::mapping), home.element) else { continue };
        if element.id != LONG.id {
            outdented::keys(cx, mapping, (element, home.one));
        }
        let is_key = |entry: &&Entry<'_>| {
            !cx.is_aside(entry.key.start) && entry.key.scalar().is_some_and(|key| element.names.contains(&&*key.text))
        };
        let found: Vec<&Entry<'_>> = mapping.entries.iter().filter(is_key).collect();
        let Some(first) = found.first() else { continue };
        // What is known of a person may well be called as a key of a type is.
        let torn = mapping.holes && mapping.entries.first().is_some_and(|entry| entry.key.start == first.key.start);
        let is_named_so =
            |entry: &&Entry<'_>| entry.value.mapping().is_some_and(|inside| !torn || inside.has_only(element.names));
        if element.id == LONG.id || (found.len() < 2 && !torn) || found.iter().all(is_named_so) {
            continue;
        }
        sections.push(home.section);
        for entry in &found {
            cx.set_aside(entry.key.start);
        }
        if torn {
            // The next name stands further left then, of which is told as well.
            cx.fail();
            continue;
        }
        let word = first.key.scalar().map(|key| key.text.to_string()).unwrap_or_default();
        let message = format!("`{word}` is a key of {}, and stands where its name belongs", home.one);
        let finding = Finding::new(rule::WRONG_SHAPE, cx.span(&first.key), message);
        cx.report(finding.help("is the line with the name missing above it?"));
    }
    sections
}

/// Finds the keys of `entry` that stand under the key of a section since its line is missing, and reports them; nobody reads
/// them there. Given is the place of the first.
pub fn entry(cx: &mut Cx<'_>, keys: &Fields<'_, '_>) -> Option<Span> {
    if !keys.knows("entry") || keys.entry("entry").is_some() {
        return None;
    }
    let mappings = HOMES.iter().filter_map(|home| Some((home, keys.get(home.key)?.mapping()?)));
    let mut found = mappings.map(|(home, mapping)| {
        let is_key = |entry: &&Entry<'_>| entry.key.scalar().is_some_and(|key| ENTRY.names.contains(&&*key.text));
        (home, mapping.entries.iter().filter(is_key).collect::<Vec<_>>())
    });
    let enters = |entry: &&Entry<'_>| {
        entry.key.scalar().is_some_and(|key| key.text == "triggers") && entry.value.mapping().is_none()
    };
    let (home, entries) = found.find(|(_, entries)| entries.iter().any(enters))?;
    let first = entries.first()?;
    let word = first.key.scalar().map(|key| key.text.to_string()).unwrap_or_default();
    let message = format!("`{word}` reads as a key of `entry`, and stands under `{}`", home.key);
    let place = cx.span(&first.key);
    cx.report(Finding::new(rule::WRONG_SHAPE, place, message).help("is the line `entry:` missing above it?"));
    for entry in &entries {
        cx.set_aside(entry.key.start);
    }
    Some(place)
}

/// Finds the entries under the keys of declarations that belong under another one, and reports them; nobody else reads them
/// there from now on.
pub fn declarations<'n, 's>(cx: &mut Cx<'_>, keys: &Fields<'n, 's>) -> Vec<Astray<'n, 's>> {
    let mut all = Vec::new();
    for home in &HOMES {
        let written = keys.get(home.key).filter(|_| keys.knows(home.key));
        let Some(mapping) = written.and_then(Node::mapping) else { continue };
        let entries: Vec<&Entry<'_>> = mapping.entries.iter().filter(|entry| !cx.is_aside(entry.key.start)).collect();
        let variables = variables(keys, mapping, home);
        let belongs = |entry: &&Entry<'_>| match home_of(entry, home) {
            Some(to) if to.is_of_variables() => Some(variables),
            Some(to) => Some(to.section),
            None => is_astray_variable(cx, entry, home, variables).then_some(variables),
        };
        let mut homes: Vec<Option<Section>> = entries.iter().map(belongs).collect();
        follow(&entries, &mut homes, home);
        for to in HOMES.iter().filter(|to| to.section != home.section) {
            let pairs = entries.iter().zip(&homes).filter(|(_, at)| **at == Some(to.section));
            let found: Vec<&Entry<'_>> = pairs.map(|(entry, _)| *entry).collect();
            all.extend(take(cx, &found, to.section));
            report(cx, &found, (home, to), keys.entry(to.key).is_some());
        }
    }
    all
}

/// Where the variables belong that stand under the key of `own`: one of context and one of the profile look alike, but a
/// section whose line is missing is not there, and what is known of a person has no default.
fn variables(keys: &Fields<'_, '_>, mapping: &Mapping<'_>, own: &Home) -> Section {
    let lacks = |key: &str| keys.knows(key) && keys.entry(key).is_none();
    let has_default = |entry: &Entry<'_>| entry.value.mapping().is_some_and(|inside| inside.entry("default").is_some());
    if own.section == Section::Profile && !mapping.entries.iter().any(has_default) {
        return Section::Profile;
    }
    match (lacks("context"), lacks("profile")) {
        (true, false) => Section::Context,
        (false, true) => Section::Profile,
        _ if !keys.knows("context") => Section::Profile,
        _ => {
            let mut strange = mapping.entries.iter().filter(|entry| reads_as_variable(&entry.value, own));
            if strange.any(|entry| !may_be_missing(&entry.value)) { Section::Context } else { Section::Profile }
        }
    }
}

/// Whether an entry under the key of `own` is a variable that belongs among `variables`.
fn is_astray_variable(cx: &Cx<'_>, entry: &Entry<'_>, own: &Home, variables: Section) -> bool {
    let value = &entry.value;
    if own.section == Section::Profile {
        let name = entry.key.scalar().map_or("", |key| &key.text);
        let is_read = |root: &str| reads(&cx.source.text, &format!("{root}.{name}"));
        let has_default = || value.mapping().is_some_and(|inside| inside.entry("default").is_some());
        return variables == Section::Context && (has_default() || (is_read("ctx") && !is_read("profile")));
    }
    !own.is_of_variables() && reads_as_variable(value, own)
}

/// Whether what stands under the key of `own` is a type.
fn reads_as_variable(value: &Node<'_>, own: &Home) -> bool {
    // A definition may be called as a type is.
    (own.element.is_some() || value.mapping().is_some()) && reads_as_type(value)
}

/// Whether `text` says `field`, and not a longer name that begins so.
fn reads(text: &str, field: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(field).any(|(at, _)| !text[at + field.len()..].starts_with(is_word))
}

/// Whether a type ends with `?`, and nothing stands for what is missing.
fn may_be_missing(value: &Node<'_>) -> bool {
    let short = match value.mapping() {
        Some(mapping) if mapping.entry("default").is_some() => return false,
        Some(mapping) => mapping.entry("type").map(|entry| &entry.value),
        None => Some(value),
    };
    short.and_then(Node::scalar).is_some_and(|scalar| scalar.text.ends_with('?'))
}

/// What stands behind the first entry that belongs elsewhere, may be of the same kind and lacks what those under the key of
/// `own` must have, belongs where that does: the line between the two kinds is missing.
fn follow(entries: &[&Entry<'_>], homes: &mut [Option<Section>], own: &Home) {
    let Some(first) = homes.iter().position(Option::is_some) else { return };
    let to = homes[first];
    let element = HOMES.iter().find(|home| Some(home.section) == to).and_then(|home| home.element);
    let (Some(element), Some(own)) = (element, own.element) else { return };
    for (entry, home) in entries.iter().zip(homes).skip(first + 1) {
        if home.is_none()
            && entry.value.mapping().is_some_and(|inside| inside.has_only(element.names) && lacks(own, inside))
        {
            *home = to;
        }
    }
}

/// Whether `mapping` lacks a key that an `element` must have.
fn lacks(element: &Element, mapping: &Mapping<'_>) -> bool {
    element.keys.iter().any(|key| key.required.is_some() && mapping.entry(key.name).is_none())
}

fn take<'n, 's>(cx: &mut Cx<'_>, found: &[&'n Entry<'s>], to: Section) -> Vec<Astray<'n, 's>> {
    let mut taken = Vec::with_capacity(found.len());
    for entry in found {
        cx.set_aside(entry.key.start);
        let Some(name) = cx.name(&entry.key, "a name") else { continue };
        taken.push(Astray { name, entry, to });
    }
    taken
}

fn report(cx: &mut Cx<'_>, found: &[&Entry<'_>], (home, to): (&Home, &Home), is_there: bool) {
    let Some((first, rest)) = found.split_first() else { return };
    let word = |entry: &Entry<'_>| entry.key.scalar().map(|key| key.text.to_string()).unwrap_or_default();
    let message = format!("`{}` reads as {}, and stands under `{}`", word(first), to.one, home.key);
    let help = if is_there {
        format!("write it under `{}`", to.key)
    } else {
        format!("write it under `{}`: is the line `{}:` missing above it?", to.key, to.key)
    };
    let finding = Finding::new(rule::WRONG_SHAPE, cx.span(&first.key), message).help(help);
    let finding = rest.iter().fold(finding, |finding, entry| finding.label(cx.span(&entry.key), "so does this"));
    cx.report(finding);
}

/// The section that an entry of `own` belongs to, if that is certainly another one.
fn home_of(entry: &Entry<'_>, own: &Home) -> Option<&'static Home> {
    if let Some(mapping) = entry.value.mapping() {
        let is_own = |key: &&str| own.element.is_some_and(|element| element.names.contains(key));
        let (owned, strange): (Vec<&str>, Vec<&str>) = keys(mapping).partition(is_own);
        let is_clear = owned.is_empty() || strange.len() > 1 || own.element.is_some_and(|own| lacks(own, mapping));
        if mapping.holes || strange.is_empty() || !is_clear {
            return None;
        }
        return HOMES.iter().find(|home| home.element.is_some_and(|element| mapping.has_only(element.names)));
    }
    let scalar = entry.value.scalar().filter(|scalar| scalar.is_plain())?;
    let is_expression = own.element.is_some() && reads_as_expression(&scalar.text);
    HOMES.iter().find(|home| is_expression && home.element.is_none())
}

fn keys<'m>(mapping: &'m Mapping<'_>) -> impl Iterator<Item = &'m str> {
    mapping.entries.iter().filter_map(|entry| Some(&*entry.key.scalar()?.text))
}

/// Whether a text computes something: it names what only expressions see, and compares or joins.
fn reads_as_expression(text: &str) -> bool {
    let names = IN_SCOPE.iter().any(|root| text.contains(&format!("{root}.")));
    let works = [" > ", " < ", ">=", "<=", "==", "!=", "&&", "||", " + ", " * ", " in "];
    let asks = text.starts_with('!') || text.contains("has(");
    (names || text.contains(' ')) && works.iter().any(|sign| text.contains(sign))
        || (names && (asks || !text.contains(' ')))
}

/// Finds the states of a journey, whose keys are those of `element`, that stand beside `states` and not under it, and reports
/// them; they are read as states.
pub fn states(cx: &mut Cx<'_>, node: &Node<'_>, element: &Element) {
    let Some(mapping) = node.mapping().filter(|mapping| mapping.layout == Layout::Block) else { return };
    let Some(first) = mapping.entry("states").map(|entry| entry.key.start) else { return };
    let is_stray = |entry: &&Entry<'_>| {
        let key = entry.key.scalar().map(|key| &*key.text);
        entry.key.start > first
            && key.is_some_and(|key| !element.names.contains(&key))
            && entry.value.mapping().is_some_and(|inside| inside.has_only(STATE.names))
    };
    let found: Vec<&Entry<'_>> = mapping.entries.iter().filter(is_stray).collect();
    let Some((first, rest)) = found.split_first() else { return };
    let word = first.key.scalar().map(|key| key.text.to_string()).unwrap_or_default();
    let finding = Finding::new(rule::UNKNOWN_KEY, cx.span(&first.key), format!("a journey has no key `{word}`"))
        .help("it reads as a state: indent it under `states`");
    let finding = rest.iter().fold(finding, |finding, entry| finding.label(cx.span(&entry.key), "another one"));
    cx.report(finding);
    for entry in found {
        cx.set_aside(entry.key.start);
    }
}

/// Finds the keys of states that stand beside the states under `states`, and reports them; nobody else reads them. Given are
/// the first bytes of the names of those whose keys they probably are.
pub fn outdented(cx: &mut Cx<'_>, states: &Node<'_>) -> BTreeSet<u32> {
    let mut owners = BTreeSet::new();
    let Some(mapping) = states.mapping().filter(|mapping| mapping.layout == Layout::Block) else { return owners };
    let mut owner: Option<&Entry<'_>> = None;
    for entry in &mapping.entries {
        let key = entry.key.scalar().filter(|key| STATE.names.contains(&&*key.text));
        let Some(key) = key.filter(|_| !entry.value.is_null() && entry.value.mapping().is_none()) else {
            owner = Some(entry);
            continue;
        };
        cx.set_aside(entry.key.start);
        let is_first = owner.is_none_or(|owner| owners.insert(owner.key.start));
        if !is_first || entry.partial || mapping.holes {
            // What does not fit in is told already.
            cx.fail();
            continue;
        }
        let state = owner.and_then(|owner| owner.key.scalar()).map(|state| format!("`{}`", state.text));
        let state = state.unwrap_or_else(|| "its state".to_owned());
        let message = format!("`{}` is a key of a state, and stands where the names of states belong", key.text);
        let finding = Finding::new(rule::WRONG_SHAPE, cx.span(&entry.key), message);
        cx.report(finding.help(format!("indent it to stand under {state}")));
    }
    owners
}

/// Finds the steps that stand among the actions under `key` of a state, and reports them; they are read as steps.
pub fn steps<'n, 's>(cx: &mut Cx<'_>, keys: &Fields<'n, 's>, key: &str) -> Vec<&'n Node<'s>> {
    let Some(list) = keys.get(key) else { return Vec::new() };
    let found: Vec<&Node<'_>> = items(list).iter().filter(|item| is_step(item)).collect();
    let Some((first, rest)) = found.split_first() else { return found };
    for step in &found {
        cx.set_aside(step.start);
    }
    if has_holes(list) || keys.has_holes() {
        // The line that is missing above them is there, and could not be read.
        cx.fail();
        return found;
    }
    let line = |node: &Node<'_>| {
        node.mapping()
            .and_then(|mapping| mapping.entry("id"))
            .map_or(cx.span(node), |entry| Span::new(cx.source.id, entry.key.start, entry.value.end))
    };
    let finding =
        Finding::new(rule::WRONG_SHAPE, line(first), format!("this reads as a step, and stands under `{key}`"))
            .help("write it under `steps`: is the line `steps:` missing above it, or indented too deep?");
    let finding = rest.iter().fold(finding, |finding, step| finding.label(line(step), "so does this"));
    cx.report(finding);
    found
}

/// Whether an item of a list has an id, and another key of a step: items of actions have neither.
fn is_step(item: &Node<'_>) -> bool {
    item.mapping().is_some_and(|mapping| {
        mapping.entry("id").is_some() && keys(mapping).filter(|key| STEP.names.contains(key)).count() > 1
    })
}
