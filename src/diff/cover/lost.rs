//! Who is left out by what took everybody, once something takes more than it did.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::diff::change::{Change, Seen};
use crate::diff::cover::collect::groups;
use crate::diff::cover::group::{Group, On};
use crate::diff::pair::Pair;
use crate::expr::paths::Paths;
use crate::expr::solve::question::Answer;
use crate::expr::solve::values::Values;
use crate::expr::solve::world::{Ground, Thing, World};
use crate::expr::term::Condition;
use crate::model::ids::EventId;
use crate::model::journey::{EventKind, Journey};
use crate::model::naming::names;
use crate::model::payloads::of_path;
use crate::model::worlds::ground;

/// At most so many places are told of one by one, and so many people.
const TOLD: usize = 3;

/// What takes more than it did, by its new name.
#[derive(Clone, Copy, Debug)]
pub enum Wider<'w> {
    /// A context variable.
    Variable(&'w SmolStr),
    /// A field of an event.
    Field(&'w SmolStr, &'w str),
}

/// What both versions ask of people, and what there may be.
#[derive(Debug)]
pub struct Cover<'c> {
    was: BTreeMap<String, Group<'c>>,
    is: Vec<Group<'c>>,
    old: Ground,
    new: Ground,
    /// What there was, where the new version looks for it.
    narrow: Ground,
}

/// Somebody who is left out.
struct Lost<'c> {
    left_out: &'c str,
    /// Absent where it is not proven that there is anybody.
    who: Option<String>,
}

/// The context, and the events that may have come, of one version.
#[derive(Clone, Copy)]
struct Domain<'d> {
    ground: &'d Ground,
    journey: &'d Journey,
    on: &'d On,
}

impl<'c> Cover<'c> {
    /// That of both versions.
    pub fn of(pair: &'c Pair<'c>) -> Self {
        let [before, now] = [&pair.old.machine.journey, &pair.new.machine.journey];
        let (old, new) = (ground(before), ground(now));
        let variables = &pair.renames.variables;
        let slots: BTreeMap<&SmolStr, &Values> =
            before.context.iter().map(|of| variables.new_of(&of.name.value)).zip(&old.context).collect();
        let narrow =
            |(of, values): (&SmolStr, &Values)| slots.get(of).map_or_else(|| values.clone(), |&was| was.clone());
        let context = now.context.iter().map(|of| &of.name.value).zip(&new.context).map(narrow).collect();
        let was = groups(&pair.old.machine, &pair.was, pair.renames);
        Self {
            was: was.into_iter().map(|group| (group.key.clone(), group)).collect(),
            is: groups(&pair.new.machine, &pair.is, crate::terms::renames::Renames::NONE),
            narrow: Ground { context, ..new.clone() },
            old,
            new,
        }
    }

    /// `change`, by which `wider` takes more, with those who are left out by what took everybody; noticed, if there are any.
    pub fn noticed(&self, pair: &Pair<'_>, wider: Wider<'_>, change: Change) -> Change {
        let mut lost: Vec<Lost<'_>> = self.is.iter().filter_map(|group| self.lost(pair, wider, group)).collect();
        lost.dedup_by(|one, other| one.left_out == other.left_out);
        if lost.is_empty() {
            return change;
        }
        let (proven, open): (Vec<_>, Vec<_>) = lost.into_iter().partition(|lost| lost.who.is_some());
        let mut meaning = change.meaning.clone();
        if !proven.is_empty() {
            meaning = format!("{meaning}, and what covered all of it has a gap now: {}", told(&proven));
        }
        if !open.is_empty() {
            meaning = format!("{meaning}; whether what covered all of it still does is not proven: {}", told(&open));
        }
        let mut witnesses: Vec<Seen> = Vec::new();
        for who in proven.into_iter().filter_map(|lost| lost.who) {
            let seen = Seen { who, before: None, after: false };
            if witnesses.len() < TOLD && !witnesses.contains(&seen) {
                witnesses.push(seen);
            }
        }
        Change { ack: true, meaning, witnesses, ..change }
    }

    /// Whether `now` takes everybody in the old version, and leaves somebody out once `wider` takes more.
    fn lost<'g>(&self, pair: &Pair<'_>, wider: Wider<'_>, now: &'g Group<'c>) -> Option<Lost<'g>> {
        let [old, new] = [&*pair.old.machine.journey, &*pair.new.machine.journey];
        let before = self.was.get(&now.key).filter(|_| now.reads(new, wider))?;
        let was = Domain { ground: &self.old, journey: old, on: &before.on };
        let narrow = Domain { ground: &self.narrow, journey: old, on: &before.on };
        let wide = Domain { ground: &self.new, journey: new, on: &now.on };
        let payload = was.payload(&old.paths);
        let world = was.world(&payload);
        let at = (0..before.sets.len()).find(|&at| before.gap(at, &world).is_no()).filter(|&at| at >= before.own)?;
        let at = at.min(now.sets.len() - 1);
        let payload = narrow.payload(&new.paths);
        let narrow = Domain { on: &now.on, journey: new, ..narrow }.world(&payload);
        // What is left out of the values that there were is another change's matter.
        if !now.gap(at, &narrow).is_no() {
            return None;
        }
        let things = wide.things(wider);
        let wider = things.iter().fold(narrow.clone(), |world, (thing, values)| world.with(*thing, values.clone()));
        // What the steps of the state leave may be taken further out.
        let last = now.sets.len() - 1;
        let mut answer = now.gap(last, &wider);
        if answer.is_no() {
            // Only together with something else that takes more.
            let payload = wide.payload(&new.paths);
            answer = now.gap(last, &wide.world(&payload));
            let is_new = |(thing, value): &(Thing, _)| {
                things.iter().any(|(of, _)| of == thing) && !narrow.get(*thing).contains(value)
            };
            if !answer.witness().is_none_or(|witness| witness.reads().iter().any(is_new)) {
                return None;
            }
        }
        let left_out = now.left_out.as_str();
        match answer {
            Answer::No => None,
            Answer::Yes(witness) => Some(Lost { left_out, who: Some(witness.wording(&names(new))) }),
            Answer::Unknown => Some(Lost { left_out, who: None }),
        }
    }
}

impl Group<'_> {
    /// Whether anything that it asks reads what takes more.
    fn reads(&self, journey: &Journey, wider: Wider<'_>) -> bool {
        let asked = self.sets.iter().flatten().flatten().map(|condition: &&Condition| condition.reads());
        let mut all = asked.chain(self.value.iter().map(|term| term.reads()));
        match wider {
            Wider::Variable(name) => all
                .any(|reads| reads.context.iter().any(|&slot| journey.context[usize::from(slot)].name.value == *name)),
            Wider::Field(event, field) => {
                let comes = matches!(&self.on, On::Events(events) if events.iter().any(|id| journey.events[id.index()].name == *event));
                comes
                    && all.any(|reads| {
                        reads.payload.iter().any(|&path| journey.paths.get(path).first().is_some_and(|of| of == field))
                    })
            }
        }
    }
}

impl<'d> Domain<'d> {
    /// The events that may have come, if it is known what they carry.
    fn events(&self) -> &'d [EventId] {
        let completes = |id: &EventId| matches!(self.journey.events[id.index()].kind, EventKind::Done(_));
        match self.on {
            On::Events(events) if !events.iter().any(completes) => events,
            _ => &[],
        }
    }

    /// What payloads hold at each of `paths`.
    fn payload(&self, paths: &Paths) -> Vec<Values> {
        match self.events() {
            [] => Vec::new(),
            events => paths.iter().map(|path| of_path(self.journey, events, path)).collect(),
        }
    }

    /// What there is where payloads hold `payload`.
    fn world<'w>(&self, payload: &'w [Values]) -> World<'w>
    where
        'd: 'w,
    {
        let world = World::of(self.ground);
        match (self.on, self.events()) {
            (On::Timer, _) => world.no_event(),
            (_, []) => world,
            (_, events) => {
                world.payload(payload).event(events.iter().map(|id| self.journey.events[id.index()].name.clone()))
            }
        }
    }

    /// What takes more, with all that it takes.
    fn things(&self, wider: Wider<'_>) -> Vec<(Thing, Values)> {
        match wider {
            Wider::Variable(name) => {
                let context = self.journey.context.iter().zip(&self.ground.context).zip(0..);
                let found = context.filter(|((of, _), _)| of.name.value == *name);
                found.map(|((_, values), slot)| (Thing::Context(slot), values.clone())).collect()
            }
            Wider::Field(_, field) => {
                let paths = self.journey.paths.iter().zip(0..).filter(|(path, _)| path[0] == field);
                paths
                    .map(|(path, number)| (Thing::Payload(number), of_path(self.journey, self.events(), path)))
                    .collect()
            }
        }
    }
}

fn told(lost: &[Lost<'_>]) -> String {
    let mut all: Vec<String> = lost.iter().take(TOLD).map(|lost| lost.left_out.to_owned()).collect();
    if lost.len() > TOLD {
        all.push(format!("and {} more", lost.len() - TOLD));
    }
    all.join(", ")
}
