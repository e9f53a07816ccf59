//! Keys that come more than once in a mapping, and what that means: a slip, or an item of a list whose dash is missing.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::syntax::dashes::headless;
use crate::syntax::elements::step::{STEP, TRIGGERS};
use crate::syntax::node::{Entry, Node};
use crate::terms::finding::{Edit, Finding, Fix};
use crate::terms::rule;
use crate::terms::span::{FileId, Span};

/// Mappings up to this size are searched key by key for duplicates; larger ones are sorted.
const FEW: usize = 12;

/// The index of each key that was there before, after that of the first of its name, sorted by the later one.
pub fn duplicates(entries: &[Entry<'_>]) -> Vec<(usize, usize)> {
    let name = |index: usize| entries[index].key.scalar().map(|scalar| &*scalar.text);
    let mut pairs = Vec::new();
    if entries.len() <= FEW {
        for second in 1..entries.len() {
            let found = name(second).and_then(|text| (0..second).find(|&first| name(first) == Some(text)));
            pairs.extend(found.map(|first| (first, second)));
        }
        return pairs;
    }
    let mut sorted: Vec<usize> = (0..entries.len()).filter(|&index| name(index).is_some()).collect();
    sorted.sort_by(|&a, &b| name(a).cmp(&name(b)).then(a.cmp(&b)));
    for group in sorted.chunk_by(|&a, &b| name(a) == name(b)) {
        pairs.extend(group[1..].iter().map(|&second| (group[0], second)));
    }
    pairs.sort_unstable_by_key(|&(_, second)| second);
    pairs
}

/// One finding for each key of `entries` that comes again, where `pairs` are those that do.
pub fn findings(file: FileId, entries: &[Entry<'_>], pairs: &[(usize, usize)]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut times: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for &(first, second) in pairs {
        times.entry(first).or_insert((second, 1)).1 += 1;
    }
    for (first, (second, times)) in times {
        let (earlier, later) = (&entries[first].key, &entries[second].key);
        let name = later.scalar().map_or("", |scalar| &scalar.text);
        let many = if times == 2 { "a second time".to_owned() } else { format!("{times} times") };
        let span = Span::new(file, later.start, later.end);
        found.push(
            Finding::new(rule::YAML_SYNTAX, span, format!("the key `{name}` is here {many}"))
                .label(Span::new(file, earlier.start, earlier.end), "first here")
                .help(if times == 2 { "remove or rename one of them" } else { "remove or rename all but one of them" }),
        );
    }
    found
}

/// Whether the name of another mapping may be missing before keys that come again: several do, or one with keys of its own.
pub fn lacks_name(entries: &[Entry<'_>], pairs: &[(usize, usize)]) -> bool {
    let is_nested = |&(_, second): &(usize, usize)| entries[second].value.scalar().is_none();
    pairs.len() > 1 || pairs.iter().any(is_nested)
}

/// The finding of such keys.
pub fn with_name_missing(finding: Finding) -> Finding {
    finding.help("is a line with a name missing above it, such as `STATE:`? else remove or rename one of them")
}

/// Where other items of a list begin in the keys of one, since their dashes are missing: where its first key comes again, and
/// others do behind it.
pub fn missing_dashes(entries: &[Entry<'_>]) -> Vec<usize> {
    let name = |entry: &Entry<'_>| entry.key.scalar().map(|key| key.text.to_string());
    let Some(first) = entries.first().and_then(name) else { return Vec::new() };
    let again: Vec<usize> =
        (1..entries.len()).filter(|&at| name(&entries[at]).is_some_and(|name| name == first)).collect();
    let Some(&begin) = again.first() else { return again };
    let before: BTreeSet<String> = entries[1..begin].iter().filter_map(name).collect();
    let others = entries[begin + 1..].iter().filter_map(name).any(|name| before.contains(&name));
    if others { again } else { Vec::new() }
}

/// Where another item begins in the keys of one, since the line with its dash is missing: several keys come again, or one and
/// another trigger. Keys are mostly written in one order, so it begins where that begins anew.
pub fn missing_head(entries: &[Entry<'_>]) -> Option<(usize, (usize, usize))> {
    let name = |index: usize| entries[index].key.scalar().map_or("", |key| &*key.text);
    let pairs = duplicates(entries);
    let &(first, second) = pairs.first().filter(|pair| pair.0 > 0)?;
    let rank = |index: usize| STEP.names.iter().position(|known| *known == name(index));
    let mut begin = second;
    while begin > first + 1 && rank(begin - 1).zip(rank(begin)).is_some_and(|(before, own)| before < own) {
        begin -= 1;
    }
    let again: BTreeSet<&str> = pairs.iter().map(|&(_, second)| name(second)).collect();
    let fires = |mut part: Range<usize>| part.any(|index| TRIGGERS.contains(&name(index)));
    let is_another = again.len() > 1 || (begin < second && fires(0..begin) && fires(begin..entries.len()));
    is_another.then_some((begin, (first, second)))
}

/// The finding for the key `again`, which comes as `first` does, where the line is missing with which another item begins;
/// `head` is the key in such a line.
pub fn without_head(file: FileId, head: &Node<'_>, (first, again): (&Node<'_>, &Node<'_>)) -> Finding {
    let name = again.scalar().map_or("", |key| &key.text);
    let span = Span::new(file, again.start, again.end);
    let help = headless(head.scalar().map_or("id", |key| &key.text));
    Finding::new(rule::YAML_SYNTAX, span, format!("the key `{name}` is here a second time"))
        .label(Span::new(file, first.start, first.end), "first here")
        .help(format!("{help} else remove or rename one of them"))
}

/// The finding for one of them, which begins with the key `again` as the item before it with `first`.
pub fn missing_dash(file: FileId, source: &str, first: &Node<'_>, again: &Node<'_>) -> Finding {
    let name = again.scalar().map_or("", |key| &key.text);
    let span = Span::new(file, again.start, again.end);
    let finding = Finding::new(rule::YAML_SYNTAX, span, format!("the key `{name}` is here a second time"))
        .label(Span::new(file, first.start, first.end), "first here")
        .help("a `- ` is missing before it, if another item begins here");
    let dash = again.start.saturating_sub(2)..again.start;
    if source.get(dash.start as usize..dash.end as usize) != Some("  ") {
        return finding;
    }
    let edits = vec![Edit { span: Span::new(file, dash.start, dash.end), text: "- ".to_owned() }];
    finding.fix(Fix { message: "write `- ` before it".to_owned(), edits, safe: false })
}
