//! The YAML language server that editors use, over standard input and output.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "what fails here fails the test")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// How long an answer may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// The folder with what editors use, put there if it is missing.
pub fn editors() -> PathBuf {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/services/editors.sh");
    let output = Command::new(script).stderr(Stdio::inherit()).output().expect("the script runs");
    assert!(output.status.success(), "the editors' programs could not be installed; the script above says why");
    PathBuf::from(String::from_utf8(output.stdout).expect("UTF-8").trim_end())
}

/// A running server; it ends when this is dropped.
pub struct LanguageServer {
    child: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    settings: Value,
    asked: i64,
    opened: usize,
    diagnostics: BTreeMap<String, Value>,
}

/// A text that is open, with the place at which an editor's cursor is.
pub struct Open {
    uri: String,
    position: Value,
}

impl LanguageServer {
    /// One that judges every file by `schema`.
    pub fn start(schema: &Path) -> Self {
        let program = editors().join("node_modules/yaml-language-server/bin/yaml-language-server");
        let mut child = Command::new("node")
            .arg(program)
            .arg("--stdio")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node runs");
        let (input, output) = (child.stdin.take().expect("a pipe"), child.stdout.take().expect("a pipe"));
        let (sender, messages) = channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = message(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let schemas = json!({ format!("file://{}", schema.display()): ["*.yaml"] });
        let yaml = json!({ "schemas": schemas, "hover": true, "completion": true, "validate": true,
            "schemaStore": { "enable": false } });
        let mut server =
            Self { child, input, messages, settings: yaml, asked: 0, opened: 0, diagnostics: BTreeMap::new() };
        server.initialize();
        server
    }

    fn initialize(&mut self) {
        let item = json!({ "snippetSupport": true, "documentationFormat": ["markdown"] });
        let document = json!({ "hover": { "contentFormat": ["markdown"] }, "completion": { "completionItem": item } });
        let able = json!({ "workspace": { "configuration": true }, "textDocument": document });
        self.ask("initialize", &json!({ "processId": std::process::id(), "rootUri": null, "capabilities": able }));
        self.tell("initialized", &json!({}));
        self.tell("workspace/didChangeConfiguration", &json!({ "settings": { "yaml": self.settings } }));
        // It takes its settings in its own time: until it knows the schema, nothing is wrong with this.
        let open = self.open_whole("wayfare: 2\n");
        while self.faults(&open).is_empty() {
            self.diagnostics.clear();
        }
    }

    /// Opens `text` with the cursor where it has a `|`.
    #[track_caller]
    pub fn open(&mut self, text: &str) -> Open {
        let (before, after) = text.split_once('|').expect("a cursor");
        let (line, column) = place(before);
        let mut open = self.open_whole(&format!("{before}{after}"));
        open.position = json!({ "line": line, "character": column });
        open
    }

    /// Opens `text` with the cursor at its beginning.
    pub fn open_whole(&mut self, text: &str) -> Open {
        self.opened += 1;
        let uri = format!("file:///open/{}.yaml", self.opened);
        let document = json!({ "uri": uri, "languageId": "yaml", "version": 1, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": document }));
        Open { uri, position: json!({ "line": 0, "character": 0 }) }
    }

    /// What may be written at the cursor: each with its text and its documentation.
    pub fn complete(&mut self, open: &Open) -> BTreeMap<String, (String, String)> {
        let answer = self.ask("textDocument/completion", &open.params());
        let text = |value: &Value| value.as_str().or_else(|| value["value"].as_str()).unwrap_or_default().to_owned();
        let items = answer["items"].as_array().expect("items").iter();
        items
            .map(|item| (text(&item["label"]), (text(&item["textEdit"]["newText"]), text(&item["documentation"]))))
            .collect()
    }

    /// What is said of the place `line` and `column`, from 0, in Markdown without escapes.
    pub fn hover(&mut self, open: &Open, line: usize, column: usize) -> String {
        let position = json!({ "line": line, "character": column });
        let answer =
            self.ask("textDocument/hover", &json!({ "textDocument": { "uri": open.uri }, "position": position }));
        answer["contents"]["value"].as_str().unwrap_or_default().replace('\\', "")
    }

    /// The faults: line and column from 1, and the words.
    pub fn faults(&mut self, open: &Open) -> Vec<String> {
        while !self.diagnostics.contains_key(&open.uri) {
            self.receive();
        }
        let all = self.diagnostics[&open.uri].as_array().expect("a list").clone();
        let mut all: Vec<String> = all
            .iter()
            .map(|fault| {
                let start = &fault["range"]["start"];
                let number = |value: &Value| value.as_u64().expect("a number") + 1;
                let words = fault["message"].as_str().expect("words");
                format!("{}:{} {words}", number(&start["line"]), number(&start["character"]))
            })
            .collect();
        all.sort();
        all
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message["id"] == id && message.get("method").is_none() {
                assert!(message.get("error").is_none(), "{method}: {message}");
                return message["result"].clone();
            }
        }
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server listens");
        self.input.flush().expect("the server listens");
    }

    /// The next message; what the server itself asks is answered.
    fn receive(&mut self) -> Value {
        let message = self.messages.recv_timeout(PATIENCE).expect("the server answers");
        let params = &message["params"];
        if message["method"] == "textDocument/publishDiagnostics" {
            let uri = params["uri"].as_str().expect("a URI").to_owned();
            self.diagnostics.insert(uri, params["diagnostics"].clone());
        } else if let (Some(id), Some(method)) = (message.get("id"), message["method"].as_str()) {
            let setting = |item: &Value| if item["section"] == "yaml" { self.settings.clone() } else { Value::Null };
            let items = params["items"].as_array().map(Vec::as_slice).unwrap_or_default();
            let result = match method {
                "workspace/configuration" => items.iter().map(setting).collect(),
                _ => Value::Null,
            };
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }));
        }
        message
    }
}

impl Open {
    fn params(&self) -> Value {
        json!({ "textDocument": { "uri": self.uri }, "position": self.position })
    }
}

impl Drop for LanguageServer {
    fn drop(&mut self) {
        // It is ours alone and has nothing to save.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The line and the column, from 0, behind `text`.
fn place(text: &str) -> (usize, usize) {
    let line = text.matches('\n').count();
    (line, text.rsplit('\n').next().map_or(0, |last| last.chars().count()))
}

fn message(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", number)) => length = number.parse().ok()?,
            None if line.trim_end().is_empty() => break,
            _ => {}
        }
    }
    let mut bytes = vec![0; length];
    output.read_exact(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}
