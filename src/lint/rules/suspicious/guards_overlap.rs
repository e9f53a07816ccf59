//! `guards-overlap`: two guards of one trigger can hold at once.

use std::collections::BTreeSet;

use crate::expr::check::Reads;
use crate::expr::solve::question::Answer;
use crate::expr::solve::world::World;
use crate::expr::term::Condition;
use crate::expr::wording::Names;
use crate::graph::assigned::assigned;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::knowledge::activity::together;
use crate::lint::knowledge::attain::Place;
use crate::lint::readings;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::verdicts;
use crate::lint::verdicts::asking::{is_certain, resting};
use crate::lint::verdicts::duplicates;
use crate::lint::verdicts::verdict::Verdicts;
use crate::lint::verdicts::witnessing::witnessed_at;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{Step, Trigger};
use crate::model::naming::names;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("guards-overlap"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "Two guarded steps of one trigger in one state whose guards can both hold.",
    why: "Then the order in the file decides, and whoever moves a line changes what happens to people.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  ORDERED:
    payload:
      total: { type: number, min: 0 }
      plan: { enum: [basic, gold] }
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: SHOP }
      - { id: forget, after: 30d, to: LOST }
  SHOP:
    steps:
      - id: big
        triggers: ORDERED
        guard: event.payload.total > 100.0
        to: LOYAL
      - id: small
#           ^^^^^ guards-overlap
        triggers: ORDERED
        guard: event.payload.total < 500.0
        to: LOST
      - { id: give-up, after: 14d, to: LOST }
  LOYAL: { final: true }
  LOST: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  ORDERED:
    payload:
      total: { type: number, min: 0 }
      plan: { enum: [basic, gold] }
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: SHOP }
      - { id: forget, after: 30d, to: LOST }
  SHOP:
    steps:
      - id: big
        triggers: ORDERED
        guard: event.payload.total > 100.0
        to: LOYAL
      - id: others
        triggers: ORDERED
        to: LOST
      - { id: give-up, after: 14d, to: LOST }
  LOYAL: { final: true }
  LOST: { final: true }
```
",
    check: Check::Journey(check),
};

/// A step with more rivals than this before it is not compared with each.
const MOST: usize = 24;

/// More questions than this that nobody can answer are not asked in one state: each costs as much as many that somebody can.
const OPEN: usize = 24;

fn check(case: &Case<'_>, found: &mut Found) {
    let verdicts = verdicts::of(case);
    let seeker = Seeker { case, verdicts, names: names(&case.machine.journey) };
    for (number, state) in case.machine.journey.states.iter().enumerate() {
        if state.steps.len() > 1 && verdicts.reached[number] {
            let mut left = OPEN;
            for place in 1..state.steps.len() {
                let steps = (&state.steps[..place], state.steps[place]);
                seeker.judge(StateId(number as u32), steps, &mut left, found);
            }
        }
    }
}

struct Seeker<'c, 'a> {
    case: &'c Case<'a>,
    verdicts: &'c Verdicts,
    names: Names<'c>,
}

impl Seeker<'_, '_> {
    /// Holds a step against those before it; so many answers may still be sought in vain.
    fn judge(&self, state: StateId, (before, step): (&[StepId], StepId), left: &mut usize, found: &mut Found) {
        let machine = &self.case.machine;
        let Some(own) = self.rival(step).filter(|_| !self.verdicts.dead.contains_key(&step)) else { return };
        if self.verdicts.duplicates.contains_key(&step) {
            return;
        }
        let (mut finding, pins): (Option<Finding>, _) = (None, own.pins());
        for &earlier in before.iter().rev().take(MOST).rev() {
            let Some(other) = self.rival(earlier).filter(|other| !pins.exclude(&other.pins())) else { continue };
            let Some(trigger) = common(machine.step(earlier), machine.step(step)) else { continue };
            let unread = readings::lean_on_the_unread(self.case, &[earlier, step]);
            if unread || do_the_same(self.case, earlier, step) {
                continue;
            }
            if *left == 0 {
                found.open += 1;
                continue;
            }
            let world = self.case.knowledge().settled(self.world(state, &trigger));
            let begins = matches!(trigger, Common::Always) && self.meet_at_once(state, [other, own]);
            let world = if begins { world.at_once() } else { world };
            let fails: Vec<&Condition> = match trigger {
                Common::Event(_) => resting(self.case, state).collect(),
                Common::Always => Vec::new(),
            };
            let event = if let Common::Event(event) = trigger { Some(event) } else { None };
            let place = Place { states: &[state], event };
            match witnessed_at((self.case, &place), &[other, own], &fails, &world) {
                Answer::No => {}
                Answer::Unknown => {
                    found.open += 1;
                    *left -= 1;
                }
                Answer::Yes(witness) => {
                    let label = machine.step(earlier).id.span;
                    let told = witness.wording(&self.names);
                    let new = finding.take().unwrap_or_else(|| self.finding(state, (earlier, step), &trigger, &told));
                    finding = Some(new.label(label, "this one is asked first, and wins"));
                }
            }
        }
        found.findings.extend(finding);
    }

    /// The guard of a step that decides something.
    fn rival(&self, step: StepId) -> Option<&Condition> {
        let guard = self.case.machine.step(step).guard.as_ref()?;
        let verdict = self.verdicts.steps[step.index()];
        let one = verdict.is_never() || verdict.is_always() || self.verdicts.granted.contains(&step);
        let decides = is_certain(self.case, step) && !one;
        decides.then_some(guard)
    }

    /// Whether two guards of `always` steps hold together in the input that leads to `state`, or never: one looks at the
    /// time, and the other takes people on at once, since nothing that it reads becomes another while they are there.
    fn meet_at_once(&self, state: StateId, guards: [&Condition; 2]) -> bool {
        let reads = guards.map(Condition::reads);
        reads.iter().any(|of| of.time) && reads.iter().any(|of| self.is_steady(state, of))
    }

    /// Whether nothing that is read becomes another while people are in `state`.
    fn is_steady(&self, state: StateId, reads: &Reads) -> bool {
        let machine = &self.case.machine;
        let outside = reads.time || reads.envelope || !reads.profile.is_empty() || !reads.purposes.is_empty();
        let steps = (0..machine.journey.steps.len() as u32).map(StepId);
        let beside =
            |&step: &StepId| together(machine, machine.step(step).source, state) && !machine.takes_out_of(step, state);
        let mut set: BTreeSet<u16> =
            steps.filter(beside).flat_map(|step| self.case.knowledge().writes(machine, step)).collect();
        for other in machine.all_states().filter(|&other| other != state && together(machine, other, state)) {
            assigned(&machine.state(other).on_entry, &mut set);
            assigned(&machine.state(other).on_exit, &mut set);
        }
        !outside && reads.states.is_empty() && reads.context.iter().all(|slot| !set.contains(slot))
    }

    fn world(&self, state: StateId, trigger: &Common) -> World<'_> {
        let (machine, knowledge) = (&self.case.machine, self.case.knowledge());
        match trigger {
            Common::Always => knowledge.world(machine, state, &Trigger::Always),
            Common::Event(event) => knowledge.world_of_event(machine, state, *event),
        }
    }

    fn finding(&self, state: StateId, (earlier, step): (StepId, StepId), trigger: &Common, told: &str) -> Finding {
        let machine = &self.case.machine;
        let [first, second] = [earlier, step].map(|step| machine.step(step).id.value.as_str());
        let when = match trigger {
            Common::Always => String::new(),
            Common::Event(event) => format!(" for `{}`", machine.journey.events[event.index()].name),
        };
        let around = &machine.state(state).name.value;
        let message =
            format!("the guards of `{first}` and `{second}` in `{around}` can both hold{when}, so their order decides");
        let finding = Finding::new(RULE.name, machine.step(step).id.span, message);
        let finding = if told.is_empty() { finding } else { finding.note(format!("both hold when {told}")) };
        finding.help("make the guards exclude each other, or leave the last one without a guard")
    }
}

/// What fires both of two steps.
enum Common {
    Always,
    Event(EventId),
}

fn common(first: &Step, second: &Step) -> Option<Common> {
    match (&first.trigger, &second.trigger) {
        (Trigger::Always, Trigger::Always) => Some(Common::Always),
        (Trigger::Events(some), Trigger::Events(others)) => {
            some.iter().find(|event| others.binary_search(event).is_ok()).map(|event| Common::Event(*event))
        }
        _ => None,
    }
}

/// Whether it makes no difference which of two steps is taken.
fn do_the_same(case: &Case<'_>, first: StepId, second: StepId) -> bool {
    let (a, b) = (case.machine.step(first), case.machine.step(second));
    let leads = a.to == b.to && a.reenter == b.reenter;
    leads && duplicates::content(case, first) == duplicates::content(case, second)
}
