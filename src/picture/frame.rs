//! What holds for a journey as a whole, in words: who enters, what holds in every state, what is counted, hours, actions.

use crate::expr::term::Condition;
use crate::model::ids::{ActionId, EventId, StepId};
use crate::model::journey::{Action, Cap, Goal, GoalBy, Journey, Step, Window};
use crate::picture::chart::{Cause, Effect, EffectKind, Panel, Row, Words};
use crate::picture::element::Element;
use crate::picture::words;
use crate::syntax::declared::Outside;
use crate::syntax::lifecycle::Reentry;
use crate::terms::time::format_duration;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// The panels of `journey`, those with nothing in them left out.
pub fn panels(journey: &Journey) -> Vec<Panel> {
    let goals = journey.goals.iter().map(|goal| self::goal(journey, goal));
    let windows = journey.windows.iter().map(window);
    let actions = (0..).zip(&journey.actions).map(|(number, action)| self::action(journey, ActionId(number), action));
    let panels = [
        Panel { heading: "Enters", rows: vec![entry(journey)] },
        Panel { heading: "In every state", rows: everywhere(journey) },
        Panel { heading: "Goals", rows: goals.collect() },
        Panel { heading: "Windows", rows: windows.collect() },
        Panel { heading: "Actions", rows: actions.collect() },
    ];
    panels.into_iter().filter(|panel| !panel.rows.is_empty()).collect()
}

/// The words of who enters.
pub fn entry_words(journey: &Journey) -> Words {
    let mut effects = Vec::new();
    words::assignments(journey, &journey.entry.set, 0, &mut effects);
    Words {
        trigger: words::events(journey, &journey.entry.triggers),
        guard: journey.entry.guard.as_ref().map(Condition::written),
        effects,
        ..Words::default()
    }
}

fn entry(journey: &Journey) -> Row {
    let mut entering = entry_words(journey);
    let again = match journey.entry.reentry {
        Reentry::Never => "once for ever".to_owned(),
        Reentry::AfterEnd => "again once the last visit ended".to_owned(),
        Reentry::Always => "again at any time; a running visit ends".to_owned(),
        Reentry::After(wait) => format!("again {} after the last visit's end", format_duration(wait)),
    };
    let keyed = journey.entry.key.is_some();
    let key = journey.entry.key.iter().flat_map(|key| &key.by_event);
    let mut keys: Vec<String> = key.map(|(_, term)| term.written()).collect();
    keys.dedup();
    entering.description =
        Some(if keyed { format!("one visit for each {}; {again}", keys.join(" or ")) } else { again }.into());
    Row { element: Element::Entry, words: entering }
}

/// The journey's own steps that lead nowhere.
fn everywhere(journey: &Journey) -> Vec<Row> {
    let own = journey.states.first().map_or(&[][..], |root| &root.steps);
    let staying = own.iter().filter_map(|&number| Some((number, journey.steps.get(number.index())?)));
    staying.filter(|(_, step)| step.to.is_empty()).map(|(number, step)| row(journey, number, step)).collect()
}

fn row(journey: &Journey, number: StepId, step: &Step) -> Row {
    Row { element: Element::Step(step.id.value.clone()), words: words::step(journey, number, step) }
}

fn goal(journey: &Journey, goal: &Goal) -> Row {
    let (cause, mut trigger, guard) = match &goal.by {
        GoalBy::State(state) => {
            let name = journey.states.get(state.index()).map_or("?", |state| &state.name.value);
            (Cause::Structure, format!("comes to {name}"), None)
        }
        GoalBy::Events(events, guard) => {
            (words::cause_of(journey, events), words::events(journey, events), guard.as_ref().map(Condition::written))
        }
    };
    if let Some(within) = goal.within {
        trigger = format!("{trigger}, within {}", format_duration(within));
    }
    let worth = goal.value.iter().map(|value| {
        let text = format!("worth {}", value.written());
        Effect { kind: EffectKind::Set, short: text.clone(), full: text, depth: 0 }
    });
    let words =
        Words { id: goal.id.value.clone(), cause, trigger, guard, effects: worth.collect(), ..Words::default() };
    Row { element: Element::Goal(goal.id.value.clone()), words }
}

fn window(window: &Window) -> Row {
    let open = window.hours;
    let trigger = format!("{}, {}", hours(open.days, open.from, open.to), unquoted(&window.tz.written()));
    let words = Words { id: window.name.value.clone(), cause: Cause::Timer, trigger, ..Words::default() };
    Row { element: Element::Window(window.name.value.clone()), words }
}

/// On which days a window is open, and from which minute of the day to which: `Mon to Fri 09:00 to 17:00`.
pub fn hours(open: [bool; 7], from: u16, to: u16) -> String {
    let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let next = if to < from { " the next day" } else { "" };
    format!("{} {} to {}{next}", days(open), clock(from), clock(to))
}

/// A text as it is, any other expression as written.
fn unquoted(written: &str) -> &str {
    let inside = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside.filter(|text| !text.contains('"')).unwrap_or(written)
}

/// The days of a window: `every day`, `Mon to Fri`, `Mon, Wed`.
fn days(open: [bool; 7]) -> String {
    let on: Vec<usize> = (0..7).filter(|&day| open[day]).collect();
    match on.as_slice() {
        [] => "never".to_owned(),
        all if all.len() == 7 => "every day".to_owned(),
        [first, .., last] if last - first + 1 == on.len() && on.len() > 2 => {
            format!("{} to {}", DAYS[*first], DAYS[*last])
        }
        some => some.iter().map(|&day| DAYS[day]).collect::<Vec<_>>().join(", "),
    }
}

fn action(journey: &Journey, number: ActionId, action: &Action) -> Row {
    let consent = action.consent.and_then(|slot| journey.purposes.get(usize::from(slot)));
    let mut rules = vec![format!("sink {}", action.sink)];
    rules.extend(consent.map(|purpose| format!("with consent to {purpose}")));
    rules.extend(action.basis.map(|basis| format!("basis {}", format!("{basis:?}").to_lowercase())));
    rules.extend(action.cap.map(|(max, per)| format!("at most {max} in {}", format_duration(per))));
    rules.extend(action.caps.iter().filter_map(|cap| journey.caps.get(cap.index())).map(cap));
    if let Some((window, outside)) = action.window {
        let name = journey.windows.get(window.index()).map_or("?", |window| &window.name.value);
        let outside = match outside {
            Outside::Defer => "later outside",
            Outside::Drop => "not at all outside",
        };
        rules.push(format!("within {name}, {outside}"));
    }
    rules.extend(answered("then", action.on_success, journey));
    rules.extend(answered("on failure", action.on_failure, journey));
    let words = Words {
        id: action.name.value.clone(),
        description: journey.prose.actions.get(&number).cloned(),
        cause: Cause::Structure,
        trigger: rules.join(", "),
        ..Words::default()
    };
    Row { element: Element::Action(action.name.value.clone()), words }
}

fn answered(when: &str, event: Option<EventId>, journey: &Journey) -> Option<String> {
    let event = journey.events.get(event?.index())?;
    Some(format!("{when} {}", event.name))
}

fn cap(cap: &Cap) -> String {
    format!("at most {} in {} with others of {}", cap.max, format_duration(cap.per), cap.name.value)
}
