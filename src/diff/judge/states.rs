//! Changes of states.

use smol_str::SmolStr;

use crate::diff::change::{Change, Class, Need, Whole};
use crate::diff::guards::are_disjoint;
use crate::diff::judge::known::{Known, events};
use crate::diff::judge::onto::onto;
use crate::diff::judge::{branches, calls};
use crate::diff::kind::Kind;
use crate::diff::pair::{Delta, Pair, Part};
use crate::engine::moves::Image;
use crate::graph::content::element::{Element, Sort};
use crate::graph::content::said::Said;
use crate::graph::machine::Machine;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{StateKind, Trigger};

/// The changes that `part` is.
pub fn judge(known: &Known<'_>, part: &Part<'_>, out: &mut Vec<Change>) {
    match (part.was, part.is) {
        (false, _) => out.extend(added(known, part)),
        (_, false) => out.extend(removed(known, part)),
        _ => {
            let kind = part.deltas.iter().any(|delta| delta.key == "kind");
            for delta in &part.deltas {
                let whose = format!("what `{}` does", part.element.id);
                match branches::conditions(known.pair, delta, [&[], &[]], &whose) {
                    Some(conditions) => out.extend(conditions),
                    None => out.extend(said(known, delta, kind)),
                }
            }
        }
    }
}

fn added(known: &Known<'_>, part: &Part<'_>) -> Option<Change> {
    let pair = known.pair;
    let (machine, name) = (&pair.new.machine, &part.element.id);
    let state = machine.state_named(name)?;
    let around = machine.state(state).parent?;
    if is_new(pair, around) {
        let around = Whole::itself(Sort::State, &machine.state(around).name.value);
        let change = pair.whole(Kind::StateAdded, Class::Minor, part, "it is inside a new state".into());
        return Some(Change { part_of: Some(around), ..change });
    }
    if let Some(whole) = opened(pair, around) {
        let change =
            pair.whole(Kind::StateAdded, Class::Minor, part, "it is inside a state that had nothing inside".into());
        return Some(Change { part_of: Some(whole), ..change });
    }
    if matches!(machine.state(around).kind, StateKind::Parallel) && was_parallel(pair, around) {
        let meaning = format!(
            "whoever is in `{}` has no place in `{name}`; they begin where it begins if `migrate` does not say otherwise",
            machine.state(around).name.value
        );
        return Some(pair.whole(Kind::RegionAdded, Class::Major, part, meaning));
    }
    if let Some(inner) = comes_around(pair, state) {
        let meaning = format!("whoever is in `{inner}` is in it from now on: the move enters it");
        return Some(Change { ack: true, ..pair.whole(Kind::StateAdded, Class::Minor, part, meaning) });
    }
    let onto = onto(pair, state);
    let meaning = match &onto {
        Some(way) => format!("people on the way may come to it by {way}, which led elsewhere"),
        None if known.passed().contains(&state) => {
            "only new ways lead to it; people on the way may go on to it with the move itself".to_owned()
        }
        None => "only new ways lead to it; whoever is on the way stays where they are".to_owned(),
    };
    Some(Change { ack: onto.is_some(), ..pair.whole(Kind::StateAdded, Class::Minor, part, meaning) })
}

/// A state that both versions have and that is inside the new one, `state`.
fn comes_around<'p>(pair: &Pair<'p>, state: StateId) -> Option<&'p SmolStr> {
    let machine = &pair.new.machine;
    let inside = (state.0 + 1..=machine.state(state).last.0).map(StateId);
    let mut old = inside.filter_map(|inner| pair.old_state(&machine.state(inner).name.value));
    let comes = |&old: &StateId| {
        let kind = &pair.old.machine.state(old).kind;
        let rests = !matches!(kind, StateKind::Final | StateKind::History(..) | StateKind::Split(_));
        rests
            && match pair.plan.image(old) {
                Image::Told(image) | Image::Around(image) => image == state || machine.is_inside(state, image),
                Image::Named(_) | Image::Nowhere => true,
                Image::Exit => false,
            }
    };
    old.find(comes).map(|old| &pair.old.machine.state(old).name.value)
}

fn removed(known: &Known<'_>, part: &Part<'_>) -> Option<Change> {
    let pair = known.pair;
    let (machine, name) = (&pair.old.machine, &part.element.id);
    let state = machine.state_named(name)?;
    let around = machine.state(state).parent?;
    let around_is_gone = around != Machine::ROOT && pair.new_state(around).is_none();
    if around_is_gone {
        let around = Whole::itself(Sort::State, &machine.state(around).name.value);
        let change = pair.whole(Kind::StateRemoved, Class::Major, part, "it was inside a state that is gone".into());
        return Some(Change { part_of: Some(around), ..change });
    }
    if matches!(machine.state(state).kind, StateKind::History(..) | StateKind::Split(_)) {
        // Nobody stays in one.
        return Some(pair.whole(
            Kind::StateRemoved,
            Class::Minor,
            part,
            "nobody is ever in it between two inputs".into(),
        ));
    }
    let inside: Vec<SmolStr> = occupied(machine, state);
    let is_region = matches!(machine.state(around).kind, StateKind::Parallel)
        && pair.new_state(around).is_some_and(|now| matches!(pair.new.machine.state(now).kind, StateKind::Parallel));
    let kind = if is_region { Kind::RegionRemoved } else { Kind::StateRemoved };
    let meaning = if is_region {
        "whoever is in it loses their place there; those in the other regions they keep if `migrate` says so".to_owned()
    } else {
        "whoever is in it needs another place".to_owned()
    };
    Some(Change { needs: Need::Images(inside), ..pair.whole(kind, Class::Major, part, meaning) })
}

/// The states from `state` inwards in which people stay, by name.
fn occupied(machine: &Machine, state: StateId) -> Vec<SmolStr> {
    let inside = (state.0..=machine.state(state).last.0).map(StateId);
    let stays = |state: &StateId| {
        machine.dispatch.is_atomic(*state) && !matches!(machine.state(*state).kind, StateKind::Split(_))
    };
    inside.filter(stays).map(|state| machine.state(state).name.value.clone()).collect()
}

fn is_new(pair: &Pair<'_>, state: StateId) -> bool {
    state != Machine::ROOT && pair.old_state(&pair.new.machine.state(state).name.value).is_none()
}

/// The change by which an atomic state became one with others inside.
fn opened(pair: &Pair<'_>, state: StateId) -> Option<Whole> {
    let name = &pair.new.machine.state(state).name.value;
    let old = pair.old_state(name)?;
    let was_atomic = matches!(pair.old.machine.state(old).kind, StateKind::Atomic);
    was_atomic.then(|| Whole::of(&Element::of(Sort::State, name), &SmolStr::new_static("kind")))
}

fn was_parallel(pair: &Pair<'_>, state: StateId) -> bool {
    let old = pair.old_state(&pair.new.machine.state(state).name.value);
    old.is_some_and(|old| matches!(pair.old.machine.state(old).kind, StateKind::Parallel))
}

fn said(known: &Known<'_>, delta: &Delta<'_>, kind: bool) -> Option<Change> {
    let pair = known.pair;
    let name = &delta.element.id;
    let minor = |kind, meaning: String| pair.change(kind, Class::Minor, delta, meaning);
    let ack = |change| Change { ack: true, ..change };
    Some(match delta.key.as_str() {
        "kind" => kind_changed(pair, delta),
        "parent" => Change {
            needs: Need::Images(vec![pair.renames.states.old_of(name).clone()]),
            ..pair.change(
                Kind::StateMoved,
                Class::Major,
                delta,
                "who is in it has other states around them; on the way in and out other things are done".into(),
            )
        },
        // Part of the change of its kind.
        "initial" | "default" | "key" | "salt" if kind => return None,
        "initial" => {
            minor(Kind::InitialChanged, format!("whoever comes to `{name}` from now on begins elsewhere in it"))
        }
        "default" => {
            minor(Kind::HistoryDefaultChanged, "whoever comes back without having been inside begins elsewhere".into())
        }
        "on_entry" => Change {
            part_of: calls::following(pair, delta),
            ..minor(Kind::EntryActionsChanged, "people who are in it already will not get it".into())
        },
        "on_exit" => Change {
            part_of: calls::following(pair, delta),
            ..ack(minor(Kind::ExitActionsChanged, "people who are in it get it when they leave".into()))
        },
        "steps" => return reordered(known, delta),
        _ if delta.is_prose() => pair.prose(delta),
        "key" => pair.change(
            Kind::SplitKeyChanged,
            Class::Major,
            delta,
            "people are drawn anew and change arms: what the experiment measured so far is void".into(),
        ),
        "salt" => pair.change(
            Kind::SplitSaltChanged,
            Class::Major,
            delta,
            "everybody is drawn anew: people change arms, and what the experiment measured so far is void".into(),
        ),
        key if key.starts_with("arm.") => return if kind { None } else { arm(pair, delta) },
        _ => return None,
    })
}

fn kind_changed(pair: &Pair<'_>, delta: &Delta<'_>) -> Change {
    let (machine, name) = (&pair.new.machine, &delta.element.id);
    let old = pair.old_state(name).map(|state| &pair.old.machine.state(state).kind);
    let new = machine.state_named(name).map(|state| &machine.state(state).kind);
    match (old, new) {
        (Some(StateKind::Atomic), Some(StateKind::Compound(_))) => Change {
            ack: true,
            ..pair.change(Kind::StateKindChanged, Class::Minor, delta, "whoever is in it begins where it begins".into())
        },
        (Some(StateKind::History(..)), Some(StateKind::History(..))) => Change {
            ack: true,
            ..pair.change(
                Kind::StateKindChanged,
                Class::Minor,
                delta,
                "whoever comes back finds more or less of where they were".into(),
            )
        },
        _ => Change {
            needs: Need::Images(vec![pair.renames.states.old_of(name).clone()]),
            ..pair.change(
                Kind::StateKindChanged,
                Class::Major,
                delta,
                "who is in it would be in a state of another kind".into(),
            )
        },
    }
}

fn arm(pair: &Pair<'_>, delta: &Delta<'_>) -> Option<Change> {
    let rest = delta.key.strip_prefix("arm.")?;
    let (id, what) = rest.split_once('.')?;
    Some(match (what, delta.was.is_some(), delta.is.is_some()) {
        ("weight", false, _) => Change {
            ack: true,
            ..pair.change(
                Kind::SplitArmAdded,
                Class::Minor,
                delta,
                moved(pair, delta, &format!("the arm `{id}` is new")),
            )
        },
        ("weight", _, false) => pair.change(
            Kind::SplitArmRemoved,
            Class::Major,
            delta,
            format!("whoever was drawn for the arm `{id}` changes arms: what the experiment measured so far is void"),
        ),
        ("weight", ..) if share(pair, delta) < 1e-9 => pair.change(
            Kind::SplitWeightsChanged,
            Class::Minor,
            delta,
            format!("the arm `{id}` keeps its share: nobody would be drawn for another arm"),
        ),
        ("weight", ..) => Change {
            ack: true,
            ..pair.change(
                Kind::SplitWeightsChanged,
                Class::Minor,
                delta,
                moved(pair, delta, &format!("the arm `{id}` gets another share")),
            )
        },
        // Part of the arm that came or went.
        _ if !arm_stays(pair, delta, id) => return None,
        ("to", ..) => Change {
            ack: true,
            ..pair.change(
                Kind::StepRetargeted,
                Class::Minor,
                delta,
                format!("the arm `{id}` leads elsewhere from now on"),
            )
        },
        _ => Change {
            ack: true,
            ..pair.change(
                Kind::StepSetChanged,
                Class::Minor,
                delta,
                format!("the arm `{id}` writes something else from now on"),
            )
        },
    })
}

fn arm_stays(pair: &Pair<'_>, delta: &Delta<'_>, id: &str) -> bool {
    let has = |machine: &Machine, state: Option<StateId>| {
        state.is_some_and(|state| match &machine.state(state).kind {
            StateKind::Split(split) => split.arms.iter().any(|arm| arm.id.value == id),
            _ => false,
        })
    };
    let name = &delta.element.id;
    has(&pair.old.machine, pair.old_state(name)) && has(&pair.new.machine, pair.new.machine.state_named(name))
}

/// `what`, and what share of people comes to another arm by it.
fn moved(pair: &Pair<'_>, delta: &Delta<'_>, what: &str) -> String {
    format!("{what}; {:.1} percent of people would be drawn for another arm", share(pair, delta) * 100.0)
}

/// The share of people that arms lose to others.
fn share(pair: &Pair<'_>, delta: &Delta<'_>) -> f64 {
    let shares = |machine: &Machine, state: Option<StateId>| -> Vec<(SmolStr, f64)> {
        let Some(StateKind::Split(split)) = state.map(|state| &machine.state(state).kind) else { return Vec::new() };
        let all: f64 = split.arms.iter().map(|arm| arm.weight).sum();
        split.arms.iter().map(|arm| (arm.id.value.clone(), arm.weight / all)).collect()
    };
    let name = &delta.element.id;
    let was = shares(&pair.old.machine, pair.old_state(name));
    let is = shares(&pair.new.machine, pair.new.machine.state_named(name));
    let now = |id: &SmolStr| is.iter().find(|arm| arm.0 == *id).map_or(0.0, |arm| arm.1);
    was.iter().map(|(id, share)| (share - now(id)).max(0.0)).sum()
}

/// Both orders of the steps or rules that both versions have.
pub fn common_order(delta: &Delta<'_>) -> Option<(Vec<SmolStr>, Vec<SmolStr>)> {
    let (Said::Names(was), Said::Names(is)) = (&delta.was?.said, &delta.is?.said) else { return None };
    let kept = |all: &[SmolStr], other: &[SmolStr]| all.iter().filter(|id| other.contains(id)).cloned().collect();
    Some((kept(was, is), kept(is, was)))
}

/// The change of the order of steps that `delta` is, if steps of both versions stand otherwise.
pub fn reordered(known: &Known<'_>, delta: &Delta<'_>) -> Option<Change> {
    let pair = known.pair;
    let (was, is) = common_order(delta).filter(|(was, is)| was != is)?;
    let place = |id: &SmolStr| is.iter().position(|other| other == id);
    let mut swapped = Vec::new();
    for (index, first) in was.iter().enumerate() {
        swapped.extend(
            was[index + 1..].iter().filter(|second| place(second) < place(first)).map(|second| (first, second)),
        );
    }
    let meets = swapped.iter().find(|(first, second)| !never_both(pair, first, second));
    Some(match meets {
        None => pair.change(
            Kind::StepsReordered,
            Class::Patch,
            delta,
            "no input can take two of them, so their order decides nothing, which is proven".into(),
        ),
        Some((first, second)) => Change {
            ack: true,
            ..pair.change(
                Kind::StepsReordered,
                Class::Minor,
                delta,
                format!("where an input could take both, `{second}` is taken now and `{first}` was before"),
            )
        },
    })
}

/// Whether no input can take both steps.
fn never_both(pair: &Pair<'_>, first: &SmolStr, second: &SmolStr) -> bool {
    let machine = &pair.new.machine;
    let (Some(first), Some(second)) = (machine.step_named(first), machine.step_named(second)) else { return false };
    let is_always = |step: StepId| matches!(machine.step(step).trigger, Trigger::Always);
    if is_always(first) != is_always(second) {
        return true;
    }
    let shared = events(machine, first).iter().any(|event| events(machine, second).contains(event));
    if !is_always(first) && !shared {
        // A timer fires for its own step alone.
        return true;
    }
    are_disjoint(pair, first, second)
}
