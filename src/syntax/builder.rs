//! From the parser's events to nodes: duplicate keys, depth and what flow style cut are judged where a node ends.

use std::ops::Range;

use crate::syntax::anchors::{Anchors, Refusal};
use crate::syntax::doubles::{self, duplicates, missing_dash, missing_dashes, missing_head, without_head};
use crate::syntax::holes::{Extent, Holes};
use crate::syntax::misread::{finding, flow_extent, holds_expressions, is_expression_key, is_in_functions};
use crate::syntax::node::{Entry, Layout, MAX_DEPTH, Mapping, Node, NodeKind, Props, Scalar};
use crate::syntax::quoting::is_cut;
use crate::syntax::repair::Hole;
use crate::syntax::restart::Restart;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::{FileId, Span};

/// Nodes under construction.
#[derive(Debug)]
pub struct Builder<'s> {
    file: FileId,
    source: &'s str,
    holes: Holes<'s>,
    stack: Vec<Frame<'s>>,
    anchors: Anchors<'s>,
    skipped: usize,
    /// Whether the budget of aliases is used up, which has been reported.
    spent: bool,
    /// The document's node, once it is complete.
    pub root: Option<Node<'s>>,
    /// What was found.
    pub findings: Vec<Finding>,
}

#[derive(Debug)]
struct Frame<'s> {
    items: Items<'s>,
    layout: Layout,
    start: u32,
    column: usize,
    head: Head,
    /// Whether the name of a mapping in it may be missing.
    torn: bool,
}

#[derive(Debug)]
enum Items<'s> {
    List(Vec<Node<'s>>),
    Map(Vec<Entry<'s>>, Option<Node<'s>>),
}

/// What stands before a node: its tag and anchor.
#[derive(Debug, Default)]
pub struct Head {
    /// The anchor's number; 0 where there is none.
    pub anchor: usize,
    /// Tag and anchor.
    pub props: Option<Box<Props>>,
}

/// Which collection begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A list.
    List,
    /// A mapping.
    Map,
}

impl<'s> Builder<'s> {
    /// A builder for the text `source` of `file`, which has `holes`.
    pub fn new(file: FileId, source: &'s str, holes: &'s [Hole]) -> Self {
        let (stack, anchors) = (Vec::new(), Anchors::default());
        let holes = Holes::new(source, holes);
        Self { file, source, holes, stack, anchors, skipped: 0, spent: false, root: None, findings: Vec::new() }
    }

    /// Whether the innermost collection is in flow style.
    pub fn in_flow(&self) -> bool {
        self.stack.last().is_some_and(|frame| frame.layout == Layout::Flow)
    }

    /// The place at `line`, if a key is expected there, with nothing open but one or two mappings in block style.
    pub fn restart(&self, line: usize) -> Option<Restart> {
        let open = |frame: &Frame<'_>| frame.layout == Layout::Block && matches!(frame.items, Items::Map(..));
        let outer = match self.stack.as_slice() {
            [_] => None,
            [outer, _] => Some(outer.column),
            _ => return None,
        };
        let waits = self.stack.last().is_some_and(|frame| matches!(frame.items, Items::Map(_, None)));
        (waits && self.stack.iter().all(open)).then_some(Restart { line, outer })
    }

    /// The bytes of the brackets that are still open, the outermost first.
    pub fn open_brackets(&self) -> Vec<usize> {
        self.stack.iter().filter(|frame| frame.layout == Layout::Flow).map(|frame| frame.start as usize).collect()
    }

    /// A scalar.
    pub fn scalar(&mut self, scalar: Scalar<'s>, place: Range<u32>, head: Head) {
        let lost = scalar.is_null() && self.holes.is_value(place.start, place.is_empty());
        let kind = if lost { NodeKind::Lost } else { NodeKind::Scalar(scalar) };
        self.finish(Node { kind, start: place.start, end: place.end, props: head.props }, head.anchor);
    }

    /// An alias of the anchor with this number.
    pub fn alias(&mut self, id: usize, place: Range<u32>) {
        if self.skipped > 0 {
            return;
        }
        let node = self.anchors.resolve(id, self.stack.len()).unwrap_or_else(|refusal| {
            self.refuse(refusal, place.clone());
            Node::new(NodeKind::Lost, place.start, place.end)
        });
        self.finish(node, 0);
    }

    /// An alias of nothing.
    pub fn unknown_alias(&mut self, place: Range<u32>) {
        self.finish(Node::new(NodeKind::UnknownAlias, place.start, place.end), 0);
    }

    /// A list or mapping begins, `column` characters from its line's start.
    pub fn open(&mut self, shape: Shape, layout: Layout, place: Range<u32>, column: usize, head: Head) {
        if self.stack.len() >= MAX_DEPTH || self.skipped > 0 {
            if self.skipped == 0 {
                let message = format!("lists and mappings are nested more than {MAX_DEPTH} deep here");
                self.report(place.start..place.end.max(place.start + 1), message, "take the value apart");
            }
            self.skipped += 1;
            return;
        }
        let before = (place.start as usize).checked_sub(1).and_then(|at| self.source.as_bytes().get(at));
        if layout == Layout::Block && before == Some(&b'\t') {
            let tab = place.start - 1..place.start;
            self.report(tab, "a tab in the indentation".to_owned(), "indent with spaces; YAML takes no tabs");
        }
        let items = match shape {
            Shape::List => Items::List(Vec::new()),
            Shape::Map => Items::Map(Vec::new(), None),
        };
        self.stack.push(Frame { items, layout, start: place.start, column, head, torn: false });
    }

    /// The innermost list or mapping ends.
    pub fn close(&mut self, place: Range<u32>) {
        if self.skipped > 0 {
            self.skipped -= 1;
            if self.skipped == 0 {
                self.finish(Node::new(NodeKind::Lost, place.start, place.end), 0);
            }
            return;
        }
        let Some(mut frame) = self.stack.pop() else { return };
        if frame.layout == Layout::Flow {
            self.mend_cuts(&mut frame);
        }
        let (mut start, layout) = (frame.start, frame.layout);
        let within = start as usize..place.end as usize;
        let block = |column| self.stack.iter().any(|frame| frame.layout == Layout::Block && frame.column == column);
        let losses = self.holes.take(&Extent { within, layout, column: frame.column }, block);
        let (kind, last) = match frame.items {
            Items::List(items) => {
                let last = items.last().map(|node| node.end);
                (NodeKind::Sequence(items, layout, losses.own || !losses.nested.is_empty()), last)
            }
            Items::Map(mut entries, _) => {
                let is_item = layout == Layout::Block && self.in_block_list();
                start = if is_item { self.split_items(&mut entries) } else { None }.unwrap_or(start);
                if !duplicates(&entries).is_empty() {
                    let head = entries.first().map(|entry| entry.key.clone()).filter(|_| is_item);
                    while let Some(head) = &head
                        && let Some(begin) = self.split_headless(&mut entries, head, frame.torn)
                    {
                        (start, frame.torn) = (begin, true);
                    }
                    self.drop_duplicates(&mut entries, layout);
                }
                let last = entries.last().map(|entry| entry.value.end.max(entry.key.end));
                let mut holes = losses.own || frame.torn;
                for hole in losses.nested {
                    let behind = entries.partition_point(|entry| (entry.key.start as usize) < hole);
                    if let Some(entry) = behind.checked_sub(1).and_then(|at| entries.get_mut(at)) {
                        entry.partial = true;
                        // Nothing is nested in a text: the line was one of the mapping's own, or the key one of its.
                        holes |= takes_nothing(&entry.value);
                    }
                }
                (NodeKind::Mapping(Mapping { entries, layout, holes }), last)
            }
        };
        let end = if layout == Layout::Flow { place.end } else { last.unwrap_or(place.end) };
        self.finish(Node { kind, start, end: end.max(start), props: frame.head.props }, frame.head.anchor);
    }

    /// Whether lines were lost that belonged to no list or mapping of the document.
    pub fn has_stray_holes(&self) -> bool {
        self.holes.has_left()
    }

    /// A finding of YAML itself.
    pub fn report(&mut self, place: Range<u32>, message: String, help: &str) {
        let span = Span::new(self.file, place.start, place.end);
        self.findings.push(Finding::new(rule::YAML_SYNTAX, span, message).help(help));
    }

    fn finish(&mut self, node: Node<'s>, anchor: usize) {
        if self.skipped > 0 {
            return;
        }
        let node = self.misread_map(node);
        if anchor > 0 {
            self.anchors.define(anchor, &node);
        }
        match self.stack.last_mut().map(|frame| &mut frame.items) {
            None => self.root = Some(node),
            Some(Items::List(items)) => items.push(node),
            Some(Items::Map(entries, key)) => match key.take() {
                None => *key = Some(node),
                Some(key) => entries.push(Entry { key, value: node, partial: false }),
            },
        }
    }

    fn refuse(&mut self, refusal: Refusal, place: Range<u32>) {
        let (message, help) = match refusal {
            Refusal::Itself => ("an alias inside the value that it stands for", "write the value out"),
            // Each alias behind the first that is too much would be as well: one cause, one finding.
            Refusal::TooMuch if std::mem::replace(&mut self.spent, true) => return,
            Refusal::TooMuch => ("aliases make this file too large", "write the values out, or use fewer aliases"),
            Refusal::TooDeep => ("aliases nest lists and mappings too deeply", "write the values out"),
        };
        self.report(place, message.to_owned(), help);
    }

    /// `- =#{a: 1}` is no mapping but an expression that was cut at its colon.
    fn misread_map(&mut self, node: Node<'s>) -> Node<'s> {
        let first = node.mapping().filter(|map| map.layout == Layout::Block).and_then(|map| map.entries.first());
        let cut = first
            .is_some_and(|entry| entry.key.scalar().is_some_and(|key| key.is_plain() && key.text.starts_with('=')));
        if !cut {
            return node;
        }
        let start = node.start as usize;
        let end = self.source[start..node.end as usize].trim_end().len() + start;
        self.findings.push(finding(self.file, self.source, start..end));
        Node::new(NodeKind::Lost, node.start, node.end)
    }

    /// Whether the innermost collection is a list in block style.
    fn in_block_list(&self) -> bool {
        let is_list = |frame: &Frame<'_>| frame.layout == Layout::Block && matches!(frame.items, Items::List(_));
        self.stack.last().is_some_and(is_list)
    }

    /// Leaves the last item of a list of which several stand in `entries`, because dashes are missing, and gives its first
    /// byte; the others are done.
    fn split_items(&mut self, entries: &mut Vec<Entry<'s>>) -> Option<u32> {
        let (mut done, mut start) = (0, None);
        for behind in missing_dashes(entries) {
            let item = entries.split_off(behind - done);
            done = behind;
            if let (Some(first), Some(again)) = (entries.first(), item.first()) {
                self.findings.push(missing_dash(self.file, self.source, &first.key, &again.key));
                start = Some(again.key.start);
            }
            let whole = std::mem::replace(entries, item);
            let (start, end) = (whole.first().map_or(0, |it| it.key.start), whole.last().map_or(0, |it| it.value.end));
            let mapping = Mapping { entries: whole, layout: Layout::Block, holes: false };
            self.finish(Node::new(NodeKind::Mapping(mapping), start, end.max(start)), 0);
        }
        start
    }

    /// Leaves the last item of a list of which another stands in `entries`, because the line is missing with which it begins,
    /// whose key is that of `head`, and gives its first byte; the other, which may be `headless` itself, is done.
    fn split_headless(&mut self, entries: &mut Vec<Entry<'s>>, head: &Node<'s>, headless: bool) -> Option<u32> {
        let (begin, (first, again)) = missing_head(entries)?;
        let keys = (&entries[first].key, &entries[again].key);
        self.findings.push(without_head(self.file, head, keys));
        let item = entries.split_off(begin);
        let whole = std::mem::replace(entries, item);
        let (start, end) = (whole.first().map_or(0, |it| it.key.start), whole.last().map_or(0, |it| it.value.end));
        let mapping = Mapping { entries: whole, layout: Layout::Block, holes: headless };
        self.finish(Node::new(NodeKind::Mapping(mapping), start, end.max(start)), 0);
        entries.first().map(|entry| entry.key.start)
    }

    /// The first of equal keys stays.
    fn drop_duplicates(&mut self, entries: &mut Vec<Entry<'s>>, layout: Layout) {
        let pairs = duplicates(entries);
        if pairs.is_empty() {
            return;
        }
        let mut found = doubles::findings(self.file, entries, &pairs);
        if layout == Layout::Block
            && doubles::lacks_name(entries, &pairs)
            && let [.., outer, frame] = self.stack.as_mut_slice()
            && matches!((&outer.items, &frame.items), (Items::Map(..), Items::Map(..)))
        {
            frame.torn = true;
            found = found.into_iter().take(1).map(doubles::with_name_missing).collect();
        }
        self.findings.append(&mut found);
        for &(first, _) in &pairs {
            entries[first].partial = true;
        }
        let mut index = 0;
        entries.retain(|_| {
            index += 1;
            pairs.binary_search_by_key(&(index - 1), |&(_, second)| second).is_err()
        });
    }

    /// Finds expressions that a `,` cut in two, and takes away what was cut off.
    fn mend_cuts(&mut self, frame: &mut Frame<'s>) {
        let outer = match self.stack.last().map(|frame| &frame.items) {
            Some(Items::Map(_, Some(key))) => key.scalar().is_some_and(|scalar| holds_expressions(&scalar.text)),
            _ => false,
        };
        let mut cut_until = 0;
        let mut cuts = Vec::new();
        let (file, source) = (self.file, self.source);
        let mut lost = |node: &mut Node<'s>, expression: bool| {
            if let Some(range) = cut(source, node, expression) {
                cut_until = range.end as u32;
                node.kind = NodeKind::Lost;
                node.end = cut_until;
                cuts.push(finding(file, source, range));
            }
            cut_until
        };
        match &mut frame.items {
            Items::List(items) => {
                let mut until = 0;
                items.retain_mut(|item| {
                    let keep = item.start >= until;
                    until = if keep { lost(item, outer) } else { until };
                    keep
                });
            }
            Items::Map(entries, _) => {
                let mut until = 0;
                entries.retain_mut(|entry| {
                    let keep = entry.key.start >= until;
                    let key = entry.key.scalar().map_or("", |key| &*key.text);
                    let is_body = key == "body" && is_in_functions(source, entry.key.start as usize);
                    let expression = outer || is_body || is_expression_key(key);
                    until = if keep { lost(&mut entry.value, expression) } else { until };
                    keep
                });
            }
        }
        self.findings.append(&mut cuts);
    }
}

/// Whether nothing can be nested in a value: what seems to be was one of its mapping's own lines.
fn takes_nothing(value: &Node<'_>) -> bool {
    match &value.kind {
        NodeKind::Scalar(scalar) => !scalar.text.is_empty(),
        NodeKind::Sequence(_, layout, _) | NodeKind::Mapping(Mapping { layout, .. }) => *layout == Layout::Flow,
        NodeKind::UnknownAlias | NodeKind::Lost => false,
    }
}

/// The bytes of the whole expression of which `node` is only the beginning.
fn cut(source: &str, node: &Node<'_>, expression: bool) -> Option<Range<usize>> {
    let scalar = node.scalar().filter(|scalar| scalar.flow && scalar.is_plain())?;
    let belongs = (expression && !scalar.text.is_empty()) || scalar.text.starts_with('=');
    if !belongs || !is_cut(&scalar.text) {
        return None;
    }
    let range = flow_extent(source, node.start as usize);
    (range.end > node.end as usize).then_some(range)
}
