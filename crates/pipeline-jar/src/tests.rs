//! Jars made here, and real ones.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::making::{ARGUMENTS, ClassFile, MAIN, PRIVATE, PUBLIC, STATIC, manifest, write};
use crate::{Jar, JarError, Main, Manifest, find_main, java_of};

fn jar(entries: &[(String, Vec<u8>)]) -> (TempDir, Jar) {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("job.jar");
    write(&path, entries);
    let jar = Jar::open(&path).expect("a jar");
    (dir, jar)
}

/// What is found for `org.example.Main` among these classes.
fn main_of(classes: &[ClassFile<'_>]) -> Main {
    let entries: Vec<_> = classes.iter().map(ClassFile::entry).collect();
    let (_dir, jar) = jar(&entries);
    let class = jar.class("org.example.Main").expect("a class");
    find_main(&class.expect("the class"), &[jar]).expect("classes")
}

#[test]
fn a_class_has_its_names_its_access_its_java_and_its_mains() {
    let class = ClassFile {
        interfaces: &["org.example.A", "org.example.B"],
        superclass: "org.example.Base",
        java: 21,
        methods: &[
            (PUBLIC | STATIC, "main", ARGUMENTS),
            (PRIVATE, "other", "()V"),
        ],
        ..MAIN
    };
    let (_dir, jar) = jar(&[class.entry()]);
    let class = jar.class("org.example.Main").expect("read").expect("there");
    assert_eq!(class.name, "org.example.Main");
    assert_eq!(class.superclass.as_deref(), Some("org.example.Base"));
    assert_eq!(class.interfaces, ["org.example.A", "org.example.B"]);
    assert_eq!((class.major, class.java(), class.is_public), (65, 21, true));
    assert_eq!(class.mains.len(), 1);
    assert_eq!(jar.class("org.example.Other").expect("read"), None);
    assert_eq!(jar.class_names().collect::<Vec<_>>(), ["org.example.Main"]);
}

#[test]
fn the_java_of_a_class_file_counts_from_44() {
    assert_eq!([52, 55, 61, 65].map(java_of), [8, 11, 17, 21]);
}

#[test]
fn main_is_public_static_and_takes_the_arguments_whatever_it_returns() {
    assert_eq!(main_of(&[MAIN]), Main::Found);
    for (access, name, types, found) in [
        (
            PUBLIC | STATIC,
            "main",
            "([Ljava/lang/String;)I",
            Main::Found,
        ),
        (PUBLIC, "main", ARGUMENTS, Main::NotStatic),
        (STATIC, "main", ARGUMENTS, Main::NotPublic),
        (PUBLIC | STATIC, "main", "()V", Main::OtherArguments),
        (PUBLIC | STATIC, "run", ARGUMENTS, Main::None),
    ] {
        let methods: &[_] = &[(access, name, types)];
        assert_eq!(main_of(&[ClassFile { methods, ..MAIN }]), found, "{types}");
    }
    let hidden = "org.example.Main".to_owned();
    assert_eq!(
        main_of(&[ClassFile { access: 0, ..MAIN }]),
        Main::InHidden(hidden)
    );
    let overloaded: &[_] = &[
        (PUBLIC, "main", "()V"),
        (PUBLIC | STATIC, "main", ARGUMENTS),
    ];
    assert_eq!(
        main_of(&[ClassFile {
            methods: overloaded,
            ..MAIN
        }]),
        Main::Found
    );
}

#[test]
fn a_main_is_inherited_and_what_lies_in_no_jar_is_not_known() {
    let child = |superclass| ClassFile {
        superclass,
        methods: &[],
        ..MAIN
    };
    let base = |name, superclass, methods| ClassFile {
        name,
        superclass,
        methods,
        ..MAIN
    };
    let middle = base("org.example.Middle", "org.example.Base", &[]);
    let top = base("org.example.Base", "java.lang.Object", MAIN.methods);
    assert_eq!(
        main_of(&[child("org.example.Middle"), middle, top]),
        Main::Found
    );
    assert_eq!(
        main_of(&[child("org.other.Base")]),
        Main::Beyond("org.other.Base".to_owned())
    );
    // One that is above itself, as no compiler makes it, is no endless search.
    let odd = base("org.example.Base", "org.example.Base", &[]);
    assert_eq!(
        main_of(&[child("org.example.Base"), odd]),
        Main::Beyond("org.example.Base".to_owned())
    );
}

#[test]
fn a_manifest_names_the_main_class_also_on_two_lines() {
    let (_dir, jar) = jar(&[manifest("Main-Class: org.exam\r\n ple.Main\r\n")]);
    let main_class = jar
        .manifest()
        .and_then(|manifest| manifest.main_class.clone());
    assert_eq!(main_class.as_deref(), Some("org.example.Main"));
    let (_dir, none) = self::jar(&[MAIN.entry()]);
    assert_eq!(none.manifest(), None);
    let later_section = "Multi-Release: true\nClass-Path: a.jar b.jar\n\nName: x\nMain-Class: y\n";
    let manifest = Manifest {
        main_class: None,
        is_multi_release: true,
        class_path: vec!["a.jar".to_owned(), "b.jar".to_owned()],
    };
    assert_eq!(Manifest::parse(later_section), manifest);
}

#[test]
fn a_newer_java_finds_its_own_classes_in_a_multi_release_jar() {
    let of_21 = ClassFile { java: 21, ..MAIN };
    let newer = (
        format!("META-INF/versions/21/{}", MAIN.path()),
        of_21.bytes(),
    );
    let multi = manifest("Multi-Release: true\r\n");
    let (_dir, jar) = jar(&[multi, MAIN.entry(), newer.clone()]);
    let java = |java| {
        let class = jar.class_for("org.example.Main", java).expect("read");
        class.expect("there").java()
    };
    assert_eq!([java(17), java(20), java(21), java(25)], [17, 17, 21, 21]);
    assert_eq!(jar.releases_of("org.example.Main"), [21]);
    assert_eq!(jar.class_names().count(), 1);
    let (_dir, single) = self::jar(&[MAIN.entry(), newer]);
    let class = single.class_for("org.example.Main", 21).expect("read");
    assert_eq!(class.expect("there").java(), 17);
}

#[test]
fn what_is_no_jar_is_told_apart_from_what_cannot_be_read() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("job.jar");
    for text in ["", "version https://git-lfs.github.com/spec/v1\n"] {
        std::fs::write(&path, text).expect("a file");
        let error = Jar::open(&path).expect_err("no jar");
        assert!(matches!(error, JarError::NoArchive(_)), "{error}");
    }
    let error = Jar::open(&dir.path().join("none.jar")).expect_err("missing");
    assert!(matches!(error, JarError::Unreadable(_)), "{error}");
    let text = ("org/example/Main.class".to_owned(), b"no class".to_vec());
    let (_dir, jar) = jar(&[text]);
    let error = jar.class("org.example.Main").expect_err("no class");
    assert!(
        error.to_string().contains("org/example/Main.class"),
        "{error}"
    );
}

#[test]
fn no_broken_jar_panics() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("job.jar");
    write(
        &path,
        &[manifest("Main-Class: org.example.Main\r\n"), MAIN.entry()],
    );
    let whole = std::fs::read(&path).expect("the bytes");
    for at in 0..whole.len() {
        for change in [0, 0xFF, whole[at].wrapping_add(1)] {
            let mut bytes = whole.clone();
            bytes[at] = change;
            std::fs::write(&path, &bytes).expect("written");
            if let Ok(jar) = Jar::open(&path) {
                let _ = jar.class("org.example.Main");
            }
        }
        std::fs::write(&path, &whole[..at]).expect("written");
        if let Ok(jar) = Jar::open(&path) {
            let _ = jar.class("org.example.Main");
        }
    }
    let class = MAIN.bytes();
    for at in 0..class.len() {
        let mut bytes = class.clone();
        bytes[at] ^= 0xFF;
        let _ = crate::Class::parse(&bytes);
        let _ = crate::Class::parse(&class[..at]);
    }
}

/// Jars of a Spark, where one is at hand.
fn jars_of_spark() -> Vec<PathBuf> {
    let Some(home) = std::env::var_os("SPARK_HOME") else {
        println!("skipped: SPARK_HOME is not set");
        return Vec::new();
    };
    let folder = std::fs::read_dir(Path::new(&home).join("jars"));
    let entries = folder.into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "jar"))
        .collect()
}

#[test]
fn every_jar_and_class_of_spark_is_read() {
    for path in jars_of_spark() {
        let jar = Jar::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let step = (jar.class_names().count() / 50).max(1);
        for name in jar.class_names().step_by(step) {
            let class = jar.class(&name);
            let class = class.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            assert_eq!(class.expect("a class of the directory").name, name);
        }
        let is_core = path.to_string_lossy().contains("spark-core_");
        if is_core {
            let submit = jar.class("org.apache.spark.deploy.SparkSubmit");
            let submit = submit.expect("read").expect("there");
            assert_eq!(find_main(&submit, &[jar]).expect("classes"), Main::Found);
        }
    }
}
