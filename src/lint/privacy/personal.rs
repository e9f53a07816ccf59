//! What of a value is personal data, and whether the place that it comes to says so.

use smol_str::SmolStr;

use crate::expr::inflow::{Inflow, Spring};
use crate::model::ids::EventId;
use crate::model::journey::{Action, Event, EventKind, Journey, Variable};
use crate::terms::shape::{Field, Of, Shape};

/// Personal data that a value is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Personal {
    /// Where it was read, as it is written: `profile.first_name`.
    pub words: String,
    /// What `pii` says of it.
    pub kind: SmolStr,
}

/// The fields that hold data about one thing, or one of them.
#[derive(Clone, Copy)]
enum Data<'a> {
    Shape(&'a Shape),
    Fields(&'a [Field]),
}

/// Whether anything that the journey can read is personal data.
pub fn is_anywhere(journey: &Journey) -> bool {
    let marked = |fields: &[Field]| any(Data::Fields(fields), &|_| true).is_some();
    let heard = |event: &Event| matches!(&event.kind, EventKind::Declared(contract, _) if marked(&contract.fields));
    let kept = |variable: &Variable| any(Data::Shape(&variable.shape), &|_| true).is_some();
    let answered = |action: &Action| marked(&action.params) || marked(&action.result);
    marked(&journey.profile)
        || journey.context.iter().any(kept)
        || journey.events.iter().any(heard)
        || journey.actions.iter().any(answered)
}

/// The personal data in what is read by `inflows` of a journey, where an event is one of `events`.
pub fn carried(journey: &Journey, inflows: &[Inflow], events: &[EventId]) -> Vec<Personal> {
    of_kind(journey, inflows, events, &|_| true)
}

/// The same of the kinds that are `meant`.
pub fn of_kind(
    journey: &Journey,
    inflows: &[Inflow],
    events: &[EventId],
    meant: &dyn Fn(&SmolStr) -> bool,
) -> Vec<Personal> {
    gather(journey, inflows, events, &|data, outer, _| outer.filter(|kind| meant(kind)).or_else(|| any(data, meant)))
}

/// The personal data that comes where `to` does not say that there is any.
pub fn leaked(journey: &Journey, inflows: &[Inflow], events: &[EventId], to: &Shape) -> Vec<Personal> {
    gather(journey, inflows, events, &|data, outer, inflow| {
        let mut to = to;
        for name in &inflow.to {
            if is_marked(to) {
                return None;
            }
            to = part(to, name);
        }
        match outer {
            Some(kind) => (!is_marked(to)).then_some(kind),
            None => unmarked(data, inflow.whole, to),
        }
    })
}

type Question<'q> = &'q dyn for<'a> Fn(Data<'a>, Option<&'a SmolStr>, &Inflow) -> Option<&'a SmolStr>;

fn gather(journey: &Journey, inflows: &[Inflow], events: &[EventId], asked: Question<'_>) -> Vec<Personal> {
    let mut all: Vec<Personal> = Vec::new();
    for inflow in inflows {
        let Some((words, roots)) = roots(journey, inflow, events) else { continue };
        let kind = roots.into_iter().find_map(|(root, path)| {
            let (data, outer) = descend(root, &path)?;
            asked(data, outer, inflow)
        });
        if let Some(kind) = kind
            && all.iter().all(|known| known.words != words)
        {
            all.push(Personal { words, kind: kind.clone() });
        }
    }
    all
}

type Roots<'a> = (String, Vec<(Data<'a>, Vec<SmolStr>)>);

/// What `inflow` reads, as it is written, and where that may be declared, with the fields below.
fn roots<'a>(journey: &'a Journey, inflow: &Inflow, events: &[EventId]) -> Option<Roots<'a>> {
    let (name, found) = match inflow.from {
        Spring::Context(slot) => {
            let variable = journey.context.get(usize::from(slot))?;
            (format!("ctx.{}", variable.name.value), vec![(Data::Shape(&variable.shape), inflow.path.clone())])
        }
        Spring::Profile(slot) => {
            let field = journey.profile.get(usize::from(slot))?;
            (format!("profile.{}", field.name), vec![(Data::Shape(&field.shape), inflow.path.clone())])
        }
        Spring::Payload(path) => {
            let whole = [journey.paths.get(path), &inflow.path].concat();
            let found = events.iter().filter_map(|&event| payload(journey, event, &whole)).collect();
            (format!("event.payload.{}", journey.paths.get(path).join(".")), found)
        }
        Spring::Old(_) | Spring::Local(_) => return None,
    };
    let words: Vec<&str> = std::iter::once(name.as_str()).chain(inflow.path.iter().map(SmolStr::as_str)).collect();
    Some((words.join("."), found))
}

/// Where the payload of an event declares `path`.
fn payload<'a>(journey: &'a Journey, event: EventId, path: &[SmolStr]) -> Option<(Data<'a>, Vec<SmolStr>)> {
    let (first, below) = path.split_first()?;
    let field = |fields: &'a [Field]| {
        let found = fields.iter().find(|field| field.name == *first)?;
        Some((Data::Shape(&found.shape), below.to_vec()))
    };
    match &journey.events.get(event.index())?.kind {
        EventKind::Declared(contract, _) => field(&contract.fields),
        EventKind::Done(_) => None,
        EventKind::Succeeded(action) | EventKind::Failed(action) | EventKind::Held(action) => {
            let of = &journey.actions[action.index()];
            match &journey.events[event.index()].kind {
                EventKind::Succeeded(_) if of.result.iter().any(|known| known.name == *first) => field(&of.result),
                _ => (first == "params").then(|| (Data::Fields(&of.params), below.to_vec())),
            }
        }
    }
}

/// What is declared at `path` below `data`, and what the innermost mark around it says.
fn descend<'a>(data: Data<'a>, path: &[SmolStr]) -> Option<(Data<'a>, Option<&'a SmolStr>)> {
    let mut at = data;
    let mut outer = None;
    for name in path {
        let fields = match at {
            Data::Fields(fields) => fields,
            Data::Shape(shape) => {
                outer = shape.pii.as_ref().or(outer);
                match &item(shape).of {
                    Of::Object(fields) => {
                        outer = item(shape).pii.as_ref().or(outer);
                        fields
                    }
                    // Of what is inside `any` nothing is known but what is known of all of it.
                    _ => return outer.map(|kind| (at, Some(kind))),
                }
            }
        };
        at = Data::Shape(&fields.iter().find(|field| field.name == *name)?.shape);
    }
    Some((at, outer))
}

/// The shape of what a list holds, or the shape itself.
fn item(mut shape: &Shape) -> &Shape {
    while let Of::List(inner) = &shape.of {
        shape = inner;
    }
    shape
}

/// The first kind that is `meant` in `data`.
fn any<'a>(data: Data<'a>, meant: &dyn Fn(&SmolStr) -> bool) -> Option<&'a SmolStr> {
    match data {
        Data::Fields(fields) => fields.iter().find_map(|field| any(Data::Shape(&field.shape), meant)),
        Data::Shape(shape) => shape.pii.as_ref().filter(|kind| meant(kind)).or_else(|| match &shape.of {
            Of::List(item) => any(Data::Shape(item), meant),
            Of::Object(fields) => any(Data::Fields(fields), meant),
            _ => None,
        }),
    }
}

/// The first kind in `data` that `to` has no mark for.
fn unmarked<'a>(data: Data<'a>, whole: bool, to: &Shape) -> Option<&'a SmolStr> {
    if is_marked(to) {
        return None;
    }
    match data {
        Data::Fields(fields) => fields.iter().find_map(|field| {
            let to = if whole { part(to, &field.name) } else { to };
            unmarked(Data::Shape(&field.shape), whole, to)
        }),
        Data::Shape(shape) => shape.pii.as_ref().or_else(|| match &shape.of {
            Of::List(item) => unmarked(Data::Shape(item), whole, to),
            Of::Object(fields) => unmarked(Data::Fields(fields), whole, to),
            _ => None,
        }),
    }
}

/// Whether all that a place of `shape` holds is marked.
fn is_marked(shape: &Shape) -> bool {
    shape.pii.is_some()
        || match &shape.of {
            Of::List(item) => is_marked(item),
            Of::Object(fields) => !fields.is_empty() && fields.iter().all(|field| is_marked(&field.shape)),
            _ => false,
        }
}

/// Where the field `name` of a value comes to in a place of `shape`; the whole where that does not say.
fn part<'a>(shape: &'a Shape, name: &SmolStr) -> &'a Shape {
    match &item(shape).of {
        Of::Object(fields) => fields.iter().find(|field| field.name == *name).map_or(shape, |field| &field.shape),
        _ => shape,
    }
}
