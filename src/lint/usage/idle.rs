//! Definitions and functions that nothing uses, and those that only they use.

use std::collections::{BTreeMap, BTreeSet};

use crate::expr::mentioned::words;
use crate::lint::usage::table::{Sheet, Table};
use crate::syntax::declared::Section;
use crate::terms::span::Name;

/// A definition or function that nothing uses.
#[derive(Debug)]
pub struct Idle<'a> {
    /// Whether it is one of `define` or of `functions`.
    pub section: Section,
    /// Its name.
    pub name: &'a Name,
    /// Others of the same file that nothing uses but this, or what this uses.
    pub below: Vec<&'a Name>,
    body: &'a str,
    /// Whether another one that is idle uses it.
    used: bool,
}

/// The definitions and functions of `sheet` that nothing uses at all, by section, in file order.
pub fn idle<'a>(table: &Table<'a>, sheet: &Sheet<'a>) -> Vec<Idle<'a>> {
    let mut all = unused(table, sheet);
    if !table.doubts.is_empty() && !all.is_empty() {
        let spared = spared(table, sheet);
        all.retain(|one| !spared.contains(one.name.value.as_str()));
    }
    let elsewhere: Vec<Idle<'a>> = if all.is_empty() || sheet.journey.is_some() {
        Vec::new()
    } else {
        sheet.partners.iter().flat_map(|&number| unused(table, &table.sheets[number])).collect()
    };
    let numbers: BTreeMap<&str, Vec<usize>> =
        all.iter().enumerate().fold(BTreeMap::new(), |mut numbers, (number, one)| {
            numbers.entry(one.name.value.as_str()).or_insert_with(Vec::new).push(number);
            numbers
        });
    // Each can use only what stands above it, and a function no definition; so the last user is done first.
    for user in (0..all.len()).rev() {
        let used = words(all[user].body).filter_map(|word| numbers.get(word)).flatten().copied();
        let below: Vec<usize> = used.filter(|&used| used < user).collect();
        for number in below {
            if !std::mem::replace(&mut all[number].used, true) {
                let name = all[number].name;
                all[user].below.push(name);
            }
        }
    }
    let is_called = |one: &Idle<'_>| elsewhere.iter().any(|other| words(other.body).any(|word| word == one.name.value));
    all.retain(|one| !one.used && !is_called(one));
    all
}

fn unused<'a>(table: &Table<'a>, sheet: &Sheet<'a>) -> Vec<Idle<'a>> {
    let idle = declared(sheet).filter(|(section, name, _)| !table.is_used(sheet, *section, name));
    idle.map(|(section, name, body)| Idle { section, name, below: Vec::new(), body, used: false }).collect()
}

/// Functions first, since definitions can use them.
fn declared<'a>(sheet: &Sheet<'a>) -> impl DoubleEndedIterator<Item = (Section, &'a Name, &'a str)> + use<'a> {
    let functions = sheet.declares.functions.iter().map(|decl| {
        (Section::Functions, &decl.name, decl.body.as_ref().map(|body| body.text.as_str()).unwrap_or_default())
    });
    let definitions = sheet.declares.define.iter().map(|decl| (Section::Define, &decl.name, decl.body.text.as_str()));
    functions.chain(definitions)
}

/// What is named by those that are used, or may be: what an expression with a fault uses is not known otherwise.
fn spared<'a>(table: &Table<'a>, sheet: &Sheet<'a>) -> BTreeSet<&'a str> {
    let beside = |number: &usize| std::iter::once(*number).chain(table.sheets[*number].partners.iter().copied());
    let others: BTreeSet<usize> = sheet.partners.iter().flat_map(beside).collect();
    let (journeys, catalogs): (Vec<_>, Vec<_>) =
        others.iter().map(|&number| &table.sheets[number]).partition(|other| other.journey.is_some());
    let mut named = BTreeSet::new();
    // Journeys can use what stands in catalogs, not the other way round.
    for of in journeys.into_iter().chain(catalogs).chain([sheet]) {
        for (section, name, body) in declared(of).rev() {
            if named.contains(name.value.as_str()) || table.is_used(of, section, name) {
                named.extend(words(body));
            }
        }
    }
    named
}
