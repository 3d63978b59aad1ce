//! Azure Blob Storage and Data Lake Storage.

use object_store::Error as Refused;
use object_store::azure::{AzureConfigKey, MicrosoftAzure, MicrosoftAzureBuilder};
use pipeline_core::target::location::Location;

use crate::cloud::{Provider, patience};
use crate::options::Options;
use crate::refusal::Advice;

/// Azure: `abfss://container@account.dfs.core.windows.net/path` and its like, or
/// `az://container/path` with the account in `AZURE_STORAGE_ACCOUNT_NAME`.
#[derive(Debug)]
pub(crate) struct Azure(pub(crate) Options);

impl Provider for Azure {
    const SCHEMES: &'static [&'static str] = &["abfs", "abfss", "wasb", "wasbs", "az"];
    const ADVICE: Advice = Advice {
        credentials: "give credentials that may do it: AZURE_STORAGE_ACCOUNT_NAME with \
            AZURE_STORAGE_ACCOUNT_KEY or AZURE_STORAGE_SAS_KEY; or AZURE_TENANT_ID, \
            AZURE_CLIENT_ID and AZURE_CLIENT_SECRET; or AZURE_USE_AZURE_CLI=true after `az login`",
        bucket: "correct the container's name, or make it",
        silence: "see whether the account can be reached: AZURE_STORAGE_ENDPOINT says where it is",
    };

    /// The service takes a `\\` for a `/`.
    const CHANGED: &'static [char] = &['\\'];

    type Client = MicrosoftAzure;

    fn connect(&self, at: &Location) -> Result<MicrosoftAzure, Refused> {
        let (client, retry) = patience();
        let mut builder = MicrosoftAzureBuilder::from_env();
        for (name, value) in self.0.all() {
            if let Ok(key) = name.parse() {
                builder = builder.with_config(key, value);
            }
        }
        let plain = builder
            .get_config_value(&AzureConfigKey::Endpoint)
            .is_some_and(|endpoint| endpoint.starts_with("http://"));
        let emulated = builder
            .get_config_value(&AzureConfigKey::UseEmulator)
            .is_some_and(|it| it == "true");
        builder
            .with_url(address(at.authority()))
            .with_client_options(client.with_allow_http(plain || emulated))
            .with_retry(retry)
            .build()
    }
}

/// The container, and the account if there is one, as `object_store` takes them. `wasb` names the
/// blob service of the account that `abfs` names the data lake of.
fn address(authority: &str) -> String {
    format!("abfss://{}/", authority.replacen(".blob.", ".dfs.", 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_container_is_understood() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        for (text, account) in [
            ("abfss://c@acc.dfs.core.windows.net/x", "acc"),
            ("wasbs://c@acc.blob.core.windows.net/x", "acc"),
            ("az://c/x", "given"),
        ] {
            let builder = MicrosoftAzureBuilder::new()
                .with_account("given")
                .with_access_key("Zg==")
                .with_url(address(Location::parse(text).authority()));
            let shown = format!("{:?}", builder.build().expect("understood"));
            assert!(shown.contains(&format!("{account}.")), "{text}: {shown}");
            assert!(shown.contains("container: \"c\""), "{text}: {shown}");
        }
    }
}
