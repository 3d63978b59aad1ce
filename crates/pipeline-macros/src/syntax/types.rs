//! What a type says by its name. A proc macro sees names only: an alias is what it is called.

use syn::{GenericArgument, PathArguments, Type};

/// What kind of field a type makes.
pub(crate) enum Shape<'a> {
    /// `Input<T>`, `Option<Input<T>>` or `Inputs<T>`.
    Input(Many, &'a Type),
    /// `Output<T>`.
    Output(&'a Type),
    /// `Input`, `Inputs` or `Output` without its argument; or a type of the author's that is
    /// called so.
    Bare(&'static str),
    /// `PhantomData<T>`: no value at all.
    Marker,
    /// `Vec<Input<T>>` and their like: meant well, but not one of the shapes.
    Nested { outer: String, inner: &'static str },
    /// Anything else is a parameter.
    Plain,
}

/// How many tasks an input field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Many {
    One,
    Maybe,
    Any,
}

/// The type itself, out of parentheses and the invisible groups of `macro_rules`.
pub(crate) fn peel(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => peel(&group.elem),
        Type::Paren(paren) => peel(&paren.elem),
        other => other,
    }
}

/// The last word of a path type, and its type arguments.
pub(crate) fn named(ty: &Type) -> Option<(String, Vec<&Type>)> {
    let Type::Path(path) = peel(ty) else {
        return None;
    };
    let last = path.path.segments.last()?;
    let arguments = match &last.arguments {
        PathArguments::AngleBracketed(arguments) => arguments
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    Some((last.ident.to_string(), arguments))
}

/// The same of a type that is what its name says: one alone, or out of a crate that we know.
/// Somebody's own `Month` is told from the prelude's by `self::Month`.
pub(crate) fn of_the_prelude(ty: &Type) -> Option<(String, Vec<&Type>)> {
    const CRATES: [&str; 5] = ["std", "core", "alloc", "jiff", "spark_pipeline"];
    let Type::Path(path) = peel(ty) else {
        return None;
    };
    let segments = &path.path.segments;
    let first = segments.first()?;
    let known = segments.len() == 1
        || CRATES.iter().any(|name| first.ident == name)
        || segments.iter().any(|segment| segment.ident == "prelude");
    if known { named(ty) } else { None }
}

/// The argument of `Option<T>`, `Vec<T>` and their like.
pub(crate) fn argument_of<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    match named(ty) {
        Some((found, arguments)) if found == name => match arguments.as_slice() {
            [one] => Some(one),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the type is called this and has no arguments.
pub(crate) fn is(ty: &Type, name: &str) -> bool {
    matches!(named(ty), Some((found, arguments)) if found == name && arguments.is_empty())
}

/// What kind of field a type makes.
pub(crate) fn shape(ty: &Type) -> Shape<'_> {
    let Some((name, arguments)) = named(ty) else {
        return Shape::Plain;
    };
    match (name.as_str(), arguments.as_slice()) {
        ("Input", [task]) => Shape::Input(Many::One, task),
        ("Inputs", [task]) => Shape::Input(Many::Any, task),
        ("Output", [target]) => Shape::Output(target),
        ("Input", []) => Shape::Bare("Input"),
        ("Inputs", []) => Shape::Bare("Inputs"),
        ("Output", []) => Shape::Bare("Output"),
        ("PhantomData", _) => Shape::Marker,
        ("Option", [inner]) => match shape(inner) {
            Shape::Input(Many::One, task) => Shape::Input(Many::Maybe, task),
            Shape::Bare("Input") => Shape::Bare("Option<Input>"),
            other => nested(name, other),
        },
        (_, [inner]) => nested(name, shape(inner)),
        _ => Shape::Plain,
    }
}

fn nested<'a>(outer: String, inner: Shape<'a>) -> Shape<'a> {
    match inner {
        Shape::Input(..) => Shape::Nested {
            outer,
            inner: "Input",
        },
        Shape::Output(_) => Shape::Nested {
            outer,
            inner: "Output",
        },
        Shape::Nested { inner, .. } => Shape::Nested { outer, inner },
        Shape::Bare(_) | Shape::Marker | Shape::Plain => Shape::Plain,
    }
}

/// The lifetime that a type names or leaves out: it makes the type no value of its own.
pub(crate) fn borrows(ty: &Type) -> bool {
    match peel(ty) {
        Type::Reference(_) => true,
        Type::Path(path) => path.path.segments.iter().any(|segment| {
            matches!(&segment.arguments, PathArguments::AngleBracketed(arguments)
            if arguments.args.iter().any(|argument| match argument {
                GenericArgument::Lifetime(_) => true,
                GenericArgument::Type(ty) => borrows(ty),
                _ => false,
            }))
        }),
        _ => false,
    }
}
