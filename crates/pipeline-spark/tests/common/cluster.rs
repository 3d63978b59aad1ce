//! A real standalone cluster on this machine: a master with its REST server, and a worker.
//!
//! Both are children in the sense of [`pipeline_spark::watch::process`], so they end with the
//! test, also when it panics or is killed.

use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;

use pipeline_spark::SparkApplication;
use pipeline_spark::install::Spark;
use pipeline_spark::watch::{Launch, Output, Process};

use super::eventually_async;

/// The cluster, as long as it is kept.
pub struct Cluster {
    pub port: u16,
    pub rest: u16,
    pub ui: u16,
    pub master: Option<(Process, Output)>,
    pub worker: Option<(Process, Output)>,
    _dir: tempfile::TempDir,
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn start(spark: &Spark, dir: &Path, class: &str, arguments: &[String]) -> (Process, Output) {
    let log = dir.join(class.rsplit('.').next().unwrap());
    std::fs::create_dir_all(&log).unwrap();
    let mut environment = vec![
        ("SPARK_HOME".into(), Some(spark.home.clone().into())),
        ("SPARK_LOCAL_IP".into(), Some("127.0.0.1".into())),
        ("SPARK_NO_DAEMONIZE".into(), Some("1".into())),
    ];
    if let Some(java) = &spark.java_home {
        environment.push(("JAVA_HOME".into(), Some(java.clone().into())));
    }
    let launch = Launch {
        program: spark.home.join("bin/spark-class"),
        arguments: std::iter::once(class.to_owned())
            .chain(arguments.iter().cloned())
            .map(Into::into)
            .collect(),
        environment,
        dir: Some(dir.to_owned()),
    };
    let (process, pipes) = Process::start(&launch).unwrap();
    let (output, _findings) = Output::start(pipes, &log).unwrap();
    (process, output)
}

impl Cluster {
    /// Starts a master and a worker, and waits until they know each other.
    pub async fn start(spark: &Arc<Spark>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (port, rest, ui) = (free_port(), free_port(), free_port());
        let conf = dir.path().join("master.conf");
        let text = format!("spark.master.rest.enabled true\nspark.master.rest.port {rest}\n");
        std::fs::write(&conf, text).unwrap();
        let master = start(
            spark,
            dir.path(),
            "org.apache.spark.deploy.master.Master",
            &[
                "--host".into(),
                "127.0.0.1".into(),
                "--port".into(),
                port.to_string(),
                "--webui-port".into(),
                ui.to_string(),
                "--properties-file".into(),
                conf.display().to_string(),
            ],
        );
        let mut cluster = Self {
            port,
            rest,
            ui,
            master: Some(master),
            worker: None,
            _dir: dir,
        };
        cluster.until("\"status\" : \"ALIVE\"").await;
        let dir = cluster._dir.path();
        cluster.worker = Some(start(
            spark,
            dir,
            "org.apache.spark.deploy.worker.Worker",
            &[
                "--host".into(),
                "127.0.0.1".into(),
                "--webui-port".into(),
                free_port().to_string(),
                "--cores".into(),
                "8".into(),
                "--memory".into(),
                "8g".into(),
                "--work-dir".into(),
                dir.join("work").display().to_string(),
                cluster.url(),
            ],
        ));
        cluster.until("\"aliveworkers\" : 1").await;
        cluster
    }

    /// The master's URL.
    pub fn url(&self) -> String {
        format!("spark://127.0.0.1:{}", self.port)
    }

    /// An application with the master's ports told, so that it can be asked.
    pub fn told(&self, application: SparkApplication) -> SparkApplication {
        application
            .conf("spark.master.rest.port", self.rest)
            .conf("spark.master.ui.port", self.ui)
            .conf("spark.cores.max", 1)
            .env("SPARK_LOCAL_IP", "127.0.0.1")
    }

    /// What the master's page says.
    pub async fn page(&self) -> String {
        let url = format!("http://127.0.0.1:{}/json/", self.ui);
        match reqwest::get(url).await {
            Ok(response) => response.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    async fn until(&self, text: &str) {
        for _ in 0..600 {
            if self.page().await.contains(text) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
        panic!("the cluster does not say {text}: {}", self.page().await);
    }

    /// Ends the cluster and waits until nothing of it runs.
    pub async fn end(mut self) {
        for (mut process, output) in self.worker.take().into_iter().chain(self.master.take()) {
            process.kill();
            process.wait().await.unwrap();
            output.finish().await;
            let group = process.id();
            eventually_async("the cluster is gone", || super::members(group).is_empty()).await;
        }
    }
}
