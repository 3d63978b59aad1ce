//! Amazon S3, and what speaks its protocol.

use std::path::PathBuf;

use object_store::Error as Refused;
use object_store::aws::{AmazonS3, AmazonS3Builder, AmazonS3ConfigKey};
use pipeline_core::target::location::Location;

use crate::cloud::{Provider, patience};
use crate::options::Options;
use crate::refusal::Advice;

/// Amazon S3.
#[derive(Debug)]
pub(crate) struct S3(pub(crate) Options);

impl Provider for S3 {
    const SCHEMES: &'static [&'static str] = &["s3", "s3a", "s3n"];
    const ADVICE: Advice = Advice {
        credentials: "give credentials that may do it: AWS_ACCESS_KEY_ID and \
            AWS_SECRET_ACCESS_KEY, or AWS_PROFILE with keys in ~/.aws/credentials (of a sign-in: \
            `eval \"$(aws configure export-credentials --format env)\"`). Without the right to \
            list a bucket, S3 refuses to say that something is not there",
        bucket: "correct the bucket's name, or make it; AWS_ENDPOINT_URL and AWS_REGION say where \
            it is looked for",
        silence: "see whether the store can be reached: AWS_ENDPOINT_URL and AWS_REGION say where \
            it is",
    };

    type Client = AmazonS3;

    fn connect(&self, at: &Location) -> Result<AmazonS3, Refused> {
        let (client, retry) = patience();
        let mut builder = AmazonS3Builder::from_env();
        for (name, value) in self.0.all() {
            if let Ok(key) = name.parse() {
                builder = builder.with_config(key, value);
            }
        }
        // Not among the variables that `object_store` knows.
        if let Some(endpoint) = self.0.get("AWS_ENDPOINT_URL_S3") {
            builder = builder.with_endpoint(endpoint);
        }
        for (key, value) in self.read_files(&builder) {
            builder = builder.with_config(key, value);
        }
        let plain = builder
            .get_config_value(&AmazonS3ConfigKey::Endpoint)
            .is_some_and(|endpoint| endpoint.starts_with("http://"));
        builder
            .with_client_options(client.with_allow_http(plain))
            .with_retry(retry)
            .with_bucket_name(at.authority())
            .build()
    }
}

impl S3 {
    /// What `~/.aws/credentials` and `~/.aws/config` say that nothing else says.
    fn read_files(&self, builder: &AmazonS3Builder) -> Vec<(AmazonS3ConfigKey, String)> {
        let home = self
            .0
            .get("HOME")
            .map(|home| PathBuf::from(home).join(".aws"));
        let read = |name: &str, file: &str| {
            let path = self.0.get(name).map(PathBuf::from);
            let path = path.or_else(|| Some(home.as_ref()?.join(file)))?;
            std::fs::read_to_string(path).ok()
        };
        let profile = self.0.get("AWS_PROFILE");
        let profile = profile.unwrap_or_else(|| "default".to_owned());
        let section = match profile.as_str() {
            "default" => "default".to_owned(),
            profile => format!("profile {profile}"),
        };
        let credentials = read("AWS_SHARED_CREDENTIALS_FILE", "credentials").unwrap_or_default();
        let config = read("AWS_CONFIG_FILE", "config").unwrap_or_default();
        let is_set = |key: AmazonS3ConfigKey| builder.get_config_value(&key).is_some();
        let mut found = Vec::new();
        // Keys of one place belong together.
        if !is_set(AmazonS3ConfigKey::AccessKeyId) {
            for (word, key) in [
                ("aws_access_key_id", AmazonS3ConfigKey::AccessKeyId),
                ("aws_secret_access_key", AmazonS3ConfigKey::SecretAccessKey),
                ("aws_session_token", AmazonS3ConfigKey::Token),
            ] {
                let value = entry(&credentials, &profile, word);
                let value = value.or_else(|| entry(&config, &section, word));
                found.extend(value.map(|value| (key, value)));
            }
        }
        let variables = ["AWS_REGION", "AWS_DEFAULT_REGION"];
        if variables.iter().all(|name| self.0.get(name).is_none()) {
            let region = entry(&config, &section, "region");
            found.extend(region.map(|region| (AmazonS3ConfigKey::Region, region)));
        }
        if !is_set(AmazonS3ConfigKey::Endpoint) {
            let endpoint = entry(&config, &section, "endpoint_url");
            found.extend(endpoint.map(|endpoint| (AmazonS3ConfigKey::Endpoint, endpoint)));
        }
        found
    }
}

/// The value of a word in a section of such a file. What is indented belongs to the word above.
fn entry(text: &str, section: &str, word: &str) -> Option<String> {
    let mut inside = false;
    for line in text.lines() {
        if let Some(name) = line.trim().strip_prefix('[') {
            inside = name.trim_end_matches(']').trim() == section;
        } else if inside
            && !line.starts_with([' ', '\t', '#', ';'])
            && let Some((key, value)) = line.split_once('=')
            && key.trim() == word
        {
            return Some(value.trim().to_owned());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_profiles_is_read_as_the_command_line_reads_it() {
        let text = "[default]\naws_access_key_id = A\n# region = no\n\n[profile dev]\nregion=eu-west-1\ns3 =\n  endpoint_url = nested\n aws_access_key_id = nested\n";
        assert_eq!(
            entry(text, "default", "aws_access_key_id").as_deref(),
            Some("A")
        );
        assert_eq!(entry(text, "default", "region"), None);
        assert_eq!(
            entry(text, "profile dev", "region").as_deref(),
            Some("eu-west-1")
        );
        assert_eq!(entry(text, "profile dev", "endpoint_url"), None);
        assert_eq!(entry(text, "dev", "region"), None);
    }
}
