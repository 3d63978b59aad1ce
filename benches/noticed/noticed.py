"""When do Luigi and spark-submit notice what does not compile here?

Each wrong program of tests/ui has a counterpart in counterparts/TOPIC.toml: the same mistake as
somebody would make it in Luigi, and, where it is about options, on spark-submit's command line.
This runs them, writes what was seen to results.tsv, and from that docs/noticed.md.

An entry of a counterparts file, under the rule's name:

    luigi = 'driver_memory = "1.5g"'      lines of a SparkSubmitTask's class (see luigi_case.py)
    pyspark = 'def main(self): pass'      or of a PySparkTask's, Luigi's way to write the Python inline
    module = '''…'''                      or a whole module, which sets `roots`, or `runs`:
                                          lists of roots, one run after the other
    script = 'spark.range(1).show()'      lines of the program that Luigi's job runs; flights.parquet
                                          and addresses.json are there (as in tests/ui/rows)
    submit = ["--driver-memory", "1.5g"]  spark-submit's options, before the application
    app = ["job.py", "--out", "out"]      the application there, if it is another;
    cfg = { deploy-mode = "cluster" }     keys of Luigi's [spark], in luigi.cfg
    jars = true                           the jars of jars.py are there
    files = { "job.py" = "…" }            files beside the module, over those of files/
    env = { HADOOP_CONF_DIR = "hadoop" }  variables of both (`hadoop` is there, with no cluster in it)
    limit = 25                            seconds after which it is taken to wait for a cluster
    warns = "has been deprecated"         what a warning says where nothing is refused
    none = "why there is no counterpart"

In the texts, $JAR is a jar of Spark's, $FOLDER the folder it all runs in, and of clusters.py
$MASTER a standalone cluster, $REST the same for submissions by REST, and $SILENT the port of a
server that never answers.
"""

import atexit
import concurrent.futures
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib

import clusters
import jars

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
RESULTS = HERE / "results.tsv"
# A job that has not ended by then waits for a cluster that is not there.
LIMIT = 90

BEFORE = "before submission"
SUBMITTING = "when submitted"
RUNNING = "while running"
NEVER = "never"
NONE = "no counterpart"


def spark_home():
    if home := os.environ.get("SPARK_HOME"):
        return pathlib.Path(home)
    import pyspark

    return pathlib.Path(pyspark.__file__).parent


def a_jar():
    """A jar that is there with every Spark; SparkSubmit is a class in it with a main."""
    return str(next((spark_home() / "jars").glob("spark-core_*.jar")))


def counterparts(wanted):
    """Every rule of the corpus, with its counterpart."""
    for topic in sorted(path for path in (ROOT / "tests/ui").iterdir() if path.is_dir()):
        rules = sorted(path.stem for path in topic.glob("*.rs"))
        if not rules:
            continue
        file = HERE / "counterparts" / f"{topic.name}.toml"
        entries = tomllib.loads(file.read_text()) if file.exists() else {}
        for rule in rules:
            name = f"{topic.name}/{rule}"
            if not wanted or topic.name in wanted or name in wanted:
                yield name, entries.get(rule)
        for unknown in sorted(set(entries) - set(rules)):
            sys.exit(f"{file}: there is no tests/ui/{topic.name}/{unknown}.rs")


def filled(text, folder):
    """The text of an entry, with the names of what this run has."""
    names = {"$JAR": a_jar, "$FOLDER": lambda: str(folder)} | clusters.NAMES
    for name, value in names.items():
        if name in text:
            text = text.replace(name, value())
    return text


class Trial:
    """A folder with what a counterpart needs, and what happened in it."""

    def __init__(self, counterpart):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="noticed-"))
        self.limit = counterpart.get("limit", LIMIT)
        self.warning = counterpart.get("warns")
        self.variables = counterpart.get("env", {})
        shutil.copytree(HERE / "files", self.folder, dirs_exist_ok=True)
        if counterpart.get("jars"):
            jars.lay_out(self.folder)
        if "script" in counterpart:
            text = (HERE / "spark_job.py").read_text().replace("# HERE", counterpart["script"].strip("\n"))
            (self.folder / "job.py").write_text(text)
        for name, text in counterpart.get("files", {}).items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.marks = self.folder / ".marks"
        self.marks.mkdir()

    def run(self, command):
        """Runs a program; returns its exit code, or nothing when it had to be stopped."""
        environment = os.environ | {
            "SPARK_HOME": str(spark_home()),
            "PYSPARK_PYTHON": sys.executable,
            "NOTICED_JAR": a_jar(),
            "NOTICED_MARKS": str(self.marks),
            "SPARK_LOCAL_IP": "127.0.0.1",
            # A PySparkTask finds its class's module where spark-submit is called.
            "PYTHONPATH": str(self.folder),
        }
        for name, value in self.variables.items():
            environment[name] = filled(value, self.folder)
        self.began = time.monotonic()
        self.waits = False
        with open(self.folder / ".said", "wb") as said:
            child = subprocess.Popen(
                command,
                cwd=self.folder,
                env=environment,
                stdout=said,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
            try:
                code = child.wait(self.limit)
            except subprocess.TimeoutExpired:
                code = None
                self.waits = True
            finally:
                try:
                    os.killpg(child.pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
                child.wait()
        self.took = time.monotonic() - self.began
        return code

    def has(self, mark):
        return (self.marks / mark).exists()

    def said(self, noticed):
        """The line that tells most: the last error, without its place in the log."""
        text = (self.folder / ".said").read_text(errors="replace")
        if self.waits:
            return f"still runs after {self.limit} s"
        if not noticed:
            lines = [line.strip() for line in text.splitlines() if self.warning and self.warning in line]
            return lines[0][:200].replace("\t", " ") if lines else ""
        found = ""
        lines = text.splitlines()
        for line, following in zip(lines, [*lines[1:], ""]):
            words = line.strip()
            if words.endswith("ParseException:"):
                rest = text[text.index(line) + len(line) :].split()
                return f"{words} {' '.join(rest)}"[:200]
            # What the JVM said to Python stands in the line after this one.
            if "Py4JJavaError: An error occurred while calling" in words:
                return following.strip(": ")[:200].replace("\t", " ")
            head = words.split(":")[0].split(" ")[-1]
            # The JVM says what is wrong in the line before these two.
            if words.startswith(("Error: Could not create the Java", "Error: A fatal exception")):
                continue
            telling = ("Error", "Invalid ", "Too small ", "Ignoring ")
            # Luigi says that the program failed in its own line, and argparse or python why.
            if "ExternalProgramRunError" in words and found:
                continue
            without_a_trace = ".py: error: " in words or ": can't open file " in words
            if head.endswith(("Error", "Exception", "Failure")) or words.startswith(telling) or without_a_trace:
                found = words
            elif words.startswith("Usage: ") and not found:
                found = words
        # "Error while instantiating …:" is followed by what was wrong, some lines on.
        causes = [line.strip() for line in lines if line.strip().startswith("Caused by: ")]
        if found.endswith(":") and causes:
            found = causes[-1].removeprefix("Caused by: ")
        return found[:200].replace("\t", " ")

    def when(self, noticed):
        if not noticed:
            return NEVER
        if self.has("started"):
            return RUNNING
        return SUBMITTING if self.has("submitted") else BEFORE

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def on_luigi(counterpart):
    trial = Trial(counterpart)
    try:
        if "module" in counterpart:
            text = counterpart["module"]
        else:
            template = "pyspark_job.py" if "pyspark" in counterpart else "luigi_job.py"
            lines = counterpart.get("pyspark", counterpart.get("luigi", "pass")).strip("\n").splitlines()
            body = "\n".join(f"    {line}" for line in lines)
            text = (HERE / template).read_text().replace("    # HERE", body)
        (trial.folder / "pipeline.py").write_text(filled(text, trial.folder))
        cfg = {"spark-submit": HERE / "recorder.sh", "master": "local[1]"} | counterpart.get("cfg", {})
        lines = "\n".join(f"{key} = {value}" for key, value in cfg.items())
        (trial.folder / "luigi.cfg").write_text(f"[spark]\n{lines}\n")
        trial.run([sys.executable, str(HERE / "luigi_case.py")])
        noticed = not trial.waits and not trial.has("success")
        return trial.when(noticed), trial.took, trial.said(noticed)
    finally:
        trial.close()


def on_spark_submit(counterpart):
    trial = Trial(counterpart)
    try:
        words = counterpart["submit"] + counterpart.get("app", ["job.py", "--out", "out"])
        code = trial.run([str(HERE / "recorder.sh"), *(filled(word, trial.folder) for word in words)])
        noticed = not trial.waits and code != 0
        return trial.when(noticed), trial.took, trial.said(noticed)
    finally:
        trial.close()


def control():
    """The job that the counterparts are made from is right: else nothing here means anything."""
    for ask, counterpart in (
        (on_luigi, {"luigi": "pass"}),
        (on_luigi, {"pyspark": "pass"}),
        (on_luigi, {"script": "rows.write.parquet(arguments.out)"}),
        (on_luigi, {"jars": True, "luigi": 'app = "job.jar"'}),
        (on_spark_submit, {"submit": []}),
    ):
        when, _, said = ask(counterpart)
        if when != NEVER:
            sys.exit(f"a right job is refused {when}: {said}")


def observe(name, counterpart):
    """The rows of one rule: rule, peer, when it noticed, after how many seconds, its words."""
    if counterpart is None:
        sys.exit(f"{name} has no entry in counterparts/: write one, or `none = \"why\"`")
    if reason := counterpart.get("none"):
        return [(name, "luigi", NONE, "", reason)]
    rows = []
    for peer, ask, keys in (("luigi", on_luigi, ("luigi", "pyspark", "module", "script")), ("spark-submit", on_spark_submit, ("submit",))):
        if any(key in counterpart for key in keys):
            when, took, said = ask(counterpart)
            rows.append((name, peer, when, f"{took:.1f}" if when != NEVER else "", said))
    return rows


def read_results():
    if not RESULTS.exists():
        return {}
    rows = {}
    for line in RESULTS.read_text().splitlines():
        row = tuple(line.split("\t"))
        rows.setdefault(row[0], []).append(row)
    return rows


def write_results(results):
    lines = ["\t".join(row) for name in sorted(results) for row in results[name]]
    RESULTS.write_text("\n".join(lines) + "\n")


def main():
    wanted = set(sys.argv[1:])
    if wanted == {"--page"}:
        import page

        return page.write(read_results())
    control()
    results = read_results()
    only_new = "--new" in wanted
    everything = list(counterparts(wanted - {"--new"}))
    if only_new:
        everything = [one for one in everything if one[0] not in results]
    atexit.register(clusters.stop)
    workers = int(os.environ.get("NOTICED_JOBS", "2"))
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        futures = {pool.submit(observe, *one): one[0] for one in everything}
        for future in concurrent.futures.as_completed(futures):
            rows = future.result()
            for row in rows:
                print(*row, sep="  ", flush=True)
            results[futures[future]] = rows
            write_results(results)
    if not wanted:
        present = {name for name, _ in everything}
        results = {name: rows for name, rows in results.items() if name in present}
        write_results(results)
    import page

    page.write(results)


if __name__ == "__main__":
    main()
