//! Bytes of a file become a source with an id, or a finding that says where they are no text.

use std::path::Path;

use crate::syntax::source::Source;
use crate::terms::finding::Finding;
use crate::terms::rule::RuleName;
use crate::terms::span::{FileId, Span};

/// The id of the file at `path`, which is added to `sources`; absent where its bytes are not UTF-8, which breaks `rule`.
pub fn take_text(
    (path, bytes): (&Path, Vec<u8>),
    rule: RuleName,
    sources: &mut Vec<Source>,
    findings: &mut Vec<Finding>,
) -> Option<FileId> {
    let id = FileId(sources.len() as u32);
    match String::from_utf8(bytes) {
        Ok(text) => {
            sources.push(Source::new(id, path, text));
            Some(id)
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to() as u32;
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            sources.push(Source::new(id, path, text));
            let span = Span::new(id, at, at + char::REPLACEMENT_CHARACTER.len_utf8() as u32);
            let message = format!("`{}` is not UTF-8", path.display());
            findings.push(Finding::new(rule, span, message).help("save the file as UTF-8"));
            None
        }
    }
}
