//! `suspicious-duration`: a span of time that was hardly meant.

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::rules::correctness::{busy_timer_loop, timer_never_fires};
use crate::lint::{timers, words};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{Block, Instruction, Schedule, ScheduleTime, Work};
use crate::syntax::chart::{StateDecl, TriggerKind};
use crate::syntax::content::{ItemDecl, ItemKind, ValueDecl, ValueKind};
use crate::syntax::declared::{CapRef, Declarations, Limit};
use crate::syntax::lifecycle::Reentry;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::{Name, Span};
use crate::terms::time::{DAY, SECOND, parse_duration};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("suspicious-duration"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "A fixed duration under 10 seconds or over 2 years. A literal is one, and an expression that is the same for \
              everybody. Timers, `schedule`, the `within` of goals, the `per` of caps and `reentry` are looked at, \
              `timeout` and `retry` of actions are not; `suspicious-duration-min` and `suspicious-duration-max` in \
              `[lint.limits]` are other bounds.",
    why: "Most often the unit is wrong: `5s` where five days were meant, or `1500d` for fifteen.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
entry: { triggers: SIGNED_UP }
initial: START
states:
  START:
    steps:
      - { id: over, after: 3000d, to: DONE }
#             ^^^^ suspicious-duration
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
entry: { triggers: SIGNED_UP }
initial: START
states:
  START:
    steps:
      - { id: over, after: 30d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

/// The least and the most milliseconds that nobody wonders at, where no config says otherwise.
const LEAST: i64 = 10 * SECOND;
const MOST: i64 = (2 * 365 + 1) * DAY;

fn check(case: &Case<'_>, found: &mut Found) {
    let bounds = Bounds {
        least: case.limit("suspicious-duration-min", LEAST),
        most: case.limit("suspicious-duration-max", MOST),
    };
    timers_of(case, bounds, found);
    let mut judge = |length: i64, at: Span, written: Span| found.findings.extend(bounds.finding(length, at, written));
    for goal in &case.document.goals {
        if let Some(within) = &goal.within {
            judge(within.value, goal.id.span, within.span);
        }
    }
    if let Some(reentry) = case.document.entry.as_ref().and_then(|entry| entry.reentry.as_ref())
        && let Reentry::After(length) = reentry.value
    {
        judge(length, case.document.id.span, reentry.span);
    }
    caps(&case.document.declares, &mut judge);
    case.catalogs.iter().for_each(|catalog| caps(&catalog.declares, &mut judge));
    schedules(case, &mut judge);
}

/// Spans of time within which nobody wonders.
#[derive(Clone, Copy)]
struct Bounds {
    least: i64,
    most: i64,
}

impl Bounds {
    fn finding(self, length: i64, at: Span, written: Span) -> Option<Finding> {
        let (word, bound) = if length < self.least {
            ("less", self.least)
        } else if length > self.most {
            ("more", self.most)
        } else {
            return None;
        };
        let bound = if bound == MOST { "2 years".to_owned() } else { words::length(bound) };
        let message = format!("{} is {word} than {bound}: is the unit right?", words::length(length));
        let help = "write another unit, or other bounds into `[lint.limits]` of wayfare.toml";
        let finding = Finding::new(RULE.name, at, message).help(help);
        Some(if at == written { finding } else { finding.label(written, "this one") })
    }
}

/// One finding a step; what `timer-not-positive` and `busy-timer-loop` say is theirs, and that one waits so long that it never
/// fires is what `timer-never-fires` says.
fn timers_of(case: &Case<'_>, bounds: Bounds, found: &mut Found) {
    let mut suspicious = Vec::new();
    for step in (0..case.machine.journey.steps.len() as u32).map(StepId) {
        let at = case.step_decl(step).id.span;
        let told = |(span, length)| Some((length > bounds.most, bounds.finding(length, at, span)?));
        suspicious.extend(fixed(case, step).into_iter().find_map(told).map(|(long, finding)| (step, long, finding)));
    }
    if suspicious.is_empty() {
        return;
    }
    let busy: Vec<StepId> = timers::busy_rings(case).into_iter().flat_map(|ring| ring.steps).collect();
    let own = |step: StepId, long: bool| {
        let is_busy = busy.contains(&step) || busy_timer_loop::endless(case, step).is_some();
        !(is_busy || long && timer_never_fires::is_told_of(case, step))
    };
    let own = suspicious.into_iter().filter(|&(step, long, _)| own(step, long));
    found.findings.extend(own.map(|(.., finding)| finding));
}

/// Where the timer of `step` says how long it waits, and the milliseconds of that.
fn fixed(case: &Case<'_>, step: StepId) -> Vec<(Span, i64)> {
    let values: &[ValueDecl] = match case.step_decl(step).trigger.as_ref().map(|trigger| &trigger.kind) {
        Some(TriggerKind::After(value) | TriggerKind::Every(value, _)) => std::slice::from_ref(value),
        Some(TriggerKind::Gaps(values)) => values,
        _ => &[],
    };
    let lengths = timers::of(case.machine.step(step)).map(|timer| timers::lengths(&timer.due));
    let lengths = lengths.filter(|lengths| lengths.len() == values.len()).unwrap_or_default();
    let computed = |place: usize| lengths.get(place).copied().flatten();
    let of = |(place, value): (usize, &ValueDecl)| {
        Some((value.span, literal(value).or_else(|| computed(place)).filter(|&length| length > 0)?))
    };
    values.iter().enumerate().filter_map(of).collect()
}

/// A literal duration, in milliseconds.
fn literal(value: &ValueDecl) -> Option<i64> {
    match &value.kind {
        ValueKind::Str(text) => parse_duration(text).ok(),
        _ => None,
    }
}

/// Takes a length, where the finding stands and where the length is written.
type Judge<'a> = dyn FnMut(i64, Span, Span) + 'a;

fn caps(declares: &Declarations, judge: &mut Judge<'_>) {
    let mut one = |name: &Name, cap: &Limit| judge(cap.per, name.span, cap.span);
    for cap in &declares.caps {
        if let Some(limit) = &cap.limit {
            one(&cap.name, limit);
        }
    }
    for action in &declares.actions {
        for cap in &action.cap {
            if let CapRef::Own(limit) = cap {
                one(&action.name, limit);
            }
        }
    }
}

fn schedules(case: &Case<'_>, judge: &mut Judge<'_>) {
    let journey = &case.machine.journey;
    for (number, step) in journey.steps.iter().enumerate() {
        scheduled(&case.step_decl(StepId(number as u32)).actions, &step.actions, judge);
    }
    for (number, state) in journey.states.iter().enumerate() {
        if let Some(StateDecl { on_entry, on_exit, .. }) = case.state_decl(StateId(number as u32)) {
            scheduled(on_entry, &state.on_entry, judge);
            scheduled(on_exit, &state.on_exit, judge);
        }
    }
    for (decl, rule) in case.document.exit.iter().zip(&journey.exit).filter(|(decl, rule)| decl.id.span == rule.id.span)
    {
        scheduled(&decl.actions, &rule.actions, judge);
    }
}

fn scheduled(items: &[ItemDecl], block: &Block, judge: &mut Judge<'_>) {
    for (number, item) in items.iter().enumerate() {
        let work = block.iter().find(|one| place_of(one) == Some(number)).map(|one| &one.work);
        match (&item.kind, work) {
            (ItemKind::Schedule(decl), work) => {
                let computed = || match work {
                    Some(Work::Schedule(Schedule { when: ScheduleTime::After(term), .. })) => timers::length(term),
                    _ => None,
                };
                let after = decl.after.as_ref();
                if let Some((after, length)) = after.and_then(|it| Some((it, literal(it).or_else(computed)?))) {
                    judge(length, after.span, after.span);
                }
            }
            (ItemKind::If(_, then, otherwise), Some(Work::If(_, yes, no))) => {
                scheduled(then, yes, judge);
                scheduled(otherwise, no, judge);
            }
            (ItemKind::If(_, then, otherwise), _) => {
                scheduled(then, &Vec::new(), judge);
                scheduled(otherwise, &Vec::new(), judge);
            }
            _ => {}
        }
    }
}

/// The number of an instruction among those that were written beside it.
fn place_of(instruction: &Instruction) -> Option<usize> {
    instruction.position.rsplit('.').next()?.parse().ok()
}
