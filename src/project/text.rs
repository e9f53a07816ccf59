//! Bytes of a file become a source with an id, or a finding that says where they are no text.

use std::path::Path;

use crate::syntax::source::Source;
use crate::terms::finding::Finding;
use crate::terms::rule::RuleName;
use crate::terms::span::FileId;

/// The id of the file at `path`, which is added to `sources`; absent where its bytes are no text, which breaks `rule`.
pub fn take_text(
    (path, bytes): (&Path, Vec<u8>),
    rule: RuleName,
    sources: &mut Vec<Source>,
    findings: &mut Vec<Finding>,
) -> Option<FileId> {
    let id = FileId(sources.len() as u32);
    let (source, faults) = Source::decode(id, path, bytes);
    findings.extend(faults.into_iter().map(|fault| Finding { rule, ..fault }));
    let is_text = source.is_text();
    sources.push(source);
    is_text.then_some(id)
}
