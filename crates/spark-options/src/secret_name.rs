//! Names that say that their value is a secret.
//!
//! The rule is here, though it knows more than Spark's options, because both need the same one:
//! the derives while they expand (`api_token` may not stand on a command line), and the program
//! while it runs.

/// Whether a setting, variable or parameter of this name holds a secret:
/// `*password*`, `*secret*`, `*token*`, `*credential*`, `*key*` (and `*passwd*`,
/// `*passphrase*`), in any case, except names that are known to be about one without being one.
///
/// A name is cut into words at everything that is no letter or digit, and where a small letter
/// meets a capital. It is no secret
/// - if it is the word `key` alone, with a number or without, which is a key of a row or a map
///   far more often than one that opens something;
/// - if its last word says what about the secret it is: a file, size, type, format, … (`ABOUT`);
///   for `key` also any word after it: `key_columns_max`;
/// - if the word only contains the letters: `monkey`, `keyspace`, `tokenizer` (`HARMLESS`);
/// - if it is a key, or a number of tokens, of another kind: `primary_key`, `map keys`,
///   `max_tokens` (`OTHER_KEYS`, `COUNTS`);
/// - if it is a property of Spark whose value is a name or a choice (`SPARK`).
///
/// In doubt it is a secret. Spark's own rule (`spark.redaction.regex`) is narrower: secret,
/// password, token and access key.
///
/// ```
/// use spark_options::is_secret_name;
/// assert!(is_secret_name("spark.hadoop.fs.s3a.secret.key"));
/// assert!(is_secret_name("apiKey"));
/// assert!(!is_secret_name("partition_key"));
/// assert!(!is_secret_name("spark.kerberos.keytab"));
/// ```
#[must_use]
pub fn is_secret_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    // Hadoop's key of a storage account; what follows is the account's name, which may be any.
    if lower.contains("azure.account.key.") {
        return true;
    }
    if !has_needle(&lower) || SPARK.iter().any(|known| known.covers(&lower)) {
        return false;
    }
    let words = words(name);
    let about = |word: Option<&String>| word.is_some_and(|word| among(word, ABOUT));
    if words.len() > 1 && about(words.last()) {
        return false;
    }
    words.iter().enumerate().any(|(at, word)| {
        // `keyStore` is a file; `key.store` is not the same.
        let store = word == "key"
            && words.get(at + 1).is_some_and(|next| next == "store")
            && lower.contains("keystore");
        if store || !has_needle(word) || among(word, HARMLESS) {
            return false;
        }
        let before = at.checked_sub(1).map(|at| words[at].as_str());
        match word.as_str() {
            // `key` alone, or `key2`, says nothing of a lock.
            word if words.len() == 1 && matches!(without_number(word), "key" | "keys") => false,
            "key" | "keys" => {
                !before.is_some_and(|before| among(before, OTHER_KEYS)) && !about(words.get(at + 1))
            }
            "token" | "tokens" => {
                !before.is_some_and(|before| among(before, COUNTS) || among(before, OTHER_TOKENS))
            }
            _ => true,
        }
    })
}

fn without_number(word: &str) -> &str {
    word.trim_end_matches(|c: char| c.is_ascii_digit())
}

const NEEDLES: [&str; 7] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "credential",
    "key",
];

fn has_needle(lower: &str) -> bool {
    NEEDLES.iter().any(|needle| lower.contains(needle))
}

fn among(word: &str, list: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

/// What may follow a secret's name when the value is not the secret but something about it.
const ABOUT: &str = "\
    algorithm bits class column columns count deserializer dir directory duration enabled \
    expiration expiry field fields file files format gen index interval length limit location \
    lookup max min mode name names ordering path pattern policy position prefix provider ratio \
    regex required retries schema serializer size strategy suffix timeout ttl type version wait";

/// Words that contain the letters by chance, or name a file.
const HARMLESS: &str = "\
    donkey hockey jockey keyboard keyboards keyed keyfile keyframe keyframes keygen keyless \
    keynote keypoint keypoints keyring keyspace keyspaces keystore keystroke keystrokes keytab \
    keytabs keyword keywords monkey monkeys secretary tokenization tokenize tokenized tokenizer \
    tokenizers turkey whiskey";

/// Keys that open nothing.
const OTHER_KEYS: &str = "\
    bucket bucketing business by cache cluster clustering column composite compound date dedup \
    deterministic dimension distinct distribution duplicate event field foreign group grouping \
    hash index join json lookup map merge natural object order ordering partition partitioning \
    primary public range record row shard sharding sort struct surrogate time unique upsert";

/// Tokens that open nothing: where to go on in a list, and the pieces of a text.
const OTHER_TOKENS: &str = "\
    bos continuation eos mask next padding page pad sep separator start stop unk unknown";

/// What makes tokens a number.
const COUNTS: &str = "\
    avg max mean min num number per total";

/// A property of Spark, in lower case.
enum Known {
    /// One property.
    Is(&'static str),
    /// All that begin so.
    Begins(&'static str),
    /// All that begin so, but for what is a secret whatever it is part of, and for catalogs,
    /// whose properties are their vendors' (`spark.sql.catalog.lake.s3.secret-access-key`).
    SparkSql,
}

impl Known {
    fn covers(&self, lower: &str) -> bool {
        match self {
            Self::Is(name) => lower == *name,
            Self::Begins(prefix) => lower.starts_with(prefix),
            Self::SparkSql => {
                lower.starts_with("spark.sql.")
                    && !lower.starts_with("spark.sql.catalog.")
                    && NEEDLES
                        .iter()
                        .all(|needle| *needle == "key" || !lower.contains(needle))
                    && ![
                        "apikey",
                        "api.key",
                        "accesskey",
                        "access.key",
                        "privatekey",
                        "private.key",
                    ]
                    .iter()
                    .any(|key| lower.contains(key))
            }
        }
    }
}

/// Spark's properties that the rule hits and whose value is no secret. Every property of Spark
/// 4.3 that the rule hits is judged in the tests.
const SPARK: &[Known] = &[
    // Keys of rows, of maps, of joins.
    Known::SparkSql,
    // `keytab` or `ccache`.
    Known::Is("spark.kerberos.renewal.credentials"),
    // Ratios, waits, switches and lists of providers.
    Known::Begins("spark.security.credentials."),
    // Names of Kubernetes secrets and of entries in them, and where they are mounted.
    Known::Is("spark.kubernetes.container.image.pullsecrets"),
    Known::Is("spark.kubernetes.kerberos.tokensecret.itemkey"),
    Known::Begins("spark.kubernetes.driver.secrets."),
    Known::Begins("spark.kubernetes.executor.secrets."),
    Known::Begins("spark.kubernetes.driver.secretkeyref."),
    Known::Begins("spark.kubernetes.executor.secretkeyref."),
];

/// The words of a name, in lower case: `keyStore_password` is key, store, password.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let small_next = chars.peek().is_some_and(|next| next.is_lowercase());
        // `keySize` and the last capital of `APIKey` begin a word.
        let begins = c.is_uppercase()
            && (before.is_lowercase()
                || before.is_ascii_digit()
                || before.is_uppercase() && small_next);
        if begins || !c.is_alphanumeric() {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_where_a_reader_would() {
        assert_eq!(words("keyStore_password"), ["key", "store", "password"]);
        assert_eq!(words("APIKey"), ["api", "key"]);
        assert_eq!(words("fs.s3a.access-key"), ["fs", "s3a", "access", "key"]);
        assert_eq!(words("S3Key2"), ["s3", "key2"]);
    }

    #[test]
    fn what_opens_something_is_a_secret() {
        for name in [
            "password",
            "db_password",
            "dbPassword",
            "DB_PASSWORD",
            "passwords",
            "ssl.keyPassword",
            "secret",
            "client-secret",
            "clientSecret",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_SESSION_TOKEN",
            "token",
            "tokens",
            "apiToken",
            "oauthToken",
            "credentials",
            "GOOGLE_APPLICATION_CREDENTIALS",
            "credential",
            "apiKey",
            "access_key2",
            "refresh_token",
            "api_key",
            "APIKEY",
            "api_keys",
            "accesskey",
            "private_key",
            "encryption_key",
            "fs.azure.account.key.store.dfs.core.windows.net",
            "spark.hadoop.fs.s3a.access.key",
            "spark.hadoop.fs.s3a.secret.key",
            "spark.ssl.keyStorePassword",
            "spark.ssl.trustStorePassword",
            "spark.authenticate.secret",
            "spark.sql.catalog.lake.s3.secret-access-key",
            "spark.sql.catalog.lake.token",
            "spark.sql.api.key",
            "javax.jdo.option.ConnectionPassword",
            "passphrase",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn what_is_only_about_keys_is_none() {
        for name in [
            "queue",
            "month",
            "key",
            "keys",
            "key2",
            "KEY",
            "group_by_key",
            "object_key",
            "page_token",
            "nextToken",
            "stop_tokens",
            "first_pass",
            "monkey",
            "keyspace",
            "keyword",
            "keywords",
            "search_keywords",
            "tokenizer",
            "max_tokens",
            "maxTokens",
            "foreign_key",
            "foreignKey",
            "primary_keys",
            "partition_key",
            "partitionKey",
            "key_columns",
            "keyColumn",
            "join_keys",
            "sort_key",
            "value.keyFormat",
            "key_format",
            "keyFormatVersion",
            "key.serializer",
            "spark.ssl.keyStore",
            "spark.ssl.keyStoreType",
            "keytab",
            "spark.kerberos.keytab",
            "spark.yarn.keytab",
            "public_key",
            "password_file",
            "tokenFile",
            "token_ttl",
            "secret_name",
            "spark.kubernetes.authenticate.driver.oauthTokenFile",
            "spark.kubernetes.driver.secrets.spark-secret",
            "spark.kubernetes.driver.secretKeyRef.ENV_NAME",
            "fs.s3a.aws.credentials.provider",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    /// Every property of Spark 4.3 (its own registry, 1,623 of them) that one of the five
    /// patterns hits, with the verdict.
    #[test]
    fn every_property_of_spark_that_the_patterns_hit_is_judged() {
        let secrets = [
            "spark.authenticate.secret",
            "spark.connect.authenticate.token",
        ];
        let others = [
            "spark.authenticate.secret.driver.file",
            "spark.authenticate.secret.executor.file",
            "spark.authenticate.secret.file",
            "spark.authenticate.secretBitLength",
            "spark.history.kerberos.keytab",
            "spark.io.encryption.keySizeBits",
            "spark.io.encryption.keygen.algorithm",
            "spark.kerberos.keytab",
            "spark.kerberos.renewal.credentials",
            "spark.kubernetes.container.image.pullSecrets",
            "spark.kubernetes.kerberos.tokenSecret.itemKey",
            "spark.kubernetes.kerberos.tokenSecret.name",
            "spark.security.credentials.renewalRatio",
            "spark.security.credentials.retryWait",
            "spark.security.directCredentialProviders.enabled",
            "spark.sql.ansi.enforceReservedKeywords",
            "spark.sql.codegen.aggregate.sortAggregate.withKeys.enabled",
            "spark.sql.collation.allowInMapKeys",
            "spark.sql.dropDuplicates.deterministicKeyOrder.enabled",
            "spark.sql.legacy.dataset.nameNonStructGroupingKeyAsValue",
            "spark.sql.legacy.disableMapKeyNormalization",
            "spark.sql.mapKeyDedupPolicy",
            "spark.sql.optimizer.propagateDistinctKeys.enabled",
            "spark.sql.requireAllClusterKeysForCoPartition",
            "spark.sql.requireAllClusterKeysForDistribution",
            "spark.sql.shuffle.spreadNullJoinKeys.enabled",
            "spark.sql.sources.v2.bucketing.allowKeysSubsetOfPartitionKeys.enabled",
            "spark.sql.sources.v2.bucketing.partitionKeyOrdering.enabled",
            "spark.sql.sources.v2.bucketing.preserveKeyOrderingOnCoalesce.enabled",
            "spark.sql.streaming.flatMapGroupsWithState.skipEmittingInitialStateKeys",
            "spark.sql.timeTravelTimestampKey",
            "spark.sql.timeTravelVersionKey",
            "spark.sql.variant.allowDuplicateKeys",
            "spark.yarn.am.tokenConfRegex",
        ];
        for name in secrets {
            assert!(is_secret_name(name), "{name}");
        }
        for name in others {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
