//! What differs between what one input did in two worlds.

use smallvec::SmallVec;

use crate::trial::counterfactual::ledger::{Counted, Entry, Grade};
use crate::trial::counterfactual::note::{Asked, Deed, Note, What};

/// The first thing that either world did and the other did not, and how much of a difference it is.
pub fn first<'n>(old: &'n [Note], new: &'n [Note]) -> Option<(Grade, [Option<&'n Note>; 2])> {
    // What one world refuses as a whole lets no timer fire there yet: that these come later is what follows.
    let refused = [old, new].map(|notes| notes.iter().find(|note| note.is_refusal()));
    if let [Some(refusal), None] | [None, Some(refusal)] = refused {
        let heard = |notes: &'n [Note]| notes.iter().find(|note| note.cause == refusal.cause);
        return Some((Grade::Way, [refused[0].or_else(|| heard(old)), refused[1].or_else(|| heard(new))]));
    }
    let by = |is: fn(&Deed, &Deed) -> bool| apart(old, new, is);
    by(Deed::goes_like).map(|notes| (Grade::Way, notes)).or_else(|| Some((Grade::Params, by(Deed::eq)?)))
}

/// The first deeds of both that have none `alike` in the other world, wherever that stands.
fn apart<'n>(old: &'n [Note], new: &'n [Note], alike: fn(&Deed, &Deed) -> bool) -> Option<[Option<&'n Note>; 2]> {
    let mut news: SmallVec<[&Note; 8]> = new.iter().collect();
    let mut lone = None;
    for was in old {
        match news.iter().position(|now| alike(&was.deed, &now.deed)) {
            Some(place) => {
                news.remove(place);
            }
            None => lone = lone.or(Some(was)),
        }
    }
    match (lone, news.first().copied()) {
        (None, None) => None,
        (Some(was), Some(now)) if !was.deed.leads_like(&now.deed) && are_apart(was, now) => {
            // Only one world has what comes first.
            Some(if was.order() < now.order() { [Some(was), None] } else { [None, Some(now)] })
        }
        both => Some(both.into()),
    }
}

/// Whether two notes are of different things.
fn are_apart(was: &Note, now: &Note) -> bool {
    was.cause != now.cause || was.deed.journey != now.deed.journey
}

/// Counts what happened more often in one of the worlds, and what happened in both with other params.
pub fn counted(old: &[Note], new: &[Note], entry: &mut Entry) {
    let mut asked: [Vec<&Asked>; 2] =
        [old, new].map(|notes| notes.iter().flat_map(|note| &note.deed.effects).collect());
    let [olds, news] = &mut asked;
    // What both ask for alike is no difference, wherever it stands.
    olds.retain(|was| match news.iter().position(|now| now == was) {
        Some(place) => {
            news.swap_remove(place);
            false
        }
        None => true,
    });
    olds.retain(|was| match news.iter().position(|now| now.action == was.action && now.held == was.held) {
        Some(place) => {
            news.swap_remove(place);
            entry.count(Counted::Reworded(was.action), 1);
            false
        }
        None => true,
    });
    for (asked, more) in [(olds, -1), (news, 1)] {
        for asked in asked {
            entry.count(Counted::Effect(asked.action, asked.held), more);
        }
    }
    for (notes, more) in [(old, -1), (new, 1)] {
        for note in notes {
            if let What::DeadLetter(reason) = note.deed.what {
                entry.count(Counted::DeadLetter(reason), more);
            }
            let Some(journey) = note.deed.journey else { continue };
            note.deed.goals.iter().for_each(|&goal| entry.count(Counted::Goal(journey, goal), more));
        }
    }
}

#[cfg(test)]
mod tests {
    use smallvec::smallvec;
    use smol_str::SmolStr;

    use super::{counted, first};
    use crate::terms::value::Value;
    use crate::trial::counterfactual::ledger::{Counted, Entry, Grade};
    use crate::trial::counterfactual::note::{Asked, Cause, Deed, Ids, Note, What};

    fn note(journey: u32, step: u32, at: i64, cause: Cause) -> Note {
        let deed = Deed {
            what: What::Stepped,
            journey: Some(journey),
            key: Value::Unit,
            at,
            steps: smallvec![step],
            from: smallvec![1],
            to: smallvec![step],
            entered: Ids::new(),
            effects: smallvec![],
            emitted: Ids::new(),
            goals: Ids::new(),
            status: None,
        };
        Note { deed, cause, detail: None }
    }

    fn event(journey: u32, step: u32, at: i64) -> Note {
        note(journey, step, at, Cause::Event("GO".into()))
    }

    fn timer(step: u32, at: i64) -> Note {
        note(0, step, at, Cause::Timer(SmolStr::new(format!("t-{step}"))))
    }

    /// Of which grade the parting is, and the steps of the notes that only one world has.
    fn apart(old: &[Note], new: &[Note]) -> Option<(Grade, [Option<u32>; 2])> {
        let (grade, notes) = first(old, new)?;
        Some((grade, notes.map(|note| note.map(|note| note.deed.steps[0]))))
    }

    #[test]
    fn what_only_one_world_has_stands_alone() {
        let (a, b, c) = (event(0, 1, 10), event(0, 2, 10), event(1, 3, 10));
        let all = |notes: &[&Note]| notes.iter().map(|note| (*note).clone()).collect::<Vec<_>>();
        let way = |old: Option<u32>, new: Option<u32>| Some((Grade::Way, [old, new]));
        for (old, new, expected) in [
            (all(&[&a, &c]), all(&[&a, &c]), None),
            (all(&[&a, &c]), all(&[&b, &c]), way(Some(1), Some(2))),
            (all(&[&a, &c]), all(&[&c]), way(Some(1), None)),
            (all(&[&c]), all(&[&a, &c]), way(None, Some(1))),
            (all(&[&a]), all(&[]), way(Some(1), None)),
            // Neither world has what the other one has: the earlier journey's comes first.
            (all(&[&c]), all(&[&a]), way(None, Some(1))),
        ] {
            assert_eq!(apart(&old, &new), expected);
        }
    }

    #[test]
    fn what_is_due_earlier_comes_first() {
        assert_eq!(apart(&[event(0, 1, 90)], &[timer(2, 50)]), Some((Grade::Way, [None, Some(2)])));
        assert_eq!(apart(&[timer(2, 50)], &[event(0, 1, 90)]), Some((Grade::Way, [Some(2), None])));
        // A timer that is due at the instant of an event comes before it.
        assert_eq!(apart(&[timer(2, 90)], &[event(0, 1, 90)]), Some((Grade::Way, [Some(2), None])));
        assert_eq!(apart(&[event(0, 1, 90)], &[timer(2, 90)]), Some((Grade::Way, [None, Some(2)])));
    }

    #[test]
    fn what_both_do_in_another_order_is_no_difference() {
        let mut refused = event(0, 9, 90);
        refused.deed.what = What::LinkRefused;
        let (old, new) = ([refused.clone(), event(0, 1, 90)], [timer(1, 50), refused]);
        assert_eq!(apart(&old, &new), Some((Grade::Way, [Some(1), Some(1)])), "the same step, at another time");
    }

    #[test]
    fn a_line_that_one_world_refuses_lets_no_timer_fire_there() {
        let mut refusal = event(0, 9, 90);
        (refusal.deed.what, refusal.deed.journey) = (What::DeadLetter("contract"), None);
        assert_eq!(apart(&[timer(2, 50)], &[refusal.clone()]), Some((Grade::Way, [None, Some(9)])));
        assert_eq!(apart(&[refusal.clone()], &[refusal]), None);
    }

    #[test]
    fn what_comes_first_is_told_be_it_only_at_another_time() {
        let (old, new) = ([timer(2, 70), event(0, 1, 90)], [timer(2, 50), event(0, 1, 90)]);
        assert_eq!(apart(&old, &new), Some((Grade::Way, [Some(2), Some(2)])));
        let new = [timer(2, 50), event(0, 3, 90)];
        assert_eq!(apart(&old, &new), Some((Grade::Way, [Some(2), Some(2)])));
    }

    #[test]
    fn another_way_is_told_before_other_params() {
        let asked = |mut note: Note, text: &str| {
            let params = smallvec![(SmolStr::new("text"), Value::str(text))];
            note.deed.effects = smallvec![Asked { action: 7, held: None, params }];
            note
        };
        let old = [asked(timer(2, 50), "a"), event(0, 1, 90)];
        let new = [asked(timer(2, 50), "b"), event(0, 3, 90)];
        assert_eq!(apart(&old, &new), Some((Grade::Way, [Some(1), Some(3)])));
        assert_eq!(apart(&old[..1], &new[..1]), Some((Grade::Params, [Some(2), Some(2)])));
    }

    #[test]
    fn beside_a_refusal_stands_what_the_other_world_did_with_the_line() {
        let mut refusal = event(0, 9, 90);
        (refusal.deed.what, refusal.deed.journey) = (What::DeadLetter("contract"), None);
        let other = [timer(2, 50), event(0, 1, 90)];
        assert_eq!(apart(&[refusal.clone()], &other), Some((Grade::Way, [Some(9), Some(1)])));
        assert_eq!(apart(&other, &[refusal]), Some((Grade::Way, [Some(1), Some(9)])));
    }

    #[test]
    fn what_both_ask_for_is_no_difference() {
        let asks = |of: &[(u32, Option<&'static str>, &str)]| {
            let asked = |&(action, held, text): &(u32, Option<&'static str>, &str)| {
                let params = smallvec![(SmolStr::new("text"), Value::str(text))];
                Asked { action, held, params }
            };
            let mut note = event(0, 1, 10);
            note.deed.effects = of.iter().map(asked).collect();
            [note]
        };
        let mut entry = Entry::default();
        let old = asks(&[(1, None, "a"), (2, None, "a"), (3, None, "a"), (4, Some("capped"), "a")]);
        let new = asks(&[(2, None, "b"), (1, None, "a"), (4, None, "a"), (5, None, "a"), (5, None, "a")]);
        counted(&old, &new, &mut entry);
        let mut nets = entry.nets.to_vec();
        nets.sort();
        let sent = |action| Counted::Effect(action, None);
        let (held, worded) = (Counted::Effect(4, Some("capped")), Counted::Reworded(2));
        assert_eq!(nets, [(sent(3), -1), (sent(4), 1), (held, -1), (sent(5), 2), (worded, 1)]);
        counted(&new, &old, &mut entry);
        let left: Vec<_> = entry.nets.into_iter().filter(|&(_, net)| net != 0).collect();
        assert_eq!(left, [(worded, 2)], "what is gained and lost again is neither; what is reworded both times is");
    }
}
