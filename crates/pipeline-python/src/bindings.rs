//! Which names a scope binds, and where: what is inside a nested function or class is theirs.

use std::collections::{HashMap, HashSet};

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_pattern, walk_stmt};
use ruff_python_ast::{
    self as ast, ExceptHandler, Expr, ExprContext, Identifier, Parameters, Pattern, Stmt,
};
use ruff_text_size::{Ranged, TextRange};

/// The names of one scope.
#[derive(Default)]
pub(crate) struct Bindings {
    /// Every place that binds or deletes a name, in the order of the text.
    pub(crate) bound: HashMap<String, Vec<TextRange>>,
    /// `global` declarations.
    pub(crate) globals: HashMap<String, TextRange>,
    /// `nonlocal` declarations.
    pub(crate) nonlocals: HashMap<String, TextRange>,
    /// The places that bind by an import.
    pub(crate) imported: HashSet<TextRange>,
    /// Names with an annotation: `x: int`.
    pub(crate) annotated: HashMap<String, TextRange>,
    /// Whether a `yield` makes the function a generator.
    pub(crate) yields: Option<TextRange>,
    /// A `return` with a value.
    pub(crate) returns_value: Option<TextRange>,
    /// Whether `from x import *` may bind anything.
    pub(crate) star: bool,
    /// How deep in comprehensions we are: their targets are their own, but not a `:=`.
    comprehensions: usize,
}

impl Bindings {
    /// Those of a body: a module's, a function's, a class's.
    pub(crate) fn of(body: &[Stmt]) -> Self {
        let mut bindings = Self::default();
        bindings.visit_body(body);
        bindings
    }

    /// How often the scope binds a name.
    pub(crate) fn times(&self, name: &str) -> usize {
        self.bound.get(name).map_or(0, Vec::len)
    }

    /// Whether the name is a local one of the scope.
    pub(crate) fn is_local(&self, name: &str) -> bool {
        !self.globals.contains_key(name)
            && !self.nonlocals.contains_key(name)
            && (self.bound.contains_key(name) || self.annotated.contains_key(name))
    }

    fn bind(&mut self, name: &str, at: TextRange) {
        self.bound.entry(name.to_owned()).or_default().push(at);
    }

    fn bind_all<'a>(&mut self, names: impl IntoIterator<Item = &'a Identifier>) {
        for name in names {
            self.bind(name.as_str(), name.range());
        }
    }
}

/// The names of parameters.
pub(crate) fn parameter_names(parameters: &Parameters) -> impl Iterator<Item = &Identifier> {
    parameters.iter().map(|parameter| parameter.name())
}

impl<'a> Visitor<'a> for Bindings {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(function) => {
                self.bind_all([&function.name]);
                for decorator in &function.decorator_list {
                    self.visit_decorator(decorator);
                }
                self.visit_parameters(&function.parameters);
            }
            Stmt::ClassDef(class) => {
                self.bind_all([&class.name]);
                for decorator in &class.decorator_list {
                    self.visit_decorator(decorator);
                }
                if let Some(arguments) = &class.arguments {
                    self.visit_arguments(arguments);
                }
            }
            Stmt::Global(global) => {
                for name in &global.names {
                    self.globals
                        .entry(name.to_string())
                        .or_insert_with(|| name.range());
                }
            }
            Stmt::Nonlocal(nonlocal) => {
                for name in &nonlocal.names {
                    self.nonlocals
                        .entry(name.to_string())
                        .or_insert_with(|| name.range());
                }
            }
            Stmt::Import(import) => {
                for alias in &import.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    let first = name.split('.').next().unwrap_or_default();
                    self.bind(first, name.range());
                    self.imported.insert(name.range());
                }
            }
            Stmt::ImportFrom(import) => {
                for alias in &import.names {
                    if alias.name.as_str() == "*" {
                        self.star = true;
                    } else {
                        let name = alias.asname.as_ref().unwrap_or(&alias.name);
                        self.bind_all([name]);
                        self.imported.insert(name.range());
                    }
                }
            }
            Stmt::AnnAssign(ast::StmtAnnAssign { target, value, .. }) => {
                if let Expr::Name(name) = &**target {
                    self.annotated
                        .entry(name.id.to_string())
                        .or_insert(name.range);
                }
                if let Some(value) = value {
                    self.visit_expr(value);
                }
                if value.is_some() || !target.is_name_expr() {
                    self.visit_expr(target);
                }
            }
            Stmt::Return(ast::StmtReturn {
                value: Some(_),
                range,
                ..
            }) => {
                self.returns_value.get_or_insert(*range);
                walk_stmt(self, stmt);
            }
            Stmt::Try(found) => {
                for handler in &found.handlers {
                    let ExceptHandler::ExceptHandler(handler) = handler;
                    self.bind_all(&handler.name);
                }
                walk_stmt(self, stmt);
            }
            Stmt::TypeAlias(alias) => self.visit_expr(&alias.name),
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_annotation(&mut self, _: &'a Expr) {}

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) if name.ctx != ExprContext::Load && self.comprehensions == 0 => {
                self.bind(name.id.as_str(), name.range);
            }
            Expr::Named(named) => {
                if let Expr::Name(name) = &*named.target {
                    self.bind(name.id.as_str(), name.range);
                }
                self.visit_expr(&named.value);
            }
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.visit_parameters(parameters);
                }
            }
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                self.comprehensions += 1;
                walk_expr(self, expr);
                self.comprehensions -= 1;
            }
            Expr::Yield(_) | Expr::YieldFrom(_) => {
                self.yields.get_or_insert(expr.range());
                walk_expr(self, expr);
            }
            _ => walk_expr(self, expr),
        }
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        match pattern {
            Pattern::MatchAs(one) => self.bind_all(&one.name),
            Pattern::MatchStar(one) => self.bind_all(&one.name),
            Pattern::MatchMapping(one) => self.bind_all(&one.rest),
            _ => {}
        }
        walk_pattern(self, pattern);
    }
}
