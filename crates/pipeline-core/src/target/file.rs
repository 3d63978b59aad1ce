//! A single file.

use std::future::Future;
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::{fs, io::BufReader};

use tempfile::NamedTempFile;

use super::location::{Location, located};
use super::store::{self, create_folder, sync_folder};
use super::{Completion, StoreError, Target};

/// A single file, which becomes visible whole by one rename.
///
/// ```
/// # async fn report() -> Result<(), pipeline_core::target::StoreError> {
/// use pipeline_core::target::{File, Target};
/// let report = File::at("out/report.md".to_owned());
/// report.write("# Delays\n").await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    location: String,
    path: PathBuf,
}

impl Target for File {
    const FORMAT: &'static str = "file";
    const COMPLETION: Completion = Completion::Exists;

    located!();
}

impl File {
    /// Its path. (Of a location with another scheme than `file:` it is the location as it is.)
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it is there. Blocks for a moment.
    ///
    /// # Errors
    /// Nobody can tell, or a folder is there.
    pub fn exists(&self) -> Result<bool, StoreError> {
        store::is_complete(self)
    }

    /// Its bytes.
    ///
    /// # Errors
    /// It is not there, or cannot be read.
    pub async fn read(&self) -> Result<Vec<u8>, StoreError> {
        let path = self.local()?.to_owned();
        blocking("read", path, |path| {
            fs::read(path).map_err(StoreError::io("read", path))
        })
        .await
    }

    /// Its text.
    ///
    /// # Errors
    /// It is not there, cannot be read, or is not UTF-8.
    pub async fn read_to_string(&self) -> Result<String, StoreError> {
        let path = self.local()?.to_owned();
        blocking("read", path, |path| {
            fs::read_to_string(path).map_err(StoreError::io("read", path))
        })
        .await
    }

    /// A reader over it, for what is large. It blocks.
    ///
    /// # Errors
    /// It is not there, or cannot be read.
    pub fn reader(&self) -> Result<BufReader<fs::File>, StoreError> {
        let path = self.local()?;
        fs::File::open(path)
            .map(BufReader::new)
            .map_err(StoreError::io("read", path))
    }

    /// Writes it whole: it is there with all these bytes, or as it was before. Folders that
    /// are missing are made.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(
        &self,
        bytes: impl AsRef<[u8]>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send {
        let bytes = bytes.as_ref().to_vec();
        let path = self.local().map(Path::to_owned);
        async move { blocking("write", path?, move |path| write(path, &bytes)).await }
    }

    /// [`File::write`] for code that is not asynchronous.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write_blocking(&self, bytes: impl AsRef<[u8]>) -> Result<(), StoreError> {
        write(self.local()?, bytes.as_ref())
    }

    /// A writer, for what is large. The file is there when [`FileWriter::finish`] returns; a
    /// writer that is dropped before leaves nothing.
    ///
    /// # Errors
    /// No file can be made there.
    pub fn writer(&self) -> Result<FileWriter, StoreError> {
        FileWriter::create(self.local()?)
    }

    fn local(&self) -> Result<&Path, StoreError> {
        Location::parse(&self.location).local()?;
        Ok(&self.path)
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let mut writer = FileWriter::create(path)?;
    writer
        .write_all(bytes)
        .map_err(StoreError::io("write", path))?;
    writer.finish()
}

/// Does something that blocks on a thread for that.
async fn blocking<T: Send + 'static>(
    action: &'static str,
    path: PathBuf,
    work: impl FnOnce(&Path) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let at = path.clone();
    tokio::task::spawn_blocking(move || work(&at))
        .await
        .unwrap_or_else(|error| Err(StoreError::io(action, &path)(io::Error::other(error))))
}

/// Writes a [`File`] under a temporary name in the same folder.
#[derive(Debug)]
pub struct FileWriter {
    temporary: BufWriter<NamedTempFile>,
    path: PathBuf,
    folder: PathBuf,
}

impl FileWriter {
    pub(super) fn create(path: &Path) -> Result<Self, StoreError> {
        let folder = create_folder(path)?;
        let temporary = tempfile::Builder::new()
            .prefix(".tmp-")
            // As for any new file, the umask takes away what it does not allow.
            .permissions(fs::Permissions::from_mode(0o666))
            .tempfile_in(&folder)
            .map_err(StoreError::io("write", path))?;
        Ok(Self {
            temporary: BufWriter::new(temporary),
            path: path.to_owned(),
            folder,
        })
    }

    /// Brings the bytes to the disk and gives the file its name.
    ///
    /// # Errors
    /// The disk is full, or the name is a folder's. Nothing is left then.
    pub fn finish(self) -> Result<(), StoreError> {
        let fail = || StoreError::io("write", &self.path);
        let temporary = self
            .temporary
            .into_inner()
            .map_err(|error| fail()(error.into_error()))?;
        temporary.as_file().sync_all().map_err(fail())?;
        temporary
            .persist(&self.path)
            .map_err(|error| fail()(error.error))?;
        sync_folder(&self.folder)
    }
}

impl Write for FileWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.temporary.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.temporary.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(folder: &Path, name: &str) -> File {
        File::at(folder.join(name).to_str().expect("UTF-8").to_owned())
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .expect("listed")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .into_string()
                    .expect("UTF-8")
            })
            .collect();
        names.sort();
        names
    }

    #[tokio::test]
    async fn what_is_written_is_read() {
        let temp = tempfile::tempdir().expect("a folder");
        let file = file(temp.path(), "deep/er/report.md");
        assert!(!file.exists().expect("local"));
        file.write("one").await.expect("written");
        file.write(String::from("two"))
            .await
            .expect("written again");
        assert!(file.exists().expect("local"));
        assert_eq!(file.read().await.expect("read"), b"two");
        assert_eq!(file.read_to_string().await.expect("read"), "two");
        assert_eq!(
            names(file.path().parent().expect("a folder")),
            ["report.md"]
        );
    }

    #[test]
    fn a_writer_that_is_dropped_leaves_nothing() {
        let temp = tempfile::tempdir().expect("a folder");
        let file = file(temp.path(), "x");
        let mut writer = file.writer().expect("a writer");
        writer.write_all(b"half").expect("written");
        assert!(!file.exists().expect("local"), "not before it is finished");
        drop(writer);
        assert!(names(temp.path()).is_empty());

        let mut writer = file.writer().expect("a writer");
        writer.write_all(b"whole").expect("written");
        writer.finish().expect("finished");
        assert_eq!(names(temp.path()), ["x"]);
    }

    #[test]
    fn a_failed_write_leaves_what_was_there() {
        let temp = tempfile::tempdir().expect("a folder");
        fs::create_dir(temp.path().join("x")).expect("made");
        let error = file(temp.path(), "x")
            .write_blocking("y")
            .expect_err("a folder is there");
        assert!(error.to_string().starts_with("cannot write"), "{error}");
        assert_eq!(names(temp.path()), ["x"]);
    }

    #[test]
    fn a_new_file_has_the_permissions_of_any_new_file() {
        let temp = tempfile::tempdir().expect("a folder");
        fs::write(temp.path().join("plain"), "").expect("written");
        file(temp.path(), "ours")
            .write_blocking("")
            .expect("written");
        let mode = |name: &str| {
            fs::metadata(temp.path().join(name))
                .expect("there")
                .permissions()
                .mode()
        };
        assert_eq!(mode("ours"), mode("plain"));
    }

    #[tokio::test]
    async fn another_scheme_is_an_error_that_names_it() {
        let file = File::at("s3://bucket/x".to_owned());
        for error in [
            file.exists().map(|_| ()).expect_err("no store"),
            file.write("x").await.expect_err("no store"),
            file.read().await.map(|_| ()).expect_err("no store"),
        ] {
            assert!(error.to_string().contains("no store for `s3:`"), "{error}");
        }
        assert_eq!(
            File::at("file:/tmp/x".to_owned()).path(),
            Path::new("/tmp/x")
        );
    }
}
