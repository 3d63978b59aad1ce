//! What a remote store refused, for a person.

use std::error::Error;

use object_store::Error as Refused;
use pipeline_core::target::location::Location;
use pipeline_core::target::{Refusal, StoreError};

/// What a person is told to do, by what went wrong.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Advice {
    /// When there are no credentials, or wrong ones.
    pub(crate) credentials: &'static str,
    /// When there is no such bucket.
    pub(crate) bucket: &'static str,
    /// When nobody answers.
    pub(crate) silence: &'static str,
}

/// A refusal, told without what must not be shown.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Told(String);

pub(crate) fn error(
    action: &'static str,
    at: &Location,
    error: &Refused,
    advice: &Advice,
) -> StoreError {
    let told = shown(error);
    let (refusal, hint) = match error {
        Refused::NotFound { .. }
            if told.contains("NoSuchBucket") || told.contains("ContainerNotFound") =>
        {
            (Refusal::Configuration, Some(advice.bucket))
        }
        Refused::NotFound { .. } => (Refusal::NotThere, None),
        Refused::PermissionDenied { .. } | Refused::Unauthenticated { .. } => {
            (Refusal::Configuration, Some(advice.credentials))
        }
        _ if asks_a_machine_for_credentials(&told) => {
            (Refusal::Configuration, Some(advice.credentials))
        }
        Refused::InvalidPath { .. }
        | Refused::NotSupported { .. }
        | Refused::NotImplemented { .. }
        | Refused::UnknownConfigurationKey { .. } => (Refusal::Configuration, None),
        _ => (Refusal::Passing, Some(advice.silence)),
    };
    remote(action, at, told, refusal, hint)
}

pub(crate) fn remote(
    action: &'static str,
    at: &Location,
    told: String,
    refusal: Refusal,
    hint: Option<&str>,
) -> StoreError {
    StoreError::Remote {
        action,
        location: at.text().to_owned(),
        source: Box::new(Told(told)),
        hint: hint.map(ToOwned::to_owned),
        refusal,
    }
}

/// A container of a cloud is asked for credentials at addresses that only its machines reach: who
/// is asked there is without credentials anywhere else.
fn asks_a_machine_for_credentials(told: &str) -> bool {
    [
        "169.254.169.254",
        "169.254.170.2",
        "metadata.google.internal",
    ]
    .iter()
    .any(|address| told.contains(address))
}

/// An error and its causes, each once, without the queries of addresses: a signature that gives
/// access may stand there.
pub(crate) fn shown(error: &(dyn Error + 'static)) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let own = error.to_string();
        if text.is_empty() {
            text = own;
        } else if !text.contains(&own) {
            text = format!("{text}: {own}");
        }
        next = error.source();
    }
    without_queries(&text)
}

fn without_queries(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, address) = rest.split_at(at + 3);
        kept.push_str(before);
        let end = address
            .find(|c: char| c.is_whitespace() || matches!(c, ')' | '"' | '\'' | '>'))
            .unwrap_or(address.len());
        let (address, after) = address.split_at(end);
        kept.push_str(address.split('?').next().unwrap_or_default());
        rest = after;
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gives_access_is_not_shown() {
        let told = without_queries(
            "Error performing PUT https://a.blob.core.windows.net/c/x?sv=1&sig=SECRET in 3s \
             (https://b/y?X-Amz-Signature=SECRET): no answer",
        );
        assert_eq!(
            told,
            "Error performing PUT https://a.blob.core.windows.net/c/x in 3s (https://b/y): no \
             answer"
        );
    }

    #[test]
    fn who_has_no_credentials_is_told_where_they_belong() {
        let advice = Advice {
            credentials: "set them",
            bucket: "make it",
            silence: "try again",
        };
        let at = Location::parse("s3://b/x");
        let generic = |text: &str| Refused::Generic {
            store: "S3",
            source: text.to_owned().into(),
        };
        for (refused, hint, refusal) in [
            (
                generic("PUT http://169.254.169.254/latest/api/token"),
                Some("set them"),
                Refusal::Configuration,
            ),
            (
                generic("503 Slow Down"),
                Some("try again"),
                Refusal::Passing,
            ),
            (
                Refused::NotFound {
                    path: "x".to_owned(),
                    source: "<Code>NoSuchBucket</Code>".into(),
                },
                Some("make it"),
                Refusal::Configuration,
            ),
            (
                Refused::NotFound {
                    path: "x".to_owned(),
                    source: "404".into(),
                },
                None,
                Refusal::NotThere,
            ),
        ] {
            let error = error("read", &at, &refused, &advice);
            assert_eq!(error.hint().as_deref(), hint, "{error}");
            assert!(matches!(error, StoreError::Remote { refusal: it, .. } if it == refusal));
        }
    }
}
