use super::*;

#[test]
fn what_spark_submit_refuses_is_an_error_wherever_it_is_written() {
    for (program, settings, expected) in [
        (
            Program::Jar,
            &["master=local[2]", "1:deploy_mode=cluster"][..],
            "cluster_mode_on_a_local_master Error deploy_mode",
        ),
        (
            Program::Python,
            &["master=spark://h:7077", "1:deploy_mode=cluster"],
            "cluster_mode_of_a_script_on_standalone Error deploy_mode",
        ),
        (
            Program::R,
            &["master=spark://h:7077", "deploy_mode=cluster"],
            "cluster_mode_of_a_script_on_standalone Error deploy_mode",
        ),
        (
            Program::Jar,
            &["1:remote=sc://h", "master=yarn"],
            "remote_with_master Error master",
        ),
        (
            Program::Jar,
            &["proxy_user=a", "principal=b", "keytab=?"],
            "proxy_user_with_principal Error principal",
        ),
        (
            Program::Jar,
            &["proxy_user=a", "spark.kerberos.principal=?", "keytab=k"],
            "proxy_user_with_principal Error spark.kerberos.principal",
        ),
        (
            Program::Jar,
            &[
                "class=org.apache.spark.sql.hive.thriftserver.HiveThriftServer2",
                "deploy_mode=cluster",
            ],
            "shell_in_cluster_mode Error deploy_mode",
        ),
        (
            Program::Jar,
            &["MASTER=yarn"],
            "variable_for_an_option Error MASTER",
        ),
        (
            Program::Jar,
            &["driver_memory=1g", "SPARK_DRIVER_MEMORY=2g"],
            "set_twice Error SPARK_DRIVER_MEMORY",
        ),
        (
            Program::Jar,
            &["spark.driver.memory=1g", "driver_memory=1g"],
            "set_twice Error spark.driver.memory",
        ),
        (
            Program::Jar,
            &["jars=a.jar", "spark.yarn.dist.jars=b.jar"],
            "set_twice Error spark.yarn.dist.jars",
        ),
    ] {
        assert_eq!(found(&job(program, settings)), [expected], "{settings:?}");
    }
}

#[test]
fn what_spark_submit_takes_is_not_refused() {
    for (program, settings) in [
        (
            Program::Jar,
            &[
                "master=spark://h:7077",
                "deploy_mode=cluster",
                "supervise=true",
            ][..],
        ),
        (
            Program::Python,
            &[
                "master=yarn",
                "deploy_mode=cluster",
                "queue=etl",
                "num_executors=4",
            ],
        ),
        (
            Program::Python,
            &["master=spark://h:7077", "total_executor_cores=8"],
        ),
        (
            Program::Python,
            &["num_executors=4", "total_executor_cores=8"],
        ),
        (
            Program::R,
            &[
                "master=k8s://https://h",
                "deploy_mode=cluster",
                "driver_cores=2",
            ],
        ),
        (
            Program::Python,
            &["master=?", "deploy_mode=cluster", "driver_cores=2"],
        ),
        (
            Program::Python,
            &["master=local[*]", "deploy_mode=client", "driver_memory=1g"],
        ),
        (Program::Jar, &["master=local[*]", "supervise=false"]),
        (Program::Jar, &["principal=a", "keytab=b"]),
        (Program::Unknown, &["class=A", "py_files=a.py"]),
        (
            Program::Jar,
            &["remote=sc://h", "driver_memory=256m", "executor_memory=1g"],
        ),
        (
            Program::Jar,
            &["deploy_mode=cluster", "supervise=true", "driver_cores=2"],
        ),
        (
            Program::Jar,
            &["SPARK_DRIVER_MEMORY=1g", "HADOOP_CONF_DIR=/etc/hadoop"],
        ),
        (
            Program::Jar,
            &[
                "class=org.apache.spark.sql.connect.service.SparkConnectServer",
                "master=yarn",
                "deploy_mode=cluster",
            ],
        ),
    ] {
        assert_eq!(found(&job(program, settings)), [""; 0], "{settings:?}");
    }
}

#[test]
fn an_option_that_the_version_does_not_know_is_an_error() {
    let mut job = job(
        Program::Jar,
        &["load_spark_defaults=true", "properties_file=f"],
    );
    assert_eq!(found(&job), [""; 0]);
    job.target.spark = Some((3, 5));
    assert_eq!(found(&job), ["option_too_new Error load_spark_defaults"]);
}
