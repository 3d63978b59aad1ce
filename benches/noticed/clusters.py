"""Clusters for the counterparts that need one, each started when it is first asked for."""

import functools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import noticed

LOCK = threading.Lock()
RUNNING = []


def a_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def daemon(name, *arguments, **variables):
    """Starts a daemon of Spark's, with a temporary folder as the current one."""
    home = noticed.spark_home()
    folder = tempfile.mkdtemp(prefix="noticed-cluster-")
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
        "PYSPARK_PYTHON": sys.executable,
    }
    child = subprocess.Popen(
        [str(home / "bin/spark-class"), name, "--host", "127.0.0.1", "--webui-port", "0", *arguments],
        cwd=folder,
        env=environment | variables,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    RUNNING.append((child, folder))


def until_it_listens(port):
    for _ in range(600):
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("the standalone cluster does not start")


@functools.cache
def standalone():
    """The ports of a standalone cluster of one worker: the one of masters, and of REST.

    An application gets two cores unless it asks for more, so that several run at once.
    """
    port, rest = a_port(), a_port()
    options = {
        "spark.deploy.defaultCores": 2,
        "spark.master.rest.enabled": "true",
        "spark.master.rest.port": rest,
    }
    daemon(
        "org.apache.spark.deploy.master.Master",
        "--port",
        str(port),
        SPARK_MASTER_OPTS=" ".join(f"-D{name}={value}" for name, value in options.items()),
    )
    until_it_listens(port)
    until_it_listens(rest)
    worker = a_port()
    daemon(
        "org.apache.spark.deploy.worker.Worker",
        *("--port", str(worker), "--cores", "32", "--memory", "8g", f"spark://127.0.0.1:{port}"),
    )
    until_it_listens(worker)
    return port, rest


@functools.cache
def silent():
    """The port of a server that takes connections and never says a word."""
    server = socket.create_server(("127.0.0.1", 0), backlog=100)
    RUNNING.append((server, None))
    return server.getsockname()[1]


def once(ask):
    with LOCK:
        return ask()


NAMES = {
    "$MASTER": lambda: f"spark://127.0.0.1:{once(standalone)[0]}",
    "$REST": lambda: f"spark://127.0.0.1:{once(standalone)[1]}",
    "$SILENT": lambda: str(once(silent)),
}


def stop():
    for running, folder in RUNNING:
        if folder is None:
            running.close()
            continue
        try:
            os.killpg(running.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        running.wait()
        shutil.rmtree(folder, ignore_errors=True)
    RUNNING.clear()
