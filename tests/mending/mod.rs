//! Texts with fixes carried out in them.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::{Path, PathBuf};

use wayfare::lint::levels::Judged;
use wayfare::lint::mend::candidates::Choice;
use wayfare::lint::mend::look::Look;
use wayfare::lint::mend::rounds::{Mended, mend};
use wayfare::lint::rule::Group;
use wayfare::project::workspace::Workspace;
use wayfare::terms::finding::Finding;
use wayfare::terms::rule::Level;
use wayfare::trial::check;

/// The path of the text.
pub const FILE: &str = "a.yaml";
/// The rule that most safe fixes belong to.
pub const QUOTES: &str = "expression-needs-quotes";

/// What is found in `texts`, and `more`.
pub fn look(texts: &[(PathBuf, String)], more: impl Fn(&Look) -> Vec<Finding>) -> Look {
    let workspace = Workspace::from_texts(texts);
    let judged = check::judged(&workspace);
    let mut look = Look { workspace, judged, ..Look::default() };
    let more = more(&look).into_iter();
    look.judged.extend(more.map(|finding| Judged { finding, level: Level::Warning, group: Group::Suspicious }));
    look
}

/// What comes of the fixes in `text`, with the findings of a rule of the test's own.
pub fn mended_with(text: &str, choice: Choice, more: impl Fn(&Look) -> Vec<Finding>) -> Mended {
    let mut texts = BTreeMap::from([(PathBuf::from(FILE), text.to_owned())]);
    let all = |texts: &BTreeMap<PathBuf, String>| texts.clone().into_iter().collect::<Vec<_>>();
    let first = look(&all(&texts), &more);
    let again = |changed: &BTreeMap<PathBuf, String>| {
        texts.extend(changed.clone());
        Ok::<_, Infallible>(look(&all(&texts), &more))
    };
    mend(first, choice, again).unwrap()
}

/// What comes of the safe fixes in `text`.
pub fn mended(text: &str) -> Mended {
    mended_with(text, Choice::Safe, |_| Vec::new())
}

/// The text afterwards.
pub fn text(mended: &Mended) -> &str {
    mended.look.text(Path::new(FILE)).unwrap()
}

/// The errors of the language, each with how often it is there.
pub fn errors(look: &Look) -> BTreeMap<(&'static str, String), usize> {
    let mut errors = BTreeMap::new();
    for Judged { finding, .. } in look.judged.iter().filter(|judged| judged.group == Group::Language) {
        *errors.entry((finding.rule.0, finding.message.clone())).or_default() += 1;
    }
    errors
}
