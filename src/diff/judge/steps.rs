//! Changes of steps.

use crate::diff::change::{Change, Class, Need, Whole};
use crate::diff::guards::{self, Relation, relation_where};
use crate::diff::judge::known::{Known, triggers};
use crate::diff::judge::rivals::wins_over;
use crate::diff::judge::whereabouts::is_in;
use crate::diff::judge::{branches, calls, targets, timers};
use crate::diff::kind::Kind;
use crate::diff::pair::{Delta, Pair, Part};
use crate::graph::content::element::Sort;
use crate::graph::content::said::Said;
use crate::graph::machine::Machine;
use crate::model::ids::StepId;
use crate::model::journey::Trigger;

/// The changes that `part` is.
pub fn judge(known: &Known<'_>, part: &Part<'_>, out: &mut Vec<Change>) {
    let moved = part.was && part.is && part.deltas.iter().any(|delta| delta.key == "state");
    if moved {
        if known.is_told_renamed(&part.element.id) {
            both(known, part, out);
            return;
        }
        // A step of another state is another step, under the same id.
        let deltas = || part.deltas.clone();
        out.extend(removed(known, &Part { is: false, deltas: deltas(), ..*part }));
        out.extend(added(known, &Part { was: false, deltas: deltas(), ..*part }));
        return;
    }
    match (part.was, part.is) {
        (false, _) => out.extend(added(known, part)),
        (_, false) => out.extend(removed(known, part)),
        _ => both(known, part, out),
    }
}

fn added(known: &Known<'_>, part: &Part<'_>) -> Option<Change> {
    let pair = known.pair;
    let machine = &pair.new.machine;
    let step = machine.step_named(&part.element.id)?;
    let source = machine.step(step).source;
    let around = &machine.state(source).name.value;
    if source != Machine::ROOT && pair.old_state(around).is_none() {
        let change = pair.whole(Kind::StepAdded, Class::Minor, part, "its state is new".into());
        return Some(Change { part_of: Some(Whole::itself(Sort::State, around)), ..change });
    }
    if matches!(machine.step(step).trigger, Trigger::Timer(_)) {
        return Some(timers::added(known, part, around));
    }
    let before = wins_over(known, step, None);
    let meaning = match &before {
        Some(other) => format!("it is taken where `{other}` was before"),
        None if matches!(machine.step(step).trigger, Trigger::Always) => {
            let goes = if machine.step(step).guard.is_none() { "goes on" } else { "may go on" };
            let to = leads_to(machine, step);
            format!("whoever comes to `{around}` {goes} at once{to}; whoever is in it, with the move itself")
        }
        None => "people who are there may take it from now on".to_owned(),
    };
    // Who is there goes on with the move itself.
    let is_noticed = before.is_some() || matches!(machine.step(step).trigger, Trigger::Always);
    Some(Change { ack: is_noticed, ..pair.whole(Kind::StepAdded, Class::Minor, part, meaning) })
}

/// Where a step of the new version leads, as in " to `X` and `Y`"; nothing where it leads nowhere.
fn leads_to(machine: &Machine, step: StepId) -> String {
    let names: Vec<String> =
        machine.step(step).to.iter().map(|&state| format!("`{}`", machine.state(state).name.value)).collect();
    if names.is_empty() { String::new() } else { format!(" to {}", names.join(" and ")) }
}

fn removed(known: &Known<'_>, part: &Part<'_>) -> Option<Change> {
    let pair = known.pair;
    let machine = &pair.old.machine;
    let step = pair.old_step(&part.element.id)?;
    let source = machine.step(step).source;
    if source != Machine::ROOT && pair.new_state(source).is_none() {
        let state = Whole::itself(Sort::State, &machine.state(source).name.value);
        let change = pair.whole(Kind::StepRemoved, Class::Minor, part, "its state is gone".into());
        return Some(Change { part_of: Some(state), ..change });
    }
    let is_timer = matches!(machine.step(step).trigger, Trigger::Timer(_));
    let kind = if is_timer { Kind::TimerRemoved } else { Kind::StepRemoved };
    let meaning = match pair.plan.steps.get(step.index()).copied().flatten().filter(|_| is_timer) {
        Some(image) => {
            let now = &pair.new.machine.step(image).id.value;
            format!(
                "it no longer fires by itself; those that are set go on as `{now}` when people move, as `migrate` says"
            )
        }
        None if is_timer => "it no longer fires; those that are set are dropped when people move".to_owned(),
        None => "nobody takes it any more".to_owned(),
    };
    let change = Change { ack: true, ..pair.whole(kind, Class::Minor, part, meaning) };
    let stuck = known.stuck_by(step);
    let leads_out = machine.leaves_source(step) && !stuck.is_empty();
    Some(if leads_out { guards::stuck(change, stuck) } else { change })
}

fn both(known: &Known<'_>, part: &Part<'_>, out: &mut Vec<Change>) {
    let pair = known.pair;
    let id = &part.element.id;
    timers::triggers(known, part, out);
    for delta in &part.deltas {
        let change = match delta.key.as_str() {
            // Told together.
            "triggers" | "timer" | "always" => continue,
            "within"
                if part
                    .deltas
                    .iter()
                    .any(|other| other.key == "timer" && !(other.was.is_some() && other.is.is_some())) =>
            {
                continue;
            }
            "within" if pair.renames_window(delta) => {
                pair.change(Kind::TimerChanged, Class::Minor, delta, "its window is called otherwise".into())
            }
            "within" => timers::changed(known, delta, "it waits for other hours"),
            "guard" => guard(known, delta),
            "to" => retargeted(known, delta),
            "reenter" => reentering(known, delta),
            "actions" => {
                let (old, new) = (pair.old_step(id), pair.new.machine.step_named(id));
                let conditions =
                    branches::conditions(pair, delta, triggers(pair, old, new), &format!("the step `{id}`"));
                out.extend(conditions.unwrap_or_else(|| vec![actions(known, delta)]));
                continue;
            }
            _ if delta.is_prose() => pair.prose(delta),
            key if key.starts_with("set.") => Change {
                ack: true,
                ..pair.change(
                    Kind::StepSetChanged,
                    Class::Minor,
                    delta,
                    format!("whoever takes `{id}` from now on has another value in `{}`", &key["set.".len()..]),
                )
            },
            _ => continue,
        };
        out.push(change);
    }
}

fn guard(known: &Known<'_>, delta: &Delta<'_>) -> Change {
    let pair = known.pair;
    let id = &delta.element.id;
    let (old, new) = (pair.old_step(id), pair.new.machine.step_named(id));
    let condition = |line: Option<&crate::graph::content::said::Line<'_>>| match line.map(|line| &line.said) {
        Some(Said::Condition(condition)) => Some((*condition).clone()),
        _ => None,
    };
    let (was, is) = (condition(delta.was), condition(delta.is));
    let active = |state| is_in(pair, [old?, new?], state);
    let relation = relation_where(pair, [was.as_ref(), is.as_ref()], triggers(pair, old, new), &active);
    let holds_for_more = !matches!(relation, Relation::Equivalent | Relation::Tightened(_));
    let mut change = guards::change(pair, delta, relation, &format!("the step `{id}`"));
    if let Some(step) = new.filter(|&step| holds_for_more && asks_again(pair, step)) {
        let machine = &pair.new.machine;
        let around = &machine.state(machine.step(step).source).name.value;
        let whom = if delta.is.is_some() { " and for whom it holds now" } else { "" };
        let to = leads_to(machine, step);
        change.meaning = format!("{}; whoever is in `{around}`{whom} goes on{to} with the move itself", change.meaning);
    }
    let stuck = old.map(|step| known.stuck_by(step)).unwrap_or_default();
    let never = new.is_some_and(|step| known.never.contains(&step));
    if never && !stuck.is_empty() { guards::stuck(change, stuck) } else { change }
}

/// Whether a step of the new version is asked at once of those who move and are in its state.
fn asks_again(pair: &Pair<'_>, step: StepId) -> bool {
    let of = pair.new.machine.step(step);
    let is_there =
        || of.source == Machine::ROOT || pair.old_state(&pair.new.machine.state(of.source).name.value).is_some();
    matches!(of.trigger, Trigger::Always) && !pair.plan.finish && is_there()
}

/// The change that a step leaves its state and enters it again, or no longer does.
fn reentering(known: &Known<'_>, delta: &Delta<'_>) -> Change {
    let pair = known.pair;
    let both = (pair.old_step(&delta.element.id), pair.new.machine.step_named(&delta.element.id));
    if let (Some(old), Some(new)) = both
        && pair.leaves_alike(old, new)
    {
        let meaning = "nobody notices: what it leaves and enters is the same with and without".to_owned();
        return pair.change(Kind::StepRetargeted, Class::Minor, delta, meaning);
    }
    let meaning = if delta.is.is_some() {
        "its state is left and entered again: timers begin anew, and what is done on the way is done"
    } else {
        "its state is no longer left and entered again: timers go on"
    };
    Change { ack: true, ..pair.change(Kind::StepRetargeted, Class::Minor, delta, meaning.into()) }
}

fn retargeted(known: &Known<'_>, delta: &Delta<'_>) -> Change {
    let pair = known.pair;
    let id = &delta.element.id;
    let change = Change {
        ack: true,
        ..pair.change(
            Kind::StepRetargeted,
            Class::Minor,
            delta,
            match (delta.was.is_some(), delta.is.is_some()) {
                (true, false) => format!("whoever takes `{id}` from now on stays where they are"),
                _ => format!("whoever takes `{id}` from now on comes to another state"),
            },
        )
    };
    let unwritten = pair.new.machine.step_named(id).map(|step| targets::unwritten(known, step)).unwrap_or_default();
    let stuck = pair.old_step(id).map(|step| known.stuck_by(step)).unwrap_or_default();
    if !unwritten.is_empty() {
        let names = unwritten.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let meaning = format!("{}; what is read there, {names}, this way never wrote", change.meaning);
        return Change { class: Class::Major, ack: false, needs: Need::Set(unwritten), meaning, ..change };
    }
    let stays = delta.is.is_none() || stuck.around;
    if stays && !stuck.is_empty() { guards::stuck(change, stuck) } else { change }
}

fn actions(known: &Known<'_>, delta: &Delta<'_>) -> Change {
    let pair = known.pair;
    Change {
        ack: true,
        part_of: calls::following(pair, delta),
        ..pair.change(
            Kind::StepActionsChanged,
            Class::Minor,
            delta,
            format!("whoever takes `{}` from now on gets something else", delta.element.id),
        )
    }
}
