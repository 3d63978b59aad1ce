"""Runs `roots` of pipeline.py in the current folder as `luigi.build` does in a program, and
leaves the mark `success` when Luigi says that all went well."""

import os
import pathlib
import sys

sys.path.insert(0, os.getcwd())
os.environ["LUIGI_CONFIG_PATH"] = "luigi.cfg"

import luigi  # noqa: E402  (it reads its configuration when it is imported)
import pipeline  # noqa: E402

result = luigi.build(pipeline.roots, local_scheduler=True, detailed_summary=True, log_level="INFO")
if result.status in (luigi.LuigiStatusCode.SUCCESS, luigi.LuigiStatusCode.SUCCESS_WITH_RETRY):
    pathlib.Path(os.environ["NOTICED_MARKS"], "success").touch()
