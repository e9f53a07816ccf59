//! "Did you mean": the nearest of the names that would have been right.

/// The candidate that is most like `wrong`, if any is like enough; of equals the first.
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (wrong.chars().count() / 3).max(1);
    let folded = wrong.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (distance(&folded, &candidate.to_lowercase()), candidate))
        .filter(|&(distance, _)| distance <= allowed)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// Help that names the nearest candidate, or lists those that there are.
pub fn help<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let all: Vec<&str> = candidates.into_iter().collect();
    if let Some(near) = nearest(wrong, all.iter().copied()) {
        return Some(format!("did you mean `{near}`?"));
    }
    match all.as_slice() {
        [] => None,
        few if few.len() <= 12 => Some(format!("there is `{}`", few.join("`, `"))),
        many => Some(format!("there is `{}` and {} more", many[..10].join("`, `"), many.len() - 10)),
    }
}

fn distance(a: &str, b: &str) -> usize {
    if a == b { 0 } else { strsim::osa_distance(a, b) }
}

#[cfg(test)]
mod tests {
    use super::{help, nearest};

    #[test]
    fn a_slip_finds_its_name() {
        assert_eq!(nearest("trigers", ["triggers", "target"]), Some("triggers"));
        assert_eq!(nearest("CHURND", ["CHURNED", "CHECKOUT"]), Some("CHURNED"));
        assert_eq!(nearest("zebra", ["triggers", "to"]), None);
    }

    #[test]
    fn a_stranger_gets_the_list() {
        assert_eq!(help("zebra", ["a1", "b2"]).as_deref(), Some("there is `a1`, `b2`"));
        assert_eq!(help("zebra", []), None);
    }
}
