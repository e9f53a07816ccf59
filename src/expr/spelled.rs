//! Texts that are read as a zone, a time of day, a duration or an instant: one that is written out can be judged before it
//! runs, wherever a value may come from.

use smol_str::SmolStr;

use crate::expr::builtin::Sort;
use crate::expr::calendar;
use crate::expr::checker::Checker;
use crate::expr::facts::Facts;
use crate::expr::parse::Parsed;
use crate::expr::paths::Paths;
use crate::expr::scope::Scope;
use crate::expr::tokens::Place;
use crate::expr::tree::{StatementKind, Tree, TreeKind};
use crate::terms::finding::Finding;
use crate::terms::rule::WRONG_SHAPE;
use crate::terms::time::{is_zone, parse_duration, parse_instant};

/// What is wrong with the zones that `parsed` may give.
pub fn zones(parsed: &Parsed, scope: &Scope<'_>) -> Vec<Finding> {
    let (mut paths, mut findings) = (Paths::default(), Vec::new());
    Checker::new(parsed, scope, &Facts::default(), &mut paths, &mut findings).spelled_in(&parsed.tree, Sort::Zone);
    findings
}

impl Checker<'_> {
    /// Judges `text` as what `sort` is read from.
    pub(crate) fn spelled(&mut self, text: &str, place: Place, sort: Sort) -> Option<()> {
        match misspelt(text, sort) {
            Some((message, help)) => self.fault_with(WRONG_SHAPE, place, message, Some(help)),
            None => Some(()),
        }
    }

    /// Judges every text that `tree` may give.
    pub(crate) fn spelled_in(&mut self, tree: &Tree, sort: Sort) -> Option<()> {
        if !matches!(sort, Sort::Zone | Sort::Clock | Sort::DurationText | Sort::InstantText) {
            return Some(());
        }
        match &tree.kind {
            TreeKind::Str(text) => self.spelled(text, tree.place, sort),
            TreeKind::Coalesce(parts) => self.spelled_in_each(parts, sort),
            TreeKind::If(parts) => {
                let then = self.spelled_in(&parts.1, sort);
                then.and(self.spelled_in(&parts.2, sort))
            }
            TreeKind::Block(statements) => match statements.last().map(|last| &last.kind) {
                Some(StatementKind::Expression(value)) => self.spelled_in(value, sort),
                _ => Some(()),
            },
            TreeKind::Name(name) => self.spelled_by(name, tree.place, sort),
            _ => Some(()),
        }
    }

    fn spelled_in_each(&mut self, parts: &[Tree], sort: Sort) -> Option<()> {
        let mut right = Some(());
        for part in parts {
            right = right.and(self.spelled_in(part, sort));
        }
        right
    }

    /// Judges every text that the definition `name` may give, where they stand.
    fn spelled_by(&mut self, name: &SmolStr, place: Place, sort: Sort) -> Option<()> {
        let scope = self.scope;
        let visible = scope.definitions.get(..self.visible).unwrap_or_default();
        let index = visible.iter().position(|definition| definition.name == *name);
        let Some((index, body)) = index.and_then(|index| Some((index, scope.definitions.get(index)?.body.as_ref()?)))
        else {
            return Some(());
        };
        self.uses.push((name.clone(), place.span(self.text)));
        let (text, above) = (self.text, self.visible);
        (self.text, self.visible) = (&body.text, index);
        let judged = self.spelled_in(&body.tree, sort);
        (self.text, self.visible) = (text, above);
        self.uses.pop();
        judged
    }
}

/// What is wrong with `text`, and what to write.
fn misspelt(text: &str, sort: Sort) -> Option<(String, String)> {
    match sort {
        Sort::DurationText => parse_duration(text).err().map(|fault| (fault.to_string(), fault.help().to_owned())),
        Sort::InstantText => parse_instant(text).err().map(|fault| (fault.to_string(), fault.help().to_owned())),
        Sort::Zone if !is_zone(text) => {
            Some((format!("`{text}` is no time zone"), "write an IANA name such as `Europe/Paris`".to_owned()))
        }
        Sort::Clock if calendar::clock(text).is_none() => {
            Some((format!("`{text}` is no time of day"), "write `09:00`, from `00:00` to `23:59`".to_owned()))
        }
        _ => None,
    }
}
