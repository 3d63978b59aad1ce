//! Where events go: a file, a server.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::time::Duration;

use pipeline_core::observe::{Tell, Work};
use pipeline_core::secret::mask_urls;
use reqwest::blocking::Client;
use serde_json::Value;

use crate::http::{cause, client};

/// A server of lineage.
pub(super) struct Server {
    /// The whole address.
    pub(super) url: String,
    /// The key that it knows us by.
    pub(super) key: Option<String>,
    /// How long it may take for one event.
    pub(super) timeout: Duration,
    /// How often an event is sent again.
    pub(super) retries: u32,
}

/// Sends events. The first thing that goes wrong is told, once for each place.
pub(super) struct Sender {
    file: Option<Place<PathBuf, File>>,
    server: Option<Place<Server, Client>>,
    tell: Tell,
}

/// Where events go, what is open of it, and whether somebody knows that it is broken.
struct Place<P, O> {
    place: P,
    open: Option<O>,
    told: bool,
    /// Whether the last event did not get through: the next is not worth several tries.
    down: bool,
}

impl<P, O> Place<P, O> {
    const fn new(place: P) -> Self {
        Self {
            place,
            open: None,
            told: false,
            down: false,
        }
    }
}

/// Why an event did not get through.
enum Lost {
    /// It can be different a moment later.
    Now(String),
    /// It cannot.
    Forever(String),
}

impl Sender {
    pub(super) fn new(file: Option<PathBuf>, server: Option<Server>, tell: Tell) -> Self {
        Self {
            file: file.map(Place::new),
            server: server.map(Place::new),
            tell,
        }
    }
}

impl Work<Value> for Sender {
    fn take(&mut self, notes: Vec<Value>) {
        for note in notes {
            let text = note.to_string();
            if let Some(file) = &mut self.file
                && let Err(error) = file.write(&text)
                && !std::mem::replace(&mut file.told, true)
            {
                let path = file.place.display();
                (self.tell)(&format!(
                    "OpenLineage: events cannot be written to {path}: {error}"
                ));
            }
            if let Some(server) = &mut self.server
                && let Err(why) = server.send(&text)
                && !std::mem::replace(&mut server.told, true)
            {
                let url = mask_urls(&server.place.url);
                (self.tell)(&format!(
                    "OpenLineage: events do not get through to {url}: {why}"
                ));
            }
        }
    }
}

impl Place<PathBuf, File> {
    /// Appends a line, in one write.
    fn write(&mut self, text: &str) -> io::Result<()> {
        if self.open.is_none() {
            let mut options = OpenOptions::new();
            options.create(true).append(true).mode(0o600);
            self.open = Some(options.open(&self.place)?);
        }
        match &mut self.open {
            Some(file) => file.write_all(format!("{text}\n").as_bytes()),
            None => Ok(()),
        }
    }
}

impl Place<Server, Client> {
    fn send(&mut self, text: &str) -> Result<(), String> {
        let tries = if self.down { 0 } else { self.place.retries };
        let mut wait = Duration::from_millis(250);
        for again in 0..=tries {
            match self.post(text) {
                Ok(()) => {
                    self.down = false;
                    return Ok(());
                }
                Err(Lost::Forever(why)) => return Err(why),
                Err(Lost::Now(why)) if again == tries => {
                    self.down = true;
                    return Err(why);
                }
                Err(Lost::Now(_)) => {
                    std::thread::sleep(wait);
                    wait = (wait * 2).min(Duration::from_secs(5));
                }
            }
        }
        Ok(())
    }

    fn post(&mut self, text: &str) -> Result<(), Lost> {
        let server = &self.place;
        if self.open.is_none() {
            self.open = Some(client(server.timeout).map_err(Lost::Forever)?);
        }
        let Some(client) = &self.open else {
            return Ok(());
        };
        let mut request = client.post(&server.url).body(text.to_owned());
        request = request.header("content-type", "application/json");
        if let Some(key) = &server.key {
            request = request.bearer_auth(key);
        }
        let response = request.send().map_err(|error| {
            let why = cause(&error);
            if error.is_builder() {
                Lost::Forever(why)
            } else {
                Lost::Now(why)
            }
        })?;
        let status = response.status();
        if status.is_success() {
            return Ok(());
        }
        let why = format!("it answered {status}");
        if status.is_server_error() || matches!(status.as_u16(), 408 | 429) {
            Err(Lost::Now(why))
        } else {
            Err(Lost::Forever(why))
        }
    }
}
