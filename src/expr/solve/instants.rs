//! Instants to try where the calendar is asked: every hour of a week, and of the dates that are named.

use crate::expr::builtin::Surroundings;
use crate::expr::inputs::Complaints;
use crate::expr::solve::friendly::MONDAY;
use crate::expr::solve::state::{Ground, State};
use crate::expr::solve::terms::{Id, Known, Op, Term};
use crate::expr::solve::values::{Scalar, There};
use crate::terms::time::{DAY, HOUR, parse_instant};
use crate::terms::value::Value;

/// Functions of which a result says which instants they may have been given, once each is looked at.
const CALENDAR: [&str; 6] = ["hour", "weekday", "date", "start_of_day", "next_time", "add_workdays"];

/// The instants to try for `id`, the usual days first; none where it is no instant or no calendar is asked.
pub(crate) fn instants(ground: &Ground<'_, '_>, state: &State, id: Id) -> impl Iterator<Item = Value> + use<> {
    let is_instant = matches!(state.dom(id).there, There::Scalars(Scalar::Timestamp, _));
    let is_asked = is_instant && ground.terms.all.iter().any(|term| calendar(term).is_some());
    let days = if is_asked { days(ground) } else { Vec::new() };
    days.into_iter().flat_map(|day| (0..24).map(move |hour| Value::Timestamp(day + hour * HOUR)))
}

/// Whether what the calendar says of `instant` is what it must say, as far as it is asked about `id` itself.
pub(crate) fn fits(ground: &Ground<'_, '_>, state: &State, id: Id, instant: &Value) -> bool {
    let default_tz = ground.world.ground.default_tz.as_str();
    let fits = |(place, term): (usize, &Term<'_>)| {
        let Some(Known(builtin)) = calendar(term).filter(|_| state.needed[place]) else { return true };
        let Some((_, rest)) = term.args.split_first().filter(|(first, _)| **first == id) else { return true };
        let rest: Option<Vec<Value>> = rest.iter().map(|arg| state.dom(*arg).single()).collect();
        let Some(rest) = rest else { return true };
        let args: Vec<Value> = std::iter::once(instant.clone()).chain(rest).collect();
        let complaints = Complaints::default();
        let surroundings = Surroundings { default_tz, complaints: &complaints };
        (builtin.run)(surroundings, &args).is_ok_and(|value| state.dom(place as Id).contains(&value))
    };
    state.dom(id).contains(instant) && ground.terms.all.iter().enumerate().all(fits)
}

/// Whether the calendar takes `id` for a time zone, or what stands in for one where there is none.
pub(crate) fn is_zone(ground: &Ground<'_, '_>, id: Id) -> bool {
    let stands_in = |arg: &Id| {
        let term = ground.terms.get(*arg);
        *arg == id || matches!(term.op, Op::Coalesce) && term.args.contains(&id)
    };
    ground.terms.all.iter().any(|term| calendar(term).is_some() && term.args.iter().skip(1).any(stands_in))
}

fn calendar(term: &Term<'_>) -> Option<Known> {
    match &term.op {
        Op::Call(known) if CALENDAR.contains(&known.0.name) => Some(*known),
        _ => None,
    }
}

/// The days of a week, and those around each date that is named, from their midnight in UTC.
fn days(ground: &Ground<'_, '_>) -> Vec<i64> {
    let monday = MONDAY.div_euclid(DAY) * DAY;
    let mut all: Vec<i64> = (0..7).map(|day| monday + day * DAY).collect();
    for term in &ground.terms.all {
        let Op::Text(text) = &term.op else { continue };
        if text.len() == "2026-01-05".len()
            && let Ok(day) = parse_instant(&format!("{text}T00:00:00Z"))
        {
            all.extend([day, day + DAY, day - DAY]);
        }
    }
    all
}
