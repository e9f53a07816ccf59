//! "Did you mean": the nearest of the names that would have been right.

/// What stands before the names that help asks about.
const ASKED: &str = "did you mean `";
/// What stands behind them.
const END: &str = "`?";

/// The candidate that is most like `wrong`, if any is like enough; of equals the first.
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    all_nearest(wrong, candidates).first().copied()
}

/// The candidates that are most like `wrong`, all equally, if they are like enough.
pub fn all_nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut best = (wrong.chars().count() / 3).max(1);
    let folded = wrong.to_lowercase();
    let mut found = Vec::new();
    for candidate in candidates.into_iter().filter(|name| is_written(name)) {
        let distance = distance(&folded, &candidate.to_lowercase());
        if distance > 0 && is_short_and_another(&folded, &candidate.to_lowercase()) {
            continue;
        }
        if distance < best {
            found.clear();
        }
        if distance <= best {
            best = distance;
            found.push(candidate);
        }
    }
    found
}

/// Help that names the nearest candidate, or lists those that there are.
pub fn help<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let all: Vec<&str> = candidates.into_iter().collect();
    help_from(&all_nearest(wrong, all.iter().copied()), &all)
}

/// Help that names what is `near`, or lists `all` if nothing is.
pub fn help_from(near: &[&str], all: &[&str]) -> Option<String> {
    match near {
        [] => {}
        few if few.len() <= 3 => return Some(format!("{ASKED}{}{END}", few.join("` or `"))),
        many => return Some(format!("{ASKED}{}{END}", many[0])),
    }
    let all: Vec<&str> = all.iter().copied().filter(|name| is_written(name)).collect();
    match all.as_slice() {
        [] => None,
        few if few.len() <= 12 => Some(format!("there is `{}`", few.join("`, `"))),
        many => Some(format!("there is `{}` and {} more", many[..10].join("`, `"), many.len() - 10)),
    }
}

/// Whether somebody wrote the name: one that stands for a missing name begins with `?`.
fn is_written(name: &str) -> bool {
    !name.starts_with('?')
}

/// The one name that `help` asks about.
pub fn meant(help: &str) -> Option<&str> {
    let name = help.strip_prefix(ASKED)?.strip_suffix(END)?;
    (!name.contains('`')).then_some(name)
}

/// In hundredths, how much two names are alike.
pub fn likeness(a: &str, b: &str) -> usize {
    (strsim::normalized_damerau_levenshtein(&a.to_lowercase(), &b.to_lowercase()) * 100.0) as usize
}

/// Whether two names are too short for a slip to be told from another name: of two letters each both must be there, and what
/// has no letter in common is not alike at all.
fn is_short_and_another(a: &str, b: &str) -> bool {
    let counts = (a.chars().count(), b.chars().count());
    if counts == (2, 2) {
        return !a.chars().all(|letter| b.contains(letter));
    }
    counts.0.max(counts.1) <= distance(a, b)
}

fn distance(a: &str, b: &str) -> usize {
    if a == b { 0 } else { strsim::osa_distance(a, b) }
}

#[cfg(test)]
mod tests {
    use super::{all_nearest, help, meant, nearest};

    #[test]
    fn a_slip_finds_its_name() {
        assert_eq!(nearest("trigers", ["triggers", "target"]), Some("triggers"));
        assert_eq!(nearest("CHURND", ["CHURNED", "CHECKOUT"]), Some("CHURNED"));
        assert_eq!(nearest("zebra", ["triggers", "to"]), None);
    }

    #[test]
    fn one_letter_is_not_like_another() {
        assert_eq!(nearest("d", ["a", "b", "c"]), None);
        assert_eq!(nearest("A", ["a", "b"]), Some("a"));
        assert_eq!(help("d", ["a", "b"]).as_deref(), Some("there is `a`, `b`"));
    }

    #[test]
    fn two_letters_are_like_the_same_two() {
        assert_eq!(nearest("in", ["id", "at", "on"]), None);
        assert_eq!(nearest("ot", ["id", "to"]), Some("to"));
        assert_eq!(nearest("too", ["id", "to"]), Some("to"));
    }

    #[test]
    fn equals_are_all_found() {
        assert_eq!(all_nearest("t", ["id", "at", "to"]), ["at", "to"]);
        assert_eq!(all_nearest("PNG", ["PING", "PONG", "PNG"]), ["PNG"]);
    }

    #[test]
    fn help_names_one_or_asks_which() {
        let one = help("trigers", ["triggers", "target"]).unwrap();
        assert_eq!((one.as_str(), meant(&one)), ("did you mean `triggers`?", Some("triggers")));
        let two = help("t", ["at", "to"]).unwrap();
        assert_eq!((two.as_str(), meant(&two)), ("did you mean `at` or `to`?", None));
        assert_eq!(meant("there is `a`"), None);
    }

    #[test]
    fn a_stranger_gets_the_list() {
        assert_eq!(help("zebra", ["a1", "b2"]).as_deref(), Some("there is `a1`, `b2`"));
        assert_eq!(help("zebra", []), None);
        assert_eq!(help("zebra", ["a1", "?17"]).as_deref(), Some("there is `a1`"));
    }
}
