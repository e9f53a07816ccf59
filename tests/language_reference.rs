//! Every example of the reference does what the page says, and every part of the language has one.
//!
//! The pages are `docs/language.md` and those in `docs/language/`. Each fenced block must say in its info string how it is
//! executed: `yaml file=NAME` is a file of the section, a journey that checks clean or tests that pass; `yaml in=PLACE` is
//! a fragment in the frame of `tests/reference/frame.yaml`; `yaml test` are the items of a test, or a whole one, played on
//! the journey before it; a comment `# ^^^^ rule: words` is what must be found above it. `json`, `jsonl` and
//! `toml file=NAME` stand beside the others; tests/documentation.rs runs `console`. Tables of expressions are executed too.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod markers;
mod reference;

use std::fs;
use std::path::{Path, PathBuf};

use reference::example::Section;
use reference::page::{Kind, items};

#[test]
fn every_example_does_what_the_page_says() {
    let mut wrong = Vec::new();
    for page in pages() {
        let name = page.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().display().to_string();
        let mut tell = |line: usize, fault: &str| wrong.push(format!("{name}:{line}: {fault}"));
        let text = fs::read_to_string(&page).unwrap();
        let mut section = Section::default();
        for item in items(&text) {
            match item.kind {
                Kind::Heading(1 | 2, _) => section.next(),
                Kind::Heading(..) => {}
                Kind::Block(info, body) => {
                    if let Err(fault) = section.block(info, &body) {
                        tell(item.line, &fault);
                    }
                }
                Kind::Table(header, rows) => {
                    for (line, fault) in section.table(&header, &rows) {
                        tell(line, &fault);
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn pages() -> Vec<PathBuf> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let mut pages: Vec<PathBuf> =
        fs::read_dir(docs.join("language")).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    pages.insert(0, docs.join("language.md"));
    pages
}
