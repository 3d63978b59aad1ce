//! HDFS, against a cluster of one name node and one data node.

mod servers;

use std::process::Command;

use pipeline_core::target::store::conformance::{Fixture, run};
use pipeline_stores::Options;
use servers::{Server, get};

#[test]
fn hdfs_conforms() {
    let Some(jars) = get::jars(
        "hadoop-minicluster",
        "org.apache.hadoop",
        "hadoop-client-minicluster",
        "3.4.2",
    ) else {
        return;
    };
    let server = Server::start(|port, folder| {
        let mut command = Command::new("java");
        command
            .args(["-Xmx512m", "-cp"])
            .arg(jars.join("*"))
            .arg("org.apache.hadoop.test.MiniDFSClusterManager")
            .args(["-format", "-datanodes", "1", "-nnport", &port.to_string()])
            .args(["-httpport", &servers::free_port().to_string()])
            .args(["-D", &format!("hadoop.tmp.dir={}", folder.display())])
            .args(["-D", "dfs.ls.limit=50", "-writeDetails"])
            .arg(folder.join("details"))
            .current_dir(folder);
        command
    });
    // The name node answers before it has a data node; this is written when all are there.
    let details = server.log.with_file_name("details");
    for _ in 0..600 {
        if details.exists() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    let options = Options::new().with("HADOOP_USER_NAME", "root");
    let root = format!("hdfs://127.0.0.1:{}", server.port);
    let fixture = Fixture {
        // Pages of 50, as the server is told.
        many: 220,
        refused: Some(format!("hdfs://127.0.0.1:{}/x", servers::free_port())),
        ..Fixture::at(format!("{root}/suite"))
    };
    let broken = run(pipeline_stores::hdfs(&options), &fixture);
    assert!(broken.is_empty(), "{broken:#?}\n{}", server.said());
}
