//! The files that the wrong programs name, in the folder that is their crate's: those of
//! `tests/ui/files`, as links, and jars, which are made here.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use pipeline_jar::making::{ARGUMENTS, ClassFile, MAIN, PRIVATE, PUBLIC, STATIC, manifest, write};

/// Where trybuild compiles the programs.
fn crate_of_the_programs() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("tests");
    target.join("trybuild").join(env!("CARGO_PKG_NAME"))
}

/// Puts the files there.
pub(crate) fn lay_out() {
    let crate_dir = crate_of_the_programs();
    fs::create_dir_all(crate_dir.join("lib")).expect("the crate's folder");
    for entry in fs::read_dir(&crate_dir).expect("the crate's folder") {
        let path = entry.expect("an entry").path();
        if path.is_symlink() {
            fs::remove_file(path).expect("an old link");
        }
    }
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui/files");
    for entry in fs::read_dir(files).expect("the files") {
        let entry = entry.expect("an entry");
        symlink(entry.path(), crate_dir.join(entry.file_name())).expect("a link");
    }
    jars(&crate_dir);
}

fn jars(crate_dir: &Path) {
    let jar = |path: &str, manifest_lines: &str, classes: &[ClassFile<'_>]| {
        let classes = classes.iter().map(ClassFile::entry);
        let entries: Vec<_> = [manifest(manifest_lines)]
            .into_iter()
            .chain(classes)
            .collect();
        write(&crate_dir.join(path), &entries);
    };
    jar("job.jar", "Main-Class: org.example.Main\r\n", &[MAIN]);
    for path in ["a.jar", "lib/a.jar", "lib/b.jar"] {
        jar(path, "", &[]);
    }
    jar("no-main-class.jar", "", &[MAIN]);
    jar(
        "other-main-class.jar",
        "Main-Class: org.example.Old\r\n",
        &[MAIN],
    );
    jar("java-21.jar", "", &[ClassFile { java: 21, ..MAIN }]);
    jar("classes.jar", "", &classes());
    for (path, text) in [
        ("page.jar", "<html><title>404 Not Found</title></html>\n"),
        (
            "pointer.jar",
            "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
        ),
    ] {
        fs::write(crate_dir.join(path), text).expect("a file");
    }
}

/// Classes with every kind of `main`.
fn classes() -> Vec<ClassFile<'static>> {
    let class = |name, methods| ClassFile {
        name,
        methods,
        ..MAIN
    };
    vec![
        MAIN,
        class("org.example.Instance", &[(PUBLIC, "main", ARGUMENTS)]),
        class(
            "org.example.Private",
            &[(PRIVATE | STATIC, "main", ARGUMENTS)],
        ),
        class(
            "org.example.NoArguments",
            &[(PUBLIC | STATIC, "main", "()V")],
        ),
        class("org.example.Library", &[(PUBLIC | STATIC, "clean", "()V")]),
        class("org.example.Job", MAIN.methods),
        class("org.example.Job$", &[(PUBLIC, "main", ARGUMENTS)]),
        ClassFile {
            access: 0,
            ..class("org.example.Hidden", MAIN.methods)
        },
    ]
}
