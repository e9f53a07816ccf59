//! Values of everything that conditions read, under which they hold and fail as they were asked to.

use std::collections::BTreeMap;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::expr::evaluation::ASKED_WORK;
use crate::expr::inputs::{ActiveStates, Complaints, Envelope, Inputs, Payload, PersonView};
use crate::expr::literals;
use crate::expr::node::{Member, Node, Source};
use crate::expr::program::EvalError;
use crate::expr::solve::friendly::MONDAY;
use crate::expr::solve::values::{There, Values};
use crate::expr::solve::world::{Thing, World};
use crate::expr::term::{Condition, Term};
use crate::expr::wording::Names;
use crate::terms::value::Value;

/// A value of a file, and what it comes to.
pub type Comes<'c> = (&'c Term, &'c Value);

/// One world, in which everything that was asked about has a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// `ctx`, by slot.
    pub context: Vec<Value>,
    /// `old`, by slot.
    pub old: Vec<Value>,
    /// `event.payload`, by the number of the path.
    pub payload: Vec<Value>,
    /// `profile`, by slot.
    pub profile: Vec<Value>,
    /// `user.consent`, by slot.
    pub consent: Vec<bool>,
    /// The event; absent where there is none.
    pub event: Option<Event>,
    /// `user.id`.
    pub user: SmolStr,
    /// `user.anonymous`.
    pub anonymous: bool,
    /// `now`, in milliseconds.
    pub now: i64,
    /// `state.entered_at`, in milliseconds.
    pub entered_at: i64,
    /// The states that are active, of those that were asked for.
    pub active: Vec<u32>,
    /// The zone where an expression's is none.
    pub default_tz: SmolStr,
    /// What was asked for, in order.
    read: Vec<(Thing, Box<[SmolStr]>)>,
}

/// The event of a witness.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// `event.type`.
    pub kind: SmolStr,
    /// `event.id`.
    pub id: SmolStr,
    /// `event.timestamp`, in milliseconds.
    pub timestamp: i64,
    /// `event.session_id`.
    pub session: Option<SmolStr>,
}

/// What came of a search.
pub(crate) enum Outcome {
    Yes(Box<Witness>),
    No,
    Unknown,
}

struct Active<'w>(&'w [u32]);

impl ActiveStates for Active<'_> {
    fn is_active(&self, state: u32) -> bool {
        self.0.contains(&state)
    }
}

impl Witness {
    /// The world in which each of `reads` has its value; absent where they cannot have them together.
    pub(crate) fn of(world: &World<'_>, reads: &[(Thing, &[SmolStr], Value)]) -> Option<Self> {
        let event = match heard(world, reads) {
            Heard::Event(event) => Some(event),
            Heard::Nothing => None,
            Heard::Impossible => return None,
        };
        let mut witness = Self {
            context: Vec::new(),
            old: Vec::new(),
            payload: Vec::new(),
            profile: Vec::new(),
            consent: Vec::new(),
            event,
            user: "u-1".into(),
            anonymous: false,
            now: MONDAY,
            entered_at: MONDAY,
            active: Vec::new(),
            default_tz: world.ground.default_tz.clone(),
            read: reads.iter().map(|read| (read.0, read.1.into())).collect(),
        };
        let (mut now, mut entered) = (None, None);
        for (thing, path, value) in reads {
            match (thing, value) {
                (Thing::Context(slot) | Thing::Old(slot) | Thing::Profile(slot) | Thing::Payload(slot), value) => {
                    witness.put(world, *thing, *slot, (path, value));
                }
                (Thing::Consent(slot), Value::Bool(given)) => *at(&mut witness.consent, *slot) = *given,
                (Thing::UserId, Value::Str(id)) => witness.user = id.clone(),
                (Thing::Anonymous, Value::Bool(anonymous)) => witness.anonymous = *anonymous,
                (Thing::Now, Value::Timestamp(at)) => now = Some(*at),
                (Thing::EnteredAt, Value::Timestamp(at)) => entered = Some(*at),
                (Thing::InState(state), Value::Bool(true)) => witness.active.push(*state),
                _ => {}
            }
        }
        witness.now = now.unwrap_or_else(|| entered.unwrap_or(MONDAY).max(MONDAY));
        let first = if world.at_once { witness.now } else { witness.now.min(MONDAY) };
        witness.entered_at = entered.unwrap_or(first);
        (witness.entered_at <= witness.now && witness.agrees(world, reads)).then_some(witness)
    }

    /// Puts a value into a slot, or into what is there; what must be around it is made.
    fn put(&mut self, world: &World<'_>, thing: Thing, slot: u16, (path, value): (&[SmolStr], &Value)) {
        let all = match thing {
            Thing::Context(_) => &mut self.context,
            Thing::Old(_) => &mut self.old,
            Thing::Profile(_) => &mut self.profile,
            _ => &mut self.payload,
        };
        let place = at(all, slot);
        if place.is_unit() && !path.is_empty() && !value.is_unit() {
            *place = world.get(thing).present().friendly().unwrap_or_default();
        }
        *place = with_field(place, path, value);
    }

    /// Whether what stands in one another is the same, and nothing is beyond what the world says.
    fn agrees(&mut self, world: &World<'_>, reads: &[(Thing, &[SmolStr], Value)]) -> bool {
        self.agree_on_payload(world, reads);
        reads.iter().all(|(thing, path, value)| {
            let (all, slot) = match thing {
                Thing::Context(slot) => (&self.context, slot),
                Thing::Old(slot) => (&self.old, slot),
                Thing::Profile(slot) => (&self.profile, slot),
                Thing::Payload(slot) => (&self.payload, slot),
                _ => return true,
            };
            let whole = all.get(usize::from(*slot)).unwrap_or(&Value::Unit);
            let found = whole.at_path(path);
            (found == value || !value.is_unit() && matches!(value, Value::Object(_)))
                && (path.is_empty() && found == value || world.get(*thing).contains(whole))
        })
    }

    /// Paths of the payload that lie in one another become parts of one object.
    fn agree_on_payload(&mut self, world: &World<'_>, reads: &[(Thing, &[SmolStr], Value)]) {
        let paths = &world.ground.paths;
        let mut numbers: Vec<u16> = reads
            .iter()
            .filter_map(|read| match read.0 {
                Thing::Payload(number) if usize::from(number) < paths.len() => Some(number),
                _ => None,
            })
            .collect();
        if numbers.len() < 2 {
            return;
        }
        numbers.sort_by_key(|number| paths.get(*number).len());
        let mut whole = Value::Unit;
        for number in &numbers {
            whole = with_field(&whole, paths.get(*number), &self.payload[usize::from(*number)]);
        }
        for number in &numbers {
            self.payload[usize::from(*number)] = whole.at_path(paths.get(*number)).clone();
        }
    }

    /// Whether `condition` holds in this world, as the engine says.
    pub fn replay(&self, condition: &Condition) -> Result<bool, EvalError> {
        self.with(&Complaints::default(), |inputs| condition.test(inputs))
    }

    /// The same; absent where it would take long to find out.
    pub(crate) fn tried(&self, condition: &Condition) -> Option<Result<bool, EvalError>> {
        let complaints = Complaints::within(ASKED_WORK);
        let found = self.with(&complaints, |inputs| condition.test(inputs));
        (!complaints.is_stopped()).then_some(found)
    }

    /// What `term` comes to in this world, as the engine says; an error where it would take long to find out.
    pub fn value(&self, term: &Term) -> Result<Value, EvalError> {
        self.with(&Complaints::within(ASKED_WORK), |inputs| term.eval(inputs))
    }

    /// The same; absent where it would take long to find out.
    pub(crate) fn tried_value(&self, term: &Term) -> Option<Result<Value, EvalError>> {
        let complaints = Complaints::within(ASKED_WORK);
        let found = self.with(&complaints, |inputs| term.eval(inputs));
        (!complaints.is_stopped()).then_some(found)
    }

    fn with<T>(&self, complaints: &Complaints, ask: impl FnOnce(&Inputs<'_>) -> T) -> T {
        let envelope = self.event.as_ref().map(|event| Envelope {
            kind: &event.kind,
            id: &event.id,
            timestamp: event.timestamp,
            session: event.session.as_deref(),
        });
        ask(&Inputs {
            context: &self.context,
            old: &self.old,
            payload: Payload { slots: &self.payload, map: None },
            envelope: envelope.as_ref(),
            person: &PersonView {
                id: &self.user,
                anonymous: self.anonymous,
                consent: &self.consent,
                profile: &self.profile,
            },
            now: self.now,
            entered_at: self.entered_at,
            active: &Active(&self.active),
            default_tz: &self.default_tz,
            complaints,
        })
    }

    /// Everything that was asked for, whole, each once.
    pub fn reads(&self) -> Vec<(Thing, Value)> {
        let mut all: Vec<(Thing, Value)> = Vec::new();
        for (thing, _) in &self.read {
            if !all.iter().any(|known| known.0 == *thing) {
                all.push((*thing, self.reading(*thing, &[]).1));
            }
        }
        all
    }

    /// What was asked for, each with its value: "`ctx.plan` is `"gold"` and `event.payload.total` is `12`".
    pub fn wording(&self, names: &Names<'_>) -> String {
        let mut all: Vec<String> = Vec::new();
        for (thing, path) in &self.read {
            let (node, value) = self.reading(*thing, path);
            let text = match value {
                Value::Unit => format!("`{}` is missing", node.wording(names)),
                value => {
                    let mut literal = String::new();
                    literals::said(&mut literal, &value);
                    format!("`{}` is `{literal}`", node.wording(names))
                }
            };
            if !all.contains(&text) {
                all.push(text);
            }
        }
        joined(&all, "and")
    }

    fn reading(&self, thing: Thing, path: &[SmolStr]) -> (Node, Value) {
        let slot = |all: &[Value], slot: u16| all.get(usize::from(slot)).unwrap_or(&Value::Unit).at_path(path).clone();
        let event = |of: fn(&Event) -> Value| self.event.as_ref().map_or(Value::Unit, of);
        let value = match thing {
            Thing::Context(index) => slot(&self.context, index),
            Thing::Old(index) => slot(&self.old, index),
            Thing::Profile(index) => slot(&self.profile, index),
            Thing::Payload(index) => slot(&self.payload, index),
            Thing::Consent(index) => Value::Bool(self.consent.get(usize::from(index)).copied().unwrap_or(false)),
            Thing::EventType => event(|event| Value::Str(event.kind.clone())),
            Thing::EventId => event(|event| Value::Str(event.id.clone())),
            Thing::EventTime => event(|event| Value::Timestamp(event.timestamp)),
            Thing::Session => event(|event| event.session.clone().map_or(Value::Unit, Value::Str)),
            Thing::UserId => Value::Str(self.user.clone()),
            Thing::Anonymous => Value::Bool(self.anonymous),
            Thing::Now => Value::Timestamp(self.now),
            Thing::EnteredAt => Value::Timestamp(self.entered_at),
            Thing::InState(state) => Value::Bool(self.active.contains(&state)),
        };
        (node_of(thing, path), value)
    }
}

/// The expression that reads a thing.
pub(crate) fn node_of(thing: Thing, path: &[SmolStr]) -> Node {
    let source = match thing {
        Thing::Context(slot) => Source::Context(slot),
        Thing::Old(slot) => Source::Old(slot),
        Thing::Profile(slot) => Source::Profile(slot),
        Thing::Payload(number) => Source::Payload(number),
        Thing::Consent(slot) => return Node::Consent(slot),
        Thing::EventType => return Node::Envelope(Member::Kind),
        Thing::EventId => return Node::Envelope(Member::Id),
        Thing::EventTime => return Node::Envelope(Member::Timestamp),
        Thing::Session => return Node::Envelope(Member::Session),
        Thing::UserId => return Node::UserId,
        Thing::Anonymous => return Node::UserAnonymous,
        Thing::Now => return Node::Now,
        Thing::EnteredAt => return Node::EnteredAt,
        Thing::InState(state) => return Node::InState(state),
    };
    if path.is_empty() { Node::Read(source) } else { Node::ReadPath(source, path.into()) }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn joined(all: &[String], last: &str) -> String {
    match all {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., end] => format!("{} {last} {end}", before.join(", ")),
    }
}

/// What is known of the event.
enum Heard {
    Event(Event),
    Nothing,
    /// There is one and there is none, or none of the types that it may have is known.
    Impossible,
}

/// The event, unless one of the reads or the world says that there is none.
fn heard(world: &World<'_>, reads: &[(Thing, &[SmolStr], Value)]) -> Heard {
    let read = |thing: Thing| reads.iter().find(|read| read.0 == thing).map(|read| &read.2);
    let members = [Thing::EventType, Thing::EventId, Thing::EventTime, Thing::Session];
    let there = members.iter().any(|thing| read(*thing).is_some_and(|value| !value.is_unit()));
    let gone = members.iter().take(3).any(|thing| read(*thing).is_some_and(Value::is_unit));
    if gone || !there && world.get(Thing::EventType).there == There::Nothing {
        return if there { Heard::Impossible } else { Heard::Nothing };
    }
    let text = |thing: Thing, usual: &str| match read(thing) {
        Some(Value::Str(text)) => Some(text.clone()),
        _ => text_of(&world.get(thing), usual),
    };
    let timestamp = match read(Thing::EventTime).or_else(|| read(Thing::Now)) {
        Some(Value::Timestamp(at)) => *at,
        _ => MONDAY,
    };
    let session = match read(Thing::Session) {
        Some(Value::Str(text)) => Some(text.clone()),
        _ => None,
    };
    match (text(Thing::EventType, "EVENT"), text(Thing::EventId, "e-1")) {
        (Some(kind), Some(id)) => Heard::Event(Event { kind, id, timestamp, session }),
        _ => Heard::Impossible,
    }
}

/// The usual text, or a friendly one.
fn text_of(values: &Values, usual: &str) -> Option<SmolStr> {
    if values.contains(&Value::str(usual)) {
        return Some(usual.into());
    }
    match values.friendly() {
        Some(Value::Str(text)) => Some(text),
        _ => None,
    }
}

fn at<T: Default>(all: &mut Vec<T>, slot: u16) -> &mut T {
    let index = usize::from(slot);
    while all.len() <= index {
        all.push(T::default());
    }
    &mut all[index]
}

/// `value` with `inner` at `path`, objects around it where there were none.
fn with_field(value: &Value, path: &[SmolStr], inner: &Value) -> Value {
    let Some((first, rest)) = path.split_first() else { return inner.clone() };
    let mut fields = match value {
        Value::Object(fields) => (**fields).clone(),
        _ if inner.is_unit() => return value.clone(),
        _ => BTreeMap::new(),
    };
    let field = with_field(fields.get(first).unwrap_or(&Value::Unit), rest, inner);
    if field.is_unit() {
        fields.remove(first);
    } else {
        fields.insert(first.clone(), field);
    }
    Value::Object(Arc::new(fields))
}
