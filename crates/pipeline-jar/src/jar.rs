//! A jar: its directory, and what is read out of it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use rawzip::{
    CompressionMethod, FileReader, RECOMMENDED_BUFFER_SIZE, ZipArchive, ZipArchiveEntryWayfinder,
};

use crate::{Class, JarError, Manifest};

const MANIFEST: &str = "META-INF/MANIFEST.MF";
const VERSIONS: &str = "META-INF/versions/";
/// The most that an entry may have unpacked, in bytes: no class file has more, by far.
const AT_MOST: usize = 16 << 20;

/// A jar whose directory is read.
pub struct Jar {
    archive: ZipArchive<FileReader>,
    entries: BTreeMap<String, Entry>,
    manifest: Option<Manifest>,
}

struct Entry {
    place: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
}

impl Jar {
    /// Opens a jar, and reads its directory and manifest.
    ///
    /// # Errors
    /// The file cannot be read, or is no zip archive.
    pub fn open(path: &Path) -> Result<Self, JarError> {
        let file = File::open(path)?;
        let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
        let archive = ZipArchive::from_file(file, &mut buffer).map_err(JarError::NoArchive)?;
        let mut entries = BTreeMap::new();
        let mut found = archive.entries(&mut buffer);
        while let Some(entry) = found.next_entry().map_err(JarError::NoArchive)? {
            let path = entry.file_path();
            // What Java cannot name, nobody asks for.
            if let (Ok(name), false) = (std::str::from_utf8(path.as_ref()), entry.is_dir()) {
                let method = entry.compression_method();
                let place = entry.wayfinder();
                entries.insert(name.to_owned(), Entry { place, method });
            }
        }
        let mut jar = Self {
            archive,
            entries,
            manifest: None,
        };
        let manifest = jar.read(MANIFEST)?;
        jar.manifest = manifest.map(|bytes| Manifest::parse(&String::from_utf8_lossy(&bytes)));
        Ok(jar)
    }

    /// The manifest, if there is one.
    #[must_use]
    pub fn manifest(&self) -> Option<&Manifest> {
        self.manifest.as_ref()
    }

    /// The names of its classes, sorted, without those that only a newer Java finds.
    pub fn class_names(&self) -> impl Iterator<Item = String> + '_ {
        let names = self.entries.keys();
        let names = names.filter(|name| !name.starts_with("META-INF/"));
        names.filter_map(|name| Some(name.strip_suffix(".class")?.replace('/', ".")))
    }

    /// A class, as the oldest Java finds it.
    ///
    /// # Errors
    /// Its entry is broken.
    pub fn class(&self, name: &str) -> Result<Option<Class>, JarError> {
        self.class_at(&format!("{}.class", name.replace('.', "/")))
    }

    /// A class, as this Java finds it: in a multi-release jar it may be another than an older
    /// one finds.
    ///
    /// # Errors
    /// Its entry is broken.
    pub fn class_for(&self, name: &str, java: u16) -> Result<Option<Class>, JarError> {
        let path = format!("{}.class", name.replace('.', "/"));
        let is_multi = self.manifest.as_ref().is_some_and(|it| it.is_multi_release);
        let newest = (9..=java).rev().filter(|_| is_multi).find_map(|version| {
            let path = format!("{VERSIONS}{version}/{path}");
            self.entries.contains_key(&path).then_some(path)
        });
        self.class_at(&newest.unwrap_or(path))
    }

    /// The Java versions for which it has a class of its own: of a multi-release jar.
    #[must_use]
    pub fn releases_of(&self, name: &str) -> Vec<u16> {
        if !self.manifest.as_ref().is_some_and(|it| it.is_multi_release) {
            return Vec::new();
        }
        let path = format!("/{}.class", name.replace('.', "/"));
        let versions = self.entries.keys().filter_map(|name| {
            let version = name.strip_prefix(VERSIONS)?.strip_suffix(&path)?;
            version.parse().ok()
        });
        versions.collect()
    }

    fn class_at(&self, path: &str) -> Result<Option<Class>, JarError> {
        let Some(bytes) = self.read(path)? else {
            return Ok(None);
        };
        match Class::parse(&bytes) {
            Ok(class) => Ok(Some(class)),
            Err(error) => Err(broken(path, format_args!("no class file, {error}"))),
        }
    }

    /// An entry, unpacked.
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, JarError> {
        let Some(entry) = self.entries.get(name) else {
            return Ok(None);
        };
        let found = self.archive.get_entry(entry.place);
        let found = found.map_err(|error| broken(name, error))?;
        let mut packed = Vec::new();
        let mut reader = found.reader().take(AT_MOST as u64);
        let _ = reader.read_to_end(&mut packed)?;
        if entry.method == CompressionMethod::STORE {
            return Ok(Some(packed));
        }
        if entry.method != CompressionMethod::DEFLATE {
            return Err(broken(
                name,
                "it is packed in a way that Java does not read",
            ));
        }
        let bytes = miniz_oxide::inflate::decompress_to_vec_with_limit(&packed, AT_MOST);
        bytes.map(Some).map_err(|error| broken(name, error))
    }
}

impl std::fmt::Debug for Jar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let entries = self.entries.len();
        f.debug_struct("Jar")
            .field("entries", &entries)
            .finish_non_exhaustive()
    }
}

fn broken(entry: &str, problem: impl std::fmt::Display) -> JarError {
    JarError::Entry {
        entry: entry.to_owned(),
        problem: problem.to_string(),
    }
}
