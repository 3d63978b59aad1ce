//! What a module does with its task: which fields it reads, and where the task goes.
//!
//! The task is followed from `main` through plain names, closures and calls of the module's
//! own functions. Where it goes somewhere else, nobody can say which fields are unused; but a
//! name that is no field is none wherever it is read.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{
    self as ast, Comprehension, Expr, ExprCall, ExprContext, Parameters, Stmt, StmtFunctionDef,
};
use ruff_text_size::{Ranged, TextRange};

use super::{Unused, guards};
use crate::attribute;
use crate::bindings::{Bindings, parameter_names};
use crate::problem::{Problem, list, nearest};

/// Follows the task from `main`.
pub(super) fn uses(
    body: &[Stmt],
    main: &StmtFunctionDef,
    fields: &[&str],
    problems: &mut Vec<Problem>,
    unverified: &mut Vec<String>,
) -> Unused {
    let mut flow = Flow::new(body);
    match parameter(&main.parameters, 1) {
        Some(name) => flow.follow(main, name),
        // `*args`.
        None => flow.escapes = true,
    }
    while let Some((function, name)) = flow.next.pop() {
        flow.follow(function, &name);
    }
    let known: Vec<_> = fields.iter().map(|field| attribute(field)).collect();
    let is_known = |name: &str| known.iter().any(|field| field == name);
    for ((function, parameter), found) in &flow.found {
        let always = function == main.name.as_str() || flow.always_gets_it(function, parameter);
        for access in found
            .accesses
            .iter()
            .filter(|one| !is_known(&one.name) || one.writes)
        {
            if flow.asked_for.contains(&access.name) {
                continue;
            }
            if !always || !access.certain || found.doubts {
                unverified.push(format!(
                    "whether `{}` in the Python function `{function}` is a field: it may be none of the task",
                    access.name
                ));
                continue;
            }
            problems.push(if access.writes {
                Problem::at(
                    access.at,
                    format!("`{}` cannot be set: the task is read-only", access.name),
                    "put the value into a variable of its own",
                )
            } else {
                unknown(access, &known)
            });
        }
        for (name, at, certain) in &found.subscripts {
            let asked = flow.asked_for.contains("__getitem__");
            if always && *certain && !found.doubts && !asked {
                let name = name.as_deref().filter(|name| is_known(name));
                problems.push(Problem::at(
                    *at,
                    "the task is no dictionary: its fields are attributes",
                    format!("write `{parameter}.{}`", name.unwrap_or("name")),
                ));
            } else {
                unverified.push(format!(
                    "whether `{parameter}[…]` in the Python function `{function}` is the task, which has attributes only"
                ));
            }
        }
    }
    if flow.escapes {
        return Unused::Unknown;
    }
    let unused = fields
        .iter()
        .filter(|field| !flow.read.contains(&*attribute(field)))
        .map(|&field| field.to_owned())
        .collect();
    Unused::Known(unused)
}

fn unknown(access: &Access, known: &[std::borrow::Cow<'_, str>]) -> Problem {
    let names = || known.iter().map(AsRef::as_ref);
    let help = match nearest(&access.name, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "the task has no field at all".to_owned(),
        None => format!("its fields are {}", list(names())),
    };
    let problem = format!("the task has no field `{}`", access.name);
    Problem::at(access.at, problem, help)
}

/// The name of the positional parameter at this place.
fn parameter(parameters: &Parameters, at: usize) -> Option<&str> {
    let mut all = parameters.posonlyargs.iter().chain(&parameters.args);
    all.nth(at).map(|one| one.parameter.name.as_str())
}

/// A field of the task, read or written.
struct Access {
    name: String,
    at: TextRange,
    writes: bool,
    /// Whether it surely is the task whose field it is, and nothing catches the error.
    certain: bool,
}

/// What a function does with a parameter that is the task.
#[derive(Default)]
struct Found {
    accesses: Vec<Access>,
    /// `task["name"]`: the name if it is a literal, where it stands, and whether it surely fails.
    subscripts: Vec<(Option<String>, TextRange, bool)>,
    /// The function asks what its parameter is.
    doubts: bool,
}

struct Flow<'a> {
    /// The module's own plain functions.
    functions: HashMap<&'a str, &'a StmtFunctionDef>,
    /// Everything that the module calls by a name of its own.
    module: Bindings,
    /// How often each of these functions is mentioned.
    mentions: HashMap<String, usize>,
    asked_for: HashSet<String>,
    next: Vec<(&'a StmtFunctionDef, String)>,
    found: BTreeMap<(String, String), Found>,
    /// The calls that hand the task to a function's parameter.
    calls: HashMap<(String, String), HashSet<TextRange>>,
    read: BTreeSet<String>,
    escapes: bool,
}

impl<'a> Flow<'a> {
    fn new(body: &'a [Stmt]) -> Self {
        let module = Bindings::of(body);
        let functions: HashMap<&str, &StmtFunctionDef> = body
            .iter()
            .filter_map(|stmt| match stmt {
                Stmt::FunctionDef(function)
                    if function.decorator_list.is_empty()
                        && module.times(function.name.as_str()) == 1 =>
                {
                    Some((function.name.as_str(), function))
                }
                _ => None,
            })
            .collect();
        let mut mentions = Mentions::default();
        mentions.visit_body(body);
        Self {
            functions,
            module,
            mentions: mentions.count,
            asked_for: guards::asked_for(body),
            next: Vec::new(),
            found: BTreeMap::new(),
            calls: HashMap::new(),
            read: BTreeSet::new(),
            escapes: false,
        }
    }

    /// Whether whatever calls the function gives it the task there.
    fn always_gets_it(&self, function: &str, parameter: &str) -> bool {
        let key = (function.to_owned(), parameter.to_owned());
        let calls = self.calls.get(&key).map_or(0, HashSet::len);
        self.mentions.get(function).copied().unwrap_or_default() == calls
    }

    /// Looks at a function whose parameter is the task.
    fn follow(&mut self, function: &'a StmtFunctionDef, parameter: &str) {
        let key = (function.name.to_string(), parameter.to_owned());
        if self.found.contains_key(&key) {
            return;
        }
        self.found.insert(key, Found::default());
        let names = Bindings::of(&function.body);
        let mut rebinds = Rebinds {
            name: parameter,
            found: false,
        };
        rebinds.visit_body(&function.body);
        let certain = names.times(parameter) == 0 && !rebinds.found;
        let mut walk = Walk {
            env: HashMap::from([(parameter.to_owned(), certain)]),
            flow: self,
            found: Found::default(),
            caught: 0,
            tries: 0,
        };
        walk.add_aliases(&function.body, &names);
        walk.visit_body(&function.body);
        let found = walk.found;
        let key = (function.name.to_string(), parameter.to_owned());
        self.found.insert(key, found);
    }
}

/// How often each name is read.
#[derive(Default)]
struct Mentions {
    count: HashMap<String, usize>,
}

impl<'a> Visitor<'a> for Mentions {
    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Name(name) = expr
            && name.ctx == ExprContext::Load
        {
            *self.count.entry(name.id.to_string()).or_default() += 1;
        }
        walk_expr(self, expr);
    }
}

/// Whether a function inside gives the name another value.
struct Rebinds<'n> {
    name: &'n str,
    found: bool,
}

impl<'a> Visitor<'a> for Rebinds<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        if let Stmt::Nonlocal(nonlocal) = stmt {
            self.found |= nonlocal.names.iter().any(|name| name.as_str() == self.name);
        }
        walk_stmt(self, stmt);
    }
}

struct Walk<'w, 'a> {
    flow: &'w mut Flow<'a>,
    /// The names that are the task, and whether they surely are.
    env: HashMap<String, bool>,
    found: Found,
    /// How many handlers around us catch the error for a field that is not there.
    caught: usize,
    /// How many `try` and `with` around us may catch any other error.
    tries: usize,
}

impl<'a> Walk<'_, 'a> {
    fn task(&self, expr: &Expr) -> Option<bool> {
        match expr {
            Expr::Name(name) => self.env.get(name.id.as_str()).copied(),
            _ => None,
        }
    }

    /// `t = task`, where nothing else gives `t` a value.
    fn add_aliases(&mut self, body: &[Stmt], names: &Bindings) {
        loop {
            let mut aliases = Aliases {
                env: &self.env,
                found: HashMap::new(),
            };
            aliases.visit_body(body);
            let before = self.env.len();
            let found = aliases.found;
            for (name, certain) in found {
                if names.times(&name) == 1 && names.is_local(&name) {
                    self.env.insert(name, certain);
                }
            }
            if self.env.len() == before {
                return;
            }
        }
    }

    /// Walks what has names of its own.
    fn without(&mut self, own: impl Fn(&str) -> bool, walk: impl FnOnce(&mut Self)) {
        let outside = self.env.clone();
        self.env.retain(|name, _| !own(name));
        walk(self);
        self.env = outside;
    }

    fn access(&mut self, name: &str, at: TextRange, ctx: ExprContext, certain: bool) {
        if name.starts_with("__") {
            // `__dict__` is all of them.
            self.flow.escapes = true;
            return;
        }
        let writes = ctx != ExprContext::Load;
        if !writes {
            self.flow.read.insert(name.to_owned());
        }
        self.found.accesses.push(Access {
            name: name.to_owned(),
            at,
            writes,
            certain: certain && self.caught == 0,
        });
    }

    /// Whether a call is one that we understand: its arguments are then walked.
    fn call(&mut self, call: &'a ExprCall) -> bool {
        let Expr::Name(callee) = &*call.func else {
            return false;
        };
        let name = callee.id.as_str();
        let args = &call.arguments.args;
        if self.env.contains_key(name) {
            return false;
        }
        let is_builtin = self.flow.module.times(name) == 0 && !self.flow.module.star;
        match name {
            "getattr" | "hasattr" if is_builtin && call.arguments.keywords.is_empty() => {
                let [task, Expr::StringLiteral(field), rest @ ..] = &**args else {
                    return false;
                };
                let Some(certain) = self.task(task) else {
                    return false;
                };
                let is_guarded = name == "hasattr" || !rest.is_empty();
                let at = field.range;
                self.access(
                    field.value.to_str(),
                    at,
                    ExprContext::Load,
                    certain && !is_guarded,
                );
                rest.iter().for_each(|expr| self.visit_expr(expr));
                return true;
            }
            "isinstance" | "type" | "callable" if is_builtin => {
                if args.iter().any(|arg| self.task(arg).is_some()) {
                    self.found.doubts = true;
                }
                return false;
            }
            _ => {}
        }
        let Some(&function) = self.flow.functions.get(name) else {
            return false;
        };
        let spread = args.iter().any(Expr::is_starred_expr)
            || call.arguments.keywords.iter().any(|one| one.arg.is_none());
        if spread {
            return false;
        }
        for (at, arg) in args.iter().enumerate() {
            match (self.task(arg), parameter(&function.parameters, at)) {
                (Some(_), Some(parameter)) => self.hand(function, parameter, call.range()),
                _ => self.visit_expr(arg),
            }
        }
        for keyword in &call.arguments.keywords {
            let target = keyword.arg.as_ref().and_then(|name| {
                let mut all = function
                    .parameters
                    .args
                    .iter()
                    .chain(&function.parameters.kwonlyargs);
                all.find(|one| one.parameter.name.as_str() == name.as_str())
            });
            match (self.task(&keyword.value), target) {
                (Some(_), Some(one)) => {
                    self.hand(function, one.parameter.name.as_str(), call.range());
                }
                _ => self.visit_expr(&keyword.value),
            }
        }
        true
    }

    fn hand(&mut self, function: &'a StmtFunctionDef, parameter: &str, at: TextRange) {
        let key = (function.name.to_string(), parameter.to_owned());
        self.flow.calls.entry(key).or_default().insert(at);
        self.flow.next.push((function, parameter.to_owned()));
    }

    fn comprehension(&mut self, parts: &[&'a Expr], generators: &'a [Comprehension]) {
        if let [first, ..] = generators {
            self.visit_expr(&first.iter);
        }
        let mut targets = Targets::default();
        for generator in generators {
            targets.visit_expr(&generator.target);
        }
        self.without(
            |name| targets.names.contains(name),
            |walk| {
                for (at, generator) in generators.iter().enumerate() {
                    walk.visit_expr(&generator.target);
                    if at > 0 {
                        walk.visit_expr(&generator.iter);
                    }
                    generator.ifs.iter().for_each(|expr| walk.visit_expr(expr));
                }
                parts.iter().for_each(|expr| walk.visit_expr(expr));
            },
        );
    }

    fn is_alias(&self, target: &Expr, value: &Expr) -> bool {
        self.task(value).is_some() && self.task(target).is_some()
    }
}

/// `t = task` in one scope.
struct Aliases<'e> {
    env: &'e HashMap<String, bool>,
    found: HashMap<String, bool>,
}

impl<'a> Visitor<'a> for Aliases<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        let (target, value) = match stmt {
            Stmt::Assign(ast::StmtAssign { targets, value, .. }) => match targets.as_slice() {
                [target] => (target, value),
                _ => return,
            },
            Stmt::AnnAssign(ast::StmtAnnAssign {
                target,
                value: Some(value),
                ..
            }) => (&**target, value),
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => return,
            _ => return walk_stmt(self, stmt),
        };
        if let (Expr::Name(target), Expr::Name(value)) = (target, &**value)
            && let Some(certain) = self.env.get(value.id.as_str())
            && !self.env.contains_key(target.id.as_str())
        {
            self.found.insert(target.id.to_string(), *certain);
        }
    }

    fn visit_expr(&mut self, _: &'a Expr) {}
}

/// The names that a target binds.
#[derive(Default)]
struct Targets {
    names: HashSet<String>,
}

impl<'a> Visitor<'a> for Targets {
    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Name(name) = expr
            && name.ctx == ExprContext::Store
        {
            self.names.insert(name.id.to_string());
        }
        walk_expr(self, expr);
    }
}

impl<'a> Visitor<'a> for Walk<'_, 'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(function) => {
                for decorator in &function.decorator_list {
                    self.visit_decorator(decorator);
                }
                self.visit_parameters(&function.parameters);
                let names = Bindings::of(&function.body);
                let own = |name: &str| {
                    names.is_local(name)
                        || parameter_names(&function.parameters).any(|one| one.as_str() == name)
                };
                self.without(own, |walk| {
                    walk.add_aliases(&function.body, &names);
                    walk.visit_body(&function.body);
                });
            }
            Stmt::ClassDef(class) => {
                for decorator in &class.decorator_list {
                    self.visit_decorator(decorator);
                }
                if let Some(arguments) = &class.arguments {
                    self.visit_arguments(arguments);
                }
                let names = Bindings::of(&class.body);
                for stmt in &class.body {
                    // A method does not see the names of its class.
                    if stmt.is_function_def_stmt() {
                        self.visit_stmt(stmt);
                    } else {
                        self.without(|name| names.is_local(name), |walk| walk.visit_stmt(stmt));
                    }
                }
            }
            Stmt::Assign(ast::StmtAssign { targets, value, .. }) if matches!(targets.as_slice(), [target] if self.is_alias(target, value)) =>
                {}
            Stmt::AnnAssign(ast::StmtAnnAssign {
                target,
                value: Some(value),
                ..
            }) if self.is_alias(target, value) => {}
            Stmt::Try(found) => {
                let caught = usize::from(guards::is_caught(found));
                self.caught += caught;
                self.tries += 1;
                self.visit_body(&found.body);
                self.tries -= 1;
                self.caught -= caught;
                for handler in &found.handlers {
                    self.visit_except_handler(handler);
                }
                self.visit_body(&found.orelse);
                self.visit_body(&found.finalbody);
            }
            Stmt::With(found) => {
                let caught = usize::from(guards::is_suppressed(found));
                self.caught += caught;
                self.tries += 1;
                walk_stmt(self, stmt);
                self.tries -= 1;
                self.caught -= caught;
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_annotation(&mut self, _: &'a Expr) {}

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Attribute(attribute) => match self.task(&attribute.value) {
                Some(certain) => {
                    let name = attribute.attr.as_str();
                    self.access(name, attribute.attr.range(), attribute.ctx, certain);
                }
                None => self.visit_expr(&attribute.value),
            },
            Expr::Call(call) if self.call(call) => {}
            Expr::Subscript(subscript) => match self.task(&subscript.value) {
                Some(certain) => {
                    let name = match &*subscript.slice {
                        Expr::StringLiteral(text) => Some(text.value.to_str().to_owned()),
                        _ => None,
                    };
                    let certain = certain && self.tries == 0;
                    let at = subscript.range;
                    self.found.subscripts.push((name, at, certain));
                    self.flow.escapes = true;
                    self.visit_expr(&subscript.slice);
                }
                None => walk_expr(self, expr),
            },
            Expr::Name(name) => {
                if name.ctx == ExprContext::Load && self.env.contains_key(name.id.as_str()) {
                    self.flow.escapes = true;
                }
            }
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.visit_parameters(parameters);
                }
                let own = |name: &str| {
                    let mut all = lambda
                        .parameters
                        .iter()
                        .flat_map(|all| parameter_names(all));
                    all.any(|one| one.as_str() == name)
                };
                self.without(own, |walk| walk.visit_expr(&lambda.body));
            }
            Expr::ListComp(ast::ExprListComp {
                elt, generators, ..
            })
            | Expr::SetComp(ast::ExprSetComp {
                elt, generators, ..
            })
            | Expr::Generator(ast::ExprGenerator {
                elt, generators, ..
            }) => self.comprehension(&[elt], generators),
            Expr::DictComp(found) => {
                let mut parts: Vec<&Expr> = found.key.as_deref().into_iter().collect();
                parts.push(&found.value);
                self.comprehension(&parts, &found.generators);
            }
            _ => walk_expr(self, expr),
        }
    }
}
