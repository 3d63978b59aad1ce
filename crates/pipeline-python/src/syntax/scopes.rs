//! Where in the program a statement stands: in a function, a loop, a comprehension.

use std::cell::RefCell;

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{self as ast, Comprehension, Expr, Parameters, PythonVersion, Stmt};
use ruff_python_parser::semantic_errors::{
    LazyImportContext, SemanticSyntaxChecker, SemanticSyntaxContext, SemanticSyntaxError,
    SemanticSyntaxErrorKind,
};
use ruff_text_size::TextRange;

use super::{HELP, lower_first};
use crate::bindings::{Bindings, parameter_names};
use crate::parse::target;
use crate::problem::Problem;
use crate::version::Version;

/// What Python's compiler refuses after parsing.
pub(super) fn problems<'a>(
    text: &'a str,
    body: &'a [Stmt],
    version: Option<Version>,
) -> Vec<Problem> {
    let mut walk = Walk {
        text,
        version: target(version),
        future_annotations: future_annotations(body),
        checker: SemanticSyntaxChecker::new(),
        found: RefCell::default(),
        scopes: vec![Scope::new(Kind::Module, Bindings::of(body))],
        tries: 0,
    };
    walk.visit_body(body);
    let found = walk.found.into_inner();
    found
        .into_iter()
        // `rest` knows every way of using a name, not names in expressions alone.
        .filter(|error| {
            !matches!(
                error.kind,
                SemanticSyntaxErrorKind::LoadBeforeGlobalDeclaration { .. }
            )
        })
        .map(|error| {
            Problem::at(
                error.range,
                lower_first(&error.to_string()),
                help(&error.kind),
            )
        })
        .collect()
}

fn help(kind: &SemanticSyntaxErrorKind) -> &'static str {
    match kind {
        SemanticSyntaxErrorKind::ReturnOutsideFunction
        | SemanticSyntaxErrorKind::YieldOutsideFunction(_) => {
            "indent it into the function that it belongs to, or take it away"
        }
        SemanticSyntaxErrorKind::AwaitOutsideAsyncFunction(_) => {
            "write `async def` for the function around it"
        }
        SemanticSyntaxErrorKind::BreakOutsideLoop
        | SemanticSyntaxErrorKind::ContinueOutsideLoop => {
            "indent it into the loop that it belongs to, or take it away"
        }
        SemanticSyntaxErrorKind::DuplicateParameter(_) => "give each parameter its own name",
        SemanticSyntaxErrorKind::DuplicateKeywordArgument(_) => "keep one of the two",
        SemanticSyntaxErrorKind::LateFutureImport => "move it to the top of the module",
        _ => HELP,
    }
}

fn future_annotations(body: &[Stmt]) -> bool {
    body.iter().any(|stmt| match stmt {
        Stmt::ImportFrom(import) => {
            import.module.as_deref() == Some("__future__")
                && import
                    .names
                    .iter()
                    .any(|alias| alias.name.as_str() == "annotations")
        }
        _ => false,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Module,
    Class,
    Function {
        is_async: bool,
    },
    Lambda,
    /// A list, set or dict in one expression.
    Comprehension {
        is_async: bool,
    },
    Generator,
}

struct Scope {
    kind: Kind,
    names: Bindings,
    parameters: Vec<String>,
    loops: usize,
}

impl Scope {
    fn new(kind: Kind, names: Bindings) -> Self {
        Self {
            kind,
            names,
            parameters: Vec::new(),
            loops: 0,
        }
    }

    fn with(mut self, parameters: Option<&Parameters>) -> Self {
        self.parameters = parameters
            .into_iter()
            .flat_map(parameter_names)
            .map(ToString::to_string)
            .collect();
        self
    }

    fn is_function(&self) -> bool {
        matches!(self.kind, Kind::Function { .. } | Kind::Lambda)
    }
}

struct Walk<'a> {
    text: &'a str,
    version: PythonVersion,
    future_annotations: bool,
    checker: SemanticSyntaxChecker,
    found: RefCell<Vec<SemanticSyntaxError>>,
    scopes: Vec<Scope>,
    tries: usize,
}

impl<'a> Walk<'a> {
    fn inside(&mut self, scope: Scope, walk: impl FnOnce(&mut Self)) {
        self.scopes.push(scope);
        walk(self);
        self.scopes.pop();
    }

    /// The innermost scope first.
    fn outwards(&self) -> impl Iterator<Item = &Scope> {
        self.scopes.iter().rev()
    }

    fn kind(&self) -> Kind {
        self.outwards()
            .next()
            .map_or(Kind::Module, |scope| scope.kind)
    }

    fn in_loop(&mut self, body: &'a [Stmt]) {
        let depth = self.scopes.len() - 1;
        self.scopes[depth].loops += 1;
        self.visit_body(body);
        self.scopes[depth].loops -= 1;
    }

    fn check(&mut self, check: impl FnOnce(&mut SemanticSyntaxChecker, &Self)) {
        let mut checker = std::mem::take(&mut self.checker);
        check(&mut checker, self);
        self.checker = checker;
    }

    /// The first iterable belongs to the scope outside; all else to the comprehension.
    fn comprehension(&mut self, kind: Kind, parts: &[&'a Expr], generators: &'a [Comprehension]) {
        if let [first, ..] = generators {
            self.visit_expr(&first.iter);
        }
        self.inside(Scope::new(kind, Bindings::default()), |walk| {
            for (at, generator) in generators.iter().enumerate() {
                walk.visit_expr(&generator.target);
                if at > 0 {
                    walk.visit_expr(&generator.iter);
                }
                for condition in &generator.ifs {
                    walk.visit_expr(condition);
                }
            }
            for part in parts {
                walk.visit_expr(part);
            }
        });
    }
}

impl<'a> Visitor<'a> for Walk<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        self.check(|checker, walk| checker.visit_stmt(stmt, walk));
        match stmt {
            Stmt::FunctionDef(function) => {
                for decorator in &function.decorator_list {
                    self.visit_decorator(decorator);
                }
                if let Some(parameters) = &function.type_params {
                    self.visit_type_params(parameters);
                }
                self.visit_parameters(&function.parameters);
                if let Some(returns) = &function.returns {
                    self.visit_annotation(returns);
                }
                let kind = Kind::Function {
                    is_async: function.is_async,
                };
                let scope = Scope::new(kind, Bindings::of(&function.body));
                self.inside(scope.with(Some(&function.parameters)), |walk| {
                    walk.visit_body(&function.body);
                });
            }
            Stmt::ClassDef(class) => {
                for decorator in &class.decorator_list {
                    self.visit_decorator(decorator);
                }
                if let Some(parameters) = &class.type_params {
                    self.visit_type_params(parameters);
                }
                if let Some(arguments) = &class.arguments {
                    self.visit_arguments(arguments);
                }
                let scope = Scope::new(Kind::Class, Bindings::of(&class.body));
                self.inside(scope, |walk| walk.visit_body(&class.body));
            }
            Stmt::For(ast::StmtFor {
                target,
                iter,
                body,
                orelse,
                ..
            }) => {
                self.visit_expr(iter);
                self.visit_expr(target);
                self.in_loop(body);
                self.visit_body(orelse);
            }
            Stmt::While(found) => {
                self.visit_expr(&found.test);
                self.in_loop(&found.body);
                self.visit_body(&found.orelse);
            }
            Stmt::Try(_) => {
                self.tries += 1;
                walk_stmt(self, stmt);
                self.tries -= 1;
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        self.check(|checker, walk| checker.visit_expr(expr, walk));
        match expr {
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.visit_parameters(parameters);
                }
                let scope = Scope::new(Kind::Lambda, Bindings::default());
                self.inside(scope.with(lambda.parameters.as_deref()), |walk| {
                    walk.visit_expr(&lambda.body);
                });
            }
            Expr::ListComp(ast::ExprListComp {
                elt, generators, ..
            })
            | Expr::SetComp(ast::ExprSetComp {
                elt, generators, ..
            }) => {
                let is_async = generators.iter().any(|generator| generator.is_async);
                self.comprehension(Kind::Comprehension { is_async }, &[elt], generators);
            }
            Expr::DictComp(found) => {
                let is_async = found.generators.iter().any(|generator| generator.is_async);
                let mut parts: Vec<&Expr> = found.key.as_deref().into_iter().collect();
                parts.push(&found.value);
                self.comprehension(Kind::Comprehension { is_async }, &parts, &found.generators);
            }
            Expr::Generator(found) => {
                self.comprehension(Kind::Generator, &[&found.elt], &found.generators);
            }
            _ => walk_expr(self, expr),
        }
    }
}

impl SemanticSyntaxContext for Walk<'_> {
    fn future_annotations_or_stub(&self) -> bool {
        self.future_annotations
    }

    fn lazy_import_context(&self) -> Option<LazyImportContext> {
        match self.kind() {
            Kind::Function { .. } | Kind::Lambda => Some(LazyImportContext::Function),
            Kind::Class => Some(LazyImportContext::Class),
            _ => (self.tries > 0).then_some(LazyImportContext::TryExceptBlocks),
        }
    }

    fn python_version(&self) -> PythonVersion {
        self.version
    }

    fn source(&self) -> &str {
        self.text
    }

    fn global(&self, name: &str) -> Option<TextRange> {
        let scope = self.outwards().next()?;
        scope.names.globals.get(name).copied()
    }

    fn has_nonlocal_binding(&self, name: &str) -> bool {
        self.outwards().skip(1).any(|scope| {
            scope.is_function()
                && (scope.names.is_local(name)
                    || scope.parameters.iter().any(|parameter| parameter == name))
        })
            // The cell that every method sees.
            || (name == "__class__" && self.outwards().skip(1).any(|scope| scope.kind == Kind::Class))
    }

    fn in_async_context(&self) -> bool {
        for scope in self.outwards() {
            match scope.kind {
                Kind::Class | Kind::Lambda => return false,
                Kind::Function { is_async } => return is_async,
                Kind::Module | Kind::Comprehension { .. } | Kind::Generator => {}
            }
        }
        false
    }

    fn in_await_allowed_context(&self) -> bool {
        for scope in self.outwards() {
            match scope.kind {
                Kind::Class => return false,
                Kind::Function { .. } | Kind::Lambda | Kind::Generator => return true,
                Kind::Module | Kind::Comprehension { .. } => {}
            }
        }
        false
    }

    fn in_yield_allowed_context(&self) -> bool {
        self.outwards().next().is_some_and(Scope::is_function)
    }

    fn in_sync_comprehension(&self) -> bool {
        self.outwards()
            .take_while(|scope| !scope.is_function())
            .any(|scope| scope.kind == Kind::Comprehension { is_async: false })
    }

    fn in_class_body_comprehension(&self) -> bool {
        for scope in self.outwards() {
            match scope.kind {
                Kind::Comprehension { .. } | Kind::Generator => {}
                kind => return kind == Kind::Class,
            }
        }
        false
    }

    fn in_module_scope(&self) -> bool {
        self.kind() == Kind::Module
    }

    fn in_function_scope(&self) -> bool {
        matches!(self.kind(), Kind::Function { .. })
    }

    fn in_generator_context(&self) -> bool {
        self.outwards().any(|scope| scope.kind == Kind::Generator)
    }

    fn in_notebook(&self) -> bool {
        false
    }

    fn report_semantic_error(&self, error: SemanticSyntaxError) {
        self.found.borrow_mut().push(error);
    }

    fn in_loop_context(&self) -> bool {
        self.outwards().next().is_some_and(|scope| scope.loops > 0)
    }

    fn is_bound_parameter(&self, name: &str) -> bool {
        self.outwards()
            .next()
            .is_some_and(|scope| scope.parameters.iter().any(|parameter| parameter == name))
    }
}
