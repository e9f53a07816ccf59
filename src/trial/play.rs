//! A test played: each item on the same people, decoder and conductor that serve a run, in virtual time.

use crate::graph::fleet::Fleet;
use crate::orchestrator::person::Person;
use crate::orchestrator::record::{Record, Recorder};
use crate::runner::heard::who;
use crate::runner::roster::hash;
use crate::runner::shard::Shard;
use crate::terms::value::Value;
use crate::trial::judge::{Look, dead_letters, judge, unanswered};
use crate::trial::script::{Act, Expectation, Role, Scene, Script};
use crate::trial::stage::Stage;
use crate::trial::verdict::{Failure, Mismatch};
use crate::trial::witness::Witness;

/// Plays tests of one stage, one after the other, in the same memory.
pub struct Player<'s, R> {
    stage: &'s Stage,
    fleet: &'s Fleet,
    shard: Shard<'s, Witness<R>>,
    /// The instances of the tested journey that an item reached last, for each person.
    reached: Vec<(Role, Vec<Value>)>,
}

/// Where a test stopped.
#[derive(Debug)]
pub struct Stop {
    /// What was not as expected.
    pub failure: Failure,
    /// The place of the item whose records tell why.
    pub told: usize,
}

impl<'s, R: Recorder + Send> Player<'s, R> {
    /// A player of tests on `fleet`, the stage's own or one with other defaults; `audience` hears what happens.
    pub fn new(stage: &'s Stage, fleet: &'s Fleet, audience: R) -> Self {
        let witness = Witness::new(stage.id(), audience);
        let shard = Shard::new(fleet, &stage.settings, witness);
        Self { stage, fleet, shard, reached: Vec::new() }
    }

    /// Plays `script` up to the first item after which something is not as expected.
    pub fn play(&mut self, script: &Script) -> Result<(), Box<Stop>> {
        self.clear();
        self.prologue(script);
        let mut told = 0;
        // What an item did is looked at by itself and by the items after it that do nothing but look.
        for group in script.scenes.chunk_by(|_, next| matches!(next.act, Act::Look)) {
            let failure = self.group(script, group);
            if let Err(failure) = failure {
                return Err(Box::new(Stop { failure, told }));
            }
            told += group.len();
        }
        Ok(())
    }

    fn group(&mut self, script: &Script, group: &[Scene]) -> Result<(), Failure> {
        let Some(first) = group.first() else { return Ok(()) };
        let fail = |span, mismatches| Err(Failure { span, item: Some(first.span), mismatches });
        self.shard.collector.facts.clear();
        self.act(script, first);
        self.note_reached();
        let expectations: Vec<&Expectation> = group.iter().filter_map(|scene| scene.expect.as_ref()).collect();
        for expect in &expectations {
            let mismatches = judge(expect, &self.look(&expect.of, first.present));
            if !mismatches.is_empty() {
                return fail(expect.span, mismatches);
            }
        }
        match self.unexpected(first, &expectations) {
            Some(mismatch) => fail(first.span, vec![mismatch]),
            None => Ok(()),
        }
    }

    /// What went wrong in the item `first` though no one of its `expectations` says that it would.
    fn unexpected(&self, first: &Scene, expectations: &[&Expectation]) -> Option<Mismatch> {
        let facts = &self.shard.collector.facts;
        let dead = expectations.iter().filter(|expect| expect.dead_letter.is_some());
        let excused: Vec<Role> = dead.map(|expect| self.canonical(&expect.of)).collect();
        let others = facts.iter().filter(|fact| !excused.contains(&self.canonical(&fact.who)));
        dead_letters(others, first.span).or_else(|| match &first.act {
            Act::Answer { action, .. } if expectations.iter().all(|expect| expect.ignored.is_none()) => {
                unanswered(facts, action)
            }
            _ => None,
        })
    }

    fn clear(&mut self) {
        drop(self.shard.roster.close());
        for &machine in &self.stage.opened {
            self.shard.conductor.open(machine);
        }
        self.shard.collector.facts.clear();
        self.reached.clear();
    }

    fn prologue(&mut self, script: &Script) {
        if let Some(line) = &script.prologue {
            self.read(&script.lines[line.clone()], 0);
            self.shard.collector.facts.clear();
        }
    }

    fn act(&mut self, script: &Script, scene: &Scene) {
        match &scene.act {
            Act::Look => {}
            Act::Send { line } | Act::Answer { line, .. } => self.read(&script.lines[line.clone()], scene.line),
            Act::Pass => {
                let Shard { roster, conductor, collector, .. } = &mut self.shard;
                for person in &mut roster.people {
                    conductor.settle(person, scene.present, collector);
                }
            }
            Act::Deploy { machine } => {
                let Shard { roster, conductor, collector, .. } = &mut self.shard;
                conductor.open(*machine);
                for person in &mut roster.people {
                    conductor.deploy(person, *machine, scene.present, collector);
                }
            }
        }
    }

    fn read(&mut self, line: &[u8], number: u64) {
        match self.stage.decoder.decode(line, number) {
            Ok(event) => self.shard.event(&event, hash(who(&event))),
            Err(rejected) => self.shard.rejected(&rejected, line, number),
        }
    }

    /// The person that `role` means, or has become.
    fn person(&self, role: &Role) -> Option<&Person> {
        let who = (role.id.as_str(), role.anonymous);
        self.shard.roster.people.get(self.shard.roster.find(who, hash(who))?)
    }

    /// The same by their own id.
    fn canonical(&self, role: &Role) -> Role {
        let own = |person: &Person| Role { id: person.id.clone(), anonymous: person.anonymous };
        self.person(role).map_or_else(|| role.clone(), own)
    }

    fn note_reached(&mut self) {
        let mut now: Vec<(Role, Vec<Value>)> = Vec::new();
        for fact in &self.shard.collector.facts {
            let (true, Some(key)) = (fact.tested, &fact.instance) else { continue };
            let who = self.canonical(&fact.who);
            match now.iter_mut().find(|(other, _)| *other == who) {
                Some((_, keys)) => keys.push(key.clone()),
                None => now.push((who, vec![key.clone()])),
            }
        }
        self.reached.retain(|(who, _)| !now.iter().any(|(other, _)| other == who));
        self.reached.append(&mut now);
    }

    /// What there is to see of the person `of`.
    fn look(&self, of: &Role, present: i64) -> Look<'_> {
        let of = self.canonical(of);
        let person = self.person(&of);
        let visits = person.map(|person| &person.visits[person.of_journey(self.stage.tested)]).unwrap_or_default();
        let reached = self.reached.iter().find(|(who, _)| *who == of).map(|(_, keys)| keys.as_slice());
        let facts = self.shard.collector.facts.iter().filter(|fact| self.canonical(&fact.who) == of).collect();
        Look { fleet: self.fleet, person, visits, reached, facts, present }
    }
}

/// Plays `script` on `fleet` up to the item at `told`, which alone `audience` hears; whoever has heard it.
pub fn retell<R: Recorder + Send>(stage: &Stage, fleet: &Fleet, script: &Script, (told, audience): (usize, R)) -> R {
    let mut player = Player::new(stage, fleet, Late { audience, there: false });
    player.clear();
    player.prologue(script);
    for scene in script.scenes.iter().take(told) {
        player.act(script, scene);
    }
    player.shard.collector.audience.there = true;
    if let Some(scene) = script.scenes.get(told) {
        player.act(script, scene);
    }
    player.shard.collector.audience.audience
}

/// Someone who comes late.
struct Late<R> {
    audience: R,
    there: bool,
}

impl<R: Recorder> Recorder for Late<R> {
    fn record(&mut self, record: &Record<'_>) {
        if self.there {
            self.audience.record(record);
        }
    }
}
