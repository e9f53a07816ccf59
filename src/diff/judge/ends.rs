//! Changes of who enters, who leaves and what is counted.

use crate::diff::change::{Change, Class};
use crate::diff::guards::{self, Relation, relation};
use crate::diff::judge::known::Known;
use crate::diff::judge::{branches, calls};
use crate::diff::kind::Kind;
use crate::diff::pair::{Delta, Part};
use crate::expr::term::Condition;
use crate::graph::content::said::{Line, Said};
use crate::model::ids::EventId;
use crate::model::journey::{GoalBy, Journey};

/// The changes of the entry.
pub fn entry(known: &Known<'_>, part: &Part<'_>, out: &mut Vec<Change>) {
    let pair = known.pair;
    let mut keyed = false;
    for delta in &part.deltas {
        let change = match delta.key.as_str() {
            "reentry" => Change {
                ack: true,
                ..pair.change(
                    Kind::ReentryChanged,
                    Class::Minor,
                    delta,
                    "whoever was in it may come again otherwise".into(),
                )
            },
            key if key.starts_with("key.") => {
                // One key is one change, however many events carry it.
                if std::mem::replace(&mut keyed, true) {
                    continue;
                }
                let meaning = "instances of people on the way are told apart by something else, and cannot be found";
                pair.change(Kind::EntryKeyChanged, Class::Major, delta, meaning.into())
            }
            key => {
                let meaning = match key {
                    "triggers" => "other events let people in from now on",
                    "guard" => {
                        out.push(newcomers(known, delta));
                        continue;
                    }
                    _ => "whoever enters from now on brings something else",
                };
                Change { ack: true, ..pair.change(Kind::EntryChanged, Class::Minor, delta, meaning.into()) }
            }
        };
        out.push(change);
    }
}

/// The change of the guard of the entry.
fn newcomers(known: &Known<'_>, delta: &Delta<'_>) -> Change {
    let pair = known.pair;
    let [old, new] = [&pair.old, &pair.new].map(|side| side.machine.journey.entry.triggers.as_slice());
    let (was, is) = (condition(delta.was), condition(delta.is));
    let relation = relation(pair, [was.as_ref(), is.as_ref()], [old, new]);
    let (kind, class) = match relation {
        Relation::Equivalent => (Kind::GuardEquivalent, Class::Patch),
        _ => (Kind::EntryChanged, Class::Minor),
    };
    let (meaning, witnesses) = match relation {
        Relation::Equivalent => ("the same people may enter as before, which is proven", Vec::new()),
        Relation::Loosened(seen) => ("all may enter who could before, and more", vec![seen]),
        Relation::Tightened(seen) => ("some who could enter before no longer can", vec![seen]),
        Relation::Incomparable(seen) => {
            ("some who could enter before no longer can, and others may from now on", seen.into())
        }
        Relation::NotProven(seen) => {
            ("it lets people in otherwise; whether they are the same people is not proven", seen)
        }
    };
    let change = pair.change(kind, class, delta, meaning.into());
    Change { witnesses, ack: class == Class::Minor, ..change }
}

/// The changes of an exit rule.
pub fn exit(known: &Known<'_>, part: &Part<'_>, out: &mut Vec<Change>) {
    let pair = known.pair;
    let id = &part.element.id;
    let ack = |change| Change { ack: true, ..change };
    match (part.was, part.is) {
        (false, _) => {
            let meaning = "people may leave by it as soon as this is deployed, wherever they are".to_owned();
            out.push(ack(pair.whole(Kind::ExitRuleAdded, Class::Minor, part, meaning)));
        }
        (_, false) => {
            let meaning = "nobody leaves by it any more".to_owned();
            out.push(ack(pair.whole(Kind::ExitRuleRemoved, Class::Minor, part, meaning)));
        }
        _ => {
            let find = |journey: &Journey| {
                journey.exit.iter().find(|rule| rule.id.value == *id).map(|rule| rule.triggers.clone())
            };
            let events =
                [find(&pair.old.machine.journey), find(&pair.new.machine.journey)].map(Option::unwrap_or_default);
            for delta in &part.deltas {
                out.push(match delta.key.as_str() {
                    "guard" => guard(known, delta, &events, &format!("the exit rule `{id}`")),
                    "triggers" => ack(pair.change(
                        Kind::ExitRuleChanged,
                        Class::Minor,
                        delta,
                        "people leave by other events, wherever they are".into(),
                    )),
                    _ => {
                        let asked = [events[0].as_slice(), events[1].as_slice()];
                        let whose = format!("the exit rule `{id}`");
                        if let Some(conditions) = branches::conditions(pair, delta, asked, &whose) {
                            out.extend(conditions);
                            continue;
                        }
                        let part_of = calls::following(pair, delta);
                        let meaning = "whoever leaves by it gets something else".to_owned();
                        Change { part_of, ..ack(pair.change(Kind::ExitRuleChanged, Class::Minor, delta, meaning)) }
                    }
                });
            }
        }
    }
}

/// The changes of a goal.
pub fn goal(known: &Known<'_>, part: &Part<'_>, out: &mut Vec<Change>) {
    let pair = known.pair;
    let id = &part.element.id;
    let ack = |change| Change { ack: true, ..change };
    match (part.was, part.is) {
        (false, _) => {
            let meaning = "it is counted from now on; what happened before is not".to_owned();
            out.push(ack(pair.whole(Kind::GoalChanged, Class::Minor, part, meaning)));
        }
        (_, false) => {
            let meaning = "it is no longer counted".to_owned();
            out.push(ack(pair.whole(Kind::GoalChanged, Class::Minor, part, meaning)));
        }
        _ => {
            let find =
                |journey: &Journey| match journey.goals.iter().find(|goal| goal.id.value == *id).map(|goal| &goal.by) {
                    Some(GoalBy::Events(events, _)) => events.clone(),
                    _ => Vec::new(),
                };
            let events = [find(&pair.old.machine.journey), find(&pair.new.machine.journey)];
            for delta in &part.deltas {
                out.push(if delta.key == "guard" && events.iter().all(|events| !events.is_empty()) {
                    guard(known, delta, &events, &format!("the goal `{id}`"))
                } else {
                    let meaning =
                        "it is counted otherwise from now on, which figures before and after do not show".to_owned();
                    ack(pair.change(Kind::GoalChanged, Class::Minor, delta, meaning))
                });
            }
        }
    }
}

fn guard(known: &Known<'_>, delta: &Delta<'_>, events: &[Vec<EventId>; 2], whose: &str) -> Change {
    let (was, is) = (condition(delta.was), condition(delta.is));
    let relation = relation(known.pair, [was.as_ref(), is.as_ref()], [&events[0], &events[1]]);
    guards::change(known.pair, delta, relation, whose)
}

fn condition(line: Option<&Line<'_>>) -> Option<Condition> {
    match line.map(|line| &line.said) {
        Some(Said::Condition(condition)) => Some((*condition).clone()),
        _ => None,
    }
}
