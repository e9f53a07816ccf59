//! The difference of two versions says what the pages of `tests/changes/` say, and its mirror image the other way round.
//!
//! A page begins with a journey. Each case is a `##` heading with an `edit` of it, in which the lines behind `-` become
//! those behind `+`, and with the `changes` that it makes: `UPDATE_CHANGES=1` writes them, to be read.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod difference;
mod versions;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use difference::{between, catalogued, mirrored, spelled};
use versions::{opened, pages};
use wayfare::diff::change::Class;
use wayfare::diff::kind::Kind;

#[test]
fn pages_say_what_changes_mean() {
    let update = std::env::var_os("UPDATE_CHANGES").is_some();
    let mut wrong = Vec::new();
    let mut kinds: BTreeSet<Kind> = BTreeSet::new();
    for page in pages() {
        let path = &page.path;
        let old = opened(&page.base, "the first journey");
        let mut new_page = page.text.clone();
        for case in &page.cases {
            let new = opened(&case.new, &case.title);
            let difference = between(&old, &new);
            let said = spelled(&difference);
            kinds.extend(difference.changes.iter().map(|change| change.kind));
            catalogued(&difference, &case.title);
            let visible =
                difference.changes.iter().any(|change| change.kind != Kind::Layout && change.class > Class::None);
            assert_eq!(visible, difference.old.hash() != difference.new.hash(), "{}: {said}", case.title);
            assert!(between(&old, &old).changes.is_empty() && between(&new, &new).changes.is_empty(), "{}", case.title);
            mirrored(&difference, &between(&new, &old), &case.title);
            if said != case.said {
                if update {
                    let head = format!("## {}\n", case.title);
                    let at = new_page.find(&head).unwrap();
                    let end =
                        new_page[at + head.len()..].find("\n## ").map_or(new_page.len(), |end| at + head.len() + end);
                    let section = &new_page[at..end];
                    let kept =
                        section.find("```changes\n").map_or(section.trim_end(), |start| section[..start].trim_end());
                    let section = format!("{kept}\n\n```changes\n{said}```\n");
                    new_page.replace_range(at..end, &section);
                } else {
                    wrong.push(format!("{}: {}\nsays\n{said}", path.display(), case.title));
                }
            }
        }
        if update {
            fs::write(path, new_page).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    // There is one version of the language.
    let missing = Kind::ALL.iter().filter(|kind| **kind != Kind::LanguageVersionChanged && !kinds.contains(kind));
    assert_eq!(missing.map(|kind| kind.name()).collect::<Vec<_>>(), [""; 0], "every kind has a case");
}

#[test]
fn a_step_with_another_id_whose_state_is_gone_is_told_once() {
    let old = "wayfare: 1
journey: trip
version: 1.0.0
events: { START: {}, GO: {} }
entry: { triggers: START }
initial: A
states:
  A: { steps: [{ id: go, triggers: GO, to: C }, { id: stop, after: 9d, to: C }] }
  B: { steps: [{ id: on, after: 3d, to: C }] }
  C: { final: true }
";
    let new = "wayfare: 1
journey: trip
version: 2.0.0
events: { START: {}, GO: {} }
entry: { triggers: START }
initial: B
states:
  B: { steps: [{ id: walk, triggers: GO, to: D }, { id: on, after: 3d, to: C }] }
  C: { final: true }
  D: { final: true }
migrate: [{ from: 1.x, states: { A: B }, steps: { go: walk } }]
";
    let file = |text: &str| vec![(PathBuf::from("trip.yaml"), text.to_owned())];
    let said = spelled(&between(&opened(&file(old), "old"), &opened(&file(new), "new")));
    let of_step: Vec<&str> = said.lines().filter(|line| line.contains("step walk")).collect();
    let renamed = "major step-renamed step walk: go -> walk [new id of go]";
    assert_eq!(of_step, [renamed, "minor ack step-retargeted step walk to: C -> D"], "{said}");
    assert!(said.contains("  minor step-removed step stop"), "{said}");
}
