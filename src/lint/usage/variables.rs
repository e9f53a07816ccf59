//! Context variables: which are read, and which are set.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::expr::mentioned::reads;
use crate::lint::usage::table::{Sheet, Table};
use crate::model::migration::spoken_of_old;
use crate::syntax::content::{Piece, ValueDecl, ValueKind};
use crate::syntax::declared::FieldDecl;
use crate::syntax::document::JourneyDocument;
use crate::terms::span::Name;

/// A context variable.
#[derive(Debug)]
pub struct Variable<'a> {
    /// Its name.
    pub name: &'a Name,
    /// Whether something reads it, other than to set it again, or may.
    pub is_read: bool,
    /// Whether something sets it, or may.
    pub is_set: bool,
    /// Whether it begins with nothing: it has no default.
    pub begins_missing: bool,
}

/// Every variable of the journeys that are judged.
pub fn variables<'t, 'a>(table: &'t Table<'a>) -> impl Iterator<Item = Variable<'a>> + 't {
    let judged = table.sheets.iter().filter(|sheet| sheet.is_judged);
    judged.flat_map(move |sheet| of_journey(table, sheet).unwrap_or_default())
}

fn of_journey<'a>(table: &Table<'a>, sheet: &Sheet<'a>) -> Option<Vec<Variable<'a>>> {
    let (journey, uses) = (sheet.journey?, sheet.uses?);
    let versions = table.sheets.iter().filter(|one| one.id.value == journey.id.value).filter_map(|one| one.journey);
    let old: BTreeSet<SmolStr> = versions.flat_map(old).collect();
    // What a definition reads that nothing uses is read as soon as somebody does.
    let bodies = || journey.declares.define.iter().filter(|decl| !uses.definitions.contains(&decl.name.value));
    let variable = |(slot, decl): (usize, &'a FieldDecl)| {
        let name = &decl.name;
        let is_read = uses.context.contains(&(slot as u16))
            || old.contains(&name.value)
            || bodies().any(|decl| reads(&decl.body.text, &name.value))
            || table.doubts.may_read(name);
        Variable { name, is_read, is_set: table.is_set(sheet, name), begins_missing: decl.default.is_none() }
    };
    Some(journey.context.iter().enumerate().map(variable).collect())
}

/// The variables of older versions that moves to `journey` read: those of this name were kept for that.
fn old(journey: &JourneyDocument) -> BTreeSet<SmolStr> {
    let mut names = BTreeSet::new();
    for assignment in journey.migrate.iter().flat_map(|migrate| &migrate.set) {
        texts(&assignment.value, &mut |text| names.extend(spoken_of_old(text).into_iter().map(|one| one.name)));
    }
    names
}

fn texts<'a>(value: &'a ValueDecl, visit: &mut dyn FnMut(&'a str)) {
    match &value.kind {
        ValueKind::Expr(text) => visit(&text.text),
        ValueKind::Template(pieces) => {
            for piece in pieces {
                if let Piece::Expr(text) = piece {
                    visit(&text.text);
                }
            }
        }
        ValueKind::List(items) => items.iter().for_each(|item| texts(item, visit)),
        ValueKind::Map(fields) => fields.iter().for_each(|(_, value)| texts(value, visit)),
        _ => {}
    }
}
