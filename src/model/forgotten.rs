//! Catalogs that a journey forgot to use: what one of them declares is not unknown name by name, but for want of one line.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::model::library::Catalogs;
use crate::syntax::declared::{Declarations, Section};
use crate::syntax::document::JourneyDocument;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::Span;

/// Leaves of the unknown names in `found` that a catalog declares the first, which then says what to write; the places of the
/// others are given. What most of them are declared by is what was most probably forgotten.
pub fn tell(journey: &JourneyDocument, catalogs: &Catalogs<'_>, found: &mut Vec<Finding>) -> Vec<Span> {
    let mut silent = Vec::new();
    let mut forgotten: BTreeSet<&str> = catalogs.keys().copied().collect();
    for name in &journey.uses {
        forgotten.remove(name.value.as_str());
    }
    found.sort();
    while let Some((id, places)) = most(&forgotten, catalogs, found) {
        forgotten.remove(id);
        let help = help(journey, id, places.len());
        let mut number = 0;
        found.retain_mut(|finding| {
            number += 1;
            if !places.contains(&(number - 1)) {
                return true;
            }
            if places.first() == Some(&(number - 1)) {
                finding.help = Some(help.clone());
                return true;
            }
            silent.push(finding.span);
            false
        });
    }
    silent
}

/// The catalog that declares most of the unknown names, and which of `found` they are.
fn most<'a>(ids: &BTreeSet<&'a str>, catalogs: &Catalogs<'_>, found: &[Finding]) -> Option<(&'a str, BTreeSet<usize>)> {
    let mut best: Option<(&str, BTreeSet<usize>)> = None;
    for &id in ids {
        let Some(catalog) = catalogs.get(id) else { continue };
        let places = (0..).zip(found).filter(|(_, finding)| is_declared(&catalog.declares, finding));
        let places: BTreeSet<usize> = places.map(|(number, _)| number).collect();
        if places.len() > best.as_ref().map_or(0, |best| best.1.len()) {
            best = Some((id, places));
        }
    }
    best
}

fn help(journey: &JourneyDocument, id: &str, names: usize) -> String {
    let used = journey.uses.iter().map(|name| name.value.as_str());
    let all: Vec<&str> = used.chain([id]).collect();
    let line = if let [one] = *all { one.to_owned() } else { format!("[{}]", all.join(", ")) };
    let more = if names > 1 { ", as it does others that are used here" } else { "" };
    format!("the catalog `{id}` declares it{more}: write `uses: {line}`")
}

/// Whether `declares` has what `finding` says that nobody declares.
fn is_declared(declares: &Declarations, finding: &Finding) -> bool {
    let Some((section, name)) = unknown(finding) else { return false };
    let is = |declared: &SmolStr| declared == name;
    match section {
        Section::Events if name.ends_with('.') => {
            declares.events.iter().any(|event| event.name.value.starts_with(name))
        }
        Section::Events => declares.events.iter().any(|it| is(&it.name.value)),
        Section::Profile => declares.profile.iter().any(|it| is(&it.name.value)),
        Section::Define => declares.define.iter().any(|it| is(&it.name.value)),
        Section::Functions => declares.functions.iter().any(|it| is(&it.name.value)),
        Section::Actions => declares.actions.iter().any(|it| is(&it.name.value)),
        Section::Windows => declares.windows.iter().any(|it| is(&it.name.value)),
        Section::Caps => declares.caps.iter().any(|it| is(&it.name.value)),
        Section::States | Section::Steps | Section::Context => false,
    }
}

/// The name that `finding` is about, and where it would be declared.
fn unknown(finding: &Finding) -> Option<(Section, &str)> {
    let (before, rest) = finding.message.split_once('`').filter(|_| finding.rule == rule::UNKNOWN_NAME)?;
    let section = match before {
        "no event is called " | "no declared event begins with " => Section::Events,
        "no action is called " => Section::Actions,
        "no window is called " => Section::Windows,
        "no cap is called " => Section::Caps,
        "the profile has no field " => Section::Profile,
        "there is no function " => Section::Functions,
        "there is no " => Section::Define,
        _ => return None,
    };
    Some((section, rest.split_once('`')?.0))
}
