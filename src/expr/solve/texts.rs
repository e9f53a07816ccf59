//! Sets of texts: some of them, or all that keep to what is known of them.

use std::sync::Arc;

use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::terms::shape::Pattern;

/// More different texts than this are no longer counted one by one.
pub(crate) const MANY: usize = 64;

/// A set of texts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Texts {
    /// This one.
    One(SmolStr),
    /// These, each once, in declared order.
    Some(Arc<[SmolStr]>),
    /// All of which this is true.
    Open(Arc<Open>),
}

/// What is known of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Open {
    /// What it is not.
    pub(crate) not: Vec<SmolStr>,
    /// What it matches.
    pub(crate) patterns: Vec<Pattern>,
    /// What was asked of it, and the answer.
    pub(crate) tests: Vec<(Test, SmolStr, bool)>,
    /// The least number of characters.
    pub(crate) least: i64,
    /// The greatest; absent where there is none.
    pub(crate) most: Option<i64>,
}

/// What may be asked of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Test {
    StartsWith,
    EndsWith,
    Contains,
}

impl Test {
    pub(crate) fn of(self, text: &str, part: &str) -> bool {
        match self {
            Self::StartsWith => text.starts_with(part),
            Self::EndsWith => text.ends_with(part),
            Self::Contains => text.contains(part),
        }
    }

    /// Whether every text that passes this test with `part` passes `other` with `more`.
    fn implies(self, part: &str, other: Self, more: &str) -> bool {
        match (self, other) {
            (_, Self::Contains) => part.contains(more),
            (Self::StartsWith, Self::StartsWith) => part.starts_with(more),
            (Self::EndsWith, Self::EndsWith) => part.ends_with(more),
            _ => more.is_empty(),
        }
    }
}

impl Texts {
    /// All texts.
    pub(crate) fn all() -> Self {
        Self::Open(Arc::default())
    }

    /// All but the empty one.
    pub(crate) fn but_empty() -> Self {
        Self::Open(Arc::new(Open { least: 1, ..Open::default() }))
    }

    /// These, each once; nothing where there are none.
    pub(crate) fn of(texts: impl IntoIterator<Item = SmolStr>) -> Option<Self> {
        let mut all: SmallVec<[SmolStr; 4]> = SmallVec::new();
        for text in texts {
            if !all.contains(&text) {
                all.push(text);
            }
        }
        match all.len() {
            0 => None,
            1 => all.pop().map(Self::One),
            _ => Some(Self::Some(all.into_iter().collect())),
        }
    }

    /// The members, where they are known.
    pub(crate) fn members(&self) -> Option<&[SmolStr]> {
        match self {
            Self::One(text) => Some(std::slice::from_ref(text)),
            Self::Some(texts) => Some(texts),
            Self::Open(_) => None,
        }
    }

    pub(crate) fn contains(&self, text: &str) -> bool {
        match self {
            Self::One(one) => one == text,
            Self::Some(texts) => texts.iter().any(|one| one == text),
            Self::Open(open) => open.admits(text),
        }
    }

    /// What both have.
    pub(crate) fn meet(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::One(text), texts) | (texts, Self::One(text)) => {
                texts.contains(text).then(|| Self::One(text.clone()))
            }
            (Self::Some(texts), other) | (other, Self::Some(texts)) => {
                if texts.iter().all(|text| other.contains(text)) {
                    return Some(Self::Some(Arc::clone(texts)));
                }
                Self::of(texts.iter().filter(|text| other.contains(text)).cloned())
            }
            (Self::Open(a), Self::Open(b)) => {
                if Arc::ptr_eq(a, b) {
                    return Some(self.clone());
                }
                a.meet(b).map(|open| Self::Open(Arc::new(open)))
            }
        }
    }

    /// What one of both has, and perhaps more.
    pub(crate) fn join(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Open(a), Self::Open(b)) => Self::Open(Arc::new(a.join(b))),
            (Self::Open(open), some) | (some, Self::Open(open)) => {
                let fits = some.members().is_some_and(|texts| texts.iter().all(|text| open.admits(text)));
                if fits { Self::Open(Arc::clone(open)) } else { Self::all() }
            }
            (a, b) if a == b => a.clone(),
            (a, b) => {
                let both = a.members().into_iter().chain(b.members()).flatten();
                match Self::of(both.cloned()) {
                    Some(joined) if joined.members().is_some_and(|all| all.len() <= MANY) => joined,
                    _ => Self::all(),
                }
            }
        }
    }

    /// The same without `text`.
    pub(crate) fn without(&self, text: &SmolStr) -> Option<Self> {
        match self {
            Self::Open(open) if open.admits(text) && open.not.len() < MANY => {
                let mut open = (**open).clone();
                open.not.push(text.clone());
                Some(Self::Open(Arc::new(open)))
            }
            Self::Open(_) => Some(self.clone()),
            some if some.contains(text) => Self::of(some.members()?.iter().filter(|one| *one != text).cloned()),
            some => Some(some.clone()),
        }
    }

    /// Those that answer `test` of `part` with `answer`.
    pub(crate) fn tested(&self, test: Test, part: &SmolStr, answer: bool) -> Option<Self> {
        let Self::Open(open) = self else {
            return Self::of(self.members()?.iter().filter(|text| test.of(text, part) == answer).cloned());
        };
        let asked = (test, part.clone(), answer);
        if open.tests.contains(&asked) || open.tests.len() >= MANY {
            return Some(self.clone());
        }
        let mut open = (**open).clone();
        open.tests.push(asked);
        open.settled().map(|open| Self::Open(Arc::new(open)))
    }

    /// How many characters they have: the least, and the greatest where there is one.
    pub(crate) fn length(&self) -> (i64, Option<i64>) {
        let count = |text: &SmolStr| text.chars().count() as i64;
        match self {
            Self::Open(open) => (open.least, open.most),
            Self::One(text) => (count(text), Some(count(text))),
            Self::Some(texts) => {
                let lengths = || texts.iter().map(count);
                (lengths().min().unwrap_or_default(), lengths().max())
            }
        }
    }

    /// Those of `least` to `most` characters.
    pub(crate) fn of_length(&self, least: i64, most: Option<i64>) -> Option<Self> {
        let Self::Open(open) = self else {
            let fits = |text: &&SmolStr| {
                let count = text.chars().count() as i64;
                count >= least && most.is_none_or(|most| count <= most)
            };
            return Self::of(self.members()?.iter().filter(fits).cloned());
        };
        if open.least >= least && most.is_none_or(|most| open.most.is_some_and(|own| own <= most)) {
            return Some(self.clone());
        }
        let mut open = (**open).clone();
        open.least = open.least.max(least);
        open.most = lesser(open.most, most);
        open.settled().map(|open| Self::Open(Arc::new(open)))
    }
}

impl Open {
    pub(crate) fn admits(&self, text: &str) -> bool {
        let count = || text.chars().count() as i64;
        self.not.iter().all(|not| not != text)
            && self.tests.iter().all(|(test, part, answer)| test.of(text, part) == *answer)
            && (self.least == 0 || count() >= self.least)
            && self.most.is_none_or(|most| count() <= most)
            && self.patterns.iter().all(|pattern| pattern.matches(text))
    }

    fn meet(&self, other: &Self) -> Option<Self> {
        let mut met = self.clone();
        for not in &other.not {
            if !met.not.contains(not) {
                met.not.push(not.clone());
            }
        }
        for pattern in &other.patterns {
            if !met.patterns.contains(pattern) {
                met.patterns.push(pattern.clone());
            }
        }
        for test in &other.tests {
            if !met.tests.contains(test) {
                met.tests.push(test.clone());
            }
        }
        met.least = met.least.max(other.least);
        met.most = lesser(met.most, other.most);
        met.settled()
    }

    fn join(&self, other: &Self) -> Self {
        Self {
            not: self.not.iter().filter(|text| !other.admits(text)).cloned().collect(),
            patterns: self.patterns.iter().filter(|one| other.patterns.contains(one)).cloned().collect(),
            tests: self.tests.iter().filter(|one| other.tests.contains(one)).cloned().collect(),
            least: self.least.min(other.least),
            most: self.most.zip(other.most).map(|(a, b)| a.max(b)),
        }
    }

    /// The same with what follows from it; absent where no text is like that.
    fn settled(mut self) -> Option<Self> {
        for (test, part, answer) in &self.tests {
            if *answer {
                self.least = self.least.max(part.chars().count() as i64);
            }
            let clash = self.tests.iter().any(|(other, more, says)| match (answer, says) {
                (true, false) => test.implies(part, *other, more),
                (true, true) => test == other && !agree(*test, part, more),
                _ => false,
            });
            if clash || !answer && part.is_empty() {
                return None;
            }
        }
        if self.most.is_some_and(|most| most < self.least) {
            return None;
        }
        // Nothing but the empty text has no characters.
        (self.most != Some(0) || self.admits("")).then_some(self)
    }
}

/// Whether one text can begin (or end) with both.
fn agree(test: Test, a: &str, b: &str) -> bool {
    match test {
        Test::StartsWith => a.starts_with(b) || b.starts_with(a),
        Test::EndsWith => a.ends_with(b) || b.ends_with(a),
        Test::Contains => true,
    }
}

fn lesser(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::{Test, Texts};

    #[test]
    fn tests_that_exclude_each_other_leave_nothing() {
        let all = Texts::all();
        let ab = all.tested(Test::StartsWith, &"ab".into(), true).unwrap();
        assert!(ab.contains("abc") && !ab.contains("a"));
        assert_eq!(ab.tested(Test::StartsWith, &"b".into(), true), None);
        assert_eq!(ab.tested(Test::StartsWith, &"a".into(), false), None);
        assert_eq!(ab.tested(Test::Contains, &"b".into(), false), None);
        assert_eq!(ab.of_length(0, Some(1)), None);
        assert!(ab.tested(Test::StartsWith, &"abc".into(), true).is_some());
        assert!(ab.tested(Test::EndsWith, &"b".into(), false).is_some());
        assert_eq!(all.of_length(0, Some(0)).unwrap().without(&"".into()).map(|rest| rest.contains("")), Some(false));
    }

    #[test]
    fn a_join_forgets_what_only_one_knows() {
        let (a, b) = (Texts::One("a".into()), Texts::One("b".into()));
        assert_eq!(a.join(&b).members().map(<[_]>::len), Some(2));
        assert_eq!(a.join(&b).without(&"a".into()), Some(b.clone()));
        let not_a = Texts::all().without(&"a".into()).unwrap();
        assert!(not_a.join(&a).contains("a") && not_a.join(&b).contains("z"));
        assert_eq!(not_a.meet(&a), None);
    }
}
