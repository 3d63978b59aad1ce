//! Follows a parser through the script: every mention of it must be one that we understand.

use std::collections::HashSet;

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{self as ast, Expr, ExprCall, ExprContext, Stmt, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange};

use super::read::{Imports, is_argv};
use super::{Parser, declared};
use crate::bindings::{Bindings, parameter_names};

type Why = String;

/// A name that is the parser, or a group of it.
#[derive(Clone, PartialEq)]
struct Handle {
    name: String,
    /// The function that the name is local to, by where it begins; nothing for the module.
    scope: Option<TextRange>,
    group: Option<Group>,
}

/// Which group: the parser's own is none.
#[derive(Clone, Copy, PartialEq)]
struct Group {
    /// One of an exclusive group that is required, by its number.
    one_of: Option<usize>,
}

pub(super) struct Flow<'a> {
    body: &'a [Stmt],
    module: &'a Bindings,
    imports: &'a Imports,
    parser: Parser,
    handles: Vec<Handle>,
    /// Functions that give the parser back.
    makers: HashSet<String>,
    /// The `add_argument` calls that are in `parser` already.
    declared: HashSet<TextRange>,
    /// The places that make the parser.
    made: HashSet<TextRange>,
    /// The numbers of exclusive groups that are required, by the calls that make them.
    numbers: Vec<(TextRange, usize)>,
    strict: bool,
    known: bool,
    grown: bool,
    trouble: Option<Why>,
}

impl<'a> Flow<'a> {
    pub(super) fn new(body: &'a [Stmt], module: &'a Bindings, imports: &'a Imports) -> Self {
        Self {
            body,
            module,
            imports,
            parser: Parser {
                abbreviations: true,
                ..Parser::default()
            },
            handles: Vec::new(),
            makers: HashSet::new(),
            declared: HashSet::new(),
            made: HashSet::new(),
            numbers: Vec::new(),
            strict: false,
            known: false,
            grown: false,
            trouble: None,
        }
    }

    /// The parser that the script has.
    pub(super) fn parser(mut self) -> Result<Parser, Why> {
        loop {
            self.grown = false;
            let mut walk = Walk {
                scopes: Vec::new(),
                maybe: 0,
                loops: 0,
                passes: 0,
                flow: &mut self,
            };
            walk.visit_body(walk.flow.body);
            if let Some(why) = self.trouble {
                return Err(why);
            }
            if !self.grown {
                break;
            }
        }
        if self.made.is_empty() {
            return Err("it makes no `ArgumentParser` of its own".to_owned());
        }
        if self.made.len() > 1 {
            return Err("it makes several `ArgumentParser`s".to_owned());
        }
        if !self.strict && !self.known {
            return Err("it never calls `parse_args`".to_owned());
        }
        self.parser.lenient = !self.strict;
        self.parser.one_of.retain(|group| !group.is_empty());
        let begins = |parameter: &declared::Parameter| parameter.at.start;
        if self
            .parser
            .parameters
            .windows(2)
            .any(|two| begins(&two[0]) > begins(&two[1]))
            && self
                .parser
                .parameters
                .iter()
                .filter(|one| one.flags.is_empty())
                .count()
                > 1
        {
            return Err("it declares positional arguments in several places".to_owned());
        }
        Ok(self.parser)
    }
}

struct Walk<'w, 'a> {
    flow: &'w mut Flow<'a>,
    scopes: Vec<(&'a StmtFunctionDef, Bindings)>,
    /// How many conditions are around us.
    maybe: usize,
    loops: usize,
    /// How many conditions and handlers around us may let a wrong command line pass.
    passes: usize,
}

impl<'a> Walk<'_, 'a> {
    fn trouble(&mut self, why: impl Into<Why>) {
        self.flow.trouble.get_or_insert(why.into());
    }

    fn here(&self) -> Option<TextRange> {
        self.scopes.last().map(|(function, _)| function.range)
    }

    fn is_parameter(&self, name: &str) -> bool {
        self.scopes.last().is_some_and(|(function, _)| {
            parameter_names(&function.parameters).any(|one| one.as_str() == name)
        })
    }

    /// The scope that a name is local to.
    fn scope_of(&self, name: &str) -> Option<TextRange> {
        for (function, names) in self.scopes.iter().rev() {
            let is_parameter =
                parameter_names(&function.parameters).any(|one| one.as_str() == name);
            if is_parameter || names.is_local(name) {
                return Some(function.range);
            }
        }
        None
    }

    /// What an expression is, if it is the parser or a group of it.
    fn handle(&self, expr: &Expr) -> Option<Option<Group>> {
        match expr {
            Expr::Name(name) => {
                let scope = self.scope_of(name.id.as_str());
                self.flow
                    .handles
                    .iter()
                    .find(|handle| handle.name == name.id.as_str() && handle.scope == scope)
                    .map(|handle| handle.group)
            }
            Expr::Call(call) => match &*call.func {
                Expr::Name(name) if self.flow.makers.contains(name.id.as_str()) => Some(None),
                _ => None,
            },
            _ => None,
        }
    }

    /// The parser, where this call makes it.
    fn make(&mut self, call: &'a ExprCall) {
        if self.loops > 0 || self.maybe > 0 {
            return self.trouble("it makes its `ArgumentParser` under a condition");
        }
        self.flow.made.insert(call.range());
        for keyword in &call.arguments.keywords {
            let switch = match &keyword.value {
                Expr::BooleanLiteral(literal) => Some(literal.value),
                _ => None,
            };
            match (keyword.arg.as_ref().map(|name| name.as_str()), switch) {
                (Some("allow_abbrev"), Some(on)) => self.flow.parser.abbreviations = on,
                (Some("allow_abbrev"), None) => {
                    self.trouble("`allow_abbrev` of its parser is computed");
                }
                (
                    Some(
                        name @ ("parents"
                        | "prefix_chars"
                        | "fromfile_prefix_chars"
                        | "conflict_handler"
                        | "argument_default"
                        | "exit_on_error"),
                    ),
                    _,
                ) => {
                    let why = format!("its parser has `{name}`");
                    self.trouble(why);
                }
                (None, _) => self.trouble("the settings of its parser are computed"),
                _ => {}
            }
            self.visit_expr(&keyword.value);
        }
    }

    fn add_handle(&mut self, target: &Expr, group: Option<Group>) {
        let Expr::Name(name) = target else {
            return self.trouble("it keeps its parser elsewhere than in a plain variable");
        };
        let name = name.id.as_str();
        let scope = self.scope_of(name);
        let times = match self
            .scopes
            .iter()
            .find(|(function, _)| Some(function.range) == scope)
        {
            Some((_, names)) => names.times(name),
            None => self.flow.module.times(name),
        };
        if times > 1 {
            return self.trouble(format!("the variable `{name}` is more than its parser"));
        }
        self.push(Handle {
            name: name.to_owned(),
            scope,
            group,
        });
    }

    fn push(&mut self, handle: Handle) {
        let same = |one: &Handle| one.name == handle.name && one.scope == handle.scope;
        if !self.flow.handles.iter().any(same) {
            self.flow.handles.push(handle);
            self.flow.grown = true;
        }
    }

    /// A call of a method of the parser, or of a group of it. Gives the group that it makes.
    fn method(&mut self, call: &'a ExprCall, name: &str, group: Option<Group>) -> Option<Group> {
        match name {
            "add_argument" => self.declare(call, group),
            "add_argument_group" => {
                return Some(group.unwrap_or(Group { one_of: None }));
            }
            "add_mutually_exclusive_group" => {
                let required = call.arguments.find_keyword("required");
                let is_required = self.maybe == 0
                    && required.is_some_and(|keyword| {
                        matches!(&keyword.value, Expr::BooleanLiteral(literal) if literal.value)
                    });
                let number = is_required.then(|| {
                    // The call is met once in every walk; its group is made in the first.
                    let key = call.range();
                    if self.flow.declared.insert(key) {
                        self.flow.parser.one_of.push(Vec::new());
                        self.flow.grown = true;
                        self.flow
                            .numbers
                            .push((key, self.flow.parser.one_of.len() - 1));
                    }
                    let mut numbers = self.flow.numbers.iter();
                    numbers
                        .find(|(at, _)| *at == key)
                        .map_or(0, |(_, number)| *number)
                });
                return Some(Group { one_of: number });
            }
            "parse_args"
            | "parse_intermixed_args"
            | "parse_known_args"
            | "parse_known_intermixed_args" => {
                let args = &call.arguments;
                let given = args
                    .args
                    .first()
                    .or_else(|| args.find_keyword("args").map(|one| &one.value));
                let is_own = match given {
                    None | Some(Expr::NoneLiteral(_)) => true,
                    Some(Expr::Subscript(subscript)) => is_argv(&subscript.value),
                    // `def main(argv=None)`: called without one, it is the command line.
                    Some(Expr::Name(name)) => self.is_parameter(name.id.as_str()),
                    Some(_) => false,
                };
                if !is_own {
                    self.trouble("it parses something else than its command line");
                }
                if self.passes > 0 {
                    self.trouble(
                        "it parses its command line under a condition, or goes on when that fails",
                    );
                }
                if name.contains("known") {
                    self.flow.known = true;
                } else {
                    self.flow.strict = true;
                }
            }
            "add_subparsers" => self.trouble("its parser has subcommands"),
            "error" | "exit" | "print_help" | "print_usage" | "format_help" | "format_usage"
            | "set_defaults" | "get_default" => {}
            other => {
                let why = format!("it calls `{other}` of its parser");
                self.trouble(why);
            }
        }
        None
    }

    fn declare(&mut self, call: &'a ExprCall, group: Option<Group>) {
        if !self.flow.declared.insert(call.range()) {
            return;
        }
        self.flow.grown = true;
        if self.loops > 0 {
            return self.trouble("it declares arguments in a loop");
        }
        match declared::parameter(call, self.maybe == 0) {
            Ok(parameter) if self.maybe > 0 && parameter.flags.is_empty() => {
                self.trouble("it declares a positional argument under a condition");
            }
            Ok(parameter) => {
                let at = self.flow.parser.parameters.len();
                if let Some(number) = group.and_then(|group| group.one_of)
                    && let Some(one_of) = self.flow.parser.one_of.get_mut(number)
                {
                    one_of.push(at);
                }
                self.flow.parser.parameters.push(parameter);
            }
            Err(why) => self.trouble(why),
        }
    }

    /// What an expression gives, if it is the parser, a group, or what makes one of them. The
    /// expression is walked.
    fn value(&mut self, expr: &'a Expr) -> Option<Option<Group>> {
        if let Some(found) = self.handle(expr) {
            if let Expr::Call(call) = expr {
                self.visit_arguments(&call.arguments);
            }
            return Some(found);
        }
        let Expr::Call(call) = expr else {
            return None;
        };
        if self.flow.imports.is_parser_class(&call.func) {
            self.make(call);
            return Some(None);
        }
        if let Expr::Attribute(attribute) = &*call.func
            && let Some(group) = self.value(&attribute.value)
        {
            let made = self.method(call, attribute.attr.as_str(), group);
            self.visit_arguments(&call.arguments);
            return made.map(Some);
        }
        None
    }

    /// The parser handed to a function of the module.
    fn hand(&mut self, call: &'a ExprCall) -> bool {
        let Expr::Name(callee) = &*call.func else {
            return false;
        };
        let name = callee.id.as_str();
        let args = &call.arguments;
        let is_handed = |walk: &Self| args.args.iter().any(|arg| walk.handle(arg).is_some());
        if !is_handed(self) || self.flow.module.times(name) != 1 || self.maybe + self.loops > 0 {
            return false;
        }
        let Some(function) = self.flow.body.iter().find_map(|stmt| match stmt {
            Stmt::FunctionDef(function) if function.name.as_str() == name => Some(function),
            _ => None,
        }) else {
            return false;
        };
        if !function.decorator_list.is_empty() || args.args.iter().any(Expr::is_starred_expr) {
            return false;
        }
        let names = Bindings::of(&function.body);
        for (at, arg) in args.args.iter().enumerate() {
            let Some(group) = self.handle(arg) else {
                self.visit_expr(arg);
                continue;
            };
            let mut parameters = function
                .parameters
                .posonlyargs
                .iter()
                .chain(&function.parameters.args);
            let Some(parameter) = parameters.nth(at) else {
                return false;
            };
            let parameter = parameter.parameter.name.as_str();
            if names.times(parameter) > 0 {
                return false;
            }
            self.push(Handle {
                name: parameter.to_owned(),
                scope: Some(function.range),
                group,
            });
        }
        for keyword in &args.keywords {
            self.visit_keyword(keyword);
        }
        true
    }

    fn maybe(&mut self, walk: impl FnOnce(&mut Self)) {
        self.maybe += 1;
        walk(self);
        self.maybe -= 1;
    }
}

/// `if __name__ == "__main__":`, which holds when Spark runs the script.
fn is_main(test: &Expr) -> bool {
    matches!(test, Expr::Compare(compare)
        if matches!(&*compare.left, Expr::Name(name) if name.id.as_str() == "__name__"))
}

impl<'a> Visitor<'a> for Walk<'_, 'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(function) => {
                for decorator in &function.decorator_list {
                    self.visit_decorator(decorator);
                }
                self.visit_parameters(&function.parameters);
                self.scopes.push((function, Bindings::of(&function.body)));
                let around = (self.maybe, self.loops, self.passes);
                (self.maybe, self.loops, self.passes) = (0, 0, 0);
                self.visit_body(&function.body);
                (self.maybe, self.loops, self.passes) = around;
                self.scopes.pop();
            }
            Stmt::Assign(ast::StmtAssign { targets, value, .. }) => match self.value(value) {
                Some(group) => match targets.as_slice() {
                    [target] => self.add_handle(target, group),
                    _ => self.trouble("it gives its parser two names"),
                },
                None => walk_stmt_after_value(self, stmt, value),
            },
            Stmt::AnnAssign(ast::StmtAnnAssign {
                target,
                value: Some(value),
                ..
            }) => match self.value(value) {
                Some(group) => self.add_handle(target, group),
                None => walk_stmt_after_value(self, stmt, value),
            },
            Stmt::Return(ast::StmtReturn {
                value: Some(value), ..
            }) => match self.value(value) {
                Some(None) => {
                    let maker = match self.scopes.as_slice() {
                        [(function, _)]
                            if function.decorator_list.is_empty() && !function.is_async =>
                        {
                            function.name.to_string()
                        }
                        _ => return self.trouble("a nested function gives its parser back"),
                    };
                    if self.flow.module.times(&maker) != 1 {
                        return self.trouble("the function that makes its parser is defined twice");
                    }
                    self.flow.grown |= self.flow.makers.insert(maker);
                }
                Some(Some(_)) => self.trouble("a function gives a group of its parser back"),
                None => walk_stmt_after_value(self, stmt, value),
            },
            Stmt::If(found) if self.here().is_none() && is_main(&found.test) => {
                self.visit_body(&found.body);
                for clause in &found.elif_else_clauses {
                    self.maybe(|walk| walk.visit_body(&clause.body));
                }
            }
            Stmt::If(_) | Stmt::Match(_) => {
                self.passes += 1;
                self.maybe(|walk| walk_stmt(walk, stmt));
                self.passes -= 1;
            }
            Stmt::Try(found) => {
                let passes = usize::from(catches_exit(found));
                self.passes += passes;
                self.maybe(|walk| walk_stmt(walk, stmt));
                self.passes -= passes;
            }
            Stmt::For(_) | Stmt::While(_) => {
                self.loops += 1;
                walk_stmt(self, stmt);
                self.loops -= 1;
            }
            Stmt::With(found) => {
                for item in &found.items {
                    self.visit_expr(&item.context_expr);
                }
                self.visit_body(&found.body);
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_annotation(&mut self, _: &'a Expr) {}

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Call(call) => {
                if self.value(expr).is_some() || is_understood(self, call) || self.hand(call) {
                    return;
                }
                walk_expr(self, expr);
            }
            // `parser.description = …`, `parser.prog`.
            Expr::Attribute(attribute) if self.handle(&attribute.value).is_some() => {
                if !matches!(
                    attribute.attr.as_str(),
                    "description" | "epilog" | "prog" | "usage" | "formatter_class"
                ) {
                    let why = format!("it uses `{}` of its parser", attribute.attr);
                    self.trouble(why);
                }
            }
            Expr::Name(name) if name.ctx == ExprContext::Load => {
                if self.handle(expr).is_some() {
                    self.trouble("its parser goes where it cannot be followed");
                } else if self.flow.imports.is_parser_class(expr) {
                    self.trouble("it uses `ArgumentParser` for more than making one");
                } else if self.flow.makers.contains(name.id.as_str()) {
                    self.trouble("the function that makes its parser goes elsewhere");
                }
            }
            Expr::Attribute(_) if self.flow.imports.is_parser_class(expr) => {
                self.trouble("it uses `ArgumentParser` for more than making one");
            }
            Expr::Lambda(_) | Expr::ListComp(_) | Expr::Generator(_) => {
                self.loops += 1;
                walk_expr(self, expr);
                self.loops -= 1;
            }
            _ => walk_expr(self, expr),
        }
    }
}

/// Whether a handler may catch the `SystemExit` that a wrong command line ends with.
fn catches_exit(found: &ast::StmtTry) -> bool {
    found.handlers.iter().any(|handler| {
        let ast::ExceptHandler::ExceptHandler(handler) = handler;
        !matches!(handler.type_.as_deref(), Some(Expr::Name(name))
            if !matches!(name.id.as_str(), "SystemExit" | "BaseException"))
    })
}

/// A call on the parser that gives no parser: `value` has walked it already.
fn is_understood(walk: &Walk<'_, '_>, call: &ExprCall) -> bool {
    fn is_parsers(walk: &Walk<'_, '_>, expr: &Expr) -> bool {
        if walk.handle(expr).is_some() {
            return true;
        }
        match expr {
            Expr::Call(call) => {
                walk.flow.imports.is_parser_class(&call.func)
                    || matches!(&*call.func, Expr::Attribute(attribute) if is_parsers(walk, &attribute.value))
            }
            _ => false,
        }
    }
    matches!(&*call.func, Expr::Attribute(attribute) if is_parsers(walk, &attribute.value))
}

/// Walks a statement whose value is none of ours.
fn walk_stmt_after_value<'a>(walk: &mut Walk<'_, 'a>, stmt: &'a Stmt, value: &Expr) {
    let is_ours = matches!(value, Expr::Call(call) if is_understood(walk, call));
    if !is_ours {
        walk_stmt(walk, stmt);
    }
}
