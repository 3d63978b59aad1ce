//! One `add_argument`, as far as its words tell.

use std::ops::Range;

use ruff_python_ast::{Expr, ExprCall, Number, UnaryOp};
use ruff_text_size::Ranged;

/// A parameter of a script.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// `--month` and its aliases; empty for a positional one.
    pub flags: Vec<String>,
    /// What a person calls it: the first long flag, or the name of a positional one.
    pub name: String,
    /// Which texts its values are.
    pub values: Values,
    /// How many values stand behind the flag, or at the position.
    pub count: Count,
    /// Whether what is given again is added, and does not replace what was given before.
    pub repeats: bool,
    /// Whether the script demands it. Never true where that is not certain.
    pub required: bool,
    /// The bytes of the call.
    pub at: Range<usize>,
}

/// Which texts a script takes for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// Any.
    Text,
    /// `type=int`.
    Int,
    /// `type=float`.
    Float,
    /// `type=bool`: any, and all but the empty one are `True`.
    Bool,
    /// Only running the script tells.
    Unknown,
}

/// How many values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// The flag stands alone.
    Flag,
    /// At least, and at most if there is a limit.
    Between(usize, Option<usize>),
    /// Only running the script tells.
    Unknown,
}

/// Reads an `add_argument`.
///
/// # Errors
/// Why it cannot be known which parameter it is.
pub(super) fn parameter(call: &ExprCall, always: bool) -> Result<Parameter, &'static str> {
    let mut flags = Vec::new();
    let mut name = None;
    for arg in &call.arguments.args {
        let Expr::StringLiteral(text) = arg else {
            return Err("the name of an argument is not written as a text");
        };
        let text = text.value.to_str();
        if text.starts_with('-') {
            flags.push(text.to_owned());
        } else {
            name = Some(text.to_owned());
        }
    }
    let mut declared = Parameter {
        name: String::new(),
        values: Values::Text,
        count: Count::Between(1, Some(1)),
        repeats: false,
        required: false,
        at: call.range().to_std_range(),
        flags,
    };
    let mut unknown_keywords = false;
    let mut dest = None;
    let mut required = Some(false);
    for keyword in &call.arguments.keywords {
        let Some(key) = &keyword.arg else {
            unknown_keywords = true;
            continue;
        };
        match key.as_str() {
            "action" => action(&mut declared, &keyword.value),
            "dest" => dest = text(&keyword.value),
            "required" => {
                required = match &keyword.value {
                    Expr::BooleanLiteral(literal) => Some(literal.value),
                    _ => None,
                }
            }
            "type" => declared.values = values(&keyword.value),
            _ => {}
        }
    }
    // After the action, which says how many there are where nothing else does.
    if let Some(keyword) = call.arguments.find_keyword("nargs") {
        declared.count = count(&keyword.value)
            .ok_or("the `nargs` of an argument takes the rest of the line, or is computed")?;
    }
    if unknown_keywords {
        declared.values = Values::Unknown;
        declared.count = Count::Unknown;
        declared.repeats = true;
        required = None;
    }
    let long = declared.flags.iter().find(|flag| flag.starts_with("--"));
    declared.name = match long.or(declared.flags.first()) {
        Some(flag) => flag.clone(),
        None => name
            .or(dest)
            .ok_or("an argument without a name is declared")?,
    };
    declared.required = always && required == Some(true);
    Ok(declared)
}

fn action(declared: &mut Parameter, value: &Expr) {
    let known = text(value);
    let named = match value {
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        Expr::Name(name) => Some(name.id.as_str()),
        _ => None,
    };
    match (known.as_deref(), named) {
        (Some("store"), _) => {}
        (Some("store_true" | "store_false" | "store_const" | "help" | "version"), _) => {
            declared.count = Count::Flag
        }
        (Some("count" | "append_const"), _) => {
            declared.count = Count::Flag;
            declared.repeats = true;
        }
        (Some("append" | "extend"), _) => declared.repeats = true,
        (None, Some("BooleanOptionalAction")) => {
            declared.count = Count::Flag;
            let negative: Vec<String> = declared
                .flags
                .iter()
                .filter_map(|flag| flag.strip_prefix("--"))
                .map(|flag| format!("--no-{flag}"))
                .collect();
            declared.flags.extend(negative);
        }
        _ => {
            declared.count = Count::Unknown;
            declared.values = Values::Unknown;
            declared.repeats = true;
        }
    }
}

fn values(value: &Expr) -> Values {
    match value {
        Expr::Name(name) => match name.id.as_str() {
            "int" => Values::Int,
            "float" => Values::Float,
            "bool" => Values::Bool,
            "str" => Values::Text,
            _ => Values::Unknown,
        },
        Expr::NoneLiteral(_) => Values::Text,
        _ => Values::Unknown,
    }
}

fn count(value: &Expr) -> Option<Count> {
    match value {
        Expr::StringLiteral(literal) => match literal.value.to_str() {
            "?" => Some(Count::Between(0, Some(1))),
            "*" => Some(Count::Between(0, None)),
            "+" => Some(Count::Between(1, None)),
            // `...` and `A...` take the rest of the line, flags and all.
            _ => None,
        },
        Expr::NumberLiteral(number) => match &number.value {
            Number::Int(int) => {
                let many = int.as_usize()?;
                Some(Count::Between(many, Some(many)))
            }
            _ => None,
        },
        Expr::NoneLiteral(_) => Some(Count::Between(1, Some(1))),
        Expr::UnaryOp(unary) if unary.op == UnaryOp::USub => None,
        _ => None,
    }
}

/// The text of a literal.
pub(super) fn text(value: &Expr) -> Option<String> {
    match value {
        Expr::StringLiteral(literal) => Some(literal.value.to_str().to_owned()),
        _ => None,
    }
}
