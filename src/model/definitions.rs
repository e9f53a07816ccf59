//! A journey's definitions that nothing uses are checked as well: a use checks those that it needs where it stands.

use crate::expr::check::{Want, compile};
use crate::expr::facts::Facts;
use crate::expr::paths::Paths;
use crate::expr::scope::{Definition, EventScope, Scope};
use crate::model::ground::{Ground, Notes};
use crate::model::migration::spoken_of_old;
use crate::syntax::declared::DefineDecl;
use crate::terms::rule;

/// Reports what is wrong with the definitions `own` of a journey wherever they may be used, unless a use has told it
/// already. Those of a catalog may be for another journey, with another context.
pub fn check(own: &[DefineDecl], ground: &Ground, notes: &mut Notes) {
    for (number, definition) in ground.definitions.iter().enumerate() {
        if own.iter().any(|decl| decl.name.value == definition.name) {
            one(definition, &ground.definitions[..number], ground, notes);
        }
    }
}

fn one(definition: &Definition, above: &[Definition], ground: &Ground, notes: &mut Notes) {
    let Some(body) = &definition.body else { return };
    let old = spoken_of_old(&body.text.text);
    let event = EventScope::Absent("nothing uses this definition");
    let scope = Scope { definitions: above, old: &old, ..ground.scope(event) };
    let want = Want { ty: None, rule: rule::TYPE_MISMATCH, what: "a definition" };
    let mut found = Vec::new();
    compile(body, &scope, want, &Facts::default(), &mut Paths::default(), &mut found);
    // What `event` is, and what is known not to be missing, only a use can say.
    found.retain(|finding| ![rule::NOT_AVAILABLE_HERE, rule::NULLABLE_USE].contains(&finding.rule));
    found.retain(|finding| !notes.findings.iter().any(|told| (told.span, told.rule) == (finding.span, finding.rule)));
    notes.findings.append(&mut found);
}
