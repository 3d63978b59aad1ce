import base
import luigi


class Job(base.Job):
    # HERE


roots = [Job()]
