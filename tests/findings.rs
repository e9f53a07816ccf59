//! Rules find what the pages of `tests/findings/` say, where they say it, and nothing else.
//!
//! A page says above its first case which rules it is about, in one line: "Only: `rule-a`, `rule-b`"; findings of others
//! are not looked at, so that a case need not be a perfect journey.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod cases;

use std::collections::{BTreeMap, BTreeSet};

use wayfare::lint::registry;
use wayfare::report::rules::fixable::{Fixable, fixable};

/// The rules that a page is about.
fn rules(name: &str, page: &str) -> BTreeSet<String> {
    let line = page.lines().find_map(|line| line.strip_prefix("Only: "));
    let line = line.unwrap_or_else(|| panic!("{name} does not say which rules it is about"));
    let rules: BTreeSet<String> = line.split(", ").map(|rule| rule.trim_matches('`').to_owned()).collect();
    for rule in &rules {
        assert!(registry::named(rule).is_some(), "{name}: no rule is called `{rule}`");
    }
    rules
}

#[test]
fn rules_find_what_is_there_and_nothing_else() {
    let mut wrong = Vec::new();
    for (name, page) in cases::pages("findings") {
        let rules = rules(&name, &page);
        for case in cases::cases(&page) {
            if let Err(fault) = case.check(&|judged| rules.contains(judged.finding.rule.0)) {
                wrong.push(format!("{name}: {}\n{fault}", case.title));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn where_a_rule_has_a_fix_its_page_says_so() {
    let mut wrong = BTreeSet::new();
    let mut known = BTreeMap::new();
    let folders = ["findings", "language"].map(cases::pages);
    for (name, page) in folders.iter().flatten() {
        for case in cases::cases(page) {
            for judged in case.judged() {
                let Some(fix) = &judged.finding.fix else { continue };
                let rule = judged.finding.rule;
                let of = || registry::named(rule.0).map_or(Fixable::No, fixable);
                let said = *known.entry(rule).or_insert_with(of);
                if said == Fixable::No || (fix.safe && said != Fixable::Safely) {
                    wrong.insert(format!("{name}: `{}` has a fix ({}), and is marked {said:?}", rule.0, fix.message));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
