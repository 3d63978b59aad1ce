//! HDFS.

use std::collections::HashMap;
use std::fmt;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::StreamExt;
use hdfs_native::client::{FileStatus, IORuntime};
use hdfs_native::{Client, ClientBuilder, HdfsError};
use hdfs_native_object_store::HdfsObjectStore;
use object_store::path::Path;
use pipeline_core::target::location::Location;
use pipeline_core::target::store::{Entry, Folders, Kind, See, Store, Upload};
use pipeline_core::target::{Refusal, StoreError};

use crate::drive::{handle, wait, wait_for_all};
use crate::objects::Objects;
use crate::options::Options;
use crate::refusal::{Advice, remote, shown};

const ADVICE: Advice = Advice {
    credentials: "act as a user who may do it: HADOOP_USER_NAME, or `kinit` where Kerberos is on",
    bucket: "correct the name node's address",
    silence: "see whether the name node can be reached: HADOOP_CONF_DIR is the folder of \
        core-site.xml and hdfs-site.xml, which name it",
};

/// How often a name node is tried.
const TRIES: &str = "dfs.client.failover.max.attempts";

/// How long one request may take, with its tries.
const PATIENCE: Duration = Duration::from_secs(120);

/// How many entries are shown as one page.
const PAGE: usize = 1_000;

/// HDFS: `hdfs://namenode:8020/path`, `hdfs:///path` and `viewfs://`, as `core-site.xml` and
/// `hdfs-site.xml` in `HADOOP_CONF_DIR` have them. A file system, with folders that are renamed at
/// once.
pub(crate) struct Hdfs {
    options: Options,
    clients: Mutex<HashMap<String, Client>>,
}

impl fmt::Debug for Hdfs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hdfs")
    }
}

impl Hdfs {
    pub(crate) fn new(options: Options) -> Self {
        Self {
            options,
            clients: Mutex::default(),
        }
    }

    fn client(&self, at: &Location) -> Result<Client, StoreError> {
        let name = match at.authority() {
            "" => String::new(),
            authority => format!("{}://{authority}", at.scheme()),
        };
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(&name) {
            return Ok(client.clone());
        }
        let threads = IORuntime::from(handle().map_err(StoreError::at("reach", at))?);
        let mut builder = ClientBuilder::new().with_io_runtime(threads);
        // Hadoop's properties have dots in their names, which no variable has. One name node of its
        // own has no other to fail over to: a few tries are enough.
        let single = at.authority().contains(':');
        let tries = single.then(|| (TRIES.to_owned(), "4".to_owned()));
        let properties = self.options.all().filter(|(name, _)| name.contains('.'));
        builder = builder.with_config(tries.into_iter().chain(properties));
        if let Some(folder) = self.options.given("HADOOP_CONF_DIR") {
            builder = builder.with_config_dir(folder);
        }
        if let Some(user) = self.options.given("HADOOP_USER_NAME") {
            builder = builder.with_user(user);
        }
        // Without a name it is the one that `fs.defaultFS` says.
        if !name.is_empty() {
            builder = builder.with_url(&name);
        }
        let client = builder.build().map_err(|refused| {
            let told = shown(&refused);
            remote(
                "reach",
                at,
                told,
                Refusal::Configuration,
                Some(ADVICE.silence),
            )
        })?;
        clients.insert(name, client.clone());
        Ok(client)
    }

    fn objects(&self, at: &Location) -> Result<(Objects, Path), StoreError> {
        let path = Path::parse(at.key()).map_err(|wrong| {
            let hint = Some("name it without control characters");
            remote("name", at, wrong.to_string(), Refusal::Configuration, hint)
        })?;
        let objects = Objects {
            store: Arc::new(HdfsObjectStore::new(self.client(at)?)),
            advice: ADVICE,
        };
        Ok((objects, path))
    }

    /// Asks the name node.
    fn ask<T, F>(
        &self,
        action: &'static str,
        at: &Location,
        ask: impl FnOnce(Client, String) -> F,
    ) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, HdfsError>> + Send + 'static,
    {
        let answer = wait(in_time(ask(self.client(at)?, path(at))));
        answer
            .map_err(StoreError::at(action, at))?
            .map_err(|refused| error(action, at, &refused))
    }

    fn status(&self, at: &Location) -> Result<Option<FileStatus>, StoreError> {
        self.ask("look for", at, |client, path| async move {
            there(client.get_file_info(&path).await)
        })
    }
}

impl Store for Hdfs {
    fn schemes(&self) -> &[&'static str] {
        &["hdfs", "viewfs"]
    }

    fn folders(&self) -> Folders {
        Folders::Real
    }

    fn look(&self, at: &Location) -> Result<Option<Kind>, StoreError> {
        Ok(self.status(at)?.as_ref().map(kind))
    }

    fn look_at_all(&self, many: &[Location]) -> Vec<Result<Option<Kind>, StoreError>> {
        let asked = many.iter().map(|at| {
            let client = self.client(at);
            let at = at.clone();
            async move {
                let client = client?;
                let asked = in_time(async { client.get_file_info(&path(&at)).await });
                let found = there(asked.await);
                let found = found.map_err(|refused| error("look for", &at, &refused))?;
                Ok(found.as_ref().map(kind))
            }
        });
        match wait_for_all(asked.collect()) {
            Ok(answers) => answers,
            Err(_) => many.iter().map(|at| self.look(at)).collect(),
        }
    }

    fn list(&self, at: &Location, see: &mut See<'_>) -> Result<bool, StoreError> {
        // Of a file, the name node lists the file.
        if self.look(at)? != Some(Kind::Folder) {
            return Ok(false);
        }
        let mut pages = self
            .client(at)?
            .list_status_iter(&path(at), false)
            .into_stream()
            .chunks(PAGE);
        loop {
            let next = wait(async move {
                let page = pages.next().await;
                (page, pages)
            });
            let (page, rest) = next.map_err(StoreError::at("list", at))?;
            pages = rest;
            let Some(page) = page else {
                return Ok(true);
            };
            for found in page {
                let found = match found {
                    // It was removed in this very moment.
                    Err(HdfsError::FileNotFound(_)) => return Ok(false),
                    found => found.map_err(|refused| error("list", at, &refused))?,
                };
                let name = found.path.rsplit('/').next().unwrap_or_default().to_owned();
                let kind = kind(&found);
                if see(Entry { name, kind }) == ControlFlow::Break(()) {
                    return Ok(true);
                }
            }
        }
    }

    fn read(&self, at: &Location) -> Result<Box<dyn Read + Send>, StoreError> {
        let (objects, path) = self.objects(at)?;
        Ok(Box::new(objects.read(at, path)?))
    }

    fn write(&self, at: &Location) -> Result<Box<dyn Upload>, StoreError> {
        if self.look(at)? == Some(Kind::Folder) {
            return Err(StoreError::WrongKind {
                location: at.text().to_owned(),
                declared: "file",
                found: "folder",
            });
        }
        let (objects, path) = self.objects(at)?;
        Ok(Box::new(objects.write(at, path)))
    }

    fn remove(&self, at: &Location) -> Result<(), StoreError> {
        if at.key().is_empty() {
            let told = "a root is not removed".to_owned();
            return Err(remote("remove", at, told, Refusal::Configuration, None));
        }
        self.ask("remove", at, |client, path| async move {
            there(client.delete(&path, true).await).map(|_| ())
        })
    }

    fn rename(&self, from: &Location, to: &Location) -> Result<(), StoreError> {
        let source = self.look(from)?;
        let wrong = |declared, found| StoreError::WrongKind {
            location: to.text().to_owned(),
            declared,
            found,
        };
        let goal = self.look(to)?;
        match (source, goal) {
            (None, _) => {
                let told = "there is nothing of this name".to_owned();
                return Err(remote("rename", from, told, Refusal::NotThere, None));
            }
            (Some(Kind::File), Some(Kind::Folder)) => return Err(wrong("file", "folder")),
            (Some(Kind::Folder), Some(Kind::File)) => return Err(wrong("directory", "file")),
            _ => {}
        }
        let (goes, comes) = (path(from), path(to));
        let Some((above, name)) = to.split() else {
            let told = "a root is not replaced".to_owned();
            return Err(remote("rename to", to, told, Refusal::Configuration, None));
        };
        let aside = path(&above.join(&format!(
            ".old-{name}-{}",
            goes.rsplit('/').next().unwrap_or("")
        )));
        let above = path(&above);
        self.ask("rename to", to, |client, _| async move {
            client.mkdirs(&above, 0o777, true).await?;
            if goal != Some(Kind::Folder) {
                return client.rename(&goes, &comes, true).await;
            }
            // A folder takes another's place in two renames: for a moment neither is there, which
            // reads as absent, never as complete.
            client.rename(&comes, &aside, true).await?;
            if let Err(refused) = client.rename(&goes, &comes, false).await {
                // The first error is the one to tell, whatever becomes of the way back.
                let _ = client.rename(&aside, &comes, false).await;
                return Err(refused);
            }
            client.delete(&aside, true).await.map(|_| ())
        })
    }

    fn version(&self, at: &Location) -> Result<Option<String>, StoreError> {
        let found = self.status(at)?;
        Ok(found.map(|found| format!("{:x}-{:x}", found.modification_time, found.length)))
    }
}

/// The answer, or that none came in time: a name node that hangs must not hang a run.
async fn in_time<T>(answer: impl Future<Output = Result<T, HdfsError>>) -> Result<T, HdfsError> {
    let silent = |_| HdfsError::OperationFailed(format!("no answer for {} s", PATIENCE.as_secs()));
    tokio::time::timeout(PATIENCE, answer)
        .await
        .unwrap_or_else(|late| Err(silent(late)))
}

fn path(at: &Location) -> String {
    format!("/{}", at.key())
}

fn kind(found: &FileStatus) -> Kind {
    match found.isdir {
        true => Kind::Folder,
        false => Kind::File,
    }
}

/// What is there, or nothing.
fn there<T>(found: Result<T, HdfsError>) -> Result<Option<T>, HdfsError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(HdfsError::FileNotFound(_)) => Ok(None),
        // The path goes on below a file, which Hadoop tells in two ways.
        Err(HdfsError::RPCError(class, told))
            if class.ends_with("ParentNotDirectoryException")
                || class.ends_with("AccessControlException")
                    && told.contains("is not a directory") =>
        {
            Ok(None)
        }
        Err(refused) => Err(refused),
    }
}

fn error(action: &'static str, at: &Location, refused: &HdfsError) -> StoreError {
    let (refusal, hint) = match refused {
        HdfsError::FileNotFound(_) => (Refusal::NotThere, None),
        HdfsError::RPCError(class, _) if class.ends_with("AccessControlException") => {
            (Refusal::Configuration, Some(ADVICE.credentials))
        }
        HdfsError::SASLError(_) | HdfsError::GSSAPIError(..) | HdfsError::NoSASLMechanism => {
            (Refusal::Configuration, Some(ADVICE.credentials))
        }
        HdfsError::InvalidPath(_) | HdfsError::UrlParseError(_) => (Refusal::Configuration, None),
        HdfsError::IOError(error) if error.kind() == io::ErrorKind::NotFound => {
            (Refusal::Configuration, Some(ADVICE.silence))
        }
        _ => (Refusal::Passing, Some(ADVICE.silence)),
    };
    remote(action, at, shown(refused), refusal, hint)
}
