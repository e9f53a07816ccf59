//! Tags mean nothing in the language: each that no other finding is about is refused, on whatever it stands.

use crate::syntax::node::{Node, NodeKind};
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::{FileId, Span};

/// Adds a finding for each tag in `root` that is none of YAML's own and that no finding is about.
pub fn refuse(file: FileId, text: &str, root: &Node<'_>, findings: &mut Vec<Finding>) {
    let mut tags = Vec::new();
    gather(root, &mut tags);
    for (start, end) in tags {
        let span = Span::new(file, start, end);
        let is_told = |finding: &Finding| {
            finding.span.file == file
                && finding.span.start <= start
                && start < finding.span.end.max(finding.span.start + 1)
        };
        if !findings.iter().any(is_told) {
            findings.push(finding(span, text.get(start as usize..end as usize).unwrap_or_default()));
        }
    }
}

/// The finding for the tag `said`.
pub fn finding(span: Span, said: &str) -> Finding {
    let message = format!("the tag `{said}` means nothing here");
    Finding::new(rule::YAML_SYNTAX, span, message).help("remove it, or put the whole text in quotes")
}

fn gather(node: &Node<'_>, tags: &mut Vec<(u32, u32)>) {
    tags.extend(node.foreign_tag());
    match &node.kind {
        NodeKind::Sequence(items, ..) => items.iter().for_each(|item| gather(item, tags)),
        NodeKind::Mapping(mapping) => {
            for entry in &mapping.entries {
                gather(&entry.key, tags);
                gather(&entry.value, tags);
            }
        }
        NodeKind::Scalar(_) | NodeKind::UnknownAlias | NodeKind::Lost => {}
    }
}
