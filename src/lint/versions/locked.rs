//! The journeys of a project held against its lock, which knows what was published where no other version is at hand.

use std::collections::BTreeSet;

use crate::graph::content::element::Element;
use crate::lint::circumstances::Circumstances;
use crate::lint::versions::reused::place;
use crate::model::journey::Journey;
use crate::project::lock::book::{Lock, Versions};
use crate::project::lock::facts::{Reused, other_content, published, reused};
use crate::project::lock::read::LockFault;
use crate::project::subject::Subject;
use crate::project::workspace::Project;
use crate::syntax::document::JourneyDocument;
use crate::syntax::source::Source;
use crate::terms::span::{FileId, Span};

/// What the lock of a project says of its journeys.
#[derive(Default)]
pub struct Locked<'a> {
    /// Why it cannot be read, and where.
    pub fault: Option<(Span, LockFault)>,
    /// Versions that were published with other content.
    pub others: Vec<Other<'a>>,
    /// Names that were gone and come back with another meaning, each with the journey and the place of it.
    pub reused: Vec<(&'a Journey, Span, Reused)>,
}

/// A version that was published with other content.
pub struct Other<'a> {
    /// The journey.
    pub journey: &'a Journey,
    /// Where its version stands.
    pub span: Span,
    /// Where the lock has it, as far as its line is as it was written.
    pub line: Option<Span>,
}

impl<'a> Locked<'a> {
    /// What the lock of `project` says. Journeys with errors of the language are left out, and so are versions that only
    /// tests name.
    pub fn of(project: &'a Project, circumstances: &Circumstances<'a>) -> Self {
        let source = project.lock.and_then(|file| circumstances.sources.get(file.0 as usize));
        let Some(source) = source else { return Self::default() };
        let lock = match read(source) {
            Ok(lock) => lock,
            Err(fault) => return Self { fault: Some(fault), ..Self::default() },
        };
        let guests: BTreeSet<FileId> = project.guests.iter().map(|guest| guest.file).collect();
        let mut locked = Self::default();
        for subject in Subject::asked(project) {
            let journey: &'a Journey = subject.journey;
            let is_judged = subject.clean && !guests.contains(&journey.file);
            if let Some(versions) = lock.versions(&journey.id.value).filter(|_| is_judged) {
                locked.hold((journey, subject.document), versions, source);
            }
        }
        locked
    }

    fn hold(&mut self, (journey, document): (&'a Journey, &JourneyDocument), versions: &Versions, source: &Source) {
        let Some(version) = &document.version else { return };
        let now = published(journey, &document.declares);
        if other_content(versions, &journey.version, &now).is_some() {
            let line = line_of(journey, source);
            self.others.push(Other { journey, span: version.span, line });
        }
        let back = reused(versions, &journey.version, &now);
        self.reused.extend(back.into_iter().filter_map(|back| {
            let Element { sort, id } = &back.element;
            Some((journey, place(journey, *sort, id)?, back))
        }));
    }
}

fn read(source: &Source) -> Result<Lock, (Span, LockFault)> {
    let at = |fault: &LockFault| Span::new(source.id, fault.at.start as u32, fault.at.end as u32);
    let lock = if source.is_text() { Lock::read(&source.text) } else { Err(LockFault::no_text()) };
    lock.map_err(|fault| (at(&fault), fault))
}

/// Where the lock has the version of `journey`.
fn line_of(journey: &Journey, source: &Source) -> Option<Span> {
    let key = Lock::key(&journey.id.value, &journey.version);
    let start = source.text.find(&format!("\n{key} = "))? + 1;
    Some(Span::new(source.id, start as u32, (start + key.len()) as u32))
}
