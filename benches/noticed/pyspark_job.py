import base
import luigi


class Job(base.PyJob):
    # HERE


roots = [Job()]
