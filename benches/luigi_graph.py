"""Plans and runs tasks that do nothing in Luigi: `luigi_graph.py flat|chain SIZE`.

Prints the seconds that it took and the peak of the process's memory. Luigi asks `complete`
of each task, which a task that does nothing must answer itself: it has run or not.
"""
import logging
import resource
import sys
import time

import luigi

logging.disable(logging.CRITICAL)
DONE = set()


class Single(luigi.Task):
    n = luigi.IntParameter()

    def run(self):
        DONE.add(self.n)

    def complete(self):
        return self.n in DONE


class Link(Single):
    def requires(self):
        return [Link(self.n - 1)] if self.n > 0 else []


def main():
    shape, size = sys.argv[1], int(sys.argv[2])
    # Luigi expands a chain by recursion in places.
    sys.setrecursionlimit(max(10_000, 20 * size))
    began = time.perf_counter()
    roots = [Link(size - 1)] if shape == "chain" else [Single(n) for n in range(size)]
    succeeded = luigi.build(roots, local_scheduler=True, workers=1, log_level="CRITICAL")
    elapsed = time.perf_counter() - began
    if not succeeded or len(DONE) != size:
        sys.exit("luigi ran %d of %d tasks" % (len(DONE), size))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if sys.platform == "darwin":
        peak //= 1024
    print("run %f peak_kib %d" % (elapsed, peak))


main()
