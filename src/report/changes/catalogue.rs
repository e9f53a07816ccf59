//! The kinds of change in Markdown: the page of the documentation.

use std::fmt::Write as _;

use crate::diff::kind::Kind;

const INTRODUCTION: &str = "\
# Kinds of change

All that [`wayfare diff`](diff.md) finds between two versions of a journey, and what each asks of the new version.
`noticed` says that people on the way will notice although a minor version is enough: such a change can be approved by its
fingerprint. What a major change needs beside its bump stands under `migrate`; an entry with `finish: true` satisfies all of
them, because nobody moves.

Generated from the kinds themselves; `UPDATE_GENERATED=1 cargo test --test generated` writes it anew.

| kind | what it is | class | what decides | satisfied by |
|---|---|---|---|---|
";

/// All kinds: `docs/changes.md`.
pub fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    for (kind, facts) in Kind::ALL.iter().filter_map(|kind| Some((kind, kind.facts()?))) {
        // Writing to a string cannot fail.
        let _ = writeln!(page, "| `{kind}` | {} | {} | {} | {} |", kind.about(), facts.class, facts.decides, facts.by);
    }
    page
}
