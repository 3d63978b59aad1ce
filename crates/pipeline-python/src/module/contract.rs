//! `main` and `setup`: whether the module has them, and whether the runner can call them.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, Parameters, Stmt, StmtFunctionDef};
use ruff_text_size::Ranged;

use super::Entry;
use crate::bindings::Bindings;
use crate::problem::{Problem, nearest};

/// The module's `main`, if it is a plain function that the runner can call.
pub(super) fn main<'a>(
    body: &'a [Stmt],
    entry: Entry,
    problems: &mut Vec<Problem>,
    unverified: &mut Vec<String>,
) -> Option<&'a StmtFunctionDef> {
    let wanted = format!("def main({}, task):", entry.parameter());
    match function(body, "main") {
        Found::Plain(main) => {
            let given = [entry.parameter(), "task"];
            if let Some(problem) = takes(main, &given, &wanted) {
                problems.push(problem);
                return None;
            }
            if let Some(at) = Bindings::of(&main.body).yields {
                problems.push(Problem::at(
                    at,
                    "`main` is a generator because of this, and calling it runs none of its lines",
                    "move the `yield` into a function of its own",
                ));
                return None;
            }
            Some(main)
        }
        Found::Somehow => {
            unverified.push(
                "what `main` takes and which fields it uses: it is no plain function of the module"
                    .to_owned(),
            );
            None
        }
        Found::Missing(near) => {
            let functions = body.iter().filter_map(|stmt| match stmt {
                Stmt::FunctionDef(function) if function.name.as_str() != "setup" => Some(function),
                _ => None,
            });
            let meant = near.or_else(|| {
                let name = nearest("main", functions.clone().map(|f| f.name.as_str()))?;
                functions.clone().find(|f| f.name.as_str() == name)
            });
            problems.push(match meant {
                Some(meant) if meant.name.as_str() == "main" => Problem::at(
                    meant.name.range(),
                    "`main` is only there when the file is run by itself, and the runner imports it",
                    format!("take `{wanted}` out of the `if __name__ == \"__main__\":`"),
                ),
                Some(meant) => Problem::at(
                    meant.name.range(),
                    "the module has no function `main`",
                    format!("is it this one? Write `{wanted}`"),
                ),
                None => Problem {
                    at: None,
                    problem: "the module has no function `main`".to_owned(),
                    help: format!("write `{wanted}` and its body"),
                    too_new: false,
                },
            });
            None
        }
    }
}

/// Whether `main` has the two things that it is given in the other order, by their names.
pub(super) fn swapped(main: &StmtFunctionDef, entry: Entry) -> Option<Problem> {
    let mut names = main
        .parameters
        .posonlyargs
        .iter()
        .chain(&main.parameters.args)
        .map(|one| &one.parameter);
    let (first, second) = (names.next()?, names.next()?);
    let is_session = |name: &str| matches!(name, "spark" | "sc" | "session" | "spark_session");
    (first.name.as_str() == "task" && is_session(second.name.as_str())).then(|| {
        let given = entry.parameter();
        Problem::at(
            first.range(),
            format!("`main` has `task` first, and the runner gives it `{given}` first"),
            format!("write `def main({given}, task):`"),
        )
    })
}

/// The module's `setup`, which it need not have.
pub(super) fn setup(body: &[Stmt], problems: &mut Vec<Problem>) {
    let Found::Plain(setup) = function(body, "setup") else {
        return;
    };
    let wanted = "def setup(conf):";
    if let Some(problem) = takes(setup, &["conf"], wanted) {
        problems.push(problem);
    } else if setup.is_async || Bindings::of(&setup.body).yields.is_some() {
        problems.push(Problem::at(
            setup.name.range(),
            "`setup` is called like a plain function, and none of its lines would run",
            format!("write `{wanted}`, without `async` and `yield`"),
        ));
    }
}

/// How a module has a function.
enum Found<'a> {
    /// By a `def` of its own that nothing decorates or replaces.
    Plain(&'a StmtFunctionDef),
    /// In a way that only running it tells.
    Somehow,
    /// Not at all; with one that only a file run by itself has.
    Missing(Option<&'a StmtFunctionDef>),
}

fn function<'a>(body: &'a [Stmt], name: &str) -> Found<'a> {
    let imported: Vec<&Stmt> = body.iter().filter(|stmt| !is_own_main(stmt)).collect();
    let names = |stmt: &Stmt| Bindings::of(std::slice::from_ref(stmt));
    let last = imported
        .iter()
        .rev()
        .find(|stmt| names(stmt).bound.contains_key(name));
    let dynamic = Dynamic::of(body, name);
    match last {
        Some(Stmt::FunctionDef(function))
            if function.decorator_list.is_empty() && !dynamic.binds =>
        {
            Found::Plain(function)
        }
        Some(_) => Found::Somehow,
        None if dynamic.binds
            || dynamic.anything
            || imported.iter().any(|stmt| names(stmt).star) =>
        {
            Found::Somehow
        }
        None => {
            let by_itself = body.iter().filter(|stmt| is_own_main(stmt));
            Found::Missing(by_itself.into_iter().find_map(|stmt| match stmt {
                Stmt::If(found) => found.body.iter().find_map(|stmt| match stmt {
                    Stmt::FunctionDef(function) if function.name.as_str() == name => Some(function),
                    _ => None,
                }),
                _ => None,
            }))
        }
    }
}

/// `if __name__ == "__main__":` without an `else`: the runner's name for the module is another.
fn is_own_main(stmt: &Stmt) -> bool {
    let Stmt::If(found) = stmt else {
        return false;
    };
    let Expr::Compare(compare) = &*found.test else {
        return false;
    };
    let is_name = |expr: &Expr| matches!(expr, Expr::Name(name) if name.id.as_str() == "__name__");
    let is_main = |expr: &Expr| matches!(expr, Expr::StringLiteral(text) if text.value.to_str() == "__main__");
    found.elif_else_clauses.is_empty()
        && matches!(&*compare.ops, [ruff_python_ast::CmpOp::Eq])
        && match &*compare.comparators {
            [right] => {
                (is_name(&compare.left) && is_main(right))
                    || (is_main(&compare.left) && is_name(right))
            }
            _ => false,
        }
}

/// Ways of binding a name of the module that are no statement of the module.
struct Dynamic<'n> {
    name: &'n str,
    /// A function declares the name `global`.
    binds: bool,
    /// `globals()`, `exec` and their like may bind anything.
    anything: bool,
}

impl<'n> Dynamic<'n> {
    fn of(body: &[Stmt], name: &'n str) -> Self {
        let mut dynamic = Self {
            name,
            binds: false,
            anything: false,
        };
        dynamic.visit_body(body);
        dynamic
    }
}

impl<'a> Visitor<'a> for Dynamic<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        if let Stmt::Global(global) = stmt {
            self.binds |= global.names.iter().any(|name| name.as_str() == self.name);
        }
        walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Name(name) = expr {
            self.anything |= matches!(
                name.id.as_str(),
                "globals" | "exec" | "eval" | "setattr" | "vars" | "locals" | "__import__"
            );
        }
        walk_expr(self, expr);
    }
}

/// Whether a call with these positional arguments fits, as `inspect.signature(…).bind` asks.
fn takes(function: &StmtFunctionDef, given: &[&str], wanted: &str) -> Option<Problem> {
    let parameters: &Parameters = &function.parameters;
    let name = &function.name;
    let help = format!("write `{wanted}`");
    let positional: Vec<_> = parameters
        .posonlyargs
        .iter()
        .chain(&parameters.args)
        .collect();
    let required = positional
        .iter()
        .filter(|one| one.default.is_none())
        .count();
    if let Some(one) = parameters
        .kwonlyargs
        .iter()
        .find(|one| one.default.is_none())
    {
        return Some(Problem::at(
            one.range,
            format!(
                "`{name}` needs `{}` by name, and the runner gives it {} only",
                one.parameter.name,
                words(given)
            ),
            format!("{help}, or give `{}` a default", one.parameter.name),
        ));
    }
    if required > given.len() {
        let extra = positional[given.len()];
        return Some(Problem::at(
            extra.range,
            format!(
                "`{name}` needs `{}`, and the runner gives it {} only",
                extra.parameter.name,
                words(given)
            ),
            format!("{help}, or give `{}` a default", extra.parameter.name),
        ));
    }
    if positional.len() < given.len() && parameters.vararg.is_none() {
        return Some(Problem::at(
            name.range(),
            format!(
                "`{name}` takes {}, and the runner gives it {}",
                match positional.len() {
                    0 => "nothing".to_owned(),
                    1 => format!("`{}` only", positional[0].parameter.name),
                    many => format!("{many} arguments"),
                },
                words(given)
            ),
            help,
        ));
    }
    None
}

fn words(given: &[&str]) -> String {
    crate::problem::list(given)
}
