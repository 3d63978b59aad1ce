//! Finds the one `ArgumentParser` of a script and what is declared on it.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, ExprContext, Stmt};

use super::CommandLine;
use super::flow::Flow;
use crate::bindings::Bindings;

/// The script's command line, as `argparse` declares it.
pub(crate) fn read(body: &[Stmt]) -> CommandLine {
    let module = Bindings::of(body);
    let mut imports = Imports::default();
    imports.visit_body(body);
    if imports.modules.is_empty() && imports.classes.is_empty() {
        return CommandLine::unknown("it does not use `argparse`");
    }
    if imports.changes_argv {
        return CommandLine::unknown("it changes `sys.argv`");
    }
    match Flow::new(body, &module, &imports).parser() {
        Ok(parser) => CommandLine::Known(parser),
        Err(why) => CommandLine::unknown(why),
    }
}

/// How the script calls `argparse` and its class.
#[derive(Default)]
pub(super) struct Imports {
    /// `import argparse as ap`.
    modules: Vec<String>,
    /// `from argparse import ArgumentParser as Parser`.
    classes: Vec<String>,
    changes_argv: bool,
}

impl Imports {
    /// Whether the expression is the class `ArgumentParser`.
    pub(super) fn is_parser_class(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Name(name) => self.classes.iter().any(|class| class == name.id.as_str()),
            Expr::Attribute(attribute) => {
                attribute.attr.as_str() == "ArgumentParser"
                    && matches!(&*attribute.value, Expr::Name(name)
                        if self.modules.iter().any(|module| module == name.id.as_str()))
            }
            _ => false,
        }
    }
}

/// `sys.argv`, or `argv` where it is imported.
pub(super) fn is_argv(expr: &Expr) -> bool {
    match expr {
        Expr::Attribute(attribute) => {
            attribute.attr.as_str() == "argv"
                && matches!(&*attribute.value, Expr::Name(name) if name.id.as_str() == "sys")
        }
        Expr::Name(name) => name.id.as_str() == "argv",
        _ => false,
    }
}

impl<'a> Visitor<'a> for Imports {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::Import(import) => {
                for alias in import
                    .names
                    .iter()
                    .filter(|one| one.name.as_str() == "argparse")
                {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.modules.push(name.to_string());
                }
            }
            Stmt::ImportFrom(import) if import.module.as_deref() == Some("argparse") => {
                for alias in &import.names {
                    match alias.name.as_str() {
                        "ArgumentParser" => {
                            let name = alias.asname.as_ref().unwrap_or(&alias.name);
                            self.classes.push(name.to_string());
                        }
                        "*" => self.classes.push("ArgumentParser".to_owned()),
                        _ => {}
                    }
                }
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            // `sys.argv = …`, `del sys.argv`.
            Expr::Attribute(attribute) if is_argv(expr) => {
                self.changes_argv |= attribute.ctx != ExprContext::Load;
            }
            // `sys.argv[1] = …`.
            Expr::Subscript(subscript) if is_argv(&subscript.value) => {
                self.changes_argv |= subscript.ctx != ExprContext::Load;
            }
            // `sys.argv.insert(…)`, `sys.argv.pop()`.
            Expr::Attribute(attribute) => {
                self.changes_argv |= is_argv(&attribute.value)
                    && !matches!(attribute.attr.as_str(), "copy" | "count" | "index");
                walk_expr(self, expr);
            }
            _ => walk_expr(self, expr),
        }
    }
}
