//! What neither the parser nor its checker finds, and Python's compiler refuses.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_keyword, walk_stmt};
use ruff_python_ast::{ExceptHandler, Expr, Keyword, ModModule, Stmt};
use ruff_python_parser::Parsed;
use ruff_text_size::{Ranged, TextRange};

use super::HELP;
use crate::bindings::Bindings;
use crate::problem::Problem;

pub(super) fn problems(text: &str, parsed: &Parsed<ModModule>) -> Vec<Problem> {
    let mut rest = Rest {
        problems: Vec::new(),
        held: Held::default(),
    };
    if let Some(at) = text.find('\0') {
        rest.add(
            range(at, at + 1),
            "Python reads no text with a zero byte in it",
        );
    }
    rest.declarations(&Bindings::of(parsed.suite()), parsed.suite());
    rest.visit_body(parsed.suite());
    rest.problems
}

fn range(from: usize, to: usize) -> TextRange {
    // The parser has refused texts whose length needs more than 32 bits.
    let size = |at: usize| u32::try_from(at).unwrap_or(u32::MAX).into();
    TextRange::new(size(from), size(to))
}

/// What an `except*` block does not let out.
#[derive(Clone, Copy, Default)]
struct Held {
    returns: bool,
    breaks: bool,
}

struct Rest {
    problems: Vec<Problem>,
    /// What may not leave the block that we are in.
    held: Held,
}

impl Rest {
    fn add(&mut self, at: TextRange, problem: impl Into<String>) {
        self.problems.push(Problem::at(at, problem, HELP));
    }

    /// `global` and `nonlocal` against the other uses of a name in the scope.
    fn declarations(&mut self, names: &Bindings, body: &[Stmt]) {
        let mut loads = Loads::default();
        loads.visit_body(body);
        for (name, at) in &names.nonlocals {
            if names.globals.contains_key(name) {
                self.add(*at, format!("`{name}` is nonlocal and global"));
            }
            if names.annotated.contains_key(name) {
                self.add(
                    *at,
                    format!("the annotated name `{name}` cannot be nonlocal"),
                );
            }
        }
        for (name, at) in names.nonlocals.iter().chain(&names.globals) {
            // Python lets an import pass.
            let bound = names.bound.get(name).into_iter().flatten();
            let bound = bound.filter(|at| !names.imported.contains(at));
            let read = loads.read.iter().filter(|(read, _)| read == name);
            let first = bound
                .copied()
                .chain(read.map(|(_, at)| *at))
                .find(|used| used.start() < at.start());
            if first.is_some() {
                self.add(
                    *at,
                    format!("`{name}` is used before this declaration of it"),
                );
            }
        }
    }

    fn separately(&mut self, walk: impl FnOnce(&mut Self)) {
        let outside = std::mem::take(&mut self.held);
        walk(self);
        self.held = outside;
    }
}

/// The names that a scope reads.
#[derive(Default)]
struct Loads {
    read: Vec<(String, TextRange)>,
}

impl<'a> Visitor<'a> for Loads {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(function) => {
                for decorator in &function.decorator_list {
                    self.visit_decorator(decorator);
                }
                self.visit_parameters(&function.parameters);
            }
            Stmt::ClassDef(_) => {}
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) => self.read.push((name.id.to_string(), name.range)),
            Expr::Lambda(_)
            | Expr::ListComp(_)
            | Expr::SetComp(_)
            | Expr::DictComp(_)
            | Expr::Generator(_) => {}
            _ => walk_expr(self, expr),
        }
    }
}

impl<'a> Visitor<'a> for Rest {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(function) => {
                let names = Bindings::of(&function.body);
                self.declarations(&names, &function.body);
                if let (true, Some(_), Some(at)) =
                    (function.is_async, names.yields, names.returns_value)
                {
                    self.add(at, "`return` with a value in an asynchronous generator");
                }
                self.separately(|rest| walk_stmt(rest, stmt));
            }
            Stmt::ClassDef(class) => {
                self.declarations(&Bindings::of(&class.body), &class.body);
                self.separately(|rest| walk_stmt(rest, stmt));
            }
            Stmt::For(_) | Stmt::While(_) => {
                // `break` and `continue` then belong to the loop; a `return` does not.
                let outside = std::mem::replace(&mut self.held.breaks, false);
                walk_stmt(self, stmt);
                self.held.breaks = outside;
            }
            Stmt::Return(_) if self.held.returns => {
                self.add(stmt.range(), "`return` cannot leave an `except*` block");
            }
            Stmt::Break(_) | Stmt::Continue(_) if self.held.breaks => {
                let problem = "`break` and `continue` cannot leave an `except*` block";
                self.add(stmt.range(), problem);
            }
            Stmt::Try(found) => {
                let last = found.handlers.len().saturating_sub(1);
                for handler in &found.handlers[..last] {
                    let ExceptHandler::ExceptHandler(handler) = handler;
                    if handler.type_.is_none() {
                        self.add(
                            handler.range,
                            "an `except:` without a type must be the last",
                        );
                    }
                }
                self.visit_body(&found.body);
                let outside = self.held;
                if found.is_star {
                    self.held = Held {
                        returns: true,
                        breaks: true,
                    };
                }
                for handler in &found.handlers {
                    self.visit_except_handler(handler);
                }
                self.held = outside;
                self.visit_body(&found.orelse);
                self.visit_body(&found.finalbody);
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_keyword(&mut self, keyword: &'a Keyword) {
        if let Some(name) = &keyword.arg
            && name.as_str() == "__debug__"
        {
            self.add(name.range(), "`__debug__` cannot be given a value");
        }
        walk_keyword(self, keyword);
    }
}
