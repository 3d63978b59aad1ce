//! Names: classes, Maven coordinates, elements of lists, properties.

use super::Invalid;
use crate::text::{ends_with, find, has_outer_blank, is_all_blank, is_blank};

/// Whether a text is an element of a list that is joined by commas: not empty, without comma
/// and without blanks around it, since Spark splits at every comma and trims nothing.
///
/// Source: `Utils.resolveURIs`.
///
/// # Errors
/// It cannot be handed over as one element.
pub const fn list_element(text: &str) -> Result<(), Invalid> {
    if is_all_blank(text) {
        return invalid("an element is empty", "leave it out, or name something");
    }
    if find(text.as_bytes(), b',', 0).is_some() {
        return invalid(
            "spark-submit joins the list with commas, so a comma cannot be part of an element",
            "make it two elements, or rename the file",
        );
    }
    if has_outer_blank(text) {
        return invalid(
            "a blank stands around an element, and Spark would keep it",
            "write it without",
        );
    }
    Ok(())
}

/// Whether a text is a Maven coordinate: `group:artifact:version`, also with slashes.
///
/// Source: `MavenUtils.extractMavenCoordinates`.
///
/// # Errors
/// It is none.
pub const fn coordinates(text: &str) -> Result<(), Invalid> {
    const REMEDY: &str = "write group:artifact:version";
    if let Err(error) = list_element(text) {
        return Err(error);
    }
    match parts(text) {
        Parts::Are(3) => Ok(()),
        Parts::Are(1) => invalid("only a group is named", REMEDY),
        Parts::Are(2) => invalid("the version is missing", REMEDY),
        Parts::Are(_) if has_blank(text) => invalid(
            "a blank separates no coordinates",
            "make each an element of its own",
        ),
        Parts::Are(_) => invalid(
            "Spark knows no classifier or packaging in a coordinate",
            REMEDY,
        ),
        Parts::OneIsBlank => invalid("a part is empty", REMEDY),
    }
}

/// Whether a text is a package without a version: `group:artifact`.
///
/// Source: `MavenUtils.createExclusion`.
///
/// # Errors
/// It is none.
pub const fn exclusion(text: &str) -> Result<(), Invalid> {
    const REMEDY: &str = "write group:artifact";
    if let Err(error) = list_element(text) {
        return Err(error);
    }
    match parts(text) {
        Parts::Are(2) => Ok(()),
        Parts::Are(1) => invalid("only a group is named", REMEDY),
        Parts::Are(_) => invalid("an exclusion has no version", REMEDY),
        Parts::OneIsBlank => invalid("a part is empty", REMEDY),
    }
}

const fn has_blank(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if is_blank(bytes[i]) {
            return true;
        }
        i += 1;
    }
    false
}

enum Parts {
    Are(usize),
    OneIsBlank,
}

/// Counts the parts between `:` and `/`.
const fn parts(text: &str) -> Parts {
    let bytes = text.as_bytes();
    let (mut count, mut blank, mut i) = (1, true, 0);
    while i < bytes.len() {
        if matches!(bytes[i], b':' | b'/') {
            if blank {
                return Parts::OneIsBlank;
            }
            count += 1;
            blank = true;
        } else if !is_blank(bytes[i]) {
            blank = false;
        }
        i += 1;
    }
    if blank {
        Parts::OneIsBlank
    } else {
        Parts::Are(count)
    }
}

/// Whether a text is a class name as the JVM has it: parts joined by dots.
///
/// Generous on purpose: what compilers put into class names (`$`, `-`, any letter) is right.
///
/// # Errors
/// It cannot be a class name.
pub const fn class_name(text: &str) -> Result<(), Invalid> {
    const REMEDY: &str = "write package and class: org.example.Main";
    if text.is_empty() {
        return invalid("the class is empty", REMEDY);
    }
    if ends_with(text, ".class") || ends_with(text, ".jar") || ends_with(text, ".java") {
        return invalid("that is a file, not a class", REMEDY);
    }
    let bytes = text.as_bytes();
    let mut previous_is_dot = true;
    let mut i = 0;
    while i < bytes.len() {
        let byte = bytes[i];
        if byte == b'.' {
            if previous_is_dot {
                return invalid("a part between dots is empty", REMEDY);
            }
        } else if is_blank(byte) {
            return invalid("a blank stands in the class", REMEDY);
        } else if byte == b'/' {
            return invalid("packages are joined by dots, not slashes", REMEDY);
        } else if byte == b':' {
            return invalid("packages are joined by dots, not colons", REMEDY);
        } else if byte.is_ascii_punctuation() && !matches!(byte, b'_' | b'$' | b'-') {
            return invalid("a class name has no such punctuation", REMEDY);
        }
        previous_is_dot = byte == b'.';
        i += 1;
    }
    if previous_is_dot {
        return invalid("a part between dots is empty", REMEDY);
    }
    Ok(())
}

/// Whether a text is `key=value`; the value may be empty, and may have `=` in it.
///
/// # Errors
/// It has no `=`, or nothing before it.
pub const fn property(text: &str) -> Result<(), Invalid> {
    match find(text.as_bytes(), b'=', 0) {
        None => invalid("it has no =", "write spark.name=value"),
        Some(0) => invalid("the name is empty", "write spark.name=value"),
        Some(_) if is_blank(text.as_bytes()[0]) => invalid(
            "a blank stands before the name, and Spark would ignore it",
            "write it without",
        ),
        Some(_) => Ok(()),
    }
}

const fn invalid(problem: &'static str, remedy: &'static str) -> Result<(), Invalid> {
    Err(Invalid::new(problem, remedy))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_refused(check: fn(&str) -> Result<(), Invalid>, text: &str, problem: &str) {
        let error = check(text).expect_err(text);
        assert!(error.problem.contains(problem), "{text}: {error}");
    }

    #[test]
    fn a_comma_inside_a_list_element_is_an_error() {
        assert_eq!(list_element("s3://b/a b.jar#x"), Ok(()));
        assert_refused(list_element, "a.jar,b.jar", "comma");
        assert_refused(list_element, " b.jar", "blank");
        assert_refused(list_element, "b.jar\t", "blank");
        assert_refused(list_element, "", "empty");
    }

    #[test]
    fn a_coordinate_has_exactly_three_parts() {
        for text in ["g:a:1", "g/a/1", "org.x:y_2.13:1.0-SNAPSHOT"] {
            assert_eq!(coordinates(text), Ok(()), "{text}");
        }
        assert_refused(coordinates, "g:a", "version");
        assert_refused(coordinates, "g", "only a group");
        assert_refused(coordinates, "g:a:1:c", "classifier");
        assert_refused(coordinates, "g:a:1 h:b:2", "a blank separates");
        assert_refused(coordinates, "g::1", "part is empty");
        assert_refused(coordinates, "g:a: ", "blank");
        assert_refused(coordinates, "g:a:", "part is empty");
        assert_refused(coordinates, " g:a:1", "blank");
        assert_refused(coordinates, "g:a:1,h:b:2", "comma");
    }

    #[test]
    fn an_exclusion_has_exactly_two_parts() {
        assert_eq!(exclusion("g:a"), Ok(()));
        assert_refused(exclusion, "g:a:1", "no version");
        assert_refused(exclusion, "g", "only a group");
    }

    #[test]
    fn a_class_name_is_what_a_jvm_may_load() {
        for text in [
            "Main",
            "org.example.Main",
            "a.b.C$D",
            "a.Ünïcode",
            "a.with-dash",
            "_x.Y1",
        ] {
            assert_eq!(class_name(text), Ok(()), "{text}");
        }
        assert_refused(class_name, "", "empty");
        assert_refused(class_name, "org/example/Main", "slashes");
        assert_refused(class_name, "org..Main", "part between dots");
        assert_refused(class_name, ".Main", "part between dots");
        assert_refused(class_name, "Main.", "part between dots");
        assert_refused(class_name, "my Main", "blank");
        assert_refused(class_name, "Main.class", "file");
        assert_refused(class_name, "app.jar", "file");
        assert_refused(class_name, "Main[]", "punctuation");
    }

    #[test]
    fn an_empty_value_of_a_property_is_a_value() {
        assert_eq!(property("spark.x="), Ok(()));
        assert_eq!(property("spark.x=a=b"), Ok(()));
        assert_refused(property, "spark.x", "no =");
        assert_refused(property, "=1", "name is empty");
        assert_refused(property, " spark.x=1", "blank");
    }
}
