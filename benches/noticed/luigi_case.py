"""Runs `roots` of pipeline.py in the current folder as `luigi.build` does in a program (or `runs`,
one list of roots after the other, as on one day after the other), and leaves the mark `success` when
Luigi says that all went well."""

import os
import pathlib
import sys

sys.path.insert(0, os.getcwd())
os.environ["LUIGI_CONFIG_PATH"] = "luigi.cfg"

import luigi  # noqa: E402  (it reads its configuration when it is imported)
import pipeline  # noqa: E402


def succeeds(roots):
    result = luigi.build(roots, local_scheduler=True, detailed_summary=True, log_level="INFO")
    return result.status in (luigi.LuigiStatusCode.SUCCESS, luigi.LuigiStatusCode.SUCCESS_WITH_RETRY)


if all(succeeds(roots) for roots in getattr(pipeline, "runs", None) or [pipeline.roots]):
    pathlib.Path(os.environ["NOTICED_MARKS"], "success").touch()
