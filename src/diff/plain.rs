//! Limits, hours and tries in words; whatever else has no words of its own, as the canonical form writes it.

use crate::picture::frame;
use crate::terms::form::Form;
use crate::terms::time::format_duration;

/// `form` in words.
pub(in crate::diff) fn plain(form: &Form) -> String {
    words(form).unwrap_or_else(|| form.to_string())
}

fn words(form: &Form) -> Option<String> {
    let Form::List(parts) = form else { return None };
    match parts.split_first()? {
        (Form::Atom(head), rest) => match (head.as_str(), rest) {
            ("duration", [length]) => Some(format_duration(number(length)?)),
            ("limit", [most, length]) => Some(format!("at most {most} in {}", words(length)?)),
            ("hours", [Form::List(days), from, to]) => hours(days, from, to),
            ("retry", [tries, waits @ ..]) => {
                let waits: Option<Vec<String>> = waits.iter().map(named).collect();
                let tries = named(tries)?.replacen("max ", "", 1);
                Some(std::iter::once(format!("{tries} times")).chain(waits?).collect::<Vec<_>>().join(", "))
            }
            _ => None,
        },
        _ => parts.iter().map(|part| Some(plain(part))).collect::<Option<Vec<_>>>().map(|all| all.join(", ")),
    }
}

/// `(backoff (duration 60000))` as `backoff 1m`.
fn named(form: &Form) -> Option<String> {
    match form {
        Form::List(parts) => match parts.as_slice() {
            [Form::Atom(name), value] => Some(format!("{name} {}", plain(value))),
            _ => None,
        },
        _ => None,
    }
}

fn hours(days: &[Form], from: &Form, to: &Form) -> Option<String> {
    let mut open = [false; 7];
    for day in days.iter().skip(1) {
        *open.get_mut(usize::try_from(number(day)?).ok()?)? = true;
    }
    let minutes = |form: &Form| u16::try_from(number(form)?).ok();
    Some(frame::hours(open, minutes(from)?, minutes(to)?))
}

fn number(form: &Form) -> Option<i64> {
    match form {
        Form::Atom(text) => text.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::plain;
    use crate::terms::form::Form;

    fn list(head: &str, parts: &[Form]) -> Form {
        Form::list(head, parts.iter().cloned())
    }

    #[test]
    fn what_has_words_is_told_in_them() {
        let day = list("duration", &[Form::atom("86400000")]);
        let limit = list("limit", &[Form::atom("3"), day.clone()]);
        assert_eq!(plain(&limit), "at most 3 in 1d");
        assert_eq!(plain(&Form::List(vec![limit, Form::text("weekly")])), "at most 3 in 1d, \"weekly\"");
        let retry = list("retry", &[list("max", &[Form::atom("3")]), list("backoff", &[day])]);
        assert_eq!(plain(&retry), "3 times, backoff 1d");
        let days = list("days", &["0", "1", "2"].map(Form::atom));
        assert_eq!(plain(&list("hours", &[days, Form::atom("480"), Form::atom("1200")])), "Mon to Wed 08:00 to 20:00");
        assert_eq!(plain(&list("hours", &[Form::atom("x")])), "(hours x)");
        assert_eq!(plain(&Form::atom("true")), "true");
    }
}
