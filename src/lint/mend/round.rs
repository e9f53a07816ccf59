//! One round: fixes that do not touch are carried out together, and the ones that do not hold are found by halving.

use std::borrow::Cow;

use crate::lint::mend::candidates::{Candidate, Choice};
use crate::lint::mend::joint::joint;
use crate::lint::mend::look::{Look, Texts};
use crate::lint::mend::proof::{Doubt, brought, doubt};
use crate::lint::mend::rewrite::Rewrite;
use crate::lint::rule::Group;
use crate::terms::finding::{Finding, Fix};

/// So often a fix is tried again together with the fixes of what it brings.
const MOST_MORE: usize = 4;
/// So many fixes of one round are.
const MOST_JOINT: usize = 16;

/// A round of fixes in what was read before it.
pub struct Round<'a, F> {
    before: &'a Look,
    /// The texts that were changed in earlier rounds.
    texts: &'a Texts,
    /// Reads and judges everything anew.
    again: F,
    /// Which fixes are wanted.
    choice: Choice,
    /// How many may still be tried together with the fixes of what they bring.
    joints: usize,
    /// What the round came to.
    outcome: Outcome<'a>,
}

/// What a round came to.
#[derive(Debug, Default)]
pub struct Outcome<'a> {
    /// The fixes that hold, together.
    pub held: Vec<Candidate<'a>>,
    /// What they make of everything; absent where none holds.
    pub after: Option<(Look, Rewrite)>,
    /// The fixes that do not hold, each with why.
    pub refused: Vec<(Candidate<'a>, Doubt)>,
}

impl<'a, E, F: FnMut(&Texts) -> Result<Look, E>> Round<'a, F> {
    /// A round in what was read `before`, when `texts` stood in the place of files.
    pub fn new((before, texts): (&'a Look, &'a Texts), choice: Choice, again: F) -> Self {
        Self { before, texts, again, choice, joints: MOST_JOINT, outcome: Outcome::default() }
    }

    /// Tries `fixes`, none of which touches another.
    pub fn run(mut self, fixes: &[Candidate<'a>]) -> Result<Outcome<'a>, E> {
        self.settle(fixes)?;
        Ok(self.outcome)
    }

    /// Takes those of `more` that hold together with what holds already.
    fn settle(&mut self, more: &[Candidate<'a>]) -> Result<(), E> {
        if more.is_empty() {
            return Ok(());
        }
        let together: Vec<Candidate<'a>> = self.outcome.held.iter().chain(more).cloned().collect();
        let doubt = match self.attempt(&together)? {
            Ok(after) => {
                self.outcome.held = together;
                self.outcome.after = Some(after);
                return Ok(());
            }
            Err(doubt) => doubt,
        };
        if let [one] = more {
            return self.settle_alone(one, doubt);
        }
        let (first, second) = more.split_at(more.len() / 2);
        self.settle(first)?;
        self.settle(second)
    }

    /// Takes `one`, which does not hold because of `doubt`, if it holds together with the fixes of what it brings.
    fn settle_alone(&mut self, one: &Candidate<'a>, doubt: Doubt) -> Result<(), E> {
        if let Some(joint) = self.in_one_go(one, &doubt)? {
            let mut together = self.outcome.held.clone();
            together.push(joint);
            if let Ok(after) = self.attempt(&together)? {
                self.outcome.held = together;
                self.outcome.after = Some(after);
                return Ok(());
            }
        }
        self.outcome.refused.push((one.clone(), doubt));
        Ok(())
    }

    /// `one` as a fix that also mends what it brings, if that is an error of the language which nobody could see before
    /// and which has a fix of its own.
    fn in_one_go(&mut self, one: &Candidate<'a>, doubt: &Doubt) -> Result<Option<Candidate<'a>>, E> {
        if self.choice == Choice::Safe || self.joints == 0 || !matches!(doubt, Doubt::Brings { .. }) {
            return Ok(None);
        }
        self.joints -= 1;
        let mut joined = one.clone();
        for _ in 0..MOST_MORE {
            let Some((after, rewrite)) = self.made_by(std::slice::from_ref(&joined))? else { return Ok(None) };
            let fixes = [joined.clone()];
            let new: Vec<_> = brought((self.before, &after), &rewrite, &fixes).collect();
            if new.is_empty() {
                return Ok(Some(joined));
            }
            if new.iter().any(|it| it.group != Group::Language) {
                return Ok(None);
            }
            let new: Vec<&Finding> = new.into_iter().map(|it| &it.finding).collect();
            let Some(edits) = joint(self.before, &joined.fix.edits, (&after, &new)) else { return Ok(None) };
            let fix = joined.fix.into_owned();
            joined.fix = Cow::Owned(Fix { edits, safe: false, ..fix });
        }
        Ok(None)
    }

    /// What `fixes` make of everything; absent where they touch one another.
    fn made_by(&mut self, fixes: &[Candidate<'a>]) -> Result<Option<(Look, Rewrite)>, E> {
        let Some(rewrite) = Rewrite::of(self.before, fixes) else { return Ok(None) };
        let mut texts = self.texts.clone();
        texts.extend(rewrite.files.iter().map(|(path, (_, text))| (path.clone(), text.clone())));
        Ok(Some(((self.again)(&texts)?, rewrite)))
    }

    /// What `fixes` make of everything, or why they do not hold.
    fn attempt(&mut self, fixes: &[Candidate<'a>]) -> Result<Result<(Look, Rewrite), Doubt>, E> {
        let Some((after, rewrite)) = self.made_by(fixes)? else { return Ok(Err(Doubt::Unfit)) };
        Ok(match doubt(self.before, &after, &rewrite, fixes) {
            Some(doubt) => Err(doubt),
            None => Ok((after, rewrite)),
        })
    }
}
