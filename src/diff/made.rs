//! Changes as values, made from what differs.

use smol_str::SmolStr;

use crate::diff::change::{Change, Class, Need, fingerprint};
use crate::diff::kind::Kind;
use crate::diff::pair::{Delta, Pair, Part};
use crate::diff::side::Spoken;
use crate::diff::{places, shown};
use crate::graph::content::element::Element;
use crate::graph::content::said::Line;
use crate::terms::form::Form;

impl Pair<'_> {
    /// The change that `delta` is.
    pub fn change(&self, kind: Kind, class: Class, delta: &Delta<'_>, meaning: String) -> Change {
        let forms = [self.was(delta), self.is(delta)];
        let (before, after) = shown::both(self, delta);
        Change {
            kind,
            element: delta.element.clone(),
            key: delta.key.clone(),
            class,
            ack: false,
            hidden: false,
            before,
            after,
            meaning,
            fingerprint: fingerprint(
                self.id(),
                kind,
                delta.element,
                delta.key,
                [forms[0].as_deref(), forms[1].as_deref()],
            ),
            places: places::of(self, delta.element, delta.key),
            witnesses: Vec::new(),
            needs: Need::Bump,
            parts: Vec::new(),
            part_of: None,
            through: self.through(delta),
        }
    }

    /// The change of what is said for people alone.
    pub fn prose(&self, delta: &Delta<'_>) -> Change {
        let (kind, meaning) = match delta.key.as_str() {
            "owner" | "tags" => (Kind::Metadata, "nobody on a journey sees it"),
            _ => (Kind::Description, "people read another text, nothing happens otherwise"),
        };
        Change { hidden: true, ..self.change(kind, Class::Patch, delta, meaning.to_owned()) }
    }

    /// The change of two versions that are written otherwise and mean the same.
    pub fn layout(&self) -> Change {
        Change {
            kind: Kind::Layout,
            element: Element::JOURNEY,
            key: SmolStr::default(),
            class: Class::None,
            ack: false,
            hidden: true,
            before: None,
            after: None,
            meaning: "the files are written otherwise, nothing happens otherwise".to_owned(),
            fingerprint: fingerprint(self.id(), Kind::Layout, &Element::JOURNEY, "", [None, None]),
            places: places::of(self, &Element::JOURNEY, ""),
            witnesses: Vec::new(),
            needs: Need::Bump,
            parts: Vec::new(),
            part_of: None,
            through: Vec::new(),
        }
    }

    /// The change that the part `part` came or went as a whole.
    pub fn whole(&self, kind: Kind, class: Class, part: &Part<'_>, meaning: String) -> Change {
        let name = part.element.id.to_string();
        let forms = [part.was.then(|| self.spelled(part, true)), part.is.then(|| self.spelled(part, false))];
        Change {
            kind,
            element: part.element.clone(),
            key: SmolStr::default(),
            class,
            ack: false,
            hidden: false,
            before: part.was.then(|| name.clone()),
            after: part.is.then_some(name),
            meaning,
            fingerprint: fingerprint(self.id(), kind, part.element, "", [forms[0].as_deref(), forms[1].as_deref()]),
            places: places::of(self, part.element, ""),
            witnesses: Vec::new(),
            needs: Need::Bump,
            parts: Vec::new(),
            part_of: None,
            through: Vec::new(),
        }
    }

    /// All that a part which one version lacks says in the other.
    fn spelled(&self, part: &Part<'_>, old: bool) -> String {
        let said = |delta: &&Delta<'_>| if old { self.was(delta) } else { self.is(delta) };
        let lines = part.deltas.iter().filter_map(|delta| Some(format!("({} {})", delta.key, said(&delta)?)));
        lines.collect::<Vec<_>>().join(" ")
    }

    /// The definitions and functions that differ and by which `delta` came about.
    fn through(&self, delta: &Delta<'_>) -> Vec<SmolStr> {
        let named = |spoken: &Spoken<'_>, line: Option<&Line<'_>>| -> Vec<(SmolStr, Form)> {
            let names = line.map(|line| spoken.forms.words_in(&line.said)).unwrap_or_default();
            names.into_iter().map(|name| (name.clone(), spoken.forms.canon.word(&name))).collect()
        };
        let (was, is) = (named(&self.was, delta.was), named(&self.is, delta.is));
        let differs = |(name, form): &&(SmolStr, Form)| is.iter().any(|(other, now)| other == name && now != form);
        was.iter().filter(differs).map(|(name, _)| name.clone()).collect()
    }
}
