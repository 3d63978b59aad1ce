//! The other side: official libraries in a Python environment of the tests' own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

const PACKAGES: [&str; 3] = [
    "prometheus_client==0.23.1",
    "openlineage-python==1.54.0",
    "opentelemetry-proto==1.45.2",
];

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/observe/check.py")
}

/// A Python with the packages. It is made once and kept.
fn python() -> &'static Path {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("observe-python");
        let python = folder.join("bin/python");
        let done = folder.join("done");
        if std::fs::read_to_string(&done).is_ok_and(|text| text == PACKAGES.join(" ")) {
            return python;
        }
        run(Command::new("python3").args(["-m", "venv"]).arg(&folder));
        run(Command::new(&python)
            .args(["-m", "pip", "install", "-q"])
            .args(PACKAGES));
        std::fs::write(done, PACKAGES.join(" ")).unwrap();
        python
    })
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// What the libraries read in a file.
pub(crate) fn read(what: &str, file: &Path) -> Value {
    let mut command = Command::new(python());
    let text = run(command.arg(script()).arg(what).arg(file));
    serde_json::from_str(&text).unwrap()
}

/// A server that keeps what it is sent.
pub(crate) struct Server {
    child: Child,
    pub(crate) url: String,
}

impl Server {
    /// Starts one. It answers the first requests with 503.
    pub(crate) fn start(file: &Path, refuse: u32) -> Self {
        let mut command = Command::new(python());
        command.arg(script()).arg("receive").arg(file);
        command.arg(refuse.to_string()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut port = String::new();
        let out = child.stdout.take().unwrap();
        BufReader::new(out).read_line(&mut port).unwrap();
        Self {
            child,
            url: format!("http://127.0.0.1:{}", port.trim()),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
