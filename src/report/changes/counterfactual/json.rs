//! What became of the same people in both versions, as a member of a JSON object.

use crate::engine::instance::Status;
use crate::report::changes::counterfactual::told::Told;
use crate::report::json::{self, Members};
use crate::trial::counterfactual::ends::End;
use crate::trial::counterfactual::ledger::{AFTER, Counted, Parted};
use crate::trial::counterfactual::note::{Cause, Deed, Ids, What};
use crate::trial::counterfactual::outcome::{Ends, People};
use crate::trial::counterfactual::shared::{Names, SharedJourney};

/// The member `events`.
pub fn member(told: Told<'_>, members: &mut Members<'_>) {
    let outcome = told.outcome;
    let mut all = Members::open(members.member("events"));
    all.int("lines", outcome.lines as i64);
    match outcome.until {
        Some(until) => all.int("until", until),
        None => all.null("until"),
    }
    people(outcome.people, Members::open(all.member("people")));
    all.list("ends", &outcome.ends, |out, each| ends(told, each, out));
    let shifts = || outcome.shifts.iter();
    let effects = shifts().filter_map(|shift| match shift.what {
        Counted::Effect(action, held) => Some((action, held, shift)),
        Counted::Goal(..) | Counted::DeadLetter(_) | Counted::Reworded(_) => None,
    });
    all.list("effects", effects, |out, (action, held, shift)| {
        let mut each = Members::open(out);
        each.string("action", told.shared.action(action));
        each.string_or_null("held", held);
        each.int("gained", shift.gained as i64);
        each.int("lost", shift.lost as i64);
        each.close();
    });
    all.list("reworded", told.reworded(), |out, (action, times)| {
        let mut each = Members::open(out);
        each.string("action", action);
        each.int("times", times as i64);
        each.close();
    });
    let goals = shifts().filter_map(|shift| match shift.what {
        Counted::Goal(journey, goal) => Some((told.shared.journey(journey)?, goal, shift)),
        Counted::Effect(..) | Counted::DeadLetter(_) | Counted::Reworded(_) => None,
    });
    all.list("goals", goals, |out, (journey, goal, shift)| {
        let mut each = Members::open(out);
        each.string("journey", &journey.id);
        each.string("goal", journey.goals.name(goal));
        each.int("gained", shift.gained as i64);
        each.int("lost", shift.lost as i64);
        each.close();
    });
    let letters = shifts().filter_map(|shift| match &shift.what {
        Counted::DeadLetter(reason) => Some((reason, shift)),
        Counted::Effect(..) | Counted::Goal(..) | Counted::Reworded(_) => None,
    });
    all.list("dead_letters", letters, |out, (reason, shift)| {
        let mut each = Members::open(out);
        each.string("reason", reason);
        each.int("gained", shift.gained as i64);
        each.int("lost", shift.lost as i64);
        each.close();
    });
    all.list("partings", &outcome.partings, |out, each| parting(told, each, out));
    all.close();
}

fn people(people: People, mut members: Members<'_>) {
    members.int("all", people.total() as i64);
    members.int("same", people.same as i64);
    members.int("otherwise", people.otherwise as i64);
    members.int("effects", people.effects as i64);
    members.int("elsewhere", people.elsewhere as i64);
    members.close();
}

fn ends(told: Told<'_>, ends: &Ends, out: &mut Vec<u8>) {
    let mut each = Members::open(out);
    let Some(journey) = told.shared.journey(ends.journey) else { return each.close() };
    each.string("journey", &journey.id);
    for (name, version) in ["old", "new"].into_iter().zip(&journey.versions) {
        let version = version.as_ref().map(|version| version.machine.journey.version.to_string());
        each.string_or_null(name, version.as_deref());
    }
    each.list("matrix", &ends.cells, |out, ([old, new], count)| {
        let mut cell = Members::open(out);
        end("old", old, (journey, 0), &mut cell);
        end("new", new, (journey, 1), &mut cell);
        cell.int("instances", *count as i64);
        cell.close();
    });
    each.close();
}

fn end(name: &str, end: &End, (journey, world): (&SharedJourney, usize), members: &mut Members<'_>) {
    let (status, ids) = match end {
        End::Active(states) => ("active", states),
        End::Completed(states) => ("completed", states),
        End::Exited => ("exited", &Ids::new()),
        End::Outside => return members.null(name),
    };
    let mut place = Members::open(members.member(name));
    place.string("status", status);
    names("states", &journey.states, (ids, world), &mut place);
    place.close();
}

fn names(name: &str, of: &Names, (ids, world): (&Ids, usize), members: &mut Members<'_>) {
    members.list(name, ids, |out, &id| json::string(out, of.called(id, world)));
}

fn parting<'w>(told: Told<'w>, parted: &'w Parted, out: &mut Vec<u8>) {
    let mut each = Members::open(out);
    each.string("user", &parted.who.0);
    each.bool("anonymous", parted.who.1);
    if parted.line == AFTER {
        each.null("line");
    } else {
        each.int("line", parted.line as i64);
    }
    let journey = told.journey(parted);
    each.string_or_null("journey", journey.map(|journey| journey.id.as_str()));
    for (world, name) in ["old", "new"].into_iter().enumerate() {
        match &parted.notes[world] {
            Some(note) => {
                let mut side = Members::open(each.member(name));
                cause(&note.cause, &mut side);
                deed(told, &note.deed, (journey, world), &mut side);
                if let Some(detail) = &note.detail {
                    side.string("detail", detail);
                }
                side.close();
            }
            None => each.null(name),
        }
    }
    let why = told.why(parted);
    each.list("because", told.prints(parted), |out, print| json::string(out, print));
    each.list("values", &why.values, |out, origin| {
        let mut value = Members::open(out);
        value.string("variable", journey.map_or("", |of| of.variables.name(origin.variable)));
        value.value("old", &origin.values[0]);
        value.value("new", &origin.values[1]);
        if origin.line == AFTER {
            value.null("line");
        } else {
            value.int("line", origin.line as i64);
        }
        value.close();
    });
    each.close();
}

fn cause(cause: &Cause, members: &mut Members<'_>) {
    match cause {
        Cause::Event(name) => members.string("event", name),
        Cause::Timer(name) => members.string("timer", name),
        Cause::Other => {}
    }
}

fn deed(told: Told<'_>, deed: &Deed, (journey, world): (Option<&SharedJourney>, usize), members: &mut Members<'_>) {
    let (kind, more) = match &deed.what {
        What::Entered => ("enter", None),
        What::Stepped => ("step", None),
        What::Exited(rule) => ("exit", Some(("rule", rule.as_str()))),
        What::Decided => ("send", None),
        What::Merged => ("merge", None),
        What::LinkRefused => ("link_refused", None),
        What::DeadLetter(reason) => ("dead_letter", Some(("reason", *reason))),
    };
    members.string("kind", kind);
    if let Some((name, text)) = more {
        members.string(name, text);
    }
    members.value("instance", &deed.key);
    members.int("at", deed.at);
    if let Some(of) = journey {
        names("steps", &of.steps, (&deed.steps, world), members);
        names("from", &of.states, (&deed.from, world), members);
        names("to", &of.states, (&deed.to, world), members);
        names("entered", &of.states, (&deed.entered, world), members);
        names("emitted", &of.events, (&deed.emitted, world), members);
        names("goals", &of.goals, (&deed.goals, world), members);
    }
    members.list("effects", &deed.effects, |out, asked| {
        let mut each = Members::open(out);
        each.string("action", told.shared.action(asked.action));
        let mut params = Members::open(each.member("params"));
        asked.params.iter().for_each(|(name, value)| params.value(name, value));
        params.close();
        each.string_or_null("held", asked.held);
        each.close();
    });
    members.string_or_null("status", deed.status.map(Status::as_str));
}
