//! What a derive may know besides the item: the crate that is being compiled.
//!
//! It is handed to the passes as a value, so that they stay functions of what they are given.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::SystemTime;

use crate::profiles::{self, Profile};

/// The crate around an item.
#[derive(Clone, Debug, Default)]
pub(crate) struct Surroundings {
    /// The folder of its `Cargo.toml`; nothing where it is not known, and then no file is
    /// looked for.
    crate_dir: Option<PathBuf>,
    /// The crate's `pipeline.toml`, once it was asked for.
    configuration: OnceLock<Option<Arc<Configuration>>>,
    /// What the items of a crate share.
    shared: Arc<Mutex<Shared>>,
    /// Whether it is an editor that asks, and not a compiler.
    editor: bool,
}

/// What the items of a crate share, so that none does again what another has done.
#[derive(Debug, Default)]
struct Shared {
    /// The files that an expansion in this crate includes already.
    tracked: HashSet<PathBuf>,
    /// The `pipeline.toml` of each crate folder. A compiler reads it once, an editor's server
    /// lives long and reads it when it has changed.
    read: HashMap<PathBuf, (Version, Arc<Configuration>)>,
}

/// When a file was changed last, and its size.
type Version = (Option<SystemTime>, u64);

/// What a crate's `pipeline.toml` says to the compiler.
#[derive(Debug)]
pub(crate) struct Configuration {
    /// The file as it is reached from the crate's folder.
    pub(crate) file: String,
    profiles: Vec<Profile>,
    /// Why nothing could be read from it.
    pub(crate) problem: Option<String>,
}

/// The size in bytes up to which a file is tracked.
pub(crate) const TRACKED: u64 = 32 << 20;

impl Surroundings {
    /// Those of the crate that cargo is compiling.
    pub(crate) fn of_the_build() -> Self {
        static SHARED: LazyLock<Arc<Mutex<Shared>>> = LazyLock::new(Arc::default);
        Self {
            crate_dir: std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from),
            shared: Arc::clone(&SHARED),
            editor: is_editor(),
            ..Self::default()
        }
    }

    /// A crate in this folder.
    #[cfg(test)]
    pub(crate) fn of(crate_dir: impl Into<PathBuf>) -> Self {
        Self {
            crate_dir: Some(crate_dir.into()),
            ..Self::default()
        }
    }

    /// The folder of the crate.
    pub(crate) fn crate_dir(&self) -> Option<&Path> {
        self.crate_dir.as_deref()
    }

    /// The profiles that the crate's tasks are held to, by name: those with `checked = true` in
    /// the nearest `pipeline.toml` from the crate's folder upwards.
    pub(crate) fn profiles(&self) -> &[Profile] {
        self.configuration()
            .map_or(&[], |configuration| &configuration.profiles)
    }

    /// The crate's `pipeline.toml`, if there is one.
    pub(crate) fn configuration(&self) -> Option<&Configuration> {
        let configuration = self.configuration.get_or_init(|| {
            let (file, shown) = profiles::find(self.crate_dir()?)?;
            let data = std::fs::metadata(&file).ok()?;
            let version = (data.modified().ok(), data.len());
            let mut shared = self.shared();
            match shared.read.get(&file) {
                Some((known, configuration))
                    if *known == version && configuration.file == shown =>
                {
                    Some(Arc::clone(configuration))
                }
                _ => {
                    let configuration = Arc::new(Configuration::read(&file, shown));
                    let read = (version, Arc::clone(&configuration));
                    shared.read.insert(file, read);
                    Some(configuration)
                }
            }
        });
        configuration.as_deref()
    }

    /// Whether the expansion is to include a file, given relative to the crate, so that the
    /// crate is compiled again when it changes: once for a crate, and no big one, since rustc
    /// reads all of it into memory (300 MB cost it 0.65 s and 655 MB).
    pub(crate) fn track(&self, path: &str) -> bool {
        let Some(crate_dir) = self.crate_dir() else {
            return false;
        };
        let whole = crate_dir.join(path);
        let is_small = std::fs::metadata(&whole).is_ok_and(|data| data.len() <= TRACKED);
        // An editor's server keeps an eye on files itself, and expands an item more than once.
        !self.editor && is_small && self.shared().tracked.insert(whole)
    }

    /// A crate in an editor.
    #[cfg(test)]
    pub(crate) fn in_an_editor() -> Self {
        Self {
            editor: true,
            ..Self::default()
        }
    }

    /// Whether an editor asks, which wants to explain words as well.
    pub(crate) fn is_editor(&self) -> bool {
        self.editor
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Configuration {
    fn read(file: &Path, shown: String) -> Self {
        let text = std::fs::read_to_string(file).map_err(|error| error.to_string());
        let profiles = text.and_then(|text| profiles::profiles(&text, &shown));
        let problem = profiles.as_ref().err().cloned();
        Self {
            file: shown,
            profiles: profiles.unwrap_or_default(),
            problem,
        }
    }
}

/// Whether rust-analyzer runs the derive: in itself (`rust-analyzer proc-macro`), or in
/// `rust-analyzer-proc-macro-srv`, which is part of a Rust toolchain. A compiler has no use for
/// what explains words, and a thousand tasks would pay for it.
fn is_editor() -> bool {
    static IS_EDITOR: LazyLock<bool> = LazyLock::new(|| {
        std::env::current_exe().is_ok_and(|program| {
            let name = program.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("rust-analyzer")
        })
    });
    *IS_EDITOR
}
