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
    let source = decode(FileId(sources.len() as u32), (path, bytes), rule, findings);
    let (id, is_text) = (source.id, source.is_text());
    sources.push(source);
    is_text.then_some(id)
}

/// The source that the bytes of the file at `path` make; that they are no text breaks `rule`.
pub fn decode(id: FileId, (path, bytes): (&Path, Vec<u8>), rule: RuleName, findings: &mut Vec<Finding>) -> Source {
    let (source, faults) = Source::decode(id, path, bytes);
    findings.extend(faults.into_iter().map(|fault| Finding { rule, ..fault }));
    source
}
