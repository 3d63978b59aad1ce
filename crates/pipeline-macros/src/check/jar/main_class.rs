//! The class that is started: which one it is, whether it is there, whether it can be started.

use pipeline_jar::{Class, Jar, Main, find_main};
use syn::LitStr;

use super::classpath::ClassPath;
use super::literal;
use crate::errors::Errors;
use crate::syntax::Entry;
use crate::words;

/// The class that is started.
pub(super) struct MainClass<'a> {
    pub(super) name: String,
    /// Where it is named: at `class`, or by the jar, through its manifest.
    pub(super) literal: &'a LitStr,
    /// Whether the manifest names it.
    in_manifest: bool,
}

/// How many classes are looked into for one to suggest.
const SEARCHED: usize = 3_000;
/// How many are suggested.
const SHOWN: usize = 3;

impl<'a> MainClass<'a> {
    /// The class of `class`, else of the manifest; nothing where that is an expression, or where
    /// a mistake left none.
    pub(super) fn of(
        entries: &[&'a Entry],
        app: &'a LitStr,
        path: &str,
        jar: &Jar,
        errors: &mut Errors,
    ) -> Option<Self> {
        if let Some(entry) = entries.iter().find(|entry| entry.name() == "class") {
            let Some(class) = literal(entry) else {
                errors.not_verified(format_args!(
                    "whether the class that `class` gives is in `{path}`"
                ));
                return None;
            };
            // What is no class by its letters is told already.
            if spark_options::Kind::ClassName
                .check(&class.value())
                .is_err()
            {
                return None;
            }
            return Some(Self {
                name: class.value(),
                literal: class,
                in_manifest: false,
            });
        }
        let manifest = jar.manifest();
        let Some(name) = manifest.and_then(|manifest| manifest.main_class.clone()) else {
            errors.at(
                app,
                format_args!(
                    "nothing says which class of `{path}` is started: there is no `class`, and its manifest has no Main-Class"
                ),
                match startable(jar, "").as_slice() {
                    [] => "write `class = \"org.example.Main\"`".to_owned(),
                    [one] => format!("write `class = {one:?}`"),
                    several => format!(
                        "write `class = {:?}`; those with a `main` are {}",
                        several[0],
                        words::list(several)
                    ),
                },
            );
            return None;
        };
        Some(Self {
            name,
            literal: app,
            in_manifest: true,
        })
    }

    /// Who names it, for a message.
    fn named(&self) -> String {
        match self.in_manifest {
            true => format!("`{}`, which the manifest names as Main-Class,", self.name),
            false => format!("the class `{}`", self.name),
        }
    }
}

/// The class is in none of the jars.
pub(super) fn absent(main: &MainClass<'_>, path: &ClassPath, errors: &mut Errors) {
    let name = &main.name;
    let releases: Vec<u16> = path
        .jars
        .iter()
        .flat_map(|jar| jar.releases_of(name))
        .collect();
    let of_spark = name.starts_with("org.apache.spark.");
    if path.is_open || of_spark || !releases.is_empty() {
        errors.not_verified(format_args!(
            "the class `{name}`, which is not in {}: it may come from elsewhere",
            words::list(&path.names)
        ));
        return;
    }
    let jars = match path.names.as_slice() {
        [one] => format!("not in `{one}`"),
        several => format!("in none of {}", words::list(several)),
    };
    let names: Vec<String> = path.jars.iter().flat_map(Jar::class_names).collect();
    let help = match instead(name, &names) {
        Some(near) if main.in_manifest => {
            format!("write `class = {near:?}`, or build the jar again")
        }
        Some(near) => format!("did you mean {near:?}?"),
        None => match startable(&path.jars[0], name).as_slice() {
            [] => "name a class of the jar, or the jar that has it in `jars`".to_owned(),
            some => format!(
                "name one of its classes that have a `main`, such as {}",
                words::list(some)
            ),
        },
    };
    errors.at(
        main.literal,
        format_args!("{} is {jars}", main.named()),
        help,
    );
}

/// The class is there; whether Spark can start it.
pub(super) fn starts(main: &MainClass<'_>, class: &Class, path: &ClassPath, errors: &mut Errors) {
    let name = &main.name;
    // Spark has classes of its own that it starts without a `main`.
    let mut interfaces = class.interfaces.iter();
    if interfaces.any(|interface| interface.starts_with("org.apache.spark.")) {
        return;
    }
    let found = match find_main(class, &path.jars) {
        Ok(found) => found,
        Err(error) => {
            errors.not_verified(format_args!("the `main` of `{name}`: {error}"));
            return;
        }
    };
    let write = "make it `public static void main(String[] args)`";
    let (problem, help) = match found {
        Main::Found => return,
        Main::Beyond(above) => {
            errors.not_verified(format_args!(
                "whether `{name}` inherits a `main`: its superclass `{above}` is not in {}",
                words::list(&path.names)
            ));
            return;
        }
        Main::NotStatic => {
            let object = name.strip_suffix('$');
            let object = object.filter(|object| matches!(path.class(object), Ok(Some(_))));
            (
                "has a `main` that is not static, so Spark cannot call it".to_owned(),
                match object {
                    Some(object) => {
                        format!("a Scala object is started by its name alone: write {object:?}")
                    }
                    None => format!(
                        "{write}; in Scala it belongs into an `object`, in Kotlin to the top level"
                    ),
                },
            )
        }
        Main::NotPublic => (
            "has a `main` that is not public, so Spark cannot call it".to_owned(),
            write.to_owned(),
        ),
        Main::InHidden(hidden) if hidden == *name => (
            "is not public, so Spark cannot call its `main`".to_owned(),
            "make the class public".to_owned(),
        ),
        Main::InHidden(hidden) => (
            format!(
                "inherits its `main` from `{hidden}`, which is not public, so Spark cannot call it"
            ),
            format!("make `{hidden}` public"),
        ),
        Main::OtherArguments => (
            "has a `main` that does not take `String[]`".to_owned(),
            write.to_owned(),
        ),
        Main::None => (
            "has no `main`".to_owned(),
            match startable(&path.jars[0], name).as_slice() {
                [] => "give it a `public static void main(String[] args)`".to_string(),
                some => format!("name a class that has one, such as {}", words::list(some)),
            },
        ),
    };
    errors.at(
        main.literal,
        format_args!("{} {problem}", main.named()),
        help,
    );
}

/// The class that was meant: of the same name in another package, or of nearly the same. The
/// packages are left out, since those of one jar are all alike.
fn instead<'n>(name: &str, names: &'n [String]) -> Option<&'n str> {
    let simple = |name: &'n str| name.rsplit('.').next().unwrap_or(name);
    let wanted = name.rsplit('.').next().unwrap_or(name);
    let plain = || {
        names
            .iter()
            .map(String::as_str)
            .filter(|name| !name.contains('$'))
    };
    let near = words::nearest(wanted, plain().map(simple))?;
    plain().find(|name| simple(name) == near)
}

/// Classes of a jar that can be started; those of the same package as `name` first.
fn startable(jar: &Jar, name: &str) -> Vec<String> {
    let package = name.rsplit_once('.').map_or("", |(package, _)| package);
    let mut names: Vec<String> = jar
        .class_names()
        .filter(|name| !name.contains('$'))
        .collect();
    // Stable, so that the rest stays sorted.
    names.sort_by_key(|name| package.is_empty() || !name.starts_with(package));
    let classes = names
        .iter()
        .take(SEARCHED)
        .filter_map(|name| jar.class(name).ok()?);
    let own = classes.filter(|class| {
        class.is_public
            && class
                .mains
                .iter()
                .any(|main| main.is_public && main.is_static && main.takes_arguments())
    });
    own.map(|class| class.name).take(SHOWN).collect()
}
