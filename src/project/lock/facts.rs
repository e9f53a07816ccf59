//! What a lock says about a journey: whether its version was published with other content, and which names it takes again.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use semver::Version;
use smol_str::SmolStr;

use crate::graph::content::calls::Forms;
use crate::graph::content::element::Element;
use crate::graph::content::hash::hash;
use crate::graph::content::lines::lines;
use crate::graph::content::said::Kind;
use crate::model::journey::Journey;
use crate::project::lock::book::{DIGITS, NAMES, Published, Versions};
use crate::syntax::declared::Declarations;
use crate::terms::digest;
use crate::terms::renames::Renames;

/// A name that was gone and comes back with another meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reused {
    /// The state, step, variable or event.
    pub element: Element,
    /// The newest version in which it meant something else.
    pub meant: Version,
    /// The first version after that without it.
    pub gone: Version,
}

/// What is published where `journey` is, whose file declares `own` itself.
pub fn published(journey: &Journey, own: &Declarations) -> Published {
    let lines = lines(journey, own, Renames::NONE);
    let forms = Forms::of(journey, Renames::NONE);
    let mut meanings: BTreeMap<Element, String> = BTreeMap::new();
    for line in &lines {
        if line.kind == Kind::Meaning && NAMES.iter().any(|(sort, _)| *sort == line.element.sort) {
            let meaning = meanings.entry(line.element.clone()).or_default();
            // Writing to a string cannot fail.
            let _ = writeln!(meaning, "{} {}", line.key, forms.form(&line.said));
        }
    }
    let short = |meaning: String| SmolStr::new(&digest::whole(meaning.as_bytes())[..DIGITS]);
    Published {
        hash: hash(journey, &lines).into(),
        names: meanings.into_iter().map(|(element, meaning)| (element, short(meaning))).collect(),
    }
}

/// What was published under this very version with other content.
pub fn other_content<'v>(versions: &'v Versions, version: &Version, now: &Published) -> Option<&'v Published> {
    versions.get(version).filter(|known| known.hash != now.hash)
}

/// The names of `now`, which would be published as `version`, that older versions had, that were gone then, and that
/// mean something else now.
pub fn reused(versions: &Versions, version: &Version, now: &Published) -> Vec<Reused> {
    let older = || versions.range(..version.clone());
    let one = |(element, meaning): (&Element, &SmolStr)| {
        let (mut had, mut gone) = (None, None);
        for (version, published) in older() {
            match published.names.get(element) {
                Some(was) => (had, gone) = (Some((version, was)), None),
                None if had.is_some() => gone = gone.or(Some(version)),
                None => {}
            }
        }
        let (meant, was) = had?;
        let gone = gone.filter(|_| was != meaning)?.clone();
        Some(Reused { element: element.clone(), meant: meant.clone(), gone })
    };
    now.names.iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use semver::Version;

    use super::{Reused, other_content, reused};
    use crate::graph::content::element::{Element, Sort};
    use crate::project::lock::book::{Published, Versions};

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap()
    }

    fn says(names: &[(&str, &str)]) -> Published {
        let names =
            names.iter().map(|(name, meaning)| (Element { sort: Sort::State, id: (*name).into() }, (*meaning).into()));
        let names: BTreeMap<_, _> = names.collect();
        Published { hash: format!("h1:{}", names.len()).into(), names }
    }

    fn history(versions: &[(&str, &[(&str, &str)])]) -> Versions {
        versions.iter().map(|(text, names)| (version(text), says(names))).collect()
    }

    #[test]
    fn a_name_that_was_gone_means_what_it_meant_or_is_reused() {
        let versions = history(&[
            ("1.0.0", &[("A", "x"), ("B", "x"), ("C", "x")]),
            ("1.1.0", &[("A", "y"), ("B", "x")]),
            ("2.0.0", &[("B", "x")]),
            ("2.1.0", &[("B", "z")]),
            ("9.0.0", &[]),
        ]);
        let found = reused(&versions, &version("3.0.0"), &says(&[("A", "x"), ("B", "y"), ("C", "x"), ("D", "x")]));
        let element = Element { sort: Sort::State, id: "A".into() };
        assert_eq!(found, [Reused { element, meant: version("1.1.0"), gone: version("2.0.0") }]);
        assert_eq!(reused(&versions, &version("3.0.0"), &says(&[("A", "y"), ("C", "x")])), []);
        assert_eq!(reused(&versions, &version("1.2.0"), &says(&[("A", "z")])), [], "it is no longer gone");
    }

    #[test]
    fn a_version_has_one_content() {
        let versions = history(&[("1.0.0", &[("A", "x")])]);
        assert_eq!(other_content(&versions, &version("1.0.0"), &says(&[("A", "x")])), None);
        assert_eq!(other_content(&versions, &version("1.0.1"), &says(&[])), None);
        assert_eq!(other_content(&versions, &version("1.0.0"), &says(&[])), versions.get(&version("1.0.0")));
    }
}
