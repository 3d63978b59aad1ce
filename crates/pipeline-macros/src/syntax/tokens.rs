//! Questions about tokens that need no parser.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Expr;
use syn::ext::IdentExt;

/// Whether a name may be used in these tokens: as a word, or inside a text, since
/// `format!("{month}")` reads `month` too. Says yes rather too often than too seldom.
pub(crate) fn mention(tokens: TokenStream, name: &Ident) -> bool {
    let name = name.unraw().to_string();
    mentions(tokens, &name)
}

fn mentions(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident.unraw() == name,
        TokenTree::Literal(literal) => {
            let text = literal.to_string();
            text.contains('{') && text.contains(name)
        }
        TokenTree::Group(group) => mentions(group.stream(), name),
        TokenTree::Punct(_) => false,
    })
}

/// Whether a name may be used as a value: as [`mention`], but a function, method, macro, field
/// or path of that name is another thing.
pub(crate) fn uses_value(tokens: TokenStream, name: &str) -> bool {
    let mut before = ' ';
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match &token {
            TokenTree::Ident(ident) if ident.unraw() == name => {
                let called = match tokens.peek() {
                    Some(TokenTree::Group(group)) => {
                        group.delimiter() == proc_macro2::Delimiter::Parenthesis
                    }
                    Some(TokenTree::Punct(punct)) => {
                        punct.as_char() == '!' && punct.spacing() == proc_macro2::Spacing::Alone
                            || punct.as_char() == ':'
                    }
                    _ => false,
                };
                !called && !matches!(before, '.' | ':')
            }
            TokenTree::Group(group) => uses_value(group.stream(), name),
            TokenTree::Literal(_) => mentions(token.clone().into(), name),
            TokenTree::Ident(_) | TokenTree::Punct(_) => false,
        };
        if found {
            return true;
        }
        before = match &token {
            TokenTree::Punct(punct) => punct.as_char(),
            _ => ' ',
        };
    }
    false
}

/// The tokens with something in the place of each `Self`.
pub(crate) fn replace_self(tokens: TokenStream, with: &TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .flat_map(|token| match token {
            TokenTree::Ident(ident) if ident == "Self" => with.clone(),
            TokenTree::Group(group) => {
                let inner = replace_self(group.stream(), with);
                let mut replaced = proc_macro2::Group::new(group.delimiter(), inner);
                replaced.set_span(group.span());
                TokenTree::Group(replaced).into()
            }
            other => TokenStream::from(other),
        })
        .collect()
}

/// The `self` of a `self.field`, if there is one: expressions see the parameters by name.
pub(crate) fn self_dot(tokens: TokenStream) -> Option<(Ident, Option<Ident>)> {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) if ident == "self" => {
                if matches!(tokens.peek(), Some(TokenTree::Punct(dot)) if dot.as_char() == '.') {
                    tokens.next();
                    let field = match tokens.next() {
                        Some(TokenTree::Ident(field)) => Some(field),
                        _ => None,
                    };
                    return Some((ident, field));
                }
            }
            TokenTree::Group(group) => {
                if let Some(found) = self_dot(group.stream()) {
                    return Some(found);
                }
            }
            _ => {}
        }
    }
    None
}

/// The expression itself, out of the invisible groups that `macro_rules` puts around it.
pub(crate) fn peel(expr: &Expr) -> &Expr {
    match expr {
        Expr::Group(group) if group.attrs.is_empty() => peel(&group.expr),
        other => other,
    }
}

/// The tokens as text, near to how they were written.
pub(crate) fn text(tokens: impl ToTokens) -> String {
    let mut text = String::new();
    write(tokens.to_token_stream(), &mut text);
    text
}

fn write(tokens: TokenStream, text: &mut String) {
    use proc_macro2::{Delimiter, Spacing};
    let mut after_word = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                write(group.stream(), text);
                text.push_str(close);
                after_word = false;
            }
            TokenTree::Punct(punct) => {
                let mark = punct.as_char();
                let tight = matches!(mark, ':' | '.' | '<' | '>' | '!' | '&' | '?' | ',' | ';');
                if !tight && punct.spacing() == Spacing::Alone && after_word {
                    text.push(' ');
                }
                text.push(mark);
                if matches!(mark, ',' | ';')
                    || (!tight && punct.spacing() == Spacing::Alone && after_word)
                {
                    text.push(' ');
                }
                after_word = false;
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                if after_word {
                    text.push(' ');
                }
                text.push_str(&token.to_string());
                after_word = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_of_a_name_is_not_its_value() {
        let uses = |text: &str| uses_value(text.parse().unwrap_or_default(), "task_id");
        assert!(uses("format!(\"out/{task_id}\")"));
        assert!(uses("join(&root, task_id)"));
        assert!(uses("if task_id != x { y } else { z }"));
        assert!(!uses("task_id(month)"));
        assert!(!uses("crate::task_id"));
        assert!(!uses("run.task_id"));
        assert!(!uses("task_id!(month)"));
        assert!(!uses("month"));
    }
}
