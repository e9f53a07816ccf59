//! `message-fatigue`: too many messages in too short a time.

use crate::lint::case::Case;
use crate::lint::fatigue::ground::{Ground, Limits};
use crate::lint::fatigue::person::{Cause, List, Moment, Sent};
use crate::lint::fatigue::walk::ways;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::Span;
use crate::terms::time::{DAY, format_duration};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("message-fatigue"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "A way on which a person gets more than 4 messages in 24 hours that no cap stops.",
    why: "Whoever hears from you five times in a day stops to read, and then unsubscribes. A message is an action on a \
          sink with a purpose. What counts is one event and what follows from it by time alone: timers of known \
          length, `always` steps, events of the journey's own and what becomes of its actions; not a second event from \
          outside, which comes when it comes. What a window holds back while it is closed goes out all at once when it \
          opens. The limits are `message-fatigue` and `message-fatigue-window`.",
    bad: r"```yaml
wayfare: 1
journey: reminders
version: 1.0.0
events:
  INVITED: {}
  ANSWERED: {}
actions:
  send_reminder:
    sink: receipts
    basis: contract
initial: WAITING
states:
  WAITING:
    steps:
      - { id: answer, triggers: ANSWERED, to: DONE }
      - id: remind
#           ^^^^^^ message-fatigue
        every: 4h
        actions: [send_reminder]
      - { id: give-up, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: reminders
version: 1.0.0
events:
  INVITED: {}
  ANSWERED: {}
actions:
  send_reminder:
    sink: receipts
    basis: contract
    cap: { max: 2, per: 1d }
initial: WAITING
states:
  WAITING:
    steps:
      - { id: answer, triggers: ANSWERED, to: DONE }
      - id: remind
        every: 4h
        actions: [send_reminder]
      - { id: give-up, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

const MOST: i64 = 4;

fn check(case: &Case<'_>, found: &mut Found) {
    let most = usize::try_from(case.limit("message-fatigue", MOST)).unwrap_or(usize::MAX);
    let limits = Limits { most, window: case.limit("message-fatigue-window", DAY) };
    let Some(ground) = Ground::of(case, limits) else { return };
    for way in ways(&ground) {
        found.findings.extend(finding(&ground, &way));
    }
}

fn finding(ground: &Ground<'_>, way: &[Moment]) -> Option<Finding> {
    let Limits { most, window } = ground.limits;
    let all: Vec<(i64, &Sent)> =
        way.iter().flat_map(|moment| moment.sent.iter().map(|sent| (moment.at, sent))).collect();
    let (start, &(_, last)) = (way.first()?.at, all.last()?);
    let window = format_duration(window);
    let message = format!("a person can get {} messages within {window} here, and no cap stops it", all.len());
    let place = span(ground, last.at.0);
    let mut finding = Finding::new(RULE.name, place, message);
    let mut seen = vec![place];
    for (number, group) in all.chunk_by(|a, b| (a.0, a.1.at.0) == (b.0, b.1.at.0)).enumerate() {
        let (at, place) = (group[0].0, span(ground, group[0].1.at.0));
        if !seen.contains(&place) {
            seen.push(place);
            let when = if number == 0 { "first".to_owned() } else { time(at - start) };
            finding = finding.label(place, format!("{when} {}", names(ground, group.iter().map(|one| one.1))));
        }
    }
    let told: Vec<String> = way
        .iter()
        .map(|moment| {
            let happens = name(ground, moment.cause);
            if moment.sent.is_empty() { happens } else { format!("{happens} sends {}", names(ground, &moment.sent)) }
        })
        .enumerate()
        // When the first happens only the person's own time says.
        .map(|(number, told)| if number == 0 { told } else { format!("{} {told}", time(way[number].at - start)) })
        .collect();
    let help = format!(
        "let the actions count against one of `caps`, at most {most} in {window}, or let more time pass between the messages"
    );
    Some(finding.note(format!("the way: {}", told.join("; "))).help(help))
}

/// Where a list of actions is told: at the id of its step, or at the name of its state.
fn span(ground: &Ground<'_>, list: List) -> Span {
    match list {
        List::Step(step) => ground.machine.step(step).id.span,
        List::Entering(state) | List::Leaving(state) => ground.machine.state(state).name.span,
    }
}

fn name(ground: &Ground<'_>, cause: Cause) -> String {
    match cause {
        Cause::Entry => "the entry".to_owned(),
        Cause::Draw(state) => format!("the draw of `{}`", ground.machine.state(state).name.value),
        Cause::Step(step) => format!("`{}`", ground.machine.step(step).id.value),
        Cause::Opening(window) => {
            format!("the opening of `{}`", ground.machine.journey.windows[window.index()].name.value)
        }
    }
}

fn time(after: i64) -> String {
    if after <= 0 { "at once".to_owned() } else { format!("after {}", format_duration(after)) }
}

fn names<'s>(ground: &Ground<'_>, sent: impl IntoIterator<Item = &'s Sent>) -> String {
    let names: Vec<String> =
        sent.into_iter().map(|sent| format!("`{}`", ground.action(sent.action).name.value)).collect();
    names.join(", ")
}
