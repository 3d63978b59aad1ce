//! Code that is prepared for a field that is not there.

use std::collections::HashSet;

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{ExceptHandler, Expr, Stmt, StmtTry, StmtWith};

/// Errors that an absent field never makes.
const UNRELATED: [&str; 22] = [
    "ArithmeticError",
    "AssertionError",
    "ConnectionError",
    "EOFError",
    "FileExistsError",
    "FileNotFoundError",
    "IOError",
    "ImportError",
    "IndexError",
    "KeyError",
    "KeyboardInterrupt",
    "LookupError",
    "ModuleNotFoundError",
    "NameError",
    "NotImplementedError",
    "OSError",
    "PermissionError",
    "RuntimeError",
    "StopIteration",
    "TypeError",
    "ValueError",
    "ZeroDivisionError",
];

/// Whether the body may ask for a field that is not there and go on.
pub(super) fn is_caught(found: &StmtTry) -> bool {
    found.handlers.iter().any(|handler| {
        let ExceptHandler::ExceptHandler(handler) = handler;
        let Some(kind) = &handler.type_ else {
            return !ends_anyway(&handler.body);
        };
        match catches(kind) {
            Catches::Nothing => false,
            Catches::ByName => true,
            Catches::Everything => !ends_anyway(&handler.body),
        }
    })
}

/// `with contextlib.suppress(AttributeError):`
pub(super) fn is_suppressed(found: &StmtWith) -> bool {
    found.items.iter().any(|item| match &item.context_expr {
        Expr::Call(call) => {
            let name = match &*call.func {
                Expr::Name(name) => name.id.as_str(),
                Expr::Attribute(attribute) => attribute.attr.as_str(),
                _ => return false,
            };
            name == "suppress"
                || (name == "raises"
                    && call
                        .arguments
                        .args
                        .iter()
                        .any(|kind| !matches!(catches(kind), Catches::Nothing)))
        }
        _ => false,
    })
}

enum Catches {
    Nothing,
    /// `AttributeError`, or what may be it.
    ByName,
    /// `Exception`: whatever happens, often only to say so before the end.
    Everything,
}

fn catches(kind: &Expr) -> Catches {
    let name = match kind {
        Expr::Tuple(tuple) => {
            let each = || tuple.elts.iter().map(catches);
            return if each().any(|one| matches!(one, Catches::ByName)) {
                Catches::ByName
            } else if each().any(|one| matches!(one, Catches::Everything)) {
                Catches::Everything
            } else {
                Catches::Nothing
            };
        }
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => return Catches::ByName,
    };
    match name {
        "Exception" | "BaseException" => Catches::Everything,
        name if UNRELATED.contains(&name) => Catches::Nothing,
        _ => Catches::ByName,
    }
}

/// Whether a handler raises or leaves the program as its last statement.
fn ends_anyway(body: &[Stmt]) -> bool {
    match body.last() {
        Some(Stmt::Raise(_)) => true,
        Some(Stmt::Expr(last)) => match &*last.value {
            Expr::Call(call) => match &*call.func {
                Expr::Name(name) => matches!(name.id.as_str(), "exit" | "quit"),
                Expr::Attribute(attribute) => {
                    matches!(attribute.attr.as_str(), "exit" | "_exit" | "abort")
                }
                _ => false,
            },
            _ => false,
        },
        _ => false,
    }
}

/// The fields that the module asks `hasattr` for, anywhere.
pub(super) fn asked_for(body: &[Stmt]) -> HashSet<String> {
    let mut asked = Asked::default();
    asked.visit_body(body);
    asked.names
}

#[derive(Default)]
struct Asked {
    names: HashSet<String>,
}

impl<'a> Visitor<'a> for Asked {
    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Call(call) = expr
            && let Expr::Name(name) = &*call.func
            && name.id.as_str() == "hasattr"
            && let [_, Expr::StringLiteral(text)] = &*call.arguments.args
        {
            self.names.insert(text.value.to_str().to_owned());
        }
        walk_expr(self, expr);
    }
}
