//! What the text of an expression may name, told from its words alone: of one with a fault nothing else is known.

/// The words of an expression that are no fields; those in texts are among them, and one too many does no harm.
pub fn words(body: &str) -> impl Iterator<Item = &str> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words = body.split(move |c| !is_word(c)).filter(|word| !word.is_empty());
    words.filter(move |word| {
        let start = word.as_ptr() as usize - body.as_ptr() as usize;
        let (before, after) = (&body[..start], &body[start + word.len()..]);
        !before.trim_end().ends_with('.') || after.trim_start().starts_with('(')
    })
}

/// Whether an expression may read the variable `name`: it stands in it as a field.
pub fn reads(body: &str, name: &str) -> bool {
    body.match_indices(name).any(|(at, _)| body[..at].ends_with(['.', '"']))
}

/// The words of an expression that stand as fields.
pub fn fields(body: &str) -> impl Iterator<Item = &str> {
    body.split('.').skip(1).map(|rest| {
        let rest = rest.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}

#[cfg(test)]
mod tests {
    use super::{fields, reads, words};

    #[test]
    fn words_are_no_fields_and_may_be_calls() {
        let text = "big && ctx.vip > twice(ctx.n).once()";
        assert_eq!(words(text).collect::<Vec<_>>(), ["big", "ctx", "twice", "ctx", "once"]);
        assert_eq!(fields(text).collect::<Vec<_>>(), ["vip", "n", "once"]);
        assert!(reads(text, "vip") && reads("ctx[\"vip\"]", "vip") && !reads(text, "big"));
    }
}
