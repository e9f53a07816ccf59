//! Entries of one section that nothing uses.

use crate::lint::found::Found;
use crate::lint::removal;
use crate::lint::usage::doubts::places;
use crate::lint::usage::table::Sheet;
use crate::lint::whole::Whole;
use crate::syntax::declared::{Declarations, Section};
use crate::terms::finding::{Finding, Fix};
use crate::terms::rule::RuleName;
use crate::terms::span::Name;

/// How a rule speaks of an entry that nothing uses.
pub struct Words {
    /// The rule.
    pub rule: RuleName,
    /// Its section.
    pub section: Section,
    /// What is wrong, before the name.
    pub lack: &'static str,
    /// What to do next.
    pub help: &'static str,
}

impl Words {
    /// Reports every entry of the section that nothing uses.
    pub fn report(&self, whole: &Whole<'_>, found: &mut Found) {
        let table = whole.usage();
        for sheet in table.sheets.iter().filter(|sheet| sheet.is_judged) {
            for name in names(sheet.declares, self.section) {
                if !table.is_used(sheet, self.section, name) {
                    found.push(self.finding(whole, sheet, name));
                }
            }
        }
    }

    /// What is said of the entry `name` of `sheet`.
    pub fn finding(&self, whole: &Whole<'_>, sheet: &Sheet<'_>, name: &Name) -> Finding {
        let mut finding = Finding::new(self.rule, name.span, format!("{} `{}`", self.lack, name.value)).help(self.help);
        if sheet.journey.is_none() {
            let id = &sheet.id.value;
            finding = finding.note(format!("no journey of the project that uses the catalog `{id}` needs it"));
        }
        // A section that is left empty would be a fault of its own, and a test that names what is gone as well.
        let is_spare = names(sheet.declares, self.section).len() > 1 && !is_tested(whole, name);
        let source = whole.circumstances.sources.get(name.span.file.0 as usize).filter(|_| is_spare);
        finding.fix = source.and_then(|source| removal::of_entry(source, name)).map(|edit| {
            let message = format!("remove `{}`", name.value);
            Fix { message, edits: vec![edit], safe: false }
        });
        finding
    }
}

/// Whether a test may name it.
fn is_tested(whole: &Whole<'_>, name: &Name) -> bool {
    let files = whole.project.scenarios.iter().map(|scenarios| scenarios.document.file);
    let mut texts = files.filter_map(|file| whole.circumstances.sources.get(file.0 as usize));
    texts.any(|source| places(&source.text, &name.value).next().is_some())
}

/// The names that `declares` has in `section`.
fn names(declares: &Declarations, section: Section) -> Vec<&Name> {
    match section {
        Section::Events => declares.events.iter().map(|decl| &decl.name).collect(),
        Section::Define => declares.define.iter().map(|decl| &decl.name).collect(),
        Section::Functions => declares.functions.iter().map(|decl| &decl.name).collect(),
        Section::Actions => declares.actions.iter().map(|decl| &decl.name).collect(),
        Section::Windows => declares.windows.iter().map(|decl| &decl.name).collect(),
        Section::Caps => declares.caps.iter().map(|decl| &decl.name).collect(),
        Section::Profile | Section::Context | Section::States | Section::Steps => Vec::new(),
    }
}
