//! One round: fixes that do not touch are carried out together, and the ones that do not hold are found by halving.

use crate::lint::mend::candidates::Candidate;
use crate::lint::mend::look::{Look, Texts};
use crate::lint::mend::proof::{Doubt, doubt};
use crate::lint::mend::rewrite::Rewrite;

/// A round of fixes in what was read before it.
pub struct Round<'a, F> {
    before: &'a Look,
    /// The texts that were changed in earlier rounds.
    texts: &'a Texts,
    /// Reads and judges everything anew.
    again: F,
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
    pub fn new(before: &'a Look, texts: &'a Texts, again: F) -> Self {
        Self { before, texts, again, outcome: Outcome::default() }
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
        let together: Vec<Candidate<'a>> = self.outcome.held.iter().chain(more).copied().collect();
        let doubt = match self.attempt(&together)? {
            Ok(after) => {
                self.outcome.held = together;
                self.outcome.after = Some(after);
                return Ok(());
            }
            Err(doubt) => doubt,
        };
        if let [one] = more {
            self.outcome.refused.push((*one, doubt));
            return Ok(());
        }
        let (first, second) = more.split_at(more.len() / 2);
        self.settle(first)?;
        self.settle(second)
    }

    /// What `fixes` make of everything, or why they do not hold.
    fn attempt(&mut self, fixes: &[Candidate<'a>]) -> Result<Result<(Look, Rewrite), Doubt>, E> {
        let Some(rewrite) = Rewrite::of(self.before, fixes) else { return Ok(Err(Doubt::Unfit)) };
        let mut texts = self.texts.clone();
        texts.extend(rewrite.files.iter().map(|(path, (_, text))| (path.clone(), text.clone())));
        let after = (self.again)(&texts)?;
        Ok(match doubt(self.before, &after, &rewrite, fixes) {
            Some(doubt) => Err(doubt),
            None => Ok((after, rewrite)),
        })
    }
}
