//! A journey that only one of two sides has, and what that means for people.

use smol_str::SmolStr;

use crate::diff::change::Class;
use crate::diff::compare::Stamp;
use crate::diff::side::Side;
use crate::graph::content::said::Kind;
use crate::terms::digest::keyed;
use crate::terms::fingerprint::fingerprint;
use crate::terms::renames::Renames;
use crate::terms::span::Span;

/// A journey that only one side has.
#[derive(Clone, Debug)]
pub struct Lone {
    /// Its id.
    pub journey: SmolStr,
    /// Its newest version there, and its content hash.
    pub stamp: Stamp,
    /// Whether it came or went.
    pub way: Way,
    /// Where its id stands, in the files of its side.
    pub place: Span,
    /// Over what happened and to what: an approval is recorded by it.
    pub fingerprint: SmolStr,
    /// The journey that only the other side has and that says nearly the same: it was probably given another id.
    pub kin: Option<SmolStr>,
}

/// Whether a journey came or went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Only the new side has it.
    Added,
    /// Only the old side has it.
    Removed,
}

impl Way {
    /// The kind of the change, as its fingerprint and reports call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "journey-added",
            Self::Removed => "journey-removed",
        }
    }

    /// How much it asks: a journey that is gone leaves people on it without a version to go to.
    pub const fn class(self) -> Class {
        match self {
            Self::Added => Class::Minor,
            Self::Removed => Class::Major,
        }
    }
}

impl Lone {
    /// The journey of `side`, which the other side lacks.
    pub(in crate::diff) fn of(side: &Side<'_>, way: Way) -> Self {
        let journey = &side.machine.journey;
        let stamp = Stamp::of(side);
        Self {
            journey: journey.id.value.clone(),
            way,
            place: journey.id.span,
            fingerprint: fingerprint(&[way.name(), &journey.id.value, &stamp.hash()]),
            stamp,
            kin: None,
        }
    }

    /// What it means for people, in one sentence.
    pub fn meaning(&self) -> String {
        let (id, version) = (&self.journey, &self.stamp.version);
        match (self.way, &self.kin) {
            (Way::Added, None) => "people enter it from now on, and nobody is on it yet".to_owned(),
            (Way::Added, Some(old)) => {
                format!("it says nearly what `{old}` said: whoever is on `{old}` does not come to it, it begins empty")
            }
            (Way::Removed, None) => format!(
                "nobody enters it any more, and whoever is on it has no newer version to go to: they stay on `{version}`"
            ),
            (Way::Removed, Some(new)) => format!(
                "it was probably renamed to `{new}`, which says nearly the same: whoever is on `{id}` does not move \
                 there, they stay on `{version}`"
            ),
        }
    }

    /// What to do next, where something has to be done before it is approved.
    pub fn way_out(&self) -> Option<String> {
        match (self.way, &self.kin) {
            (Way::Added, _) => None,
            (Way::Removed, None) => Some("keep it until nobody is on it any more".to_owned()),
            (Way::Removed, Some(new)) => Some(format!(
                "keep the id `{}` in the file of `{new}`: an id is for ever, what people read is the `title`",
                self.journey
            )),
        }
    }
}

/// What a journey says apart from its id and texts for people, each thing as a number; sorted.
pub(in crate::diff) fn traits(side: &Side<'_>) -> Vec<u64> {
    let spoken = side.said(Renames::NONE);
    let meant = spoken.lines.iter().filter(|line| line.kind == Kind::Meaning);
    let mut all: Vec<u64> = meant
        .filter(|line| !line.element.id.is_empty() || line.key != "id")
        .map(|line| {
            let form = spoken.forms.form(&line.said).to_string();
            let element = line.element.to_string();
            let digest = keyed(&[element.as_bytes(), line.key.as_bytes(), form.as_bytes()]);
            digest[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
        })
        .collect();
    all.sort_unstable();
    all
}

/// Names for each other the journeys that came and went and say nearly the same, the likest first: at least so many of
/// all things that either says.
pub(in crate::diff) fn marry(removed: &mut [(Lone, Vec<u64>)], added: &mut [(Lone, Vec<u64>)]) {
    const LEAST: f64 = 0.6;
    let mut likes: Vec<(f64, usize, usize)> = Vec::new();
    for (old, (_, was)) in removed.iter().enumerate() {
        for (new, (_, is)) in added.iter().enumerate() {
            let like = likeness(was, is);
            if like >= LEAST {
                likes.push((like, old, new));
            }
        }
    }
    likes.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (_, old, new) in likes {
        let (old, new) = (&mut removed[old].0, &mut added[new].0);
        if old.kin.is_none() && new.kin.is_none() {
            old.kin = Some(new.journey.clone());
            new.kin = Some(old.journey.clone());
        }
    }
}

/// Which share of what both say is said by both; both are sorted.
fn likeness(was: &[u64], is: &[u64]) -> f64 {
    let (mut old, mut new, mut shared) = (0, 0, 0_usize);
    while let (Some(a), Some(b)) = (was.get(old), is.get(new)) {
        shared += usize::from(a == b);
        old += usize::from(a <= b);
        new += usize::from(b <= a);
    }
    let all = was.len() + is.len() - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::likeness;

    #[test]
    fn what_is_shared_is_counted_once() {
        for (was, is, like) in [
            (&[][..], &[][..], 0.0),
            (&[1, 2, 3, 4], &[1, 2, 3, 4], 1.0),
            (&[1, 2, 3], &[2, 3, 4], 0.5),
            (&[1, 1, 2], &[1, 2, 2], 0.5),
            (&[1], &[2], 0.0),
        ] {
            assert!((likeness(was, is) - like).abs() < 1e-9, "{was:?} {is:?}");
            assert!((likeness(is, was) - like).abs() < 1e-9, "{was:?} {is:?}");
        }
    }
}
