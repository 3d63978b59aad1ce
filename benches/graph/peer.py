"""Plans and runs tasks that do nothing in a peer: `peer.py luigi|dagster|prefect SHAPE SIZE`.

SHAPE is `flat` (nobody needs anybody), `chain` (each needs the one before it) or `layered`
(layers of WIDTH tasks, each of which needs three of the layer before). Prints the seconds that
it took, and the peak of the process's memory. What is measured is the runner that each peer
has for one process: `luigi.build` with its local scheduler, `execute_in_process` of Dagster,
a flow of Prefect, whose server is started before the clock.
"""
import contextlib
import logging
import os
import resource
import sys
import tempfile
import time

# Nothing of a measurement is sent anywhere, or kept.
os.environ.update(
    DAGSTER_DISABLE_TELEMETRY="1",
    DO_NOT_TRACK="1",
    PREFECT_SERVER_ANALYTICS_ENABLED="false",
    PREFECT_LOGGING_LEVEL="CRITICAL",
    PREFECT_SERVER_LOGGING_LEVEL="CRITICAL",
)


def needs(shape, size, width):
    """What each task needs: a list of numbers for each number."""
    if shape == "flat":
        return [[] for _ in range(size)]
    if shape == "chain":
        return [[n - 1] if n else [] for n in range(size)]
    found = []
    for n in range(size):
        layer, place = divmod(n, width)
        before = (layer - 1) * width
        near = sorted({(place + step) % width for step in (0, 1, 2)})
        found.append([before + it for it in near] if layer else [])
    return found


def luigi_runs(graph):
    import luigi

    logging.disable(logging.CRITICAL)
    done = set()

    class Task(luigi.Task):
        n = luigi.IntParameter()

        def requires(self):
            return [Task(n) for n in graph[self.n]]

        # Luigi asks whether a task is complete; one that does nothing must answer itself.
        def complete(self):
            return self.n in done

        def run(self):
            done.add(self.n)

    # Luigi expands a chain by recursion in places.
    sys.setrecursionlimit(max(10_000, 20 * len(graph)))
    began = time.perf_counter()
    roots = [Task(n) for n in range(len(graph))]
    luigi.build(roots, local_scheduler=True, workers=1, log_level="CRITICAL")
    return time.perf_counter() - began, len(done)


def dagster_runs(graph):
    logging.disable(logging.CRITICAL)
    from dagster import DependencyDefinition, GraphDefinition, In, MultiDependencyDefinition
    from dagster import NodeInvocation, Nothing, op

    done = set()
    sys.setrecursionlimit(max(10_000, 20 * len(graph)))
    began = time.perf_counter()

    @op(ins={"before": In(Nothing)})
    def work(context):
        done.add(context.op_handle.name)

    @op
    def first(context):
        done.add(context.op_handle.name)

    nodes, used = {}, []
    for n, before in enumerate(graph):
        definition = work if before else first
        used.append(definition)
        after = [DependencyDefinition(f"t{it}") for it in before]
        wired = {"before": MultiDependencyDefinition(after)} if before else {}
        nodes[NodeInvocation(definition.name, alias=f"t{n}")] = wired
    job = GraphDefinition("all", node_defs=list({it.name: it for it in used}.values()), dependencies=nodes).to_job()
    result = job.execute_in_process(raise_on_error=True)
    elapsed = time.perf_counter() - began
    return elapsed, len(done) if result.success else 0


def prefect_runs(graph):
    os.environ["PREFECT_HOME"] = tempfile.mkdtemp()
    from prefect import flow, task
    from prefect.task_runners import ThreadPoolTaskRunner

    done = set()

    @task
    def work(n):
        done.add(n)

    @flow(task_runner=ThreadPoolTaskRunner(max_workers=1))
    def everything(graph):
        futures = []
        for n, before in enumerate(graph):
            futures.append(work.submit(n, wait_for=[futures[it] for it in before]))
        for future in futures:
            future.wait()

    # The first flow starts the server; that is not measured.
    everything([[]], return_state=True)
    done.clear()
    began = time.perf_counter()
    everything(graph)
    return time.perf_counter() - began, len(done)


def main():
    peer, shape, size, width = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    runs = {"luigi": luigi_runs, "dagster": dagster_runs, "prefect": prefect_runs}[peer]
    # What a peer prints is not for the one who measures.
    with contextlib.redirect_stdout(sys.stderr):
        elapsed, done = runs(needs(shape, size, width))
    if done != size:
        sys.exit("%s ran %d of %d tasks" % (peer, done, size))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if sys.platform == "darwin":
        peak //= 1024
    print("run %f peak_kib %d" % (elapsed, peak))


main()
