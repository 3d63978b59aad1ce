//! Stand-ins for what a test cannot make stutter: an HTTP server, a `spark-submit`.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use pipeline_spark::install::{Found, Spark};

/// A server that answers each request line; an empty answer is a connection that breaks.
pub fn serve(mut answer: impl FnMut(&str) -> String + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { break };
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let request = lines.next().and_then(Result::ok).unwrap_or_default();
            for line in lines.by_ref() {
                if line.map_or(true, |line| line.is_empty()) {
                    break;
                }
            }
            let answer = answer(&request);
            if !answer.is_empty() {
                let length = answer.len();
                let _ = write!(
                    stream,
                    "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{answer}"
                );
            }
        }
    });
    address
}

/// The next of some answers, the last one for ever.
pub fn next(answers: &mut Vec<String>) -> String {
    if answers.len() > 1 {
        answers.remove(0)
    } else {
        answers[0].clone()
    }
}

/// Makes a program of a shell script.
pub fn script(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, format!("#!/bin/sh\n{text}\n")).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// A Spark whose `spark-submit` is this script, with these defaults.
pub fn spark(home: &Path, submit: &str, defaults: &str) -> Arc<Spark> {
    script(&home.join("bin/spark-submit"), submit);
    std::fs::create_dir_all(home.join("conf")).unwrap();
    std::fs::write(home.join("conf/spark-defaults.conf"), defaults).unwrap();
    Arc::new(Spark {
        home: home.to_owned(),
        version: "4.3.0".parse().unwrap(),
        java_home: None,
        python: None,
        found: Found::SparkHome,
    })
}
