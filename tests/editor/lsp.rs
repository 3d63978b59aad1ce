//! A client of rust-analyzer: as much of the protocol as a test needs.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long rust-analyzer may take to load a crate, and to answer.
const PATIENCE: Duration = Duration::from_secs(300);

/// A running rust-analyzer with one open file.
pub(crate) struct Editor {
    server: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    file: String,
    version: i64,
    last_id: i64,
}

/// Whether there is a rust-analyzer that starts: rustup has a name for it even without one.
pub(crate) fn is_there() -> bool {
    Command::new("rust-analyzer")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

impl Editor {
    /// Opens `src/main.rs` of a crate and waits until all of it is loaded.
    pub(crate) fn open(folder: &Path, options: &Value) -> Self {
        let mut server = Command::new("rust-analyzer")
            .current_dir(folder)
            // Those of this test's own crate.
            .env_remove("CARGO_MANIFEST_DIR")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let input = server.stdin.take().unwrap();
        let mut output = BufReader::new(server.stdout.take().unwrap());
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let path: PathBuf = folder.join("src/main.rs");
        let mut editor = Self {
            server,
            input,
            messages,
            file: format!("file://{}", path.display()),
            version: 1,
            last_id: 0,
        };
        let root = format!("file://{}", folder.display());
        editor.request(
            "initialize",
            json!({
                "processId": std::process::id(),
                "rootUri": root,
                "workspaceFolders": [{ "uri": root, "name": "trial" }],
                "capabilities": {
                    "experimental": { "serverStatusNotification": true },
                    "textDocument": {
                        "hover": { "contentFormat": ["markdown"] },
                        "completion": { "completionItem": {
                            "documentationFormat": ["markdown"],
                            "resolveSupport": { "properties": [] },
                        } },
                    },
                },
                "initializationOptions": options,
            }),
        );
        editor.notify("initialized", json!({}));
        let text = std::fs::read_to_string(path).unwrap();
        let document = json!({
            "uri": editor.file, "languageId": "rust", "version": 1, "text": text,
        });
        editor.notify("textDocument/didOpen", json!({ "textDocument": document }));
        editor.wait_for(|message| {
            message["method"] == "experimental/serverStatus"
                && message["params"]["quiescent"] == true
        });
        editor
    }

    /// The text that is shown when the pointer rests where `‸` stands, once `text` is typed.
    pub(crate) fn hover(&mut self, text: &str) -> String {
        let position = self.write(text);
        let answer = self.request("textDocument/hover", position);
        answer["contents"]["value"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The names that are offered where `‸` stands, each with its documentation.
    pub(crate) fn complete(&mut self, text: &str) -> Vec<(String, String)> {
        let position = self.write(text);
        let answer = self.request("textDocument/completion", position);
        let items = answer["items"].as_array().or_else(|| answer.as_array());
        items
            .into_iter()
            .flatten()
            .map(|item| {
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                (text(&item["label"]), text(&item["documentation"]["value"]))
            })
            .collect()
    }

    /// What is said about `text`: the words that are underlined, and the message.
    pub(crate) fn problems(&mut self, text: &str) -> Vec<(String, String)> {
        self.write(text);
        let document = json!({ "textDocument": { "uri": self.file } });
        let answer = self.request("textDocument/diagnostic", document);
        answer["items"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|item| {
                let place = |end: &str| {
                    let number = |name: &str| item["range"][end][name].as_u64().unwrap();
                    (number("line") as usize, number("character") as usize)
                };
                let ((line, from), (_, to)) = (place("start"), place("end"));
                let plain = text.replace('‸', "");
                let line = plain.lines().nth(line).unwrap();
                let words: String = line.chars().skip(from).take(to - from).collect();
                let message = item["message"].as_str().unwrap_or_default();
                (words, message.to_owned())
            })
            .collect()
    }

    /// Makes `text` the file's; gives the place of the mark in it.
    fn write(&mut self, text: &str) -> Value {
        self.version += 1;
        let changes = json!({
            "textDocument": { "uri": self.file, "version": self.version },
            "contentChanges": [{ "text": text.replace('‸', "") }],
        });
        self.notify("textDocument/didChange", changes);
        let before = text.split('‸').next().unwrap_or_default();
        let line = before.matches('\n').count();
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count();
        json!({
            "textDocument": { "uri": self.file },
            "position": { "line": line, "character": column },
        })
    }

    fn request(&mut self, method: &str, params: Value) -> Value {
        loop {
            self.last_id += 1;
            let id = self.last_id;
            self.send(&json!({ "id": id, "method": method, "params": params }));
            let answer =
                self.wait_for(|message| message["id"] == id && message["method"].is_null());
            // The file was still being looked at as it was before: to be asked again.
            let again = [-32801, -32802].map(Value::from);
            if !again.contains(&answer["error"]["code"]) {
                assert!(answer["error"].is_null(), "{method}: {answer}");
                return answer["result"].clone();
            }
        }
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "method": method, "params": params }));
    }

    fn send(&mut self, message: &Value) {
        let mut message = message.clone();
        message["jsonrpc"] = "2.0".into();
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }

    fn wait_for(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let message = self.messages.recv_timeout(left).unwrap();
            if wanted(&message) {
                return message;
            }
            // What the server asks of us, we have not.
            if !message["id"].is_null() && !message["method"].is_null() {
                self.send(&json!({ "id": message["id"], "result": null }));
            }
        }
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // It has nothing to lose, and an error here would hide the test's own.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The next message; nothing once there is none.
fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        if let Some(number) = line.strip_prefix("Content-Length:") {
            length = number.trim().parse().ok()?;
        }
    }
    let mut text = vec![0; length];
    output.read_exact(&mut text).ok()?;
    serde_json::from_slice(&text).ok()
}
