//! What the object stores of clouds have in common.

use std::collections::HashMap;
use std::fmt;
use std::io::Read;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::StreamExt;
use futures::stream;
use object_store::list::{PaginatedListOptions, PaginatedListResult, PaginatedListStore};
use object_store::path::Path;
use object_store::{
    Attribute, ClientOptions, Error as Refused, GetOptions, ObjectMeta, ObjectStore, RetryConfig,
};
use pipeline_core::target::location::Location;
use pipeline_core::target::store::{Entry, Folders, Kind, See, Store, Upload};
use pipeline_core::target::{Refusal, StoreError};

use crate::drive::{wait, wait_for_all};
use crate::objects::Objects;
use crate::refusal::{Advice, error, remote, shown};

/// A cloud whose object store there is a client for.
pub(crate) trait Provider: fmt::Debug + Send + Sync + 'static {
    /// The schemes of its locations.
    const SCHEMES: &'static [&'static str];
    const ADVICE: Advice;

    /// What the service changes in a name, so that it cannot be in one.
    const CHANGED: &'static [char] = &[];

    type Client: ObjectStore + PaginatedListStore;

    /// The client for the bucket of a location.
    fn connect(&self, at: &Location) -> Result<Self::Client, Refused>;
}

/// How long one request may take, and how long a store that is out of order is asked again.
pub(crate) fn patience() -> (ClientOptions, RetryConfig) {
    let client = ClientOptions::new()
        .with_connect_timeout(Duration::from_secs(5))
        .with_timeout(Duration::from_secs(60));
    let retry = RetryConfig {
        max_retries: 6,
        retry_timeout: Duration::from_secs(90),
        ..RetryConfig::default()
    };
    (client, retry)
}

/// How many objects one call removes: a service that is slow must be done within the time of one
/// request.
const REMOVED_AT_ONCE: usize = 1_000;

/// An object store of a cloud.
///
/// Its folders are what keys have in common. A file appears whole by the request that ends its
/// upload; nothing is renamed.
pub(crate) struct Cloud<P> {
    /// One client for each bucket, since each has its own connections and credentials.
    clients: Mutex<HashMap<String, Arc<dyn Client>>>,
    provider: P,
}

impl<P> Cloud<P> {
    pub(crate) fn of(provider: P) -> Self {
        Self {
            clients: Mutex::default(),
            provider,
        }
    }
}

impl<P: fmt::Debug> fmt::Debug for Cloud<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the clients, which know credentials.
        f.debug_tuple("Cloud").field(&self.provider).finish()
    }
}

trait Client: ObjectStore + PaginatedListStore {}

impl<T: ObjectStore + PaginatedListStore> Client for T {}

impl<P: Provider> Cloud<P> {
    fn client(&self, at: &Location) -> Result<Arc<dyn Client>, StoreError> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(at.authority()) {
            return Ok(Arc::clone(client));
        }
        // A second call finds the first one's, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = self.provider.connect(at).map_err(|refused| {
            let told = shown(&refused);
            let hint = Some(P::ADVICE.credentials);
            remote("reach", at, told, Refusal::Configuration, hint)
        })?;
        let client: Arc<dyn Client> = Arc::new(client);
        clients.insert(at.authority().to_owned(), Arc::clone(&client));
        Ok(client)
    }

    fn path(at: &Location) -> Result<Path, StoreError> {
        path(at, P::CHANGED)
    }

    fn objects(&self, at: &Location) -> Result<Objects, StoreError> {
        Ok(Objects {
            store: self.client(at)?,
            advice: P::ADVICE,
        })
    }

    /// Goes through the keys below a location page by page: with `/` as the delimiter those of one
    /// folder, without one all of them. Says whether there is any.
    fn pages(
        &self,
        at: &Location,
        delimiter: bool,
        page: &mut dyn FnMut(&PaginatedListResult) -> Result<ControlFlow<()>, StoreError>,
    ) -> Result<bool, StoreError> {
        let client = self.client(at)?;
        let prefix = prefix(at);
        let mut token = None;
        let mut any = false;
        loop {
            let (client, prefix) = (Arc::clone(&client), prefix.clone());
            let options = PaginatedListOptions {
                delimiter: delimiter.then(|| "/".into()),
                page_token: token,
                ..PaginatedListOptions::default()
            };
            let listed = wait(async move {
                let prefix = (!prefix.is_empty()).then_some(prefix.as_str());
                client.list_paginated(prefix, options).await
            });
            let listed = listed
                .map_err(StoreError::at("list", at))?
                .map_err(|refused| Self::no_bucket("list", at, &refused))?;
            let found = &listed.result;
            any |= !(found.objects.is_empty() && found.common_prefixes.is_empty());
            let wanted = page(&listed)?;
            token = listed.page_token;
            if token.is_none() || wanted == ControlFlow::Break(()) {
                return Ok(any);
            }
        }
    }

    /// A listing finds nothing where nothing is; that it was not found at all is the bucket's.
    fn no_bucket(action: &'static str, at: &Location, refused: &Refused) -> StoreError {
        match refused {
            Refused::NotFound { .. } => {
                let hint = Some(P::ADVICE.bucket);
                remote(action, at, shown(refused), Refusal::Configuration, hint)
            }
            refused => error(action, at, refused, &P::ADVICE),
        }
    }
}

impl<P: Provider> Store for Cloud<P> {
    fn schemes(&self) -> &[&'static str] {
        P::SCHEMES
    }

    fn folders(&self) -> Folders {
        Folders::Names
    }

    fn look(&self, at: &Location) -> Result<Option<Kind>, StoreError> {
        self.look_at_all(std::slice::from_ref(at))
            .pop()
            .unwrap_or(Ok(None))
    }

    fn look_at_all(&self, many: &[Location]) -> Vec<Result<Option<Kind>, StoreError>> {
        self.of_each(many, |client, at| async move {
            if let Some(kind) = head::<P>(&*client, &at).await? {
                return Ok(Some(kind.0));
            }
            // One key below it is enough to be a folder.
            let options = PaginatedListOptions {
                max_keys: Some(1),
                ..PaginatedListOptions::default()
            };
            let prefix = prefix(&at);
            let prefix = (!prefix.is_empty()).then_some(prefix.as_str());
            let listed = client.list_paginated(prefix, options).await;
            let listed = listed.map_err(|refused| Self::no_bucket("look for", &at, &refused))?;
            Ok((!listed.result.objects.is_empty()).then_some(Kind::Folder))
        })
    }

    fn are_files(&self, many: &[Location]) -> Vec<Result<bool, StoreError>> {
        self.of_each(many, |client, at| async move {
            let found = head::<P>(&*client, &at).await?;
            Ok(found.is_some_and(|(kind, _)| kind == Kind::File))
        })
    }

    fn list(&self, at: &Location, see: &mut See<'_>) -> Result<bool, StoreError> {
        let own = at.key();
        self.pages(at, true, &mut |page| {
            let (files, folders) = (&page.result.objects, &page.result.common_prefixes);
            let files = files.iter().map(|object| (&object.location, Kind::File));
            let folders = folders.iter().map(|folder| (folder, Kind::Folder));
            for (path, kind) in files.chain(folders) {
                let Some(name) = below(&own, path) else {
                    continue;
                };
                let name = name.trim_end_matches('/').to_owned();
                if see(Entry { name, kind }) == ControlFlow::Break(()) {
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        })
    }

    fn walk(&self, at: &Location, see: &mut See<'_>) -> Result<bool, StoreError> {
        let own = at.key();
        self.pages(at, false, &mut |page| {
            for object in &page.result.objects {
                let Some(name) = below(&own, &object.location) else {
                    continue;
                };
                let (name, kind) = (name.to_owned(), Kind::File);
                if see(Entry { name, kind }) == ControlFlow::Break(()) {
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        })
    }

    fn read(&self, at: &Location) -> Result<Box<dyn Read + Send>, StoreError> {
        Ok(Box::new(self.objects(at)?.read(at, Self::path(at)?)?))
    }

    fn write(&self, at: &Location) -> Result<Box<dyn Upload>, StoreError> {
        Ok(Box::new(self.objects(at)?.write(at, Self::path(at)?)))
    }

    fn remove(&self, at: &Location) -> Result<(), StoreError> {
        if at.key().is_empty() {
            let told = "a bucket is not removed".to_owned();
            return Err(remote("remove", at, told, Refusal::Configuration, None));
        }
        let client = self.client(at)?;
        let delete = |paths: Vec<Path>| {
            let client = Arc::clone(&client);
            let removed = wait(async move {
                let paths = stream::iter(paths.into_iter().map(Ok)).boxed();
                let mut removed = client.delete_stream(paths);
                while let Some(removed) = removed.next().await {
                    match removed {
                        Ok(_) | Err(Refused::NotFound { .. }) => {}
                        Err(refused) => return Err(refused),
                    }
                }
                Ok(())
            });
            removed
                .map_err(StoreError::at("remove", at))?
                .map_err(|refused| error("remove", at, &refused, &P::ADVICE))
        };
        // A marker goes first, so that what is left half-way does not look complete.
        delete(vec![Self::path(&at.join("_SUCCESS"))?])?;
        self.pages(at, false, &mut |page| {
            let found = page.result.objects.iter().flat_map(with_marker);
            let found: Vec<Path> = found.collect();
            for some in found.chunks(REMOVED_AT_ONCE) {
                delete(some.to_vec())?;
            }
            Ok(ControlFlow::Continue(()))
        })?;
        let own = Self::path(at)?;
        delete(vec![own])
    }

    fn version(&self, at: &Location) -> Result<Option<String>, StoreError> {
        let (client, place) = (self.client(at)?, at.clone());
        let found = wait(async move { head::<P>(&*client, &place).await });
        let found = found.map_err(StoreError::at("look for", at))??;
        Ok(found
            .filter(|(kind, _)| *kind == Kind::File)
            .map(|(_, meta)| {
                format!(
                    "{}-{}-{}-{}",
                    meta.e_tag.unwrap_or_default(),
                    meta.version.unwrap_or_default(),
                    meta.last_modified.timestamp_millis(),
                    meta.size
                )
            }))
    }
}

impl<P: Provider> Cloud<P> {
    /// Asks for each of many locations, several requests under way at once.
    fn of_each<T, F>(
        &self,
        many: &[Location],
        ask: impl Fn(Arc<dyn Client>, Location) -> F + Copy + Send + 'static,
    ) -> Vec<Result<T, StoreError>>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, StoreError>> + Send + 'static,
    {
        let asked = many.iter().map(|at| {
            let client = self.client(at);
            let at = at.clone();
            async move { ask(client?, at).await }
        });
        match wait_for_all(asked.collect()) {
            Ok(answers) => answers,
            Err(error) => {
                let told = error.to_string();
                let refused = |at| remote("look for", at, told.clone(), Refusal::Passing, None);
                many.iter().map(|at| Err(refused(at))).collect()
            }
        }
    }
}

/// What stands under a key itself, and what is known of it.
async fn head<P: Provider>(
    client: &dyn Client,
    at: &Location,
) -> Result<Option<(Kind, ObjectMeta)>, StoreError> {
    let path = path(at, P::CHANGED)?;
    if path.is_root() {
        return Ok(None);
    }
    let found = client
        .get_opts(&path, GetOptions::default().with_head(true))
        .await;
    match found {
        Ok(found) => {
            // So Azure's data lake marks the folders that it has as blobs.
            let mark = Attribute::Metadata("hdi_isfolder".into());
            let folder = found
                .attributes
                .get(&mark)
                .is_some_and(|it| it.as_ref() == "true");
            let kind = if folder { Kind::Folder } else { Kind::File };
            Ok(Some((kind, found.meta)))
        }
        Err(refused) => match error("look for", at, &refused, &P::ADVICE) {
            error if error.is_not_there() => Ok(None),
            error => Err(error),
        },
    }
}

/// The path of a location's key, as it is: no part of a name is changed.
fn path(at: &Location, changed: &[char]) -> Result<Path, StoreError> {
    let refuse = |told: String, hint: &str| {
        Err(remote("name", at, told, Refusal::Configuration, Some(hint)))
    };
    let key = at.key();
    if let Some(found) = key.chars().find(|c| changed.contains(c)) {
        return refuse(
            format!("`{found}` cannot be in a name in this store"),
            "give it another name",
        );
    }
    Path::parse(&key).or_else(|wrong| {
        let hint = "name it without control characters";
        refuse(wrong.to_string(), hint)
    })
}

/// What the keys in a folder begin with.
fn prefix(at: &Location) -> String {
    match at.key() {
        key if key.is_empty() => key,
        key => key + "/",
    }
}

/// The rest of a path below a folder. The folder itself is not below it: it may have a marker of
/// its own, an object whose key ends with `/`.
fn below<'a>(folder: &str, path: &'a Path) -> Option<&'a str> {
    let path = path.as_ref();
    let rest = match folder {
        "" => path,
        folder => path.strip_prefix(folder)?.strip_prefix('/')?,
    };
    (!rest.is_empty()).then_some(rest)
}

/// An object to remove; if it is empty, it may be the marker of a folder, whose key ends with a
/// slash that a listing does not show.
fn with_marker(object: &ObjectMeta) -> Vec<Path> {
    match object.size {
        0 => vec![object.location.clone(), object.location.clone().join("")],
        _ => vec![object.location.clone()],
    }
}
