//! A Chromium without a window, asked over pipes: pages, keys, the mouse, and all that it complains of or asks the net for.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "what fails here fails the test")]

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A browser with one page.
pub struct Browser {
    child: Child,
    to: File,
    from: BufReader<File>,
    session: Value,
    number: u64,
    events: Vec<Value>,
    folder: TempDir,
}

impl Browser {
    /// Starts `chromium` with an empty page of this size.
    pub fn start(chromium: &Path, (width, height): (u32, u32)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = |name: &str| folder.path().join(name);
        let made = Command::new("mkfifo").args([pipe("to"), pipe("from")]).status().expect("mkfifo");
        assert!(made.success());
        // The browser listens at its third and answers at its fourth file.
        let script = r#"exec "$0" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run \
            --user-data-dir="$1/profile" --remote-debugging-pipe 3<"$1/to" 4>"$1/from""#;
        let child = Command::new("bash")
            .args(["-c", script])
            .arg(chromium)
            .arg(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the browser starts");
        let to = File::options().write(true).open(pipe("to")).expect("a pipe");
        let from = BufReader::new(File::open(pipe("from")).expect("a pipe"));
        let mut browser = Self { child, to, from, session: Value::Null, number: 0, events: Vec::new(), folder };
        let target = browser.ask("Target.createTarget", &json!({ "url": "about:blank" }))["targetId"].clone();
        let attached = browser.ask("Target.attachToTarget", &json!({ "targetId": target, "flatten": true }));
        browser.session = attached["sessionId"].clone();
        for domain in ["Page", "Runtime", "Network", "Log"] {
            browser.ask(&format!("{domain}.enable"), &json!({}));
        }
        browser.resize((width, height));
        browser
    }

    /// Gives the page another size.
    pub fn resize(&mut self, (width, height): (u32, u32)) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.ask("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// What the screen asks for: `light` or `dark`.
    pub fn scheme(&mut self, value: &str) {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        self.ask("Emulation.setEmulatedMedia", &features);
    }

    /// Opens a page from a file and waits until it says that it is ready.
    pub fn open(&mut self, content: &str) {
        let name = format!("page-{}.html", self.number);
        let page = self.folder.path().join(&name);
        fs::write(&page, content).expect("a file");
        self.ask("Page.navigate", &json!({ "url": format!("file://{}", page.display()) }));
        for _ in 0..2_000 {
            let ready =
                format!("location.href.endsWith('{name}') && document.documentElement?.dataset.ready === 'true'");
            if self.value(&ready) == json!(true) {
                self.settle();
                return;
            }
        }
        panic!("the page is not ready: {:?}", self.complaints());
    }

    /// Waits for the next two frames.
    pub fn settle(&mut self) {
        self.value("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))");
    }

    /// Waits until an expression of JavaScript is true.
    #[track_caller]
    pub fn until(&mut self, condition: &str) {
        for _ in 0..500 {
            if self.value(condition) == json!(true) {
                return;
            }
            self.settle();
        }
        panic!("never: {condition}");
    }

    /// The value of an expression of JavaScript.
    #[track_caller]
    pub fn value(&mut self, expression: &str) -> Value {
        let asked = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self.ask("Runtime.evaluate", &asked);
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// The number that an expression of JavaScript comes to.
    #[track_caller]
    pub fn number(&mut self, expression: &str) -> f64 {
        self.value(expression).as_f64().unwrap_or_else(|| panic!("{expression} is no number"))
    }

    /// The text that an expression of JavaScript comes to.
    #[track_caller]
    pub fn text(&mut self, expression: &str) -> String {
        self.value(expression).as_str().unwrap_or_else(|| panic!("{expression} is no text")).to_owned()
    }

    /// Presses and releases a key.
    pub fn key(&mut self, key: &str) {
        let code = match key {
            "Tab" => 9,
            "Enter" => 13,
            "Escape" => 27,
            "ArrowLeft" => 37,
            "ArrowUp" => 38,
            "ArrowRight" => 39,
            "ArrowDown" => 40,
            other => other.to_uppercase().bytes().next().map_or(0, u32::from),
        };
        let mut down = json!({ "type": "keyDown", "key": key, "windowsVirtualKeyCode": code });
        if key.chars().count() == 1 {
            down["text"] = json!(key);
        }
        if key == "Enter" {
            down["text"] = json!("\r");
        }
        self.ask("Input.dispatchKeyEvent", &down);
        self.ask("Input.dispatchKeyEvent", &json!({ "type": "keyUp", "key": key, "windowsVirtualKeyCode": code }));
        self.settle();
    }

    /// Types a text, key by key.
    pub fn typed(&mut self, text: &str) {
        for each in text.chars() {
            self.key(&each.to_string());
        }
    }

    /// Moves the mouse to the middle of what a selector finds, and says where that is.
    #[track_caller]
    pub fn hover(&mut self, selector: &str) -> (f64, f64) {
        let area = format!("document.querySelector({selector:?}).getBoundingClientRect()");
        let middle = self.value(&format!("(({{x, y, width, height}}) => [x + width / 2, y + height / 2])({area})"));
        let at = (middle[0].as_f64().unwrap(), middle[1].as_f64().unwrap());
        self.mouse("mouseMoved", at, json!({}));
        at
    }

    /// Clicks what a selector finds.
    #[track_caller]
    pub fn click(&mut self, selector: &str) {
        let at = self.hover(selector);
        for kind in ["mousePressed", "mouseReleased"] {
            self.mouse(kind, at, json!({ "button": "left", "clickCount": 1 }));
        }
    }

    /// Drags from one point to another.
    pub fn drag(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.mouse("mousePressed", from, json!({ "button": "left", "clickCount": 1 }));
        self.mouse("mouseMoved", to, json!({ "button": "left" }));
        self.mouse("mouseReleased", to, json!({ "button": "left", "clickCount": 1 }));
    }

    /// Turns the wheel at a point; down is positive.
    pub fn wheel(&mut self, at: (f64, f64), by: f64) {
        self.mouse("mouseWheel", at, json!({ "deltaX": 0, "deltaY": by }));
    }

    fn mouse(&mut self, kind: &str, (x, y): (f64, f64), mut more: Value) {
        more["type"] = json!(kind);
        more["x"] = json!(x);
        more["y"] = json!(y);
        self.ask("Input.dispatchMouseEvent", &more);
        self.settle();
    }

    /// All that the page logged, threw or was refused.
    pub fn complaints(&self) -> Vec<String> {
        let kinds = ["Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"];
        let said = |event: &&Value| kinds.iter().any(|kind| event["method"] == *kind);
        self.events.iter().filter(said).map(ToString::to_string).collect()
    }

    /// All addresses that the page asked for.
    pub fn requests(&self) -> Vec<String> {
        let asked = self.events.iter().filter(|event| event["method"] == "Network.requestWillBeSent");
        asked.filter_map(|event| Some(event["params"]["request"]["url"].as_str()?.to_owned())).collect()
    }

    /// A picture of the page as PNG in base64.
    pub fn screenshot(&mut self) -> String {
        self.ask("Page.captureScreenshot", &json!({ "format": "png" }))["data"].as_str().unwrap_or_default().to_owned()
    }

    #[track_caller]
    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.number += 1;
        let mut message = json!({ "id": self.number, "method": method, "params": params });
        if !self.session.is_null() {
            message["sessionId"] = self.session.clone();
        }
        self.to.write_all(format!("{message}\0").as_bytes()).expect("the browser listens");
        loop {
            let mut bytes = Vec::new();
            self.from.read_until(0, &mut bytes).expect("the browser answers");
            bytes.pop();
            let answer: Value = serde_json::from_slice(&bytes).expect("JSON");
            if answer["id"] == json!(self.number) {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].clone();
            }
            self.events.push(answer);
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It may be gone already, which is as well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
