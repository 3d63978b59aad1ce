//! Local folders of Python code, zipped so that spark-submit can ship them.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use pipeline_core::Failure;
use pipeline_core::failure::FailureKind;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{elements, find, unwritable};
use crate::SparkApplication;
use crate::application::OptionValue;

/// Replaces each folder in `py_files` by a zip below `dir`.
///
/// A folder with an `__init__.py` is a package and is imported by its own name; one with
/// modules or packages in it is put on the path as it is.
pub(super) fn zip_folders(application: &mut SparkApplication, dir: &Path) -> Result<(), Failure> {
    let Some(value) = application.options.get("py_files") else {
        return Ok(());
    };
    let mut entries = elements(value);
    let mut names = BTreeSet::new();
    let mut changed = false;
    for entry in &mut entries {
        // A URI is not a local folder; whatever else is not one is spark-submit's business.
        let Some(folder) = find(entry, application).filter(|path| path.is_dir()) else {
            continue;
        };
        *entry = zip_folder(&folder, dir, &mut names)?.display().to_string();
        changed = true;
    }
    if changed {
        let entries = OptionValue::List(entries);
        application.options.insert("py_files".to_owned(), entries);
    }
    Ok(())
}

fn zip_folder(folder: &Path, dir: &Path, names: &mut BTreeSet<String>) -> Result<PathBuf, Failure> {
    let unreadable = |error: io::Error| {
        Failure::new(
            FailureKind::Configuration,
            format!("cannot read the folder {}: {error}", folder.display()),
        )
    };
    // The name of `src/..` or `.` is known only after it is resolved.
    let resolved = folder.canonicalize().map_err(unreadable)?;
    let name = resolved.file_name().map_or_else(
        || "root".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    );
    let package = resolved.join("__init__.py").is_file();
    if !package && !holds_code(&resolved).map_err(unreadable)? {
        return Err(Failure::new(
            FailureKind::Configuration,
            format!(
                "the folder `{}` in py_files is no Python package",
                folder.display()
            ),
        )
        .hint(
            "a package has an `__init__.py`; a folder of packages or modules holds them directly",
        ));
    }
    let mut files = Vec::new();
    let prefix = if package { name.as_str() } else { "" };
    collect(&resolved, prefix, &mut files).map_err(unreadable)?;
    files.sort();

    let dir = std::path::absolute(dir).map_err(|error| unwritable(dir, &error))?;
    let mut zip = format!("{name}.zip");
    let mut number = 2;
    while !names.insert(zip.clone()) {
        zip = format!("{name}-{number}.zip");
        number += 1;
    }
    let path = dir.join(zip);
    fs::create_dir_all(&dir).map_err(|error| unwritable(&dir, &error))?;
    write(&path, &files).map_err(|error| unwritable(&path, &error))?;
    Ok(path)
}

/// Whether modules or packages lie directly in a folder.
fn holds_code(folder: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "py") && path.is_file()
            || path.join("__init__.py").is_file()
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Every file below a folder by its name in the zip, but for compiled code and hidden files.
fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        if name.starts_with('.') || name == "__pycache__" || name.ends_with(".pyc") {
            continue;
        }
        let inside = if prefix.is_empty() {
            name.to_owned()
        } else {
            format!("{prefix}/{name}")
        };
        if path.is_dir() {
            collect(&path, &inside, files)?;
        } else {
            files.push((inside, path));
        }
    }
    Ok(())
}

/// Equal contents give equal bytes: sorted, with one time and one mode for all.
fn write(path: &Path, files: &[(String, PathBuf)]) -> io::Result<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(File::create(path)?);
    for (name, file) in files {
        zip.start_file(name.as_str(), options)?;
        io::copy(&mut File::open(file)?, &mut zip)?;
    }
    zip.finish()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::MainResource;

    fn application(folder: &Path) -> SparkApplication {
        let path = "app.py".to_owned();
        SparkApplication::new(MainResource::Python { path }).option(
            "py_files",
            OptionValue::list(["lib.zip".to_owned(), folder.display().to_string()]),
        )
    }

    fn names(zip: &Path) -> Vec<String> {
        let mut zip = zip::ZipArchive::new(File::open(zip).expect("the zip")).expect("a zip");
        (0..zip.len())
            .map(|i| zip.by_index(i).expect("an entry").name().to_owned())
            .collect()
    }

    fn shipped(application: &SparkApplication) -> Vec<String> {
        elements(&application.options["py_files"])
    }

    #[test]
    fn a_package_is_zipped_under_its_name_and_a_file_is_left_alone() {
        let temp = tempfile::tempdir().expect("a folder");
        let package = temp.path().join("tools");
        fs::create_dir_all(package.join("deep")).expect("folders");
        fs::create_dir_all(package.join("__pycache__")).expect("folders");
        for file in [
            "__init__.py",
            "deep/__init__.py",
            "deep/table.csv",
            "__pycache__/a.pyc",
            ".env",
        ] {
            fs::write(package.join(file), "x = 1").expect("a file");
        }
        let mut app = application(&package);
        zip_folders(&mut app, &temp.path().join("run")).expect("zipped");
        let shipped = shipped(&app);
        assert_eq!(shipped[0], "lib.zip");
        let inside = [
            "tools/__init__.py",
            "tools/deep/__init__.py",
            "tools/deep/table.csv",
        ];
        assert_eq!(names(Path::new(&shipped[1])), inside);
    }

    #[test]
    fn a_folder_of_packages_is_zipped_as_a_root() {
        let temp = tempfile::tempdir().expect("a folder");
        let root = temp.path().join("src");
        fs::create_dir_all(root.join("tools")).expect("folders");
        fs::write(root.join("tools/__init__.py"), "").expect("a file");
        let mut app = application(&root);
        zip_folders(&mut app, &temp.path().join("run")).expect("zipped");
        assert_eq!(names(Path::new(&shipped(&app)[1])), ["tools/__init__.py"]);
    }

    #[test]
    fn equal_folders_give_equal_zips() {
        let temp = tempfile::tempdir().expect("a folder");
        let mut zips = Vec::new();
        for copy in ["one", "two"] {
            let package = temp.path().join(copy).join("tools");
            fs::create_dir_all(&package).expect("folders");
            let order = if copy == "one" {
                ["a.py", "__init__.py"]
            } else {
                ["__init__.py", "a.py"]
            };
            for file in order {
                fs::write(package.join(file), "x = 1\n").expect("a file");
            }
            let mut app = application(&package);
            zip_folders(&mut app, &temp.path().join(copy)).expect("zipped");
            zips.push(fs::read(&shipped(&app)[1]).expect("the zip"));
        }
        assert_eq!(zips[0], zips[1]);
    }

    #[test]
    fn a_folder_without_python_is_refused() {
        let temp = tempfile::tempdir().expect("a folder");
        fs::write(temp.path().join("notes.txt"), "").expect("a file");
        let mut app = application(temp.path());
        let failure = zip_folders(&mut app, &temp.path().join("run")).expect_err("refused");
        assert_eq!(failure.kind, FailureKind::Configuration);
        assert!(failure.cause.contains("is no Python package"), "{failure}");
    }
}
