//! Which documents are compiled together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use smol_str::SmolStr;

use crate::project::member::Member;
use crate::project::workspace::FileKind;
use crate::syntax::document::Document;

/// All of a project in one pass; each of the `second` ones in a pass of its own, with the project's catalogs.
pub fn together(members: &[Member], second: &[usize]) -> Vec<Vec<Arc<Document>>> {
    let second: BTreeSet<usize> = second.iter().copied().collect();
    let mut passes = vec![Vec::new()];
    for member in second.iter().filter_map(|&index| members.get(index)) {
        passes.push(with_catalogs(member, members));
    }
    let first = members.iter().enumerate().filter(|(index, _)| !second.contains(index));
    passes[0] = first.filter_map(|(_, member)| member.document.clone().filter(|it| is_compiled(it))).collect();
    passes
}

fn with_catalogs(member: &Member, members: &[Member]) -> Vec<Arc<Document>> {
    let used: BTreeSet<&SmolStr> = member.uses().iter().map(|name| &name.value).collect();
    let is_used = |other: &&Member| matches!(other.kind(), FileKind::Catalog(id) if used.contains(&id));
    let mut documents: Vec<Arc<Document>> = member.document.iter().cloned().collect();
    documents.extend(members.iter().filter(is_used).filter_map(|catalog| catalog.document.clone()));
    documents
}

/// Each journey in a pass of its own, with the catalogs that it uses; then each catalog that none uses.
pub fn apart(members: &[Member]) -> Vec<Vec<Arc<Document>>> {
    let mut catalogs: BTreeMap<&SmolStr, (bool, &Arc<Document>)> = BTreeMap::new();
    for member in members {
        if let Some(document) = &member.document
            && let Document::Catalog(catalog) = &**document
        {
            catalogs.entry(&catalog.id.value).or_insert((false, document));
        }
    }
    let mut passes = Vec::new();
    for member in members.iter().filter(|member| matches!(member.kind(), FileKind::Journey(_))) {
        let mut documents: Vec<Arc<Document>> = member.document.iter().cloned().collect();
        for name in member.uses() {
            if let Some((used, catalog)) = catalogs.get_mut(&name.value) {
                *used = true;
                documents.push(Arc::clone(catalog));
            }
        }
        passes.push(documents);
    }
    let unused = catalogs.into_values().filter(|(used, _)| !used);
    passes.extend(unused.map(|(_, catalog)| vec![Arc::clone(catalog)]));
    passes
}

/// Whether the compiler takes it; scenarios are for the rehearsal.
const fn is_compiled(document: &Document) -> bool {
    !matches!(document, Document::Scenarios(_))
}
