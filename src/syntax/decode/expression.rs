//! Where an expression belongs: its text with the place of every byte, or that YAML does not read it as written.

use std::ops::Range;

use crate::syntax::decode::context::Cx;
use crate::syntax::lines::{line_at, parts};
use crate::syntax::misread::{block_extent, finding, flow_extent};
use crate::syntax::node::{Layout, Mapping, Node, NodeKind, Scalar};
use crate::syntax::places;
use crate::syntax::quoting::is_cut;
use crate::syntax::text::Text;
use crate::terms::name::is_id;
use crate::terms::rule;

const HELP: &str = "write an expression such as `ctx.step_index > 2`";

/// The expression of `node`; a leading `=` is allowed and means nothing.
pub fn expression(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Text> {
    let text = body(cx, node)?;
    let text = without_sign(text);
    if text.text.is_empty() {
        cx.fault(node, rule::WRONG_SHAPE, "an expression was expected, not an empty string", HELP);
        return None;
    }
    Some(text)
}

/// The Rhai text of `node` as it is.
pub fn body(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Text> {
    if let Some(range) = misread(cx, node) {
        cx.report(finding(cx.source.id, &cx.source.text, range));
        return None;
    }
    match node.scalar() {
        Some(scalar) if !node.is_null() => Some(trimmed(places::text(cx.source.id, &cx.source.text, node, scalar))),
        _ => {
            cx.wrong(node, "an expression", HELP);
            None
        }
    }
}

/// The expression in a scalar that begins with `=`, the sign left out.
pub fn after_sign(cx: &mut Cx<'_>, node: &Node<'_>, scalar: &Scalar<'_>) -> Option<Text> {
    if let Some(range) = cut_by_comment(cx, node, scalar) {
        cx.report(finding(cx.source.id, &cx.source.text, range));
        return None;
    }
    let text = without_sign(trimmed(places::text(cx.source.id, &cx.source.text, node, scalar)));
    if text.text.is_empty() {
        cx.fault(
            node,
            rule::WRONG_SHAPE,
            "there is no expression after `=`",
            "write one, or `==` for a text that begins with `=`",
        );
        return None;
    }
    Some(text)
}

fn without_sign(text: Text) -> Text {
    match text.text.strip_prefix('=') {
        Some(rest) if !rest.starts_with('=') => {
            let start = text.text.len() - rest.trim_start().len();
            text.part(start..text.text.len())
        }
        _ => text,
    }
}

fn trimmed(text: Text) -> Text {
    let len = text.text.trim_end().len();
    if len == text.text.len() { text } else { text.part(0..len) }
}

/// The whole expression of which YAML made `node`, where that is another thing.
fn misread(cx: &Cx<'_>, node: &Node<'_>) -> Option<Range<usize>> {
    let start = head_start(node);
    match &node.kind {
        NodeKind::Lost => None,
        NodeKind::Scalar(scalar)
            if node.foreign_tag().is_some() || (scalar.text.is_empty() && node.props.is_some()) =>
        {
            Some(whole(cx, node, start))
        }
        NodeKind::Scalar(_) if node.start == node.end => map_in_a_comment(cx, node),
        NodeKind::Scalar(scalar) => cut_by_comment(cx, node, scalar),
        NodeKind::UnknownAlias | NodeKind::Sequence(_, Layout::Flow, _) => Some(whole(cx, node, start)),
        NodeKind::Sequence(items, Layout::Block, _) => {
            (!items.is_empty() && shares_its_line(cx, start)).then(|| block(cx, start))
        }
        NodeKind::Mapping(mapping) => reads_as_mapping(mapping).then(|| whole(cx, node, start)),
    }
}

/// Whether what YAML took for a mapping is no mapping of names: `{a: 1}.a`, or text with a `: ` in it.
fn reads_as_mapping(mapping: &Mapping<'_>) -> bool {
    mapping.layout == Layout::Flow
        || mapping.entries.first().is_some_and(|entry| entry.key.scalar().is_none_or(|key| !is_id(&key.text)))
}

/// Where the tag or anchor of `node` begins, or the node itself.
fn head_start(node: &Node<'_>) -> usize {
    let head = node.props.as_ref().map(|props| [props.tag, props.anchor]);
    let starts = head.into_iter().flatten().flatten().map(|(start, _)| start);
    starts.chain([node.start]).min().unwrap_or(node.start) as usize
}

/// The whole text that begins at `start`, of which `node` is the first part.
fn whole(cx: &Cx<'_>, node: &Node<'_>, start: usize) -> Range<usize> {
    let rest = cx.source.text.get(node.end as usize..).unwrap_or_default();
    // After an item in brackets there is a comma, or the bracket that closes them.
    let flow = rest.trim_start_matches([' ', '\t']).starts_with([',', ']', '}']);
    let flow = node.scalar().map_or(flow, |scalar| scalar.flow);
    if flow { flow_extent(&cx.source.text, start) } else { block(cx, start) }
}

fn block(cx: &Cx<'_>, start: usize) -> Range<usize> {
    let text = &cx.source.text;
    let column = parts(text, &line_at(text, start)).column;
    block_extent(text, start, column)
}

/// The whole of a plain scalar that cannot be an expression as it is, because a ` #` in a string or map ended it.
fn cut_by_comment(cx: &Cx<'_>, node: &Node<'_>, scalar: &Scalar<'_>) -> Option<Range<usize>> {
    let end = node.end as usize;
    let rest = cx.source.text.get(end..)?.trim_start_matches([' ', '\t']);
    let cut = scalar.is_plain() && rest.starts_with('#') && is_cut(&scalar.text);
    let whole = || {
        if scalar.flow { flow_extent(&cx.source.text, node.start as usize) } else { block(cx, node.start as usize) }
    };
    cut.then(whole).filter(|range| range.end > end)
}

/// The expression that begins with an object map, `#{ … }`, which YAML takes for a comment behind a key or dash.
fn map_in_a_comment(cx: &Cx<'_>, node: &Node<'_>) -> Option<Range<usize>> {
    let text = &cx.source.text;
    // What stands there for nothing begins behind the comment.
    let line = line_at(text, cx.span(node).end as usize);
    let said = &text[line.clone()];
    let map = said.find('#').filter(|&map| said[map..].starts_with("#{"))?;
    said[..map].trim_end().ends_with([':', '-']).then(|| block(cx, line.start + map))
}

fn shares_its_line(cx: &Cx<'_>, start: usize) -> bool {
    let line = line_at(&cx.source.text, start);
    !cx.source.text[line.start..start].trim().is_empty()
}
