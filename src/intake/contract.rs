//! What is checked and kept of each event's payload, computed once from the fleet.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::graph::fleet::{EventType, Fleet};
use crate::model::journey;
use crate::terms::shape::{Field, Of, Shape};
use crate::terms::value::Value;

/// From here on a field is looked up by hash instead of one by one.
const MANY: usize = 16;

/// One event's payload.
#[derive(Debug)]
pub struct Contract {
    /// The number of the event in the fleet.
    pub kind: EventType,
    /// How many slots it fills.
    pub slots: usize,
    /// Its fields.
    pub body: Body,
    /// The JSON Schema that the payload must satisfy as well, or why that one cannot be used.
    pub schema: Option<Result<Box<jsonschema::Validator>, String>>,
}

/// The fields of an object.
#[derive(Debug, Default)]
pub struct Body {
    /// In declared order.
    pub fields: Vec<Part>,
    /// Whether others are refused.
    pub closed: bool,
    by_name: FxHashMap<SmolStr, u32>,
}

/// A field and what is kept of it.
#[derive(Debug)]
pub struct Part {
    /// Its name.
    pub name: SmolStr,
    /// What it must be.
    pub shape: Shape,
    /// What somebody reads.
    pub wanted: Wanted,
}

/// What somebody reads of a field.
#[derive(Debug)]
pub enum Wanted {
    /// Nothing.
    Nothing,
    /// Itself, in this slot.
    Whole(u16),
    /// Only parts inside it, which is an object.
    Inside(Body),
    /// Several things: the way from it to each, and the slot.
    Several(Vec<(Box<[SmolStr]>, u16)>),
}

/// The contracts of `fleet` as `declared` says of each event type.
pub fn contracts(fleet: &Fleet, declared: &[&journey::Contract]) -> Vec<Contract> {
    let events = fleet.events.iter().zip(declared).enumerate();
    events.map(|(number, (event, declared))| contract(number as u32, &event.slots, declared)).collect()
}

fn contract(number: u32, slots: &[Box<[SmolStr]>], declared: &journey::Contract) -> Contract {
    let ways: Vec<_> = slots.iter().enumerate().map(|(slot, way)| (way.as_ref(), slot as u16)).collect();
    let schema = declared.schema.as_ref().map(|text| {
        let schema = serde_json::from_str(text).map_err(|error| error.to_string())?;
        jsonschema::draft202012::options()
            .should_validate_formats(true)
            .build(&schema)
            .map(Box::new)
            .map_err(|error| error.to_string())
    });
    let body = Body::new(&declared.fields, declared.closed, &ways);
    Contract { kind: EventType(number), slots: slots.len(), body, schema }
}

impl Body {
    fn new(fields: &[Field], closed: bool, ways: &[(&[SmolStr], u16)]) -> Self {
        let fields: Vec<Part> = fields.iter().map(|field| Part::new(field, ways)).collect();
        let by_name = if fields.len() < MANY {
            FxHashMap::default()
        } else {
            fields.iter().enumerate().map(|(index, part)| (part.name.clone(), index as u32)).collect()
        };
        Self { fields, closed, by_name }
    }

    /// The index of a field; `hint` is where it is looked for first.
    pub fn find(&self, name: &str, hint: usize) -> Option<usize> {
        if self.fields.get(hint).is_some_and(|part| part.name == name) {
            Some(hint)
        } else if self.by_name.is_empty() {
            self.fields.iter().position(|part| part.name == name)
        } else {
            self.by_name.get(name).map(|&index| index as usize)
        }
    }
}

impl Part {
    fn new(field: &Field, ways: &[(&[SmolStr], u16)]) -> Self {
        let inside: Vec<_> = ways
            .iter()
            .filter_map(|(way, slot)| match way.split_first() {
                Some((first, rest)) if *first == field.name => Some((rest, *slot)),
                _ => None,
            })
            .collect();
        let wanted = match (&field.shape.of, inside.as_slice()) {
            (_, []) => Wanted::Nothing,
            (_, [([], slot)]) => Wanted::Whole(*slot),
            (Of::Object(fields), ways) if ways.iter().all(|(way, _)| !way.is_empty()) => {
                Wanted::Inside(Body::new(fields, false, ways))
            }
            (_, ways) => Wanted::Several(ways.iter().map(|(way, slot)| ((*way).into(), *slot)).collect()),
        };
        Self { name: field.name.clone(), shape: field.shape.clone(), wanted }
    }

    /// Puts a whole value where it is read.
    pub fn keep(&self, value: Value, slots: &mut [Value]) {
        match &self.wanted {
            Wanted::Nothing => {}
            Wanted::Whole(slot) => put(slots, *slot, value),
            Wanted::Several(ways) => {
                for (way, slot) in ways {
                    put(slots, *slot, value.at_path(way).clone());
                }
            }
            Wanted::Inside(body) => {
                for part in &body.fields {
                    part.keep(value.at_path(std::slice::from_ref(&part.name)).clone(), slots);
                }
            }
        }
    }
}

fn put(slots: &mut [Value], slot: u16, value: Value) {
    if let Some(place) = slots.get_mut(usize::from(slot)) {
        *place = value;
    }
}
