//! Changes of what fires a step.

use smol_str::SmolStr;

use crate::diff::change::{Change, Class, Need};
use crate::diff::guards::{self, Stuck};
use crate::diff::judge::known::Known;
use crate::diff::judge::rivals::wins_over;
use crate::diff::kind::Kind;
use crate::diff::pair::{Delta, Part};
use crate::graph::content::said::Said;

/// A timer that is new in the state `around`, which was there before.
pub(in crate::diff) fn added(known: &Known<'_>, part: &Part<'_>, around: &SmolStr) -> Change {
    let meaning = format!("nobody set it for people who are in `{around}` already; it waits for those who come");
    let needs = Need::Timer(part.element.id.clone());
    Change { needs, ..known.pair.whole(Kind::TimerAdded, Class::Major, part, meaning) }
}

/// A timer of both versions that waits otherwise.
pub(in crate::diff) fn changed(known: &Known<'_>, delta: &Delta<'_>, what: &str) -> Change {
    let meaning = format!("{what}; timers that are set already keep their due time");
    Change { ack: true, ..known.pair.change(Kind::TimerChanged, Class::Minor, delta, meaning) }
}

/// The changes of what fires the step that `part` is.
pub(in crate::diff) fn triggers(known: &Known<'_>, part: &Part<'_>, out: &mut Vec<Change>) {
    let pair = known.pair;
    let find = |key: &str| part.deltas.iter().find(|delta| delta.key == key);
    let id = &part.element.id;
    if let Some(timer) = find("timer") {
        out.push(match (timer.was.is_some(), timer.is.is_some()) {
            (true, true) => changed(known, timer, "it is due at another time"),
            (false, _) => Change {
                needs: Need::Timer(id.clone()),
                ..pair.change(
                    Kind::TimerAdded,
                    Class::Major,
                    timer,
                    "nobody set it for people who are there already; it waits for those who come".into(),
                )
            },
            (_, false) => lost(known, timer, Kind::TimerRemoved, "it no longer fires by itself".into()),
        });
    }
    if let Some(always) = find("always") {
        out.push(if always.is.is_some() {
            let meaning =
                "it no longer waits: whoever comes there goes on at once, whoever is there as soon as they move";
            Change { ack: true, ..pair.change(Kind::TriggerAdded, Class::Minor, always, meaning.into()) }
        } else {
            lost(known, always, Kind::TriggerRemoved, "it is no longer taken at once".into())
        });
    }
    let Some(delta) = find("triggers") else { return };
    let names = |line: Option<&crate::graph::content::said::Line<'_>>| match line.map(|line| &line.said) {
        Some(Said::Names(names)) => names.clone(),
        _ => Vec::new(),
    };
    let (was, is) = (names(delta.was), names(delta.is));
    for event in is.iter().filter(|event| !was.contains(event)) {
        let over = pair.new.machine.step_named(id).and_then(|step| wins_over(known, step, Some(event)));
        let meaning = match &over {
            Some(other) => format!("by `{event}` it is taken where `{other}` was before"),
            None => format!("people who are there may take it by `{event}` from now on"),
        };
        out.push(one(known, delta, (Kind::TriggerAdded, event), over.is_some(), meaning));
    }
    for event in was.iter().filter(|event| !is.contains(event)) {
        let change =
            one(known, delta, (Kind::TriggerRemoved, event), true, format!("nobody takes it by `{event}` any more"));
        let stuck = stuck(known, id);
        out.push(if is.is_empty() && !stuck.is_empty() { guards::stuck(change, stuck) } else { change });
    }
}

/// The change that one event came or went.
fn one(known: &Known<'_>, delta: &Delta<'_>, (kind, event): (Kind, &SmolStr), ack: bool, meaning: String) -> Change {
    let sides = if kind == Kind::TriggerAdded { [None, Some(event.as_str())] } else { [Some(event.as_str()), None] };
    let fingerprint = crate::diff::change::fingerprint(known.pair.id(), kind, delta.element, delta.key, sides);
    Change {
        ack,
        before: sides[0].map(str::to_owned),
        after: sides[1].map(str::to_owned),
        fingerprint,
        ..known.pair.change(kind, Class::Minor, delta, meaning)
    }
}

fn lost(known: &Known<'_>, delta: &Delta<'_>, kind: Kind, meaning: String) -> Change {
    let change = Change { ack: true, ..known.pair.change(kind, Class::Minor, delta, meaning) };
    let stuck = stuck(known, &delta.element.id);
    if stuck.is_empty() { change } else { guards::stuck(change, stuck) }
}

fn stuck(known: &Known<'_>, id: &SmolStr) -> Stuck {
    known.pair.old_step(id).map(|step| known.stuck_by(step)).unwrap_or_default()
}
