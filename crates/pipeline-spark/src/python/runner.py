"""Runs the Python module of one task: main(spark, task), or main(sc, task).

Called by spark-submit with the path of a JSON file that holds the module's text, what main
is given, and the task's values. Needs Python 3.8 or newer and nothing but its standard
library and pyspark; the module's own Python and the one that wrote the JSON share nothing.
"""

import datetime
import difflib
import inspect
import json
import keyword
import linecache
import os
import sys
import traceback
import types

FORMAT = 1
# Not `__main__`, so that `if __name__ == "__main__":` in the module does not run, and no
# name that anything else can have.
MODULE = "__task__"


# ---- what `task` is ---------------------------------------------------------------------


class Month(datetime.date):
    """A month as the date of its first day. As text it is the month alone: 2013-01."""

    def __str__(self):
        return self.isoformat()[:7]

    def __format__(self, spec):
        return self.strftime(spec) if spec else str(self)


class Hour(datetime.datetime):
    """An hour as the moment of its beginning. As text it is the hour alone: 2013-01-31T05."""

    def __str__(self):
        return self.isoformat()[:13]

    def __format__(self, spec):
        return self.strftime(spec) if spec else str(self)


def unknown(owner, fields, name):
    """The error for a field that is not there."""
    message = f"{owner} has no field {name!r}"
    near = difflib.get_close_matches(name, fields, n=1)
    if near:
        message += f"; did you mean {near[0]!r}?"
    if fields:
        message += f" (it has: {', '.join(fields)})"
    error = AttributeError(message)
    # A set name keeps Python 3.10 and newer from adding a suggestion of its own.
    error.name = ""
    return error


class Fields:
    """Attributes that are read and never written."""

    def __getattr__(self, name):
        # Only called for what is not there. Probes for protocols (`__len__`, `_jdf`) get a
        # short answer: nobody reads it.
        if name.startswith("_"):
            raise AttributeError(name)
        raise unknown(self.__dict__["__owner"], self.__dict__["__names"], name)

    def __setattr__(self, name, value):
        raise AttributeError(f"{self.__dict__['__owner']} is read-only: {name!r} cannot be set")

    def __delattr__(self, name):
        raise AttributeError(f"{self.__dict__['__owner']} is read-only: {name!r} cannot be deleted")

    def __dir__(self):
        return list(self.__dict__["__names"])

    def __repr__(self):
        return self.__dict__["__shown"]


class Task(Fields):
    """What main is given as `task`: an attribute for every parameter, input and output."""


class SoleInput(Fields, str):
    """An input whose task has one output: its path, with that task's fields as attributes."""

    # `repr` of a path is what a person who prints it wants to see.
    __repr__ = str.__repr__


class ManyOutputs(Fields):
    """An input whose task has not exactly one output: no path by itself."""

    def _path(self):
        outputs = self.__dict__["__outputs"]
        field = self.__dict__["__field"]
        if not outputs:
            raise TypeError(f"{self.__dict__['__owner']} has no output, so it is no path")
        which = " or ".join(f"{field}.{name}" for name in outputs)
        raise TypeError(f"{self.__dict__['__owner']} has several outputs: write {which}")

    def __str__(self):
        return self._path()

    def __fspath__(self):
        return self._path()

    def __format__(self, spec):
        return self._path()

    def __add__(self, other):
        return self._path()

    def __radd__(self, other):
        return self._path()

    def __getattr__(self, name):
        # What pyspark and py4j ask of a value that is no string, on the way to the JVM.
        if name in ("_get_object_id", "_jdf", "_to_java_object", "_jvm"):
            self._path()
        return Fields.__getattr__(self, name)


def day(text):
    return datetime.date(*[int(part) for part in text.split("-")])


def moment(text):
    """A date and a time; what is below a microsecond is cut off, Python has no place for it."""
    date, _, time = text.partition("T")
    time, _, fraction = time.partition(".")
    parts = [int(part) for part in time.split(":")]
    micros = int(fraction[:6].ljust(6, "0")) if fraction else 0
    return datetime.datetime.combine(day(date), datetime.time(*parts)) + datetime.timedelta(
        microseconds=micros
    )


def month(text):
    year, number = text.split("-")
    return Month(int(year), int(number), 1)


def hour(text):
    begin = moment(text)
    return Hour(begin.year, begin.month, begin.day, begin.hour)


SCALARS = {
    "int": int,
    "float": float,
    "bool": lambda value: value is True or value == "true",
    "str": str,
    "date": day,
    "month": month,
    "hour": hour,
    "datetime": moment,
    "duration": lambda micros: datetime.timedelta(microseconds=int(micros)),
}


def value_of(kind, value):
    """A parameter's value as Python's own type for it."""
    if isinstance(kind, str):
        return SCALARS[kind](value)
    if "optional" in kind:
        return None if value is None else value_of(kind["optional"], value)
    if "list" in kind:
        return [value_of(kind["list"], item) for item in value]
    key, item = kind["map"]
    return {value_of(key, k): value_of(item, v) for k, v in value}


def fill(target, description, prefix, fields):
    """Gives a Fields object its attributes. `fields`: name, value, text to show."""
    name = description["name"]
    own = target.__dict__
    names = []
    shown = []
    for field, value, text in fields:
        # `task.from` is no Python: such a field is `task.from_`.
        field = field + "_" if keyword.iskeyword(field) else field
        own[field] = value
        names.append(field)
        if text is not None:
            shown.append(f"{field}={text}")
    own["__owner"] = f"{prefix} ({name})" if prefix else name
    own["__names"] = names
    own["__shown"] = f"{name}({', '.join(shown)})"
    return target


def plain_fields(description):
    """The parameters and outputs of a task as (name, value, text)."""
    for field in description["fields"]:
        if "param" in field:
            value = value_of(field["param"], field["value"])
            yield field["name"], value, "*****" if field.get("secret") else repr(value)
        elif "output" in field:
            yield field["name"], field["output"], None


def input_of(description, field):
    """An input: its path if it has one, with its task's fields."""
    outputs = [f for f in description["fields"] if "output" in f]
    if len(outputs) == 1:
        value = str.__new__(SoleInput, outputs[0]["output"])
    else:
        value = ManyOutputs()
        value.__dict__["__outputs"] = [f["name"] for f in outputs]
        value.__dict__["__field"] = f"task.{field}"
    return fill(value, description, f"input task.{field}", plain_fields(description))


def task_of(description):
    """The task from its description."""

    def fields():
        plain = {name: (value, text) for name, value, text in plain_fields(description)}
        for field in description["fields"]:
            name = field["name"]
            if "inputs" in field:
                yield name, [input_of(d, f"{name}[{i}]") for i, d in enumerate(field["inputs"])], None
            elif "input" in field:
                given = field["input"]
                yield name, None if given is None else input_of(given, name), None
            else:
                value, text = plain[name]
                yield name, value, text

    return fill(Task(), description, "", fields())


# ---- the module -------------------------------------------------------------------------


class Refused(Exception):
    """The module cannot be run; the message says why and what to write."""


def load(module):
    """Runs the module's text and gives back the module."""
    filename, text = module["filename"], module["text"]
    folder = module.get("dir")
    # The runner's own folder gives way to the module's, as if Python had been called on it.
    here = os.path.dirname(os.path.abspath(__file__))
    if sys.path and sys.path[0] == here and here != os.getcwd():
        del sys.path[0]
    if folder and os.path.isdir(folder):
        sys.path.insert(0, folder)
    # Tracebacks quote the text as it runs, also where the file is not there or has changed.
    linecache.cache[filename] = (len(text), None, text.splitlines(True), filename)
    loaded = types.ModuleType(MODULE)
    loaded.__file__ = filename
    sys.modules[MODULE] = loaded
    exec(compile(text, filename, "exec", dont_inherit=True), loaded.__dict__)
    return loaded


def function(loaded, name, arguments, required):
    """The module's function of this name, which takes these arguments."""
    found = getattr(loaded, name, None)
    wanted = f"def {name}({', '.join(arguments)}):"
    if found is None:
        if not required:
            return None
        functions = [n for n, v in vars(loaded).items() if inspect.isfunction(v)]
        near = difflib.get_close_matches(name, functions, n=1)
        mean = f" (did you mean {near[0]!r} to be it?)" if near else ""
        raise Refused(f"{loaded.__file__} has no function {name!r}{mean}: write `{wanted}`")
    if not callable(found):
        raise Refused(f"{name} of {loaded.__file__} is no function: write `{wanted}`")
    try:
        inspect.signature(found).bind(*arguments)
    except TypeError as error:
        raise Refused(
            f"{name} of {loaded.__file__} does not take ({', '.join(arguments)}): {error}; write `{wanted}`"
        ) from None
    except ValueError:
        pass  # A callable that cannot tell its signature is called and sees.
    return found


def start(entry, setup):
    """The SparkSession or SparkContext, made after setup(conf)."""
    import pyspark
    from pyspark import SparkConf

    remote = bool(os.environ.get("SPARK_REMOTE"))
    if remote and entry == "context":
        raise Refused("entry = \"context\" needs a SparkContext, and Spark Connect has none")
    if not remote:
        # Connects to the JVM that called us: only then does SparkConf know its settings.
        pyspark.SparkContext._ensure_initialized()
    conf = SparkConf()
    if setup is not None:
        given = setup(conf)
        conf = given if isinstance(given, SparkConf) else conf
    if entry == "context":
        context = pyspark.SparkContext.getOrCreate(conf)
        by_value()
        return context
    from pyspark.sql import SparkSession

    session = SparkSession.builder.config(conf=conf).getOrCreate()
    by_value()
    return session


def by_value():
    """Functions of the module travel to executors as they are: nobody can import it there."""
    from pyspark import cloudpickle

    cloudpickle.register_pickle_by_value(sys.modules[MODULE])


def run(description):
    loaded = load(description["module"])
    first = {"session": "spark", "context": "sc"}[description["entry"]]
    main = function(loaded, "main", [first, "task"], required=True)
    setup = function(loaded, "setup", ["conf"], required=False)
    task = task_of(description["task"])
    spark = start(description["entry"], setup)
    try:
        result = main(spark, task)
        if inspect.iscoroutine(result):
            import asyncio

            asyncio.run(result)
    except (Exception, SystemExit):
        # What main ended with is what counts, not what stopping adds to it. After a signal
        # the JVM goes by itself.
        stop(spark, quiet=True)
        raise
    stop(spark, quiet=False)


def stop(spark, quiet):
    sys.stdout.flush()
    try:
        spark.stop()
    except Exception:
        if not quiet:
            raise


# ---- errors -----------------------------------------------------------------------------


def own(tb):
    return tb.tb_frame.f_code.co_filename == __file__


def users(tb):
    """A traceback without the runner's frames at its two ends."""
    while tb is not None and own(tb):
        tb = tb.tb_next
    if tb is None:
        return None
    last = tb
    at = tb
    while at is not None:
        if not own(at):
            last = at
        at = at.tb_next
    if last.tb_next is not None:
        last.tb_next = None
    return tb


def strip(error):
    """Takes the runner's frames out of an error and of what caused it."""
    seen = set()
    queue = [error]
    while queue:
        error = queue.pop()
        if error is None or id(error) in seen:
            continue
        seen.add(id(error))
        error.__traceback__ = users(error.__traceback__)
        queue += [error.__cause__, error.__context__]


def read(path):
    """The description. In cluster mode the file travels to the driver's working folder."""
    if not os.path.exists(path):
        path = os.path.basename(path)
    with open(path, encoding="utf-8") as file:
        description = json.load(file)
    if description["format"] != FORMAT:
        raise Refused(f"{path} has format {description['format']}, this runner reads {FORMAT}")
    return description


def entry():
    if len(sys.argv) < 2:
        sys.exit("Error: the runner is called with the path of a task's JSON file")
    try:
        description = read(sys.argv[1])
        sys.argv[:] = [description["module"]["filename"]] + sys.argv[2:]
        run(description)
    except Refused as error:
        sys.stdout.flush()
        sys.exit(f"Error: {error}")
    except Exception as error:
        sys.stdout.flush()
        strip(error)
        traceback.print_exception(type(error), error, error.__traceback__)
        sys.stderr.flush()
        sys.exit(1)


if __name__ == "__main__":
    entry()
