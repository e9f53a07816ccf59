//! Several fixes as one change of texts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::lint::mend::candidates::Candidate;
use crate::lint::mend::look::Look;
use crate::syntax::edits::Edits;
use crate::terms::finding::Edit;
use crate::terms::span::FileId;

/// The changed files of a look: what is changed in each, and its text afterwards.
#[derive(Debug, Default)]
pub struct Rewrite {
    /// By path.
    pub files: BTreeMap<PathBuf, (Edits, String)>,
}

impl Rewrite {
    /// The change that all of `fixes` make together; absent where two of them touch.
    pub fn of<'f, 'a: 'f>(look: &Look, fixes: impl IntoIterator<Item = &'f Candidate<'a>>) -> Option<Self> {
        let mut by_file: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
        for edit in fixes.into_iter().flat_map(|it| &it.fix.edits) {
            by_file.entry(edit.span.file).or_default().push(edit);
        }
        let mut changed = BTreeMap::new();
        for (file, edits) in by_file {
            let text = &look.source(file)?.text;
            let edits = Edits::of(text, edits)?;
            let after = edits.apply(text);
            changed.insert(look.path(file).to_owned(), (edits, after));
        }
        Some(Self { files: changed })
    }

    /// What is changed in the file at `path`.
    pub fn edits(&self, path: &Path) -> Option<&Edits> {
        self.files.get(path).map(|(edits, _)| edits)
    }
}
