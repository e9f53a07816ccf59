//! The page of a journey in a real browser: it zooms, pans, searches, closes states, tells of steps, obeys the keyboard,
//! and asks the net for nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod browser;
mod services;
mod sketch;

use std::collections::BTreeSet;
use std::path::Path;

use browser::Browser;
use serde_json::json;
use wayfare::picture::compose;
use wayfare::picture::mark::Marks;
use wayfare::project::workspace::Workspace;
use wayfare::report::picture::html;
use wayfare::report::picture::place::{self, Places};
use wayfare::report::picture::svg::Theme;

fn page(journey: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys").join(journey);
    let workspace = Workspace::open(&[path]).unwrap();
    let journey = &workspace.projects[0].journeys[0];
    let places = place::written(journey, &workspace.sources);
    html::render(&compose::chart(journey), &Marks::default(), &places, Theme::Auto)
}

/// A member of what part of the picture is drawn, once it rests.
fn seen(browser: &mut Browser, member: &str) -> f64 {
    browser.until("document.querySelector('#view svg').style.transform === ''");
    browser.number(&format!("document.querySelector('#view svg').viewBox.baseVal.{member}"))
}

/// The selector of the front part of a state.
fn state(name: &str) -> String {
    format!(".box[data-element='state:{name}'], .head[data-element='state:{name}']")
}

fn card(browser: &mut Browser) -> String {
    browser.text("document.getElementById('card').hidden ? '' : document.getElementById('card').innerText")
}

fn focused(browser: &mut Browser) -> String {
    browser.text("document.activeElement.getAttribute('data-element') || document.activeElement.id || document.activeElement.tagName")
}

#[test]
fn a_journey_can_be_looked_at_from_all_sides() {
    let Some(chromium) = services::installed("chromium.sh") else { return };
    let mut browser = Browser::start(&chromium, (1280, 900));
    browser.open(&page("trial.yaml"));
    all_of_it_is_seen(&mut browser);
    it_zooms_and_moves(&mut browser);
    it_tells_of_steps(&mut browser);
    states_close_and_open(&mut browser);
    it_is_searched(&mut browser);
    it_obeys_the_keyboard(&mut browser);
    it_is_light_or_dark(&mut browser);
    assert_eq!(browser.complaints(), Vec::<String>::new());
    let asked: Vec<String> = browser.requests().into_iter().filter(|url| !url.starts_with("data:")).collect();
    assert!(asked.iter().all(|url| url.starts_with("file:///") && url.contains("/page-")), "{asked:?}");
}

fn all_of_it_is_seen(browser: &mut Browser) {
    let outside = browser.value(
        "[...document.querySelectorAll('#view [data-box], #view .label, #view .panel')].filter((each) => {\n\
         const a = each.getBoundingClientRect(), v = document.getElementById('view').getBoundingClientRect();\n\
         return a.left < v.left || a.right > v.right || a.top < v.top || a.bottom > v.bottom;\n\
         }).map((each) => each.outerHTML.slice(0, 90))",
    );
    assert_eq!(outside, json!([]));
}

fn it_zooms_and_moves(browser: &mut Browser) {
    let (x, y) = browser.hover(&state("PAYING"));
    let width = seen(browser, "width");
    browser.wheel((x, y), -400.0);
    let closer = seen(browser, "width");
    assert!(closer < width * 0.8, "the wheel zooms: {width} to {closer}");
    let after = browser.hover(&state("PAYING"));
    assert!((after.0 - x).abs() < 3.0 && (after.1 - y).abs() < 3.0, "what is under the pointer stays there");
    let left = seen(browser, "x");
    browser.drag((200.0, 700.0), (300.0, 700.0));
    assert!(seen(browser, "x") < left, "a drag moves the picture");
    browser.key("+");
    assert!(seen(browser, "width") < closer);
    browser.key("-");
    browser.click("#out");
    assert!(seen(browser, "width") > closer);
    let top = seen(browser, "y");
    browser.key("ArrowDown");
    assert!(seen(browser, "y") > top, "arrows move the picture when nothing is chosen");
    browser.key("0");
    assert!((seen(browser, "width") - width).abs() < 1.0, "0 shows all of it");
}

fn it_tells_of_steps(browser: &mut Browser) {
    browser.hover(".label[data-element='step:not-charged']");
    let told = card(browser);
    for part in [
        "not-charged",
        "The money did not come; dunning takes over, the plan is open meanwhile",
        "failed.charge",
        "PAYING → PAID_LATER",
        "unlock_plan (plan: ctx.plan, seats: ctx.seats)",
        "trial.yaml:",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    browser.hover("#help");
    assert_eq!(card(browser), "", "what is no longer pointed at is no longer told");
    browser.click(".label[data-element='step:not-charged']");
    browser.hover("#help");
    assert!(card(browser).contains("not-charged"), "a click pins it");
    let on = browser.value("[...document.querySelectorAll('.box.on')].map((each) => each.dataset.element)");
    assert_eq!(on, json!(["state:PAYING", "state:PAID_LATER"]), "and shows where it leads from and to");
    browser.key("Escape");
    assert_eq!(card(browser), "");
    browser.hover(".row[data-element='step:ticked-off']");
    assert!(card(browser).contains("Something new is ticked off"), "{}", card(browser));
}

fn shown(browser: &mut Browser, selector: &str) -> bool {
    browser.value(&format!("document.querySelector({selector:?}).getBoundingClientRect().width > 0")) == json!(true)
}

fn states_close_and_open(browser: &mut Browser) {
    let area = |of: &str| {
        let of = state(of);
        format!("(({{width, height}}) => width * height)(document.querySelector({of:?}).getBBox())")
    };
    let before = browser.number(&area("TRYING"));
    let lower =
        format!("document.querySelector({:?}).transform.baseVal.consolidate()?.matrix.f ?? 0", state("EXPIRED"));
    browser.click(&format!("{} .toggle", state("TRYING").split(", ").nth(1).unwrap()));
    assert!(!shown(browser, &state("CHECKLIST")) && shown(browser, &state("PAYING")));
    assert!(browser.number(&area("TRYING")) < before * 2.0);
    assert!(browser.number(&lower) < -100.0, "what is below moves up");
    let overlaps = browser.value(OVERLAPS);
    assert_eq!(overlaps, json!([]), "nothing lies on anything else");
    let ends = browser.value(ENDS);
    assert_eq!(ends, json!([]), "every line that can be seen begins and ends at a box");
    browser.key("Escape");
    browser.click(&format!("{} .toggle", state("TRYING").split(", ").nth(1).unwrap()));
    assert!(shown(browser, &state("CHECKLIST")));
    assert_eq!(browser.value(ENDS), json!([]));
}

/// Boxes without others inside, labels and panels that can be seen and lie on one another.
const OVERLAPS: &str = "(() => {
  const all = [...document.querySelectorAll('#view .box, #view .label, #view .panel, #view .head')].map((each) => [each.dataset.element || 'panel', each.getBoundingClientRect()]).filter(([, a]) => a.width > 0);
  const out = [];
  all.forEach(([one, a], at) => all.slice(at + 1).forEach(([other, b]) => {
    if (a.left + 1 < b.right && b.left + 1 < a.right && a.top + 1 < b.bottom && b.top + 1 < a.bottom) out.push(one + ' on ' + other);
  }));
  return out;
})()";

/// Lines that can be seen and whose ends are at no border.
const ENDS: &str = "(() => {
  const boxes = [...document.querySelectorAll('#view .box > *, #view .compound > rect, #view .head > .bar')].map((each) => each.getBoundingClientRect()).filter((a) => a.width > 0);
  const within = (p, a, by) => p.x > a.left - by && p.x < a.right + by && p.y > a.top - by && p.y < a.bottom + by;
  const near = (p) => boxes.some((a) => within(p, a, 9) && !within(p, a, -9));
  return [...document.querySelectorAll('#view .line:not(.away)')].filter((line) => {
    const shaft = line.querySelector('.shaft'), matrix = shaft.getScreenCTM();
    return ![0, shaft.getTotalLength()].every((at) => near(shaft.getPointAtLength(at).matrixTransform(matrix)));
  }).map((line) => line.dataset.element);
})()";

fn it_is_searched(browser: &mut Browser) {
    browser.key("/");
    assert_eq!(focused(browser), "find");
    browser.typed("book_call");
    assert_eq!(browser.text("document.getElementById('found').textContent"), "2 found");
    let hits = browser.value("[...document.querySelectorAll('.hit')].map((each) => each.dataset.element)");
    assert_eq!(hits, json!(["state:CALL_OFFERED", "action:book_call"]));
    browser.key("Enter");
    assert_eq!(browser.text("document.getElementById('found').textContent"), "1 of 2");
    assert!(card(browser).contains("book_call"));
    browser.key("Enter");
    browser.key("Enter");
    assert_eq!(browser.text("document.getElementById('found').textContent"), "1 of 2", "it goes round");
    browser.key("Escape");
    assert_eq!(browser.value("document.querySelectorAll('.hit').length"), json!(0));
    browser.click("#fold");
    assert!(!shown(browser, &state("CALL_OFFERED")));
    browser.key("/");
    browser.typed("call-held");
    browser.key("Enter");
    assert!(shown(browser, &state("CALL_OFFERED")), "what is found is opened");
    browser.key("Escape");
    browser.key("0");
}

fn it_obeys_the_keyboard(browser: &mut Browser) {
    browser.click("#help");
    browser.click("#help");
    browser.key("Tab");
    let mut seen = Vec::new();
    for _ in 0..9 {
        seen.push(focused(browser));
        browser.key("Tab");
    }
    let states = [
        "TRYING",
        "EXPERIMENT",
        "ON_THEIR_OWN",
        "CHECKLIST",
        "CALL_OFFERED",
        "PAYING",
        "PAID",
        "PAID_LATER",
        "EXPIRED",
    ];
    for name in states {
        assert!(seen.contains(&format!("state:{name}")), "Tab comes to {name}: {seen:?}");
    }
    browser.value(&format!("document.querySelector({:?}).focus()", state("PAYING")));
    assert!(card(browser).contains("The payment provider is asked"), "what has the focus is told");
    browser.key("ArrowRight");
    assert_eq!(focused(browser), "step:charged");
    browser.key("ArrowDown");
    assert_eq!(focused(browser), "step:not-charged");
    browser.key("ArrowRight");
    assert_eq!(focused(browser), "state:PAID_LATER");
    browser.key("ArrowLeft");
    browser.key("ArrowLeft");
    assert_eq!(focused(browser), "state:PAYING");
    browser.key("Escape");
    assert_eq!(card(browser), "");
    browser.value(&format!("document.querySelector({:?}).focus()", state("TRYING").split(", ").nth(1).unwrap()));
    browser.key("c");
    assert!(!shown(browser, &state("CHECKLIST")), "c closes");
    browser.key("c");
    assert!(shown(browser, &state("CHECKLIST")), "and opens");
    let nameless = browser.value(
        "[...document.querySelectorAll('#view [tabindex]')].filter((each) => !each.getAttribute('aria-label')).length",
    );
    assert_eq!(nameless, json!(0), "everything that can have the focus has a name");
}

fn it_is_light_or_dark(browser: &mut Browser) {
    let ground = "getComputedStyle(document.body).backgroundColor";
    browser.scheme("dark");
    let dark = browser.text(ground);
    browser.scheme("light");
    let light = browser.text(ground);
    assert_ne!(dark, light, "it follows the screen");
    browser.key("t");
    assert_eq!(browser.text(ground), dark, "until its reader says otherwise");
    assert_eq!(browser.text("localStorage.getItem('wayfare-theme')"), "dark");
}

#[test]
fn all_closed_in_any_order_nothing_lies_on_anything_else() {
    let Some(chromium) = services::installed("chromium.sh") else { return };
    let mut browser = Browser::start(&chromium, (1600, 1200));
    let drawn = |seed| {
        html::render(&compose::chart(&sketch::journey(seed, 30)), &Marks::default(), &Places::new(), Theme::Auto)
    };
    let pages = [("kyc", page("kyc.yaml")), ("win-back", page("win-back.yaml"))];
    for (name, page) in pages.into_iter().chain([4, 11, 23].map(|seed| ("a sketch", drawn(seed)))) {
        browser.open(&page);
        let toggles = browser.number("document.querySelectorAll('.toggle').length") as usize;
        let (lying, loose) = (told(&mut browser, OVERLAPS), told(&mut browser, ENDS));
        for number in (0..toggles).rev() {
            let click = "dispatchEvent(new MouseEvent('click', { bubbles: true }))";
            browser.value(&format!("document.querySelectorAll('.toggle')[{number}].{click}"));
            browser.settle();
            for (before, now) in [(&lying, OVERLAPS), (&loose, ENDS)] {
                let more: Vec<String> = told(&mut browser, now).difference(before).cloned().collect();
                assert!(more.is_empty(), "{name}, {number} closed: {more:?}");
            }
        }
    }
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

/// The texts that an expression of JavaScript comes to.
fn told(browser: &mut Browser, expression: &str) -> BTreeSet<String> {
    let all = browser.value(expression);
    all.as_array().unwrap().iter().map(|each| each.as_str().unwrap().to_owned()).collect()
}
