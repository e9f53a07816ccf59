//! Every fault of the language is found where the pages of `tests/language/` say, and nothing that only follows from it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod cases;

use wayfare::lint::levels::Judged;
use wayfare::lint::rule::Group;

/// What faults hide, or must not hide, of a journey's structure.
const STRUCTURE: [&str; 3] = ["unreachable-state", "dead-end-state", "eventless-cycle"];

fn counts(judged: &Judged) -> bool {
    judged.group == Group::Language || STRUCTURE.contains(&judged.finding.rule.0)
}

#[test]
fn faults_are_found_at_their_place() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, page) in cases::pages("language") {
        for case in cases::cases(&page) {
            count += 1;
            if let Err(fault) = case.check(&counts) {
                wrong.push(format!("{name}: {}\n{fault}", case.title));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(count >= 15, "only {count} cases were read");
}
