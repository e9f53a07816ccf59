//! `event-unused`: nothing hears it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::lint::found::Found;
use crate::lint::pieces::Bring;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::usage::unused::Words;
use crate::lint::whole::Whole;
use crate::syntax::declared::Section;
use crate::terms::finding::{Finding, Label};
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::Name;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("event-unused"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "An event that nothing listens to, also where something raises, schedules or emits it, or it comes of an action's `on_success`. In a journey \
              without `entry` every event enters people; there only what is raised or scheduled is asked about.",
    why: "Whoever sends it believes that something comes of it; most often a step was taken out, or listens to another name.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
  RETURNED: {}
# ^^^^^^^^ event-unused
entry: { triggers: SIGNED_UP }
initial: NEW
states:
  NEW:
    steps:
      - { id: first, triggers: BOUGHT, to: CUSTOMER }
      - { id: give-up, after: 30d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
  RETURNED: {}
entry: { triggers: SIGNED_UP }
exit:
  - { id: returned, triggers: RETURNED }
initial: NEW
states:
  NEW:
    steps:
      - { id: first, triggers: BOUGHT, to: CUSTOMER }
      - { id: give-up, after: 30d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
```
",
    check: Check::Project(check),
};

const WORDS: Words = Words {
    rule: RULE.name,
    section: Section::Events,
    lack: "nothing listens to the event",
    help: "listen to it in a step, or remove it",
};

/// How many places are shown that bring an event about.
const MOST: usize = 3;

fn check(whole: &Whole<'_>, found: &mut Found) {
    let table = whole.usage();
    let mut findings: BTreeMap<&str, Finding> = BTreeMap::new();
    for sheet in table.sheets.iter().filter(|sheet| sheet.is_judged) {
        for name in sheet.declares.events.iter().map(|decl| &decl.name) {
            if table.is_used(sheet, Section::Events, name) || table.waits_in_vain(&name.value) {
                continue;
            }
            match findings.entry(&name.value) {
                Entry::Vacant(entry) => {
                    let finding = WORDS.finding(whole, sheet, name);
                    entry.insert(brought(finding, &table.brought(&name.value)));
                }
                Entry::Occupied(mut entry) => {
                    // Several files may declare one event; what is wrong is one thing.
                    let finding = entry.get_mut();
                    finding.fix = None;
                    finding.labels.push(Label { span: name.span, message: "it is declared here as well".to_owned() });
                }
            }
        }
    }
    found.findings.extend(findings.into_values());
}

/// `finding` of an event that is brought about as well: who takes only the declaration out breaks that.
fn brought(mut finding: Finding, places: &[(Bring, &Name)]) -> Finding {
    if places.is_empty() {
        return finding;
    }
    finding.fix = None;
    finding.notes.clear();
    finding.help = Some("listen to it in a step, or take out what brings it about".to_owned());
    for (bring, place) in places.iter().take(MOST) {
        finding = finding.label(
            place.span,
            match bring {
                Bring::Raised => "it is raised here",
                Bring::Scheduled => "it is scheduled here",
                Bring::Emitted => "it is emitted here",
                Bring::Answered => "it is raised here, once the action is done",
            },
        );
    }
    finding
}
