//! The one constructor: the documents of a project become journeys, or findings that say why not.

use std::collections::BTreeSet;

use semver::Version;
use smol_str::SmolStr;

use crate::expr::words::Words;
use crate::model::contracts;
use crate::model::declarations;
use crate::model::definitions;
use crate::model::disturb::Disturbances;
use crate::model::endings;
use crate::model::entry;
use crate::model::forgotten;
use crate::model::ground::{Ground, Notes};
use crate::model::journey::Journey;
use crate::model::library::{self, Catalogs};
use crate::model::material::Material;
use crate::model::migration;
use crate::model::misnamed::misnamed;
use crate::model::outline::Outline;
use crate::model::states;
use crate::model::steps::Around;
use crate::model::telling;
use crate::model::triggers;
use crate::model::unique;
use crate::model::unread::Unread;
use crate::model::uses::Uses;
use crate::syntax::chart::{StepDecl, TriggerKind};
use crate::syntax::declared::Section;
use crate::syntax::document::{CatalogDocument, Document, JourneyDocument};
use crate::terms::crew::in_order;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::{Name, Spanned};

/// A journey, and how far it can be relied upon.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The journey; runs only where nothing of the project has an error of the language.
    pub journey: Journey,
    /// What faults leave unknown of its structure; absent where nothing can be asked of it.
    pub unread: Option<Unread>,
    /// What its expressions use.
    pub uses: Uses,
}

/// Compiles every journey of `material`; all faults are in `findings`, each once.
pub fn compile(material: &Material<'_>, findings: &mut Vec<Finding>) -> Vec<Compiled> {
    let mut found = Vec::new();
    let mut catalogs = Catalogs::default();
    for catalog in material.documents.iter().filter_map(|it| as_catalog(it)) {
        catalogs.entry(catalog.id.value.as_str()).or_insert(catalog);
    }
    contracts::one_meaning(material.documents, &mut found);
    let purposes = purposes(material);
    let journeys: Vec<&JourneyDocument> = material.documents.iter().filter_map(|it| as_journey(it)).collect();
    let in_use: BTreeSet<&SmolStr> =
        journeys.iter().flat_map(|journey| &journey.uses).map(|name| &name.value).collect();
    let each = in_order(journeys, material.threads, |journey| {
        let mut notes = Notes::new(lost(journey, &catalogs));
        let one = one(journey, &catalogs, material, &purposes, &mut notes);
        let (mut settled, mut uses) = notes.settled();
        uses.strangers.append(&mut forgotten::tell(journey, &catalogs, &mut settled));
        (Compiled { uses, ..one }, settled)
    });
    let mut compiled = Vec::with_capacity(each.len());
    for (journey, mut faults) in each {
        compiled.push(journey);
        found.append(&mut faults);
    }
    for catalog in
        material.documents.iter().filter_map(|it| as_catalog(it)).filter(|catalog| !in_use.contains(&catalog.id.value))
    {
        alone(catalog, material, &purposes, &mut found);
    }
    findings.append(&mut once(found));
    compiled
}

fn one(
    document: &JourneyDocument,
    catalogs: &Catalogs<'_>,
    material: &Material<'_>,
    purposes: &[SmolStr],
    notes: &mut Notes,
) -> Compiled {
    let library = library::gather(document, catalogs, material.unread, notes);
    let mut ground = declarations::names(document, &library, material, notes);
    ground.purposes = purposes.to_vec();
    let outline = Outline::of(document, notes);
    ground.states = outline.numbers.clone();
    notes.misnamed = misnamed(document, &library, &outline);
    let caps = declarations::policies(&library, material, &mut ground, notes);
    triggers::discover(listened(document), &outline, &mut ground);
    triggers::discover_answers(&mut ground);
    unique::ids(document, &outline, &mut notes.findings);
    if let Some(identity) = &document.identity {
        endings::identity(identity, &ground, notes);
    }
    let disturbances = Disturbances::of(document, &outline, &ground.variable_slots);
    let around = Around { ground: &ground, outline: &outline, disturbances: &disturbances };
    let entry = entry::entry(document.entry.as_ref(), &outline, &ground, notes);
    let (states, steps) = states::all(document, around, notes);
    let exit = endings::exits(&document.exit, &outline, &ground, notes);
    let goals = endings::goals(&document.goals, &outline, &ground, notes);
    let migrate = migration::migrations(&document.migrate, &steps, &outline, &ground, notes);
    definitions::check(&document.declares.define, &ground, notes);
    let unread = (!document.cut).then(|| std::mem::take(&mut notes.unread));
    let variables: Vec<&str> = document.context.iter().map(|decl| decl.name.value.as_str()).collect();
    notes.uses.suppose(&library.named(), &variables);
    notes.uses.follow(&ground.functions);
    let prose = telling::gather(document, &outline, &library, &notes.uses.functions, |name| ground.events.get(name));
    let Ground { variables, profile, events, actions, windows, definitions, functions, .. } = ground;
    let journey = Journey {
        id: document.id.clone(),
        file: document.file,
        version: version(document.version.as_ref(), notes),
        prose,
        context: variables,
        events: events.all,
        profile,
        purposes: purposes.to_vec(),
        paths: std::mem::take(&mut notes.paths),
        states,
        steps,
        actions,
        windows,
        caps,
        entry,
        exit,
        goals,
        merge: document
            .identity
            .as_ref()
            .and_then(|decl| decl.merge.as_ref())
            .map(|merge| merge.value)
            .unwrap_or_default(),
        migrate,
        default_tz: SmolStr::new(material.default_tz),
        words: Words { definitions: definitions.into(), functions },
    };
    Compiled { journey, unread, uses: Uses::default() }
}

/// The sections of `journey` and of the catalogs that it uses of which not everything could be read.
fn lost(journey: &JourneyDocument, catalogs: &Catalogs<'_>) -> BTreeSet<Section> {
    let mut lost = journey.declares.lost.clone();
    for name in &journey.uses {
        match catalogs.get(name.value.as_str()) {
            Some(catalog) => lost.extend(&catalog.declares.lost),
            None => lost.extend(Section::SHARED),
        }
    }
    if journey.cut {
        lost.extend(Section::SHARED.into_iter().chain([Section::States, Section::Steps, Section::Context]));
    }
    lost
}

/// A catalog that no journey uses is checked as if an empty one did.
fn alone(catalog: &CatalogDocument, material: &Material<'_>, purposes: &[SmolStr], found: &mut Vec<Finding>) {
    let mut notes = Notes::new(catalog.declares.lost.clone());
    let document = JourneyDocument::empty(catalog.id.clone(), catalog.file);
    let document = JourneyDocument { uses: vec![catalog.id.clone()], ..document };
    let catalogs = std::iter::once((catalog.id.value.as_str(), catalog)).collect();
    let library = library::gather(&document, &catalogs, material.unread, &mut notes);
    let mut ground = declarations::names(&document, &library, material, &mut notes);
    ground.purposes = purposes.to_vec();
    declarations::policies(&library, material, &mut ground, &mut notes);
    found.append(&mut notes.settled().0);
}

/// Every name that something of the journey listens to.
fn listened(document: &JourneyDocument) -> impl Iterator<Item = &Name> {
    let entry = document.entry.iter().flat_map(|entry| &entry.triggers);
    let exits = document.exit.iter().flat_map(|exit| &exit.triggers);
    let goals = document.goals.iter().flat_map(|goal| &goal.triggers);
    let steps = every_step(document).filter_map(|step| match &step.trigger.as_ref()?.kind {
        TriggerKind::Events(names) => Some(names),
        _ => None,
    });
    entry.chain(exits).chain(goals).chain(steps.flatten())
}

fn every_step(document: &JourneyDocument) -> impl Iterator<Item = &StepDecl> {
    let mut pending: Vec<_> = document.states.iter().rev().collect();
    let states = std::iter::from_fn(move || {
        let state = pending.pop()?;
        pending.extend(state.states.iter().rev());
        Some(state)
    });
    document.steps.iter().chain(states.flat_map(|state| &state.steps))
}

fn purposes(material: &Material<'_>) -> Vec<SmolStr> {
    let mut all: BTreeSet<SmolStr> = material.purposes.iter().cloned().collect();
    for document in material.documents {
        let declares = match &**document {
            Document::Journey(journey) => &journey.declares,
            Document::Catalog(catalog) => &catalog.declares,
            Document::Scenarios(_) => continue,
        };
        all.extend(declares.actions.iter().filter_map(|action| action.consent.as_ref()).map(|name| name.value.clone()));
    }
    all.into_iter().collect()
}

fn version(written: Option<&Spanned<SmolStr>>, notes: &mut Notes) -> Version {
    let nothing = Version::new(0, 0, 0);
    let Some(written) = written else { return nothing };
    Version::parse(&written.value).unwrap_or_else(|error| {
        let message = format!("`{}` is no version: {error}", written.value);
        notes.findings.push(
            Finding::new(rule::WRONG_SHAPE, written.span, message).help("write a semantic version such as `1.4.0`"),
        );
        nothing
    })
}

fn as_journey(document: &Document) -> Option<&JourneyDocument> {
    match document {
        Document::Journey(journey) => Some(journey),
        _ => None,
    }
}

fn as_catalog(document: &Document) -> Option<&CatalogDocument> {
    match document {
        Document::Catalog(catalog) => Some(catalog),
        _ => None,
    }
}

/// A fault of a catalog is found by every journey that uses it, and told once.
fn once(mut found: Vec<Finding>) -> Vec<Finding> {
    found.sort();
    found.dedup_by(|a, b| a.span == b.span && a.rule == b.rule && a.message == b.message);
    found
}
