//! What became of an effect, on its way to the instance that asked for it.

use crate::engine::instance::Status;
use crate::engine::step::Stimulus;
use crate::expr::inputs::Envelope;
use crate::model::ids::EventId;
use crate::orchestrator::desk::Desk;
use crate::orchestrator::person::Person;
use crate::orchestrator::record::Recorder;
use crate::orchestrator::told::Told;
use crate::orchestrator::waiting::Owner;
use crate::terms::value::Value;

/// What became of an effect.
#[derive(Clone, Copy, Debug)]
pub struct Fate<'a> {
    /// `succeeded.<action>`, `failed.<action>` or `held.<action>`.
    pub name: &'a str,
    /// Its own id.
    pub id: &'a str,
    /// Its fields, the params that the effect was asked with among them.
    pub payload: &'a Value,
    /// Whether the outside world tells it.
    pub outside: bool,
}

/// How far a fate comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// To a running instance, as this event of its journey.
    Active(usize, EventId),
    /// To a running instance that does not listen.
    Deaf(usize),
    /// To one that has ended; where it stands, unless the person has entered anew since.
    Ended(Option<usize>, Status),
}

/// The place of the visit that an effect belongs to, if it was not replaced by a later one.
pub fn visit_of(person: &Person, owner: &Owner) -> Option<usize> {
    let index = person.find(owner.journey, &owner.key).ok()?;
    (person.visits[index].instance.visit == owner.visit).then_some(index)
}

/// How far the fate of this name comes of an effect of `owner`.
pub fn reach(desk: &Desk<'_>, person: &Person, owner: &Owner, name: &str) -> Reached {
    let Some(index) = visit_of(person, owner) else {
        return Reached::Ended(None, owner.ended.unwrap_or(Status::Exited));
    };
    let visit = &person.visits[index];
    if visit.instance.status != Status::Active {
        return Reached::Ended(Some(index), visit.instance.status);
    }
    let event = desk.fleet.machine(visit.machine).and_then(|machine| machine.event_named(name));
    event.map_or(Reached::Deaf(index), |event| Reached::Active(index, event))
}

/// Hands the fate to the instance at `index`, to which it is `event`.
pub fn hand_over(
    desk: &mut Desk<'_>,
    person: &mut Person,
    (index, event): (usize, EventId),
    fate: &Fate<'_>,
    told: &Told<'_>,
    recorder: &mut dyn Recorder,
) {
    let envelope = Envelope { kind: fate.name, id: fate.id, timestamp: told.timestamp, session: None };
    let stimulus = Stimulus::Answer { event, payload: fate.payload, envelope: &envelope, outside: fate.outside };
    desk.advance(person, index, stimulus, told, recorder);
}
