//! Text that has little room.

/// A trigger, a guard and a list of what is done are cut at so many characters.
pub const LONG: usize = 60;

/// So much of what two texts have in common is left before they differ.
const BEFORE: usize = 12;

/// `text` on one line, of at most `most` characters; what is cut off leaves `…`.
pub fn clip(text: &str, most: usize) -> String {
    let flat = flat(text);
    if flat.chars().count() <= most {
        return flat;
    }
    let kept: String = flat.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// What was and what is, with an arrow between them, each of at most `most` characters and cut so that it is seen where they
/// differ; one of them, where they are the same.
pub fn turned(was: &str, is: &str, most: usize) -> String {
    let (was, is) = (flat(was), flat(is));
    if was == is {
        return clip(&is, most);
    }
    let common = was.chars().zip(is.chars()).take_while(|(a, b)| a == b).count();
    let cut = |text: &str| {
        if text.chars().count() <= most || common <= BEFORE {
            return clip(text, most);
        }
        let rest: String = text.chars().skip(common - BEFORE).collect();
        clip(&format!("…{}", rest.trim_start()), most)
    };
    format!("{} → {}", cut(&was), cut(&is))
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{clip, turned};

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(clip("a\n  b", 10), "a b");
        assert_eq!(clip("abcdef", 4), "abc…");
        assert_eq!(clip("ab üdef", 4), "ab…");
    }

    #[test]
    fn where_two_texts_differ_is_seen() {
        assert_eq!(turned("after  3d", "after 2d", 20), "after 3d → after 2d");
        assert_eq!(turned("a", "a", 20), "a");
        let long = "ctx.a == \"gold\" && ctx.b == ";
        let both = turned(&format!("{long}1 && more"), &format!("{long}2"), 20);
        assert_eq!(both, "…&& ctx.b == 1 && m… → …&& ctx.b == 2");
    }
}
