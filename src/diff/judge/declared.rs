//! Changes of context variables, events, profile fields, caps and windows.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::diff::change::{Change, Class, Need};
use crate::diff::cover::lost::Wider;
use crate::diff::judge::known::Known;
use crate::diff::judge::states::common_order;
use crate::diff::kind::Kind;
use crate::diff::pair::{Delta, Part};
use crate::diff::shapes::{Fit, are_alike, fit, is_needed};
use crate::graph::content::said::{self, Said};
use crate::model::journey::{EventKind, Journey};
use crate::syntax::json_schema::differing::{Differing, differing};
use crate::terms::shape::{Of, Shape};

/// The changes of a context variable.
pub fn variable(known: &Known<'_>, part: &Part<'_>, out: &mut Vec<Change>) {
    let pair = known.pair;
    let name = &part.element.id;
    if !part.was {
        let begins = pair.new.machine.journey.context.iter().find(|of| of.name.value == *name);
        let meaning = if begins.is_some_and(|of| of.shape.default.is_some()) {
            "people on the way begin with its default"
        } else {
            "people on the way have nothing in it yet"
        };
        out.push(pair.whole(Kind::ContextAdded, Class::Minor, part, meaning.into()));
        return;
    }
    if !part.is {
        let is_read = known.reads(name);
        let (class, meaning) = if is_read {
            (Class::Major, "what people have in it is lost when they move, and the old version reads it")
        } else {
            (Class::Minor, "nothing reads it; what people have in it is lost when they move")
        };
        out.push(pair.whole(Kind::ContextRemoved, class, part, meaning.into()));
        return;
    }
    for delta in &part.deltas {
        match delta.key.as_str() {
            _ if delta.is_prose() => out.push(pair.prose(delta)),
            "type" => variable_type(known, delta, out),
            // An int that is a number now.
            "default" if begins_alike(known, name) => {}
            "default" => out.push(Change {
                ack: true,
                ..pair.change(
                    Kind::DefaultChanged,
                    Class::Minor,
                    delta,
                    if delta.is.is_some() {
                        "whoever enters from now on begins with it; people on the way keep what they have"
                    } else {
                        "whoever enters from now on has nothing in it yet; people on the way keep what they have"
                    }
                    .into(),
                )
            }),
            // What came or went is told of the type, and with the policy.
            "order" if common_order(delta).is_none_or(|(was, is)| was == is) => {}
            _ => out.push(Change {
                ack: true,
                ..pair.change(
                    Kind::IdentityPolicyChanged,
                    Class::Minor,
                    delta,
                    "where two instances become one, another value is kept".into(),
                )
            }),
        }
    }
}

/// Whether a variable begins with what it began with.
fn begins_alike(known: &Known<'_>, name: &SmolStr) -> bool {
    let pair = known.pair;
    let begins = |journey: &Journey, name: &SmolStr| {
        journey.context.iter().find(|of| of.name.value == *name).map(|of| of.default.clone())
    };
    let was = begins(&pair.old.machine.journey, pair.renames.variables.old_of(name));
    was.zip(begins(&pair.new.machine.journey, name)).is_some_and(|(was, is)| are_alike(&was, &is))
}

/// Both shapes of a line that both versions have.
fn shapes<'d>(delta: &Delta<'d>) -> Option<(&'d Shape, &'d Shape)> {
    match (&delta.was?.said, &delta.is?.said) {
        (Said::Shape(was), Said::Shape(is)) => Some((was, is)),
        _ => None,
    }
}

fn variable_type(known: &Known<'_>, delta: &Delta<'_>, out: &mut Vec<Change>) {
    let pair = known.pair;
    let Some((was, is)) = shapes(delta) else { return };
    let needs = || Need::Set(vec![delta.element.id.clone()]);
    match fit(was, is) {
        Fit::Same => {}
        Fit::Wider => {
            let meaning = "what people have in it stays; from now on it takes more".to_owned();
            let change = pair.change(Kind::ContextWidened, Class::Minor, delta, meaning);
            out.push(known.cover().noticed(pair, Wider::Variable(&delta.element.id), change));
        }
        Fit::Narrower => out.push(Change {
            needs: needs(),
            ..pair.change(
                Kind::ContextNarrowed,
                Class::Major,
                delta,
                "people may have a value in it that it no longer takes; they could not move".into(),
            )
        }),
        Fit::Other => out.push(Change {
            needs: needs(),
            ..pair.change(
                Kind::ContextRetyped,
                Class::Major,
                delta,
                "what people have in it is of another type; they could not move".into(),
            )
        }),
    }
    out.extend(pii(known, delta, was, is));
}

/// The change of what is personal data.
pub fn pii(known: &Known<'_>, delta: &Delta<'_>, was: &Shape, is: &Shape) -> Option<Change> {
    let pair = known.pair;
    let (old, new) = (marks(was), marks(is));
    let both = || old.iter().filter_map(|(path, was)| Some((path.as_str(), was, new.get(path)?)));
    let what = |path: &str| if path.is_empty() { "it".to_owned() } else { format!("`{path}` in it") };
    if let Some((path, kind)) = both().find_map(|(path, was, is)| Some((path, is.filter(|_| was != is)?))) {
        let meaning = format!("{} is personal data now (`{kind}`): what is stored of it must be sealed", what(path));
        return Some(pair.change(Kind::PiiMarked, Class::Major, delta, meaning));
    }
    let (path, ..) = both().find(|(_, was, is)| was != is)?;
    let meaning =
        format!("{} is no longer treated as personal data: from now on it is stored in the clear", what(path));
    Some(Change { ack: true, ..pair.change(Kind::PiiUnmarked, Class::Minor, delta, meaning) })
}

/// What is personal data in `shape`, by the way into it.
fn marks(shape: &Shape) -> BTreeMap<String, Option<&SmolStr>> {
    let mut marks = BTreeMap::new();
    let mut open = vec![(String::new(), shape)];
    while let Some((path, at)) = open.pop() {
        match &at.of {
            Of::Object(fields) => {
                let dot = if path.is_empty() { "" } else { "." };
                open.extend(fields.iter().map(|field| (format!("{path}{dot}{}", field.name), &field.shape)));
            }
            Of::List(item) => open.push((format!("{path}[]"), item)),
            _ => {}
        }
        marks.insert(path, at.pii.as_ref());
    }
    marks
}

/// The changes of an event.
pub fn event(known: &Known<'_>, part: &Part<'_>, out: &mut Vec<Change>) {
    let pair = known.pair;
    if !part.was {
        out.push(pair.whole(Kind::EventAdded, Class::Minor, part, "nobody sends it yet".into()));
        return;
    }
    if !part.is {
        let meaning = "whoever sends it still does: it is ignored from now on".to_owned();
        out.push(pair.whole(Kind::EventRemoved, Class::Major, part, meaning));
        return;
    }
    for delta in &part.deltas {
        match delta.key.as_str() {
            "closed" if matches!(&delta.is.map(|line| &line.said), Some(said) if is_true(said)) => {
                out.push(pair.change(
                    Kind::EventClosed,
                    Class::Major,
                    delta,
                    "events with undeclared fields, also those on their way, are dead letters from now on".into(),
                ));
            }
            "closed" => out.push(pair.change(
                Kind::EventOpened,
                Class::Minor,
                delta,
                "events may carry undeclared fields from now on".into(),
            )),
            "schema" => out.extend(schema(known, part, delta)),
            _ if delta.is_prose() => out.extend((!part.comes_with(delta)).then(|| pair.prose(delta))),
            _ => field(known, delta, out),
        }
    }
}

/// The change of an event's JSON Schema, but for what is told of its fields.
fn schema(known: &Known<'_>, part: &Part<'_>, delta: &Delta<'_>) -> Option<Change> {
    let pair = known.pair;
    let text = |journey: &Journey, name: &SmolStr| {
        let event = journey.events.iter().find(|event| event.name == *name)?;
        match &event.kind {
            EventKind::Declared(contract, _) => contract.schema.clone(),
            _ => None,
        }
    };
    let id = &delta.element.id;
    let was = text(&pair.old.machine.journey, pair.renames.events.old_of(id));
    let (Some(was), Some(is)) = (was.as_deref(), text(&pair.new.machine.journey, id)) else {
        return Some(if delta.is.is_some() {
            let meaning =
                "its JSON Schema is enforced from now on; whether it refuses events on their way is not known";
            pair.change(Kind::EventFieldNarrowed, Class::Major, delta, meaning.into())
        } else {
            let meaning = "its JSON Schema is enforced no more; events on their way fit as before";
            pair.change(Kind::EventFieldWidened, Class::Minor, delta, meaning.into())
        });
    };
    let is_told = |of: &Differing| {
        let mut keys = part.deltas.iter().filter_map(|delta| delta.key.strip_prefix("field."));
        match of.path.as_slice() {
            [group] if group == "required" => keys.next().is_some(),
            [group, name, ..] if group == "properties" => keys.any(|key| key == name),
            _ => false,
        }
    };
    let found: Vec<Differing> = differing(was, &is).into_iter().filter(|of| !is_told(of)).collect();
    let first = found.iter().find(|of| !of.widens).or(found.first())?;
    let change = if first.widens {
        let meaning = "its JSON Schema takes more than it did; events on their way fit as before";
        pair.change(Kind::EventFieldWidened, Class::Minor, delta, meaning.into())
    } else {
        let meaning = "its JSON Schema says something else; whether it refuses events on their way is not known";
        pair.change(Kind::EventFieldNarrowed, Class::Major, delta, meaning.into())
    };
    let said = |value: &Option<String>| value.as_ref().map(|value| format!("{}: {value}", first.path.join(".")));
    Some(Change { before: said(&first.was), after: said(&first.is), ..change })
}

fn is_true(said: &Said<'_>) -> bool {
    matches!(said, Said::Plain(form) if form.to_string() == "true")
}

fn shape_of<'d>(line: Option<&'d said::Line<'d>>) -> Option<&'d Shape> {
    match &line?.said {
        Said::Shape(shape) => Some(shape),
        _ => None,
    }
}

fn field(known: &Known<'_>, delta: &Delta<'_>, out: &mut Vec<Change>) {
    let pair = known.pair;
    let made = |kind, class, meaning: &str| pair.change(kind, class, delta, meaning.to_owned());
    let (was, is) = match (shape_of(delta.was), shape_of(delta.is)) {
        (None, Some(is)) if is_needed(is) => {
            out.push(made(
                Kind::EventFieldRequired,
                Class::Major,
                "events on their way do not carry it: they are dead letters",
            ));
            return;
        }
        (None, Some(_)) => {
            out.push(made(Kind::EventFieldAdded, Class::Minor, "events on their way do not carry it, which is fine"));
            return;
        }
        (Some(_), None) => {
            let name = delta.key.strip_prefix("field.").unwrap_or(delta.key);
            out.push(if known.reads_payload(&delta.element.id, name) {
                made(Kind::EventFieldRemoved, Class::Major, "the old version reads it, and people on it go on doing so")
            } else {
                made(Kind::EventFieldRemoved, Class::Minor, "nothing reads it")
            });
            return;
        }
        (Some(was), Some(is)) => (was, is),
        (None, None) => return,
    };
    if !is_needed(was) && is_needed(is) {
        out.push(made(
            Kind::EventFieldRequired,
            Class::Major,
            "events on their way may lack it: those are dead letters",
        ));
    } else {
        match fit(was, is) {
            Fit::Same => {}
            Fit::Wider => {
                let change = made(Kind::EventFieldWidened, Class::Minor, "events on their way fit as before");
                let name = delta.key.strip_prefix("field.").unwrap_or(delta.key);
                out.push(known.cover().noticed(pair, Wider::Field(&delta.element.id, name), change));
            }
            Fit::Narrower => out.push(made(
                Kind::EventFieldNarrowed,
                Class::Major,
                "events on their way may carry what it no longer takes: those are dead letters",
            )),
            Fit::Other => out.push(made(
                Kind::EventFieldRetyped,
                Class::Major,
                "events on their way carry another type: they are dead letters",
            )),
        }
    }
    out.extend(pii(known, delta, was, is));
    if was.default != is.default && is_needed(was) == is_needed(is) {
        let change = made(Kind::DefaultChanged, Class::Minor, "events that lack it read another value from now on");
        out.push(Change { ack: true, ..change });
    }
}

/// The changes of a profile field.
pub fn profile(known: &Known<'_>, part: &Part<'_>, out: &mut Vec<Change>) {
    let pair = known.pair;
    if !part.was {
        out.push(pair.whole(Kind::ProfileFieldAdded, Class::Minor, part, "nobody has it yet".into()));
        return;
    }
    if !part.is {
        out.push(if known.reads_profile(&part.element.id) {
            pair.whole(Kind::ProfileFieldRemoved, Class::Major, part, "the old version reads it".into())
        } else {
            let change =
                pair.whole(Kind::ProfileFieldRemoved, Class::Minor, part, "nothing of the journey reads it".into());
            Change { ack: true, ..change }
        });
        return;
    }
    for delta in &part.deltas {
        if delta.is_prose() {
            out.push(pair.prose(delta));
        }
        let Some((was, is)) = shapes(delta) else { continue };
        if fit(was, is) != Fit::Same || was.default != is.default {
            out.push(pair.change(
                Kind::ProfileFieldRetyped,
                Class::Major,
                delta,
                "what is known of people may not fit; it is dropped and counts as missing".into(),
            ));
        }
        out.extend(pii(known, delta, was, is));
    }
}

/// The changes of a named cap or a window.
pub fn limits(known: &Known<'_>, part: &Part<'_>, out: &mut Vec<Change>) {
    let pair = known.pair;
    let is_cap = part.element.sort == crate::graph::content::element::Sort::Cap;
    let kind = if is_cap { Kind::CapChanged } else { Kind::WindowChanged };
    if !(part.was && part.is) {
        // What uses it has changed, and says so.
        return;
    }
    let hangs = known.hangs_on(part.element);
    let waits = |name: &SmolStr| !is_cap && known.pair.new.machine.step_named(name).is_some();
    let kept = if hangs.iter().any(waits) { "; timers that are set already keep their due time" } else { "" };
    let on = if hangs.is_empty() { "nothing uses it".to_owned() } else { format!("it holds for {}", named(&hangs)) };
    for delta in &part.deltas {
        let live = delta.is.is_some_and(|line| line.kind == said::Kind::Live);
        let (class, when) = if live {
            (Class::None, "for every version at once, as soon as the catalog is deployed")
        } else {
            (Class::Minor, "from the move on")
        };
        out.push(Change { ack: true, ..pair.change(kind, class, delta, format!("{on}, {when}{kept}")) });
    }
}

fn named(all: &[SmolStr]) -> String {
    all.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
