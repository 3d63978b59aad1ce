//! What must never be shown.
//!
//! Two ways lead to a mask: a value whose name says that it is a secret ([`is_secret_name`],
//! [`shown`]), and any text in which a known secret may occur ([`Masker`]).

mod masker;
mod url;

pub use masker::Masker;
pub use spark_options::is_secret_name;
pub use url::mask_urls;

use std::borrow::Cow;

/// What stands in place of a secret.
pub const MASK: &str = "*****";

/// The value of a setting, variable or parameter as a person may see it: masked if its name
/// says that it is a secret, else without the passwords of URLs.
///
/// ```
/// use pipeline_core::secret::shown;
/// assert_eq!(shown("spark.ssl.keyPassword", "hunter2"), "*****");
/// assert_eq!(shown("proxy", "http://me:hunter2@proxy:80"), "http://me:*****@proxy:80");
/// assert_eq!(shown("queue", "etl"), "etl");
/// ```
#[must_use]
pub fn shown<'a>(name: &str, value: &'a str) -> Cow<'a, str> {
    if is_secret_name(name) {
        Cow::Borrowed(MASK)
    } else {
        mask_urls(value)
    }
}
