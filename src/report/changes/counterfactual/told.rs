//! The words for what became of the same people in both versions.

use std::fmt::Write as _;

use smol_str::SmolStr;

use crate::diff::comparison::Comparison;
use crate::diff::lone::Lone;
use crate::engine::instance::Status;
use crate::orchestrator::person::key_text;
use crate::report::table::{counted, thousands};
use crate::terms::time::format_instant;
use crate::trial::counterfactual::ends::End;
use crate::trial::counterfactual::ledger::{AFTER, Counted, Origin, Parted};
use crate::trial::counterfactual::note::{Asked, Cause, Deed, Ids, Note, What};
use crate::trial::counterfactual::outcome::{Ends, Outcome, Shift};
use crate::trial::counterfactual::shared::{Names, Shared, SharedJourney};
use crate::trial::counterfactual::why::{Why, why};

/// What became of the same people in both versions, and what changed between these.
#[derive(Clone, Copy, Debug)]
pub struct Told<'w> {
    /// What became of them.
    pub outcome: &'w Outcome,
    /// What its numbers stand for.
    pub shared: &'w Shared,
    /// What changed.
    pub comparison: &'w Comparison,
}

/// What the worlds are called where no version names them.
const WORLDS: [&str; 2] = ["before", "after"];

/// A parting in words.
#[derive(Clone, Debug)]
pub struct Words {
    /// Who, when and in which journey.
    pub headline: String,
    /// For each version that the journey has, its name and what happened there.
    pub sides: Vec<(String, String)>,
    /// Why, each a line.
    pub because: Vec<String>,
}

impl<'w> Told<'w> {
    /// `1,000 events, 20 people, timers until 2026-06-01T00:00:00Z`.
    pub fn extent(&self) -> String {
        let Outcome { lines, people, until, .. } = self.outcome;
        let people = people.total();
        let people = if people == 1 { "1 person".to_owned() } else { format!("{} people", thousands(people)) };
        let until = until.map(|until| format!(", timers until {}", format_instant(until))).unwrap_or_default();
        format!("{}, {people}{until}", counted(*lines as usize, "event"))
    }

    /// How many people there are of each kind that occurs, with what differs for them; the worst last.
    pub fn groups(&self) -> Vec<(u64, &'static str)> {
        let people = self.outcome.people;
        let all = [
            (people.same, "go the same way"),
            (people.otherwise, "come to the same by other steps or at another time"),
            (people.effects, "end in the same states, but other things happen to them"),
            (people.elsewhere, "end elsewhere"),
        ];
        all.into_iter().filter(|&(count, _)| count > 0).collect()
    }

    /// The journeys in which somebody ends elsewhere, and how many others there are.
    pub fn moved(&self) -> (Vec<(&'w SharedJourney, &'w Ends)>, usize) {
        let outcome = self.outcome;
        let moved = outcome.ends.iter().filter(|ends| ends.moved() > 0);
        let moved: Vec<_> = moved.filter_map(|ends| Some((self.shared.journey(ends.journey)?, ends))).collect();
        let others = outcome.ends.len() - moved.len();
        (moved, others)
    }

    /// What happens more or less often: what, and how often it is gained and lost.
    pub fn shifts(&self) -> Vec<(String, u64, u64)> {
        let what = |counted: Counted| match counted {
            Counted::Effect(action, None) => Some(format!("`{}` sent", self.shared.action(action))),
            Counted::Effect(action, Some(held)) => Some(format!("`{}` held back: {held}", self.shared.action(action))),
            Counted::Goal(journey, goal) => {
                let of = self.shared.journey(journey)?;
                Some(format!("goal `{}` of `{}` reached", of.goals.name(goal), of.id))
            }
            Counted::DeadLetter(reason) => Some(format!("events that cannot be processed: {reason}")),
            Counted::Reworded(_) => None,
        };
        let shifts = self.outcome.shifts.iter();
        shifts.filter_map(|shift| Some((what(shift.what)?, shift.gained, shift.lost))).collect()
    }

    /// The actions that run in both versions with other params, and how often.
    pub fn reworded(&self) -> Vec<(&'w str, u64)> {
        let worded = |shift: &Shift| match shift.what {
            Counted::Reworded(action) => Some((self.shared.action(action), shift.gained)),
            Counted::Effect(..) | Counted::Goal(..) | Counted::DeadLetter(_) => None,
        };
        self.outcome.shifts.iter().filter_map(worded).collect()
    }

    /// The journey in which somebody's worlds part.
    pub fn journey(&self, parted: &Parted) -> Option<&'w SharedJourney> {
        let number = parted.notes.iter().flatten().find_map(|note| note.deed.journey)?;
        self.shared.journey(number)
    }

    /// A journey that came or went.
    fn lone(&self, journey: &SharedJourney) -> Option<&'w Lone> {
        let comparison = self.comparison;
        comparison.added.iter().chain(&comparison.removed).find(|lone| lone.journey == journey.id)
    }

    /// The fingerprints of what lets them part.
    pub fn prints(&self, parted: &'w Parted) -> Vec<&'w SmolStr> {
        match self.journey(parted).and_then(|journey| self.lone(journey)) {
            Some(lone) => vec![&lone.fingerprint],
            None => self.why(parted).changes.into_iter().map(|change| &change.fingerprint).collect(),
        }
    }

    /// Why they part.
    pub fn why(&self, parted: &'w Parted) -> Why<'w> {
        why(parted, self.shared, &self.comparison.differences)
    }

    /// A parting in words.
    pub fn parting(&self, parted: &'w Parted) -> Words {
        let journey = self.journey(parted);
        let (id, anonymous) = (&parted.who.0, parted.who.1);
        let who = if anonymous { format!("`{id}` (anonymous)") } else { format!("`{id}`") };
        let at = if parted.line == AFTER {
            "after the last line".to_owned()
        } else {
            format!("line {}", thousands(parted.line))
        };
        let note = parted.notes.iter().flatten().next();
        let cause = note.map(caused).unwrap_or_default();
        let key = note.map(|note| &note.deed.key).filter(|key| !key.is_unit());
        let key = key.map(|key| format!("[{}]", key_text(key))).unwrap_or_default();
        let place = journey.map(|journey| format!(", in `{}{key}`", journey.id)).unwrap_or_default();
        Words {
            headline: format!("{who}, {at}: {cause}{place}"),
            sides: self.sides(parted, journey),
            because: self.because(parted, journey),
        }
    }

    fn sides(&self, parted: &Parted, journey: Option<&SharedJourney>) -> Vec<(String, String)> {
        let [old, new] = &parted.notes;
        let timely = matches!((old, new), (Some(old), Some(new)) if old.deed.at != new.deed.at);
        let side = |world: usize, other: &Option<Note>| {
            let name = match journey {
                Some(journey) if journey.versions[world].is_none() => return None,
                Some(journey) => version(journey, world),
                None => WORLDS[world].to_owned(),
            };
            let said = match (&parted.notes[world], other) {
                (Some(note), _) => {
                    let detail = note.detail.as_ref().map(|detail| format!(", {detail}")).unwrap_or_default();
                    let apart = other.as_ref().map(|other| apart(&note.deed, &other.deed, journey, world));
                    let apart = apart.unwrap_or_default();
                    self.deed(&note.deed, journey, (world, timely)) + detail.as_str() + apart.as_str()
                }
                (None, Some(other)) => nothing(&other.deed, journey, world),
                (None, None) => String::new(),
            };
            Some((name, said))
        };
        [side(0, new), side(1, old)].into_iter().flatten().collect()
    }

    /// What was done in that world.
    fn deed(&self, deed: &Deed, journey: Option<&SharedJourney>, (world, timely): (usize, bool)) -> String {
        let states = |ids: &Ids| journey.map(|of| joined(&of.states, ids, world)).unwrap_or_default();
        let steps: Vec<String> = journey.map_or_else(Vec::new, |of| {
            deed.steps.iter().map(|&step| format!("`{}`", of.steps.called(step, world))).collect()
        });
        let by = if steps.is_empty() { String::new() } else { format!(" by {}", steps.join(", ")) };
        let mut said = match &deed.what {
            What::Entered => format!("enters {}{by}", states(&deed.to)),
            What::Stepped if deed.from == deed.to => format!("stays in {}{by}", states(&deed.to)),
            What::Stepped => format!("{} → {}{by}", states(&deed.from), states(&deed.to)),
            What::Exited(rule) => format!("leaves by `{rule}`"),
            What::Decided if steps.is_empty() => "what waited for its window is decided".to_owned(),
            What::Decided => format!("what waited for its window is decided, of {}", steps.join(", ")),
            What::Merged => format!("two instances become one, in {}", states(&deed.to)),
            What::LinkRefused => "the link is refused".to_owned(),
            What::DeadLetter(reason) => format!("cannot be processed: {reason}"),
        };
        said.push_str(&self.asked(deed));
        if let Some(of) = journey {
            for &goal in &deed.goals {
                // Writing to a string cannot fail.
                let _ = write!(said, "; reaches `{}`", of.goals.called(goal, world));
            }
        }
        if let Some(of) = journey {
            for &event in &deed.emitted {
                let _ = write!(said, "; emits `{}`", of.events.called(event, world));
            }
        }
        if timely {
            let _ = write!(said, ", at {}", format_instant(deed.at));
        }
        said
    }

    /// What is sent and what is held back.
    fn asked(&self, deed: &Deed) -> String {
        let name = |asked: &Asked| {
            let action = self.shared.action(asked.action);
            let params: Vec<String> = asked.params.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            let params = Some(params.join(", ")).filter(|params| !params.is_empty());
            let beside: Vec<String> = asked.held.map(str::to_owned).into_iter().chain(params).collect();
            if beside.is_empty() { format!("`{action}`") } else { format!("`{action}` ({})", beside.join("; ")) }
        };
        let mut said = String::new();
        for (verb, held) in [("sends", false), ("holds back", true)] {
            let of = deed.effects.iter().filter(|asked| asked.held.is_some() == held);
            let names: Vec<String> = of.map(name).collect();
            if !names.is_empty() {
                let _ = write!(said, "; {verb} {}", names.join(", "));
            }
        }
        said
    }

    fn because(&self, parted: &'w Parted, journey: Option<&SharedJourney>) -> Vec<String> {
        if let Some(lone) = journey.and_then(|journey| self.lone(journey)) {
            return vec![format!("{} {}  {}", lone.way.name(), lone.journey, lone.fingerprint)];
        }
        let Why { changes, values } = self.why(parted);
        let changes = changes.into_iter().map(|change| {
            let key = if change.key.is_empty() { String::new() } else { format!(" · {}", change.key) };
            format!("{} {}{key}  {}", change.kind, change.element, change.fingerprint)
        });
        let values = values.into_iter().filter_map(|origin| Some(valued(origin, journey?)));
        changes.chain(values).collect()
    }
}

/// `ctx.n` and what it was.
fn valued(origin: &Origin, journey: &SharedJourney) -> String {
    let [old, new] = &origin.values;
    let since = if origin.line == AFTER { String::new() } else { format!(" since line {}", thousands(origin.line)) };
    format!("`ctx.{}` is {new} instead of {old}{since}", journey.variables.name(origin.variable))
}

/// Nothing, where the other version did something.
fn nothing(other: &Deed, journey: Option<&SharedJourney>, world: usize) -> String {
    let states = journey.map(|of| joined(&of.states, &other.from, world)).unwrap_or_default();
    match &other.what {
        What::Entered => "does not enter".to_owned(),
        _ if states.is_empty() => "nothing happens".to_owned(),
        _ => format!("stays in {states}"),
    }
}

/// What sets two deeds apart that move people alike.
fn apart(deed: &Deed, other: &Deed, journey: Option<&SharedJourney>, world: usize) -> String {
    if (&deed.from, &deed.to, &deed.steps) != (&other.from, &other.to, &other.steps) {
        return String::new();
    }
    match deed.status {
        Some(Status::Completed) if other.status != deed.status => "; has completed it".to_owned(),
        Some(Status::Active) if other.status != deed.status => "; is still on the way".to_owned(),
        _ => {
            let entered: Ids = deed.entered.iter().copied().filter(|state| !other.entered.contains(state)).collect();
            let states = journey.map(|of| joined(&of.states, &entered, world)).unwrap_or_default();
            if states.is_empty() { states } else { format!("; enters {states} on the way") }
        }
    }
}

/// By what and when something happened.
fn caused(note: &Note) -> String {
    let at = format_instant(note.deed.at);
    match &note.cause {
        Cause::Event(name) => format!("{name} at {at}"),
        Cause::Timer(name) => format!("timer `{name}` at {at}"),
        Cause::Other => format!("at {at}"),
    }
}

fn joined(names: &Names, ids: &Ids, world: usize) -> String {
    let names: Vec<&str> = ids.iter().map(|&id| names.called(id, world)).collect();
    names.join(" + ")
}

/// Where an instance is at the end, as that world calls it.
pub fn end(end: &End, journey: &SharedJourney, world: usize) -> String {
    match end {
        End::Active(states) | End::Completed(states) => joined(&journey.states, states, world),
        End::Exited => "(exited)".to_owned(),
        End::Outside => "(not in it)".to_owned(),
    }
}

/// The version of a journey in that world, by which the worlds can be told apart; how it is called where it has none.
pub fn version(journey: &SharedJourney, world: usize) -> String {
    let of = |world: usize| journey.versions[world].as_ref().map(|version| &version.machine.journey.version);
    match of(world) {
        None => "(no journey)".to_owned(),
        Some(version) if of(0) == of(1) => format!("{version} {}", WORLDS[world]),
        Some(version) => version.to_string(),
    }
}
