"""Tests of runner.py that need no Spark. Run by the Rust tests, or: python3 test_runner.py"""

import ast
import contextlib
import copy
import datetime
import importlib.util
import io
import json
import os
import pathlib
import pickle
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
RUNNER = HERE / "runner.py"
spec = importlib.util.spec_from_file_location("runner", RUNNER)
runner = importlib.util.module_from_spec(spec)
sys.modules["runner"] = runner
spec.loader.exec_module(runner)


def param(name, kind, value, **more):
    return {"name": name, "param": kind, "value": value, **more}


def task(*fields, name="Count"):
    return runner.task_of({"name": name, "fields": list(fields)})


BOOK = {
    "name": "Book",
    "fields": [param("month", "month", "2013-02"), {"name": "text", "output": "data/book.txt"}],
}
PAIR = {
    "name": "Pair",
    "fields": [{"name": "left", "output": "l"}, {"name": "right", "output": "r"}],
}


class Parameters(unittest.TestCase):
    def test_each_kind_is_pythons_own_type(self):
        made = task(
            param("n", "int", 2**70),
            param("x", "float", "NaN"),
            param("b", "bool", True),
            param("s", "str", "é, 'x'"),
            param("d", "date", "2013-01-31"),
            param("at", "datetime", "2013-01-31T05:06:07.123456789"),
            param("long", "duration", 90_000_001),
            param("none", {"optional": "int"}, None),
            param("some", {"optional": "date"}, "2013-01-31"),
            param("list", {"list": {"optional": "int"}}, [1, None]),
            param("map", {"map": ["int", "date"]}, [["1", "2013-01-31"]]),
            param("flags", {"map": ["bool", "bool"]}, [["false", False], ["true", True]]),
        )
        self.assertEqual(made.n, 2**70)
        self.assertNotEqual(made.x, made.x)
        self.assertIs(made.b, True)
        self.assertEqual(made.s, "é, 'x'")
        self.assertEqual(made.d, datetime.date(2013, 1, 31))
        self.assertEqual(made.at, datetime.datetime(2013, 1, 31, 5, 6, 7, 123456))
        self.assertEqual(made.long, datetime.timedelta(seconds=90, microseconds=1))
        self.assertIsNone(made.none)
        self.assertEqual(made.some, datetime.date(2013, 1, 31))
        self.assertEqual(made.list, [1, None])
        self.assertEqual(made.map, {1: datetime.date(2013, 1, 31)})
        self.assertEqual(made.flags, {False: False, True: True})

    def test_a_month_is_its_first_day_and_prints_as_a_month(self):
        made = task(param("m", "month", "2013-02"), param("h", "hour", "2013-02-03T04"))
        self.assertEqual(made.m, datetime.date(2013, 2, 1))
        self.assertEqual(f"{made.m} {made.m:%b}", "2013-02 Feb")
        self.assertEqual(made.h, datetime.datetime(2013, 2, 3, 4))
        self.assertEqual(f"{made.h}", "2013-02-03T04")

    def test_a_secret_is_not_in_the_repr(self):
        made = task(param("n", "int", 1), param("password", "str", "hunter2", secret=True))
        self.assertEqual(made.password, "hunter2")
        self.assertEqual(repr(made), "Count(n=1, password=*****)")

    def test_a_keyword_has_an_underscore(self):
        self.assertEqual(task(param("from", "str", "JFK")).from_, "JFK")


class Places(unittest.TestCase):
    def test_an_output_is_a_path(self):
        self.assertEqual(task({"name": "out", "output": "out/1"}).out, "out/1")

    def test_an_input_is_its_path_with_its_fields(self):
        book = task({"name": "book", "input": BOOK}).book
        self.assertIsInstance(book, str)
        self.assertEqual(book, "data/book.txt")
        self.assertEqual(book.text, "data/book.txt")
        self.assertEqual(str(book.month), "2013-02")

    def test_an_input_that_is_not_given_is_none(self):
        self.assertIsNone(task({"name": "book", "input": None}).book)

    def test_inputs_are_a_list(self):
        books = task({"name": "books", "inputs": [BOOK, BOOK]}).books
        # Spark's readers ask for exactly a list.
        self.assertIs(type(books), list)
        self.assertEqual(books, ["data/book.txt"] * 2)
        self.assertEqual(books[1].text, "data/book.txt")

    def test_an_input_with_two_outputs_is_no_path_and_says_which_to_take(self):
        pair = task({"name": "pair", "input": PAIR}).pair
        self.assertEqual((pair.left, pair.right), ("l", "r"))
        uses = [str, os.fspath, "{}".format, lambda p: p + "/x", lambda p: "x/" + p, open]
        uses.append(lambda p: p._get_object_id())
        for use in uses:
            with self.assertRaisesRegex(TypeError, "task.pair.left or task.pair.right"):
                use(pair)

    def test_an_input_without_output_is_no_path(self):
        done = task({"name": "done", "input": {"name": "All", "fields": []}}).done
        with self.assertRaisesRegex(TypeError, "has no output"):
            str(done)


class Reading(unittest.TestCase):
    def test_a_wrong_name_suggests_the_nearest(self):
        made = task(param("at_least", "int", 2), {"name": "book", "input": BOOK})
        with self.assertRaises(AttributeError) as caught:
            made.atleast
        self.assertEqual(
            str(caught.exception),
            "Count has no field 'atleast'; did you mean 'at_least'? (it has: at_least, book)",
        )
        with self.assertRaisesRegex(AttributeError, r"task.book \(Book\).*did you mean 'month'"):
            made.book.mont

    def test_a_task_is_read_only(self):
        made = task(param("n", "int", 2), {"name": "book", "input": BOOK})
        for change in (
            lambda: setattr(made, "n", 3),
            lambda: setattr(made, "new", 3),
            lambda: setattr(made.book, "month", 3),
            lambda: delattr(made, "n"),
        ):
            with self.assertRaisesRegex(AttributeError, "read-only"):
                change()

    def test_a_probe_for_a_field_gets_an_answer(self):
        made = task(param("n", "int", 2))
        self.assertEqual(getattr(made, "m", 5), 5)
        self.assertFalse(hasattr(made, "m"))
        self.assertEqual(dir(made), ["n"])

    def test_a_task_can_be_copied_and_pickled(self):
        made = task(param("m", "month", "2013-02"), {"name": "book", "input": BOOK})
        for other in (copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
            self.assertEqual((other.m, other.book, other.book.month), (made.m, made.book, made.m))


class Modules(unittest.TestCase):
    """The runner as a process of its own, with a pyspark that only keeps notes."""

    def run_module(self, text, entry="session", filename="examples/x.rs", arguments=()):
        with tempfile.TemporaryDirectory() as temp:
            temp = pathlib.Path(temp)
            (temp / "pyspark").mkdir()
            (temp / "pyspark" / "__init__.py").write_text(FAKE)
            (temp / "pyspark" / "sql.py").write_text("from pyspark import SparkSession\n")
            (temp / "pyspark" / "cloudpickle.py").write_text(
                "def register_pickle_by_value(module): pass\n"
            )
            description = {
                "format": 1,
                "entry": entry,
                "module": {"text": text, "filename": filename},
                "task": {"name": "Count", "fields": [param("n", "int", 2)]},
            }
            (temp / "task.json").write_text(json.dumps(description))
            environment = {**os.environ, "PYTHONPATH": str(temp)}
            return subprocess.run(
                [sys.executable, str(RUNNER), str(temp / "task.json"), *arguments],
                capture_output=True,
                text=True,
                env=environment,
                cwd=temp,
            )

    def test_main_is_called_with_a_session_and_the_task(self):
        done = self.run_module("def main(spark, task):\n    print(spark, task.n, __name__)\n")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout, "session {} 2 __task__\nstopped\n")

    def test_main_is_called_with_a_context(self):
        done = self.run_module("def main(sc, task):\n    print(sc)\n", entry="context")
        self.assertEqual(done.stdout, "context {}\nstopped\n")

    def test_setup_sees_the_conf_before_the_session_is_there(self):
        done = self.run_module(
            "def setup(conf):\n    conf.set('spark.x', '1')\n"
            "def main(spark, task):\n    print(spark)\n"
        )
        self.assertEqual(done.stdout, "session {'spark.x': '1'}\nstopped\n")

    def test_a_coroutine_is_awaited(self):
        done = self.run_module("async def main(spark, task):\n    print('awaited')\n")
        self.assertEqual(done.stdout, "awaited\nstopped\n")

    def test_more_arguments_are_the_modules(self):
        text = "import sys\ndef main(spark, task):\n    print(sys.argv)\n"
        done = self.run_module(text, arguments=["--a", "b c"])
        self.assertEqual(done.stdout, "['examples/x.rs', '--a', 'b c']\nstopped\n")

    def test_a_guard_for_scripts_does_not_run(self):
        text = "def main(spark, task): pass\nif __name__ == '__main__':\n    raise SystemExit(9)\n"
        self.assertEqual(self.run_module(text).returncode, 0)

    def test_a_traceback_shows_the_users_frames_alone(self):
        text = "\n" * 9 + "def main(spark, task):\n    return f(task)\n\ndef f(task):\n    return task.m\n"
        done = self.run_module(text)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(
            [line for line in done.stderr.splitlines() if set(line) - set(" ^~")],
            [
                "Traceback (most recent call last):",
                '  File "examples/x.rs", line 11, in main',
                "    return f(task)",
                '  File "examples/x.rs", line 14, in f',
                "    return task.m",
                "AttributeError: Count has no field 'm' (it has: n)",
            ],
        )
        self.assertEqual(done.stdout, "stopped\n")

    def test_causes_are_shown_without_the_runners_frames_too(self):
        text = (
            "def main(spark, task):\n    try:\n        1 / 0\n"
            "    except ZeroDivisionError as e:\n        raise ValueError('bad') from e\n"
        )
        done = self.run_module(text)
        self.assertIn("ZeroDivisionError", done.stderr)
        self.assertTrue(done.stderr.endswith("ValueError: bad\n"))
        self.assertNotIn("runner.py", done.stderr)

    def test_a_syntax_error_names_the_rust_line(self):
        done = self.run_module("\n\n\ndef main(spark, task)\n    pass\n")
        self.assertEqual(done.returncode, 1)
        self.assertIn('File "examples/x.rs", line 4', done.stderr)
        self.assertIn("SyntaxError", done.stderr)
        self.assertNotIn("runner.py", done.stderr)

    def test_a_missing_main_is_said_with_what_to_write(self):
        done = self.run_module("def mian(spark, task): pass\n")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(
            done.stderr,
            "Error: examples/x.rs has no function 'main' (did you mean 'mian' to be it?): "
            "write `def main(spark, task):`\n",
        )

    def test_a_main_with_other_arguments_is_refused_before_spark_starts(self):
        done = self.run_module("def main(spark): pass\n")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("main of examples/x.rs does not take (spark, task)", done.stderr)

    def test_sys_exit_is_the_exit_code(self):
        for code, expected in (("7", 7), ("0", 0), ("'no'", 1)):
            done = self.run_module(f"import sys\ndef main(spark, task):\n    sys.exit({code})\n")
            self.assertEqual((done.returncode, done.stdout), (expected, "stopped\n"))

    def test_the_file_is_found_by_its_name_in_the_working_folder(self):
        with tempfile.TemporaryDirectory() as temp:
            path = pathlib.Path(temp, "task.json")
            path.write_text(json.dumps({"format": 1}))
            with contextlib.chdir(temp) if hasattr(contextlib, "chdir") else moved(temp):
                self.assertEqual(runner.read("/nowhere/task.json"), {"format": 1})

    def test_another_format_is_refused(self):
        with tempfile.TemporaryDirectory() as temp:
            path = pathlib.Path(temp, "task.json")
            path.write_text(json.dumps({"format": 2}))
            with self.assertRaisesRegex(runner.Refused, "has format 2"):
                runner.read(str(path))


class Text(unittest.TestCase):
    def test_python_3_8_can_read_the_runner(self):
        ast.parse(RUNNER.read_text(), feature_version=(3, 8))


@contextlib.contextmanager
def moved(folder):
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


FAKE = '''
class SparkConf(dict):
    def set(self, key, value):
        self[key] = value
        return self

class SparkContext:
    @staticmethod
    def _ensure_initialized(): pass
    @classmethod
    def getOrCreate(cls, conf):
        self = cls()
        self.text = f"context {dict(conf)}"
        return self
    def __str__(self):
        return self.text
    def stop(self):
        print("stopped")

class Builder:
    def config(self, conf):
        self.conf = conf
        return self
    def getOrCreate(self):
        session = SparkContext()
        session.text = f"session {dict(self.conf)}"
        return session

class SparkSession:
    builder = Builder()
'''


if __name__ == "__main__":
    unittest.main()
