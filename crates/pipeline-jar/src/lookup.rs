//! Which `main` a class is started with.

use crate::{Class, Jar, JarError};

/// What is found when the `main` of a class is looked for, in the class and above it.
///
/// As `Class.getMethod("main", String[].class)` finds it, which is what Spark asks: public, by
/// its name and arguments, whatever it returns. Observed on Spark 4.3.0: a `main` of a class
/// that is not public ends in an `IllegalAccessException`, also where a public one inherits it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Main {
    /// There is one that Spark can call.
    Found,
    /// There is one, but it belongs to an object.
    NotStatic,
    /// There is one, but only its own package may call it.
    NotPublic,
    /// There is one in this class, which only its own package may use.
    InHidden(String),
    /// There is a `main`, but it does not take `String[]`.
    OtherArguments,
    /// There is none, in no class above it either.
    None,
    /// There is none as far as the jars reach; this superclass lies elsewhere.
    Beyond(String),
}

/// How many superclasses are followed.
const AT_MOST: usize = 64;

/// Looks for the `main` of a class of these jars.
///
/// # Errors
/// A class above it is broken.
pub fn find_main(class: &Class, jars: &[Jar]) -> Result<Main, JarError> {
    let mut nearest_miss = Main::None;
    let mut class = class.clone();
    for _ in 0..AT_MOST {
        let own = class.mains.iter();
        for main in own.filter(|main| main.takes_arguments()) {
            match (main.is_public, main.is_static) {
                (true, true) if !class.is_public => return Ok(Main::InHidden(class.name)),
                (true, true) => return Ok(Main::Found),
                (true, false) => return Ok(Main::NotStatic),
                _ => nearest_miss = Main::NotPublic,
            }
        }
        if nearest_miss == Main::None && !class.mains.is_empty() {
            nearest_miss = Main::OtherArguments;
        }
        // No class of Java itself that can be a superclass has a `main` to inherit.
        let Some(above) = class.superclass.filter(|name| !name.starts_with("java.")) else {
            return Ok(nearest_miss);
        };
        let mut found = None;
        for jar in jars {
            found = jar.class(&above)?;
            if found.is_some() {
                break;
            }
        }
        match found {
            Some(found) => class = found,
            None => return Ok(Main::Beyond(above)),
        }
    }
    Ok(Main::Beyond(class.name))
}
