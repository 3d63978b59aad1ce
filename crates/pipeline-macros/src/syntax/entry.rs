//! The entries of an attribute: `key`, `key = value`, `key(…)`.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Expr, Ident, LitStr, Meta, Token, Type, parenthesized};

use super::written;
use crate::errors::Errors;

/// The attributes that are ours.
const SPACES: [&str; 4] = ["spark", "task", "row", "param"];

/// The entries of all our attributes on one thing.
#[derive(Default)]
pub(crate) struct Entries {
    pub(crate) list: Vec<Entry>,
    /// The words of each attribute, those of entries that are not yet right among them.
    pub(crate) words: Vec<Words>,
    /// Whether a part could not be read, so that what seems to be missing may stand in it.
    pub(crate) unread: bool,
}

/// The words of one attribute as they are typed, for the author's editor.
pub(crate) struct Words {
    pub(crate) space: Ident,
    pub(crate) keys: Vec<Ident>,
    /// The words in the list of a key: `unused_field` in `allow(unused_field)`.
    pub(crate) lists: Vec<(Ident, Vec<Ident>)>,
    /// The words that a value is called with: `later` in `app = later("x.jar")`.
    pub(crate) calls: Vec<Ident>,
}

/// One entry.
pub(crate) struct Entry {
    /// The attribute that holds it: `spark` in `#[spark(…)]`.
    pub(crate) space: Ident,
    pub(crate) key: Ident,
    pub(crate) value: Value,
}

/// What follows the key.
pub(crate) enum Value {
    /// Nothing: `insignificant`.
    Word,
    /// `= expression`.
    Expr(Expr),
    /// `(…)`.
    List(TokenStream),
}

impl Entry {
    /// The key as a word (`r#type` is `type`).
    pub(crate) fn name(&self) -> String {
        self.key.unraw().to_string()
    }
}

impl Entries {
    /// Reads the attributes. A mistake costs its own entry, not its neighbours.
    pub(crate) fn parse(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut entries = Self::default();
        for attribute in attributes {
            let Some(space) = attribute.path().get_ident() else {
                continue;
            };
            if !SPACES.iter().any(|name| space == name) {
                continue;
            }
            let Meta::List(list) = &attribute.meta else {
                errors.at(
                    &attribute.meta,
                    format_args!("`#[{space}]` without its list of keys"),
                    format_args!("write `#[{space}(key = value)]`"),
                );
                entries.unread = true;
                continue;
            };
            let parser = |input: ParseStream<'_>| {
                entries.parse_list(space, input, errors);
                Ok(())
            };
            if let Err(error) = parser.parse2(list.tokens.clone()) {
                errors.syntax(error);
            }
        }
        entries
    }

    fn parse_list(&mut self, space: &Ident, input: ParseStream<'_>, errors: &mut Errors) {
        let mut words = Words {
            space: space.clone(),
            keys: Vec::new(),
            lists: Vec::new(),
            calls: Vec::new(),
        };
        while !input.is_empty() {
            words.read(input);
            match Entry::parse(space, input) {
                Ok(entry) => self.list.push(entry),
                Err(error) => {
                    self.unread = true;
                    errors.syntax(error);
                    skip_to_comma(input);
                }
            }
            if !input.is_empty() && !input.peek(Token![,]) {
                errors.syntax(input.error(
                    "this does not belong to the value before it\nhelp: write a comma between two keys",
                ));
                skip_to_comma(input);
            }
            // At a comma or at the end; either way nothing is left to say.
            let _ = input.parse::<Option<Token![,]>>();
        }
        self.words.push(words);
    }
}

impl Words {
    /// Notes the words of the entry that comes next.
    fn read(&mut self, input: ParseStream<'_>) {
        let ahead = input.fork();
        let Ok(key) = ahead.call(Ident::parse_any) else {
            return;
        };
        match ahead.parse::<TokenTree>() {
            Ok(TokenTree::Group(list)) => {
                self.lists.push((key.clone(), first_words(list.stream())));
            }
            Ok(TokenTree::Punct(equals)) if equals.as_char() == '=' => {
                // A list's elements, or the one value.
                if let Ok(TokenTree::Group(list)) = ahead.fork().parse() {
                    self.calls.extend(first_words(list.stream()));
                } else if let Ok(call) = ahead.parse::<Ident>()
                    && ahead.peek(syn::token::Paren)
                {
                    self.calls.push(call);
                }
            }
            _ => {}
        }
        self.keys.push(key);
    }
}

/// The word at the beginning of each element of a list.
fn first_words(list: TokenStream) -> Vec<Ident> {
    let mut words = Vec::new();
    let mut first = true;
    for token in list {
        match &token {
            TokenTree::Ident(word) if first => words.push(word.clone()),
            _ => {}
        }
        first = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == ',');
    }
    words
}

impl Entry {
    fn parse(space: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        if let Ok(text) = input.fork().parse::<LitStr>() {
            return Err(written::quoted(&text));
        }
        if !input.peek(Ident::peek_any) {
            return Err(input.error("expected a key\nhelp: write `key = value`"));
        }
        let key = input.call(Ident::parse_any)?;
        written::no_equals_sign(input, &format!("{key} = …"))?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            if input.is_empty() || input.peek(Token![,]) {
                return Err(syn::Error::new(
                    key.span(),
                    format!("`{key}` has no value\nhelp: write one after the `=`"),
                ));
            }
            Value::Expr(match whole_type(&key, input) {
                Some(ty) => ty,
                None => input.parse()?,
            })
        } else if input.peek(syn::token::Paren) {
            let content;
            parenthesized!(content in input);
            Value::List(content.parse()?)
        } else if input.peek(syn::token::Brace) || input.peek(syn::token::Bracket) {
            return Err(input.error(format!(
                "the list of `{key}` stands in parentheses\nhelp: write `{key}(…)`"
            )));
        } else if input.peek(Token![.]) || input.peek(Token![-]) {
            return Err(written::several_words(&key, input));
        } else {
            Value::Word
        };
        Ok(Self {
            space: space.clone(),
            key,
            value,
        })
    }
}

/// The value of a key that takes a type: `Pair<A, B>` is no expression.
fn whole_type(key: &Ident, input: ParseStream<'_>) -> Option<Expr> {
    if key != "reads" {
        return None;
    }
    let ahead = input.fork();
    let ty = ahead.parse::<Type>().ok()?;
    if !ahead.is_empty() && !ahead.peek(Token![,]) {
        return None;
    }
    input.advance_to(&ahead);
    Some(Expr::Verbatim(ty.to_token_stream()))
}

/// Passes over what is left of an entry.
pub(crate) fn skip_to_comma(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}
