//! Two sorted lists, walked beside each other.

use std::cmp::Ordering;

/// What `old` and `new` have, both sorted as `order` says: what both have stands together, the old one first.
pub fn beside<T>(
    old: impl IntoIterator<Item = T>,
    new: impl IntoIterator<Item = T>,
    order: impl Fn(&T, &T) -> Ordering,
) -> impl Iterator<Item = [Option<T>; 2]> {
    let (mut old, mut new) = (old.into_iter().peekable(), new.into_iter().peekable());
    std::iter::from_fn(move || {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return None,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => order(old, new),
        };
        Some([old.next_if(|_| order.is_le()), new.next_if(|_| order.is_ge())])
    })
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn what_both_have_stands_together() {
        let walk = |old: &str, new: &str| beside(old.chars(), new.chars(), char::cmp).collect::<Vec<_>>();
        assert!(walk("", "").is_empty());
        assert_eq!(walk("ac", ""), [[Some('a'), None], [Some('c'), None]]);
        let both = [[Some('a'), Some('a')], [None, Some('b')], [Some('c'), Some('c')], [Some('d'), None]];
        assert_eq!(walk("acd", "abc"), both);
    }
}
