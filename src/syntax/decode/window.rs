//! Recurring spans of local time.

use crate::syntax::declared::WindowDecl;
use crate::syntax::decode::context::{Cx, items};
use crate::syntax::decode::fields::Fields;
use crate::syntax::decode::names;
use crate::syntax::decode::value::value;
use crate::syntax::elements::policy::{DAYS, WINDOW};
use crate::syntax::node::{Entry, Node};
use crate::terms::rule;
use crate::terms::span::{Name, Spanned};

/// The window `name`.
pub fn window(cx: &mut Cx<'_>, name: Name, entry: &Entry<'_>) -> WindowDecl {
    let (node, mark) = (&entry.value, cx.mark());
    names::check_id(cx, &name, "a window");
    let mut window = WindowDecl { name, days: None, from: None, to: None, tz: None, broken: false };
    if let Some(keys) = Fields::of(cx, node, &WINDOW) {
        window.days = keys.get("days").map(|node| days(cx, node));
        let from = keys.require(cx, "from");
        window.from = from.and_then(|node| time_of_day(cx, node, 1439));
        let to = keys.require(cx, "to");
        window.to = to.and_then(|node| time_of_day(cx, node, 1440));
        window.tz = keys.get("tz").and_then(|node| value(cx, node));
        differ(cx, &mut window, to);
    }
    window.broken = cx.is_partial(entry) || cx.broken(mark);
    window
}

fn days(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<u8> {
    let mark = cx.mark();
    let mut days: Vec<u8> = items(node).iter().filter_map(|item| cx.choice(item, &DAYS)).map(|day| day.value).collect();
    if days.is_empty() && !cx.broken(mark) {
        let help = "name a day, `[mon, tue]`, or take `days` out: the window then opens every day";
        cx.fault(node, rule::WRONG_SHAPE, "the list of days is empty", help);
    }
    days.sort_unstable();
    days.dedup();
    days
}

fn differ(cx: &mut Cx<'_>, window: &mut WindowDecl, to: Option<&Node<'_>>) {
    if let (Some(from), Some(end), Some(node)) = (&window.from, &window.to, to)
        && from.value == end.value
    {
        let help = "a window has to close; for a whole day write `from: \"00:00\"` and `to: \"24:00\"`";
        cx.fault(node, rule::WRONG_SHAPE, "a window that opens and closes at the same time", help);
        window.to = None;
    }
}

/// Minutes after midnight.
fn time_of_day(cx: &mut Cx<'_>, node: &Node<'_>, last: u16) -> Option<Spanned<u16>> {
    let expected = "a time of day";
    let text = cx.text(node, expected)?;
    let two = |text: &str| (text.len() == 2).then(|| text.parse::<u16>().ok()).flatten();
    let minutes = text.split_once(':').and_then(|(hour, minute)| {
        let (hour, minute) = (two(hour)?, two(minute)?);
        (minute < 60).then_some(hour * 60 + minute)
    });
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    let found = minutes.filter(|&minutes| plain && minutes <= last);
    if found.is_none() {
        cx.wrong(node, expected, "write `\"08:00\"`, hours from 00 to 23; only `to` may be `\"24:00\"`");
    }
    found.map(|minutes| Spanned::new(minutes, cx.span(node)))
}
