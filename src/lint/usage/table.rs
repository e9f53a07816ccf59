//! The files of a project with what each declares and names, and who uses which.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::lint::pieces::Bring;
use crate::lint::usage::doubts::Doubts;
use crate::lint::usage::mentions::Mentions;
use crate::model::uses::Uses;
use crate::project::workspace::Project;
use crate::syntax::declared::{ActionDecl, Declarations, Section};
use crate::syntax::document::{Document, JourneyDocument};
use crate::syntax::source::Source;
use crate::terms::span::{FileId, Name};

/// Who declares and uses what in a project.
#[derive(Debug, Default)]
pub struct Table<'a> {
    /// Journeys and catalogs, by path.
    pub sheets: Vec<Sheet<'a>>,
    /// What faults leave in doubt.
    pub doubts: Doubts<'a>,
    /// Names of events that some file listens to.
    events: BTreeSet<&'a str>,
    /// Whether its journeys stand together; of one that stands alone nobody knows who hears what it emits.
    is_project: bool,
}

/// A journey or catalog.
#[derive(Debug)]
pub struct Sheet<'a> {
    /// Its file.
    pub file: FileId,
    /// Its id.
    pub id: &'a Name,
    /// What it declares.
    pub declares: &'a Declarations,
    /// The journey, if it is one.
    pub journey: Option<&'a JourneyDocument>,
    /// What the expressions of a journey use; absent of one that was not compiled.
    pub uses: Option<&'a Uses>,
    /// Whether it can be said of its entries that nothing uses them.
    pub is_judged: bool,
    /// Of a journey the catalogs that it uses, of a catalog the journeys that use it.
    pub partners: Vec<usize>,
    /// What it names itself.
    mentions: Mentions<'a>,
    /// Of a catalog, what the journeys that use it name, and their other catalogs.
    around: BTreeSet<(Section, &'a str)>,
}

impl<'a> Table<'a> {
    /// That of a project.
    pub fn of(project: &'a Project, sources: &'a [Source]) -> Self {
        let sheets: Vec<Sheet<'a>> = project.documents.iter().filter_map(|it| Sheet::of(project, it)).collect();
        let (doubts, is_project) = (Doubts::of(project, sources), project.config.root.is_some());
        let mut table = Self { sheets, doubts, events: BTreeSet::new(), is_project };
        table.pair();
        let named = table.sheets.iter().flat_map(|sheet| &sheet.mentions.names);
        table.events = named.filter(|(section, _)| *section == Section::Events).map(|(_, name)| *name).collect();
        for sheet in &mut table.sheets {
            // Of a catalog that nobody uses, or that stands alone, nobody knows who needs it.
            sheet.is_judged &= sheet.journey.is_some() || (project.config.root.is_some() && !sheet.partners.is_empty());
        }
        table
    }

    /// Whether something uses the entry `name` of `sheet`, or may.
    pub fn is_used(&self, sheet: &Sheet<'a>, section: Section, name: &Name) -> bool {
        let wanted = (section, name.value.as_str());
        if section == Section::Events {
            return self.events.contains(wanted.1) || self.may_be_heard(name);
        }
        let partners = || sheet.partners.iter().map(|&number| &self.sheets[number]);
        let named = sheet.mentions.names.contains(&wanted)
            || sheet.around.contains(&wanted)
            || (sheet.journey.is_some() && partners().any(|catalog| catalog.mentions.names.contains(&wanted)));
        let near = |file| file == sheet.file || partners().any(|catalog| catalog.file == file);
        let counts = |file: FileId| sheet.journey.is_none() || near(file);
        named || self.doubts.may_use(name, &counts)
    }

    /// Whether an event that nothing names as a trigger is heard all the same, or may be.
    fn may_be_heard(&self, name: &Name) -> bool {
        let emitted = |(bring, _): &(Bring, &Name)| *bring == Bring::Emitted;
        let brought = self.brought(&name.value);
        // What comes from inside enters nobody, and what comes from outside may be for others.
        let enters = brought.iter().all(emitted);
        let heard = |one: &Sheet<'_>| {
            let hears = one.mentions.matches(&name.value) || (enters && one.mentions.enters);
            (hears || self.may_hear_any(one)) && self.knows(one, &name.value)
        };
        (!self.is_project && brought.iter().any(emitted))
            || self.sheets.iter().any(heard)
            || self.doubts.may_hear(name, &|_| true)
    }

    /// Whether a step or exit rule may listen to any event, since it says of none. A fault at the id of a step is that it has
    /// no trigger; where its trigger could not be read, the fault is there.
    fn may_hear_any(&self, sheet: &Sheet<'_>) -> bool {
        sheet.mentions.lacks_triggers || sheet.mentions.untriggered.iter().any(|id| self.doubts.is_at(*id))
    }

    /// How and where the event `name` is brought about, in the order of the files.
    pub fn brought(&self, name: &str) -> Vec<(Bring, &'a Name)> {
        let all = self.sheets.iter().flat_map(|sheet| &sheet.mentions.brought);
        all.filter(|(_, place)| place.value == name).copied().collect()
    }

    /// Whether the event `name` is brought about by nothing but actions that nobody asks for, or may ask for.
    pub fn waits_in_vain(&self, name: &str) -> bool {
        let answers = |action: &ActionDecl| action.on_success.as_ref().is_some_and(|event| event.value == name);
        let idle = |sheet: &Sheet<'a>| {
            let mut asked = sheet.declares.actions.iter().filter(|action| answers(action));
            asked.all(|action| !self.is_used(sheet, Section::Actions, &action.name))
        };
        let brought = self.brought(name);
        let answered = brought.iter().all(|(bring, _)| *bring == Bring::Answered);
        !brought.is_empty() && answered && self.sheets.iter().all(idle)
    }

    /// Whether `variable` of a journey is set by something.
    pub fn is_set(&self, sheet: &Sheet<'a>, variable: &Name) -> bool {
        sheet.mentions.names.contains(&(Section::Context, &variable.value)) || self.doubts.may_set(variable)
    }

    fn knows(&self, sheet: &Sheet<'a>, event: &str) -> bool {
        let declares = |sheet: &Sheet<'_>| sheet.declares.events.iter().any(|decl| decl.name.value == event);
        let catalogs = || sheet.partners.iter().map(|&number| &self.sheets[number]);
        declares(sheet) || (sheet.journey.is_some() && catalogs().any(declares))
    }

    /// Finds who uses which catalog.
    fn pair(&mut self) {
        let mut catalogs: BTreeMap<&SmolStr, usize> = BTreeMap::new();
        for (number, sheet) in self.sheets.iter_mut().enumerate().filter(|(_, sheet)| sheet.journey.is_none()) {
            // What uses a second one of the same id, nobody can say.
            sheet.is_judged &= *catalogs.entry(&sheet.id.value).or_insert(number) == number;
        }
        for number in 0..self.sheets.len() {
            let Some(journey) = self.sheets[number].journey else { continue };
            let used: BTreeSet<usize> =
                journey.uses.iter().filter_map(|name| catalogs.get(&name.value)).copied().collect();
            for &catalog in &used {
                self.sheets[catalog].partners.push(number);
                for &other in used.iter().chain([&number]) {
                    let named = std::mem::take(&mut self.sheets[other].mentions.names);
                    self.sheets[catalog].around.extend(&named);
                    self.sheets[other].mentions.names = named;
                }
            }
            self.sheets[number].partners = used.into_iter().collect();
        }
    }
}

impl<'a> Sheet<'a> {
    fn of(project: &'a Project, document: &'a Document) -> Option<Self> {
        let (file, id, declares, journey) = match document {
            Document::Journey(it) => (it.file, &it.id, &it.declares, Some(&**it)),
            Document::Catalog(it) => (it.file, &it.id, &it.declares, None),
            Document::Scenarios(_) => return None,
        };
        let uses = project.uses.get(&file);
        let mut mentions = journey.map_or_else(|| Mentions::of_declarations(declares), Mentions::of_journey);
        if let Some(uses) = uses {
            mentions.names.extend(uses.definitions.iter().map(|name| (Section::Define, name.as_str())));
            mentions.names.extend(uses.functions.iter().map(|name| (Section::Functions, name.as_str())));
        }
        // A version that only tests name was published: it stays as it is.
        let is_judged = project.reported.contains(&file) && !project.guests.iter().any(|guest| guest.file == file);
        let (partners, around) = (Vec::new(), BTreeSet::new());
        Some(Self { file, id, declares, journey, uses, is_judged, partners, mentions, around })
    }
}
