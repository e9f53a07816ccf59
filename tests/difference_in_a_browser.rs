//! The page of a difference in a real browser: both versions move together, a change shows where it is in both, and the
//! keyboard does all of it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod browser;
mod services;
mod versions;

use browser::Browser;
use serde_json::json;
use versions::Versions;
use wayfare::report::changes::html;
use wayfare::report::picture::svg::Theme;

const OLD: &str = "wayfare: 1
journey: trial
version: 1.2.0
title: From trial to customer
owner: growth
events: { SIGNED_UP: {}, PAID: {}, ASKED: { payload: { what: string } } }
context: { seats: { type: int, default: 1 } }
actions: { call: { params: { text: string? } } }
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    initial: ALONE
    steps: [{ id: over, after: 14d, to: LOST }]
    states:
      ALONE: { steps: [{ id: asks, triggers: ASKED, guard: ctx.seats > 3, to: HELPED }] }
      HELPED: { on_entry: [call: {}], steps: [{ id: paid, triggers: PAID, to: CUSTOMER }] }
  OLD_WAY: { steps: [{ id: back, triggers: ASKED, to: TRYING }] }
  CUSTOMER: { final: true }
  LOST: { final: true }
";

fn new() -> String {
    OLD.replace("version: 1.2.0", "version: 2.0.0")
        .replace("ctx.seats > 3", "ctx.seats > 2")
        .replace(
            "  OLD_WAY: { steps: [{ id: back, triggers: ASKED, to: TRYING }] }\n",
            "  THINKING: { steps: [{ id: gone, after: 30d, to: LOST }] }\n",
        )
        .replace("after: 14d, to: LOST", "after: 14d, to: THINKING")
        .replace("context: {", "context: { name: { type: string, default: \"\" },")
}

fn page(old: &str, new: &str) -> String {
    Versions::of_texts("a page", old, new)
        .told(false, |written, pictured| html::render(written, pictured, Theme::Auto, None))
}

/// The button of a change, by its kind.
fn click(browser: &mut Browser, kind: &str) {
    let find =
        format!("[...document.querySelectorAll('button.change')].find((each) => each.innerText.startsWith('{kind}'))");
    browser.value(&format!("{find}.scrollIntoView({{ block: 'center' }})"));
    browser.value(&format!("{find}.id = 'this-one'"));
    browser.click("#this-one");
    browser.value("document.getElementById('this-one').removeAttribute('id')");
}

/// What is highlighted, by name.
fn on(browser: &mut Browser) -> serde_json::Value {
    browser
        .value("[...new Set([...document.querySelectorAll('#view .on')].map((each) => each.dataset.element))].sort()")
}

#[test]
fn a_change_is_shown_in_both_versions() {
    let Some(chromium) = services::installed("chromium.sh") else { return };
    let mut browser = Browser::start(&chromium, (1440, 900));
    browser.open(&page(OLD, &new()));
    click(&mut browser, "guard-loosened");
    let seen = on(&mut browser);
    let seen: Vec<&str> = seen.as_array().unwrap().iter().map(|each| each.as_str().unwrap()).collect();
    for element in ["step:asks", "was:step:asks"] {
        assert!(seen.contains(&element), "{element}: {seen:?}");
    }
    for element in ["step:asks", "was:step:asks"] {
        let inside = format!(
            "(() => {{ const a = document.querySelector(\".label[data-element='{element}']\"), v = a.closest('.pane').getBoundingClientRect(), b = a.getBoundingClientRect();\n\
             return b.width > 0 && b.left >= v.left && b.right <= v.right && b.top >= v.top && b.bottom <= v.bottom; }})()"
        );
        assert_eq!(browser.value(&inside), json!(true), "{element} can be seen");
    }
    click(&mut browser, "guard-loosened");
    assert_eq!(on(&mut browser), json!([]), "a second click lets go");
    click(&mut browser, "state-removed");
    assert_eq!(on(&mut browser), json!(["was:state:OLD_WAY"]), "what is gone is in the old version alone");
    click(&mut browser, "state-added");
    assert_eq!(on(&mut browser), json!(["state:THINKING"]));
    click(&mut browser, "context-added");
    assert_eq!(on(&mut browser), json!([]), "no picture shows it");
    assert_eq!(
        browser.value("document.querySelector('[aria-pressed=true]').classList.contains('unseen')"),
        json!(true)
    );
    assert_eq!(browser.complaints(), Vec::<String>::new());
    let asked: Vec<String> = browser.requests().into_iter().filter(|url| !url.starts_with("data:")).collect();
    assert!(asked.iter().all(|url| url.starts_with("file:///") && url.contains("/page-")), "{asked:?}");
}

#[test]
fn both_versions_move_and_close_together() {
    let Some(chromium) = services::installed("chromium.sh") else { return };
    let mut browser = Browser::start(&chromium, (1440, 900));
    browser.open(&page(OLD, &new()));
    let boxes = "[...document.querySelectorAll('.pane svg')].map((svg) => svg.getAttribute('viewBox'))";
    let alike = |browser: &mut Browser| {
        browser.until("[...document.querySelectorAll('.pane svg')].every((svg) => svg.style.transform === '')");
        browser.value(&format!("new Set({boxes}).size")) == json!(1)
    };
    let before = browser.value(boxes);
    let place = browser.hover(".box[data-element='was:state:LOST']");
    browser.wheel(place, -400.0);
    assert!(alike(&mut browser) && browser.value(boxes) != before, "the wheel over one moves both");
    let after = browser.hover(".box[data-element='was:state:LOST']");
    assert!(
        (after.0 - place.0).abs() < 3.0 && (after.1 - place.1).abs() < 3.0,
        "what is under the pointer stays there"
    );
    browser.click(".box[data-element='state:LOST']");
    let seen = on(&mut browser);
    assert!(seen.to_string().contains("\"was:state:LOST\"") && seen.to_string().contains("\"state:LOST\""), "{seen}");
    browser.key("Escape");
    browser.key("0");
    browser.click(".head[data-element='state:TRYING'] .toggle");
    let width = "['', 'was:'].map((was) => document.querySelector(`.box[data-element='${was}state:ALONE']`).getBoundingClientRect().width)";
    assert_eq!(browser.value(width), json!([0, 0]), "what is closed in one is closed in both");
    assert!(alike(&mut browser));
    click(&mut browser, "guard-loosened");
    assert_ne!(browser.value(width), json!([0, 0]), "what is asked for is opened in both");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn the_keyboard_goes_from_change_to_change() {
    let Some(chromium) = services::installed("chromium.sh") else { return };
    let mut browser = Browser::start(&chromium, (1440, 900));
    browser.open(&page(OLD, &new()));
    let pressed = "[...document.querySelectorAll('button.change')].findIndex((each) => each.getAttribute('aria-pressed') === 'true')";
    assert_eq!(browser.value(pressed), json!(-1));
    browser.key("n");
    assert_eq!(browser.value(pressed), json!(0));
    browser.key("n");
    assert_eq!(browser.value(pressed), json!(1));
    browser.key("p");
    assert_eq!(browser.value(pressed), json!(0));
    browser.key("ArrowDown");
    browser.key("Enter");
    assert_eq!(browser.value(pressed), json!(1), "arrows go along the list, Enter chooses");
    browser.key("Escape");
    assert_eq!(browser.value(pressed), json!(-1));
    assert_eq!(on(&mut browser), json!([]));
    browser.scheme("dark");
    let dark = browser.text("getComputedStyle(document.getElementById('changes')).backgroundColor");
    browser.scheme("light");
    assert_ne!(dark, browser.text("getComputedStyle(document.getElementById('changes')).backgroundColor"));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn texts_are_text_whatever_they_say() {
    let Some(chromium) = services::installed("chromium.sh") else { return };
    let mut browser = Browser::start(&chromium, (1000, 700));
    let hostile = "</script><script>document.title='no'</script><b>x</b> \u{5e9}\u{5dc}\u{5d5}\u{5dd}";
    let old = OLD.replace("on_entry: [call: {}]", &format!("on_entry: [call: {{ text: \"{hostile}\" }}]"));
    let new = old
        .replace("<b>x</b>", "<b>y</b>")
        .replace("LOST: { final: true }", &format!("LOST: {{ final: true, description: \"{hostile}\" }}"));
    browser.open(&page(&old, &new));
    assert_ne!(browser.text("document.title"), "no");
    assert_eq!(browser.value("document.querySelectorAll('#changes b').length"), json!(0));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}
