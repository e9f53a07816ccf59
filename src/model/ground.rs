//! What the names of one journey stand for: the tables that every part of the compiler reads.

use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::expr::function::Functions;
use crate::expr::paths::Paths;
use crate::expr::scope::{Definition, EventScope, PayloadScope, Scope, Variable as Typed};
use crate::model::events::EventTable;
use crate::model::ids::{ActionId, CapId, EventId, WindowId};
use crate::model::journey::{Action, EventKind, Variable, Window};
use crate::model::unread::Unread;
use crate::model::uses::Uses;
use crate::syntax::declared::Section;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::shape::Field;
use crate::terms::span::Name;
use crate::terms::suggest;

/// The tables, each complete before the next is begun.
#[derive(Debug, Default)]
pub struct Ground {
    /// Context variables.
    pub variables: Vec<Variable>,
    /// The same for the expression checker.
    pub context: Vec<Typed>,
    /// The slot of a variable.
    pub variable_slots: FxHashMap<SmolStr, u16>,
    /// Profile fields.
    pub profile: Vec<Field>,
    /// The same for the expression checker.
    pub profile_types: Vec<Typed>,
    /// Consent purposes, sorted.
    pub purposes: Vec<SmolStr>,
    /// The number of a state.
    pub states: FxHashMap<SmolStr, u32>,
    /// Definitions, those of catalogs first.
    pub definitions: Vec<Definition>,
    /// Functions, those of catalogs first.
    pub functions: Functions,
    /// Events.
    pub events: EventTable,
    /// Actions.
    pub actions: Vec<Action>,
    /// The number of an action; absent for one that could not be read.
    pub action_ids: FxHashMap<SmolStr, ActionId>,
    /// Events whose contract could not be read in full.
    pub partial_events: BTreeSet<EventId>,
    /// Actions of which not everything could be read.
    pub partial_actions: BTreeSet<ActionId>,
    /// Windows.
    pub windows: Vec<Window>,
    /// The number of a window.
    pub window_ids: FxHashMap<SmolStr, WindowId>,
    /// The number of a cap.
    pub cap_ids: FxHashMap<SmolStr, CapId>,
}

/// What compiling writes beside the journey.
#[derive(Debug, Default)]
pub struct Notes {
    /// Payload paths that are read.
    pub paths: Paths,
    /// What expressions use.
    pub uses: Uses,
    /// Faults; names that expressions do not know are among them.
    pub findings: Vec<Finding>,
    /// Names that are unknown elsewhere.
    unknown: Vec<Finding>,
    /// Sections of which not everything could be read.
    lost: BTreeSet<Section>,
    /// Names that are declared and that no expression can say, which is told where they are declared.
    pub unsayable: BTreeSet<SmolStr>,
    /// Names that are declared and break the pattern of their kind, which is told where they are declared.
    pub misnamed: BTreeSet<SmolStr>,
    /// What faults leave unknown of the structure.
    pub unread: Unread,
}

impl Notes {
    /// None yet, where `lost` could not be read in full.
    pub fn new(lost: BTreeSet<Section>) -> Self {
        Self { lost, ..Self::default() }
    }

    /// A name that is declared nowhere; if it may be in a section of which something was lost, that has its own finding.
    pub fn unknown(&mut self, section: Section, finding: Finding) {
        if self.lost.contains(&section) {
            self.uses.strangers.push(finding.span);
        } else {
            self.unknown.push(finding);
        }
    }

    /// A name that no section of a file declares.
    pub fn stranger(&mut self, finding: Finding) {
        self.unknown.push(finding);
    }

    /// Whether something after the first `from` findings cannot be compiled; remarks about what can be do not count.
    pub fn failed_since(&self, from: usize) -> bool {
        self.findings.get(from..).is_some_and(|later| later.iter().any(|finding| !finding.rule.is_remark()))
    }

    /// All findings, and what expressions use.
    pub fn settled(mut self) -> (Vec<Finding>, Uses) {
        if Section::READ.iter().any(|section| self.lost.contains(section)) {
            let (forgotten, kept): (Vec<_>, Vec<_>) =
                self.findings.into_iter().partition(|finding| finding.rule == rule::UNKNOWN_NAME);
            self.uses.strangers.extend(forgotten.iter().map(|finding| finding.span));
            self.findings = kept;
        }
        let unsayable = std::mem::take(&mut self.unsayable);
        self.findings.retain(|finding| !refused_word(finding).is_some_and(|word| unsayable.contains(word)));
        self.findings.append(&mut self.unknown);
        let misnamed = std::mem::take(&mut self.misnamed);
        let means_one = |finding: &Finding| {
            let meant = finding.help.as_deref().and_then(suggest::meant);
            finding.rule == rule::UNKNOWN_NAME && meant.is_some_and(|name| misnamed.contains(name))
        };
        let (told, kept): (Vec<_>, Vec<_>) = self.findings.into_iter().partition(means_one);
        self.uses.strangers.extend(told.iter().map(|finding| finding.span));
        (kept, self.uses)
    }
}

impl Ground {
    /// What `event.payload` holds where `names` are listened to, which `events` are; `known` is whether nothing else of
    /// the trigger is at fault.
    pub fn payload(&self, names: &[Name], events: &[EventId], known: bool) -> Rc<PayloadScope> {
        let payload = self.events.payload(events, &self.actions);
        if known && self.knows_payload(names, events) {
            return payload;
        }
        Rc::new(PayloadScope { partial: true, ..PayloadScope::clone(&payload) })
    }

    /// Whether all is known of the payload where `names` are listened to, which `events` are.
    fn knows_payload(&self, names: &[Name], events: &[EventId]) -> bool {
        let begins = |prefix: &str| self.events.declared().any(|(_, event, _)| event.name.starts_with(prefix));
        let known = |name: &Name| match name.value.strip_suffix('*') {
            Some("") => true,
            Some(prefix) => prefix.ends_with('.') && begins(prefix),
            None => self.events.get(&name.value).is_some(),
        };
        let whole = |id: &EventId| match &self.events.all[id.index()].kind {
            EventKind::Declared(..) => !self.partial_events.contains(id),
            EventKind::Done(_) => true,
            EventKind::Succeeded(action) | EventKind::Failed(action) | EventKind::Held(action) => {
                !self.partial_actions.contains(action)
            }
        };
        names.iter().all(known) && events.iter().all(whole)
    }

    /// What an expression sees where `event` is.
    pub fn scope<'a>(&'a self, event: EventScope<'a>) -> Scope<'a> {
        Scope {
            context: &self.context,
            old: &[],
            event,
            profile: &self.profile_types,
            purposes: &self.purposes,
            states: &self.states,
            definitions: &self.definitions,
            functions: &self.functions,
            person: true,
        }
    }
}

/// The word that an expression says and cannot.
fn refused_word(finding: &Finding) -> Option<&str> {
    let told = [rule::EXPRESSION_SYNTAX, rule::EFFECT_IN_EXPRESSION].contains(&finding.rule);
    let (word, rest) = finding.message.strip_prefix('`').filter(|_| told)?.split_once('`')?;
    rest.starts_with(" is ").then_some(word)
}
