"""Prints, as JSON, every property that the Spark in SPARK_HOME registers or names.

Run inside no Spark application: it starts one JVM with Spark's jars (PySpark's gateway), loads
the Scala objects that make properties, and asks each entry. What values an entry takes is a
closure in the JVM, so it is told by trying texts on it.

    SPARK_HOME=... python3 registered.py > registered.json
    SPARK_HOME=... python3 registered.py --try < texts.json > registered.json

With --try it does not find out the kinds, but tries given texts: it reads {"name": ["text", ...]}
and says of each text whether it is taken as the value of that property.
"""

import glob
import json
import os
import re
import sys
import zipfile

HOME = os.environ["SPARK_HOME"]
sys.path[0:0] = glob.glob(os.path.join(HOME, "python", "lib", "*.zip"))

BUILDER = b"org/apache/spark/internal/config/ConfigBuilder"
# Objects that make properties for Spark's own tests.
TEST_ONLY = {"org.apache.spark.internal.config.Tests$"}

I32, I64 = 2**31, 2**63


# ---------------------------------------------------------------- class files

def strings(data):
    """The texts of a class file's constant pool; and those that are string literals."""
    texts, literals = {}, []
    count, at, index = int.from_bytes(data[8:10], "big"), 10, 1
    while index < count:
        tag = data[at]
        if tag == 1:
            length = int.from_bytes(data[at + 1:at + 3], "big")
            texts[index] = data[at + 3:at + 3 + length]
            at += 3 + length
        elif tag == 8:
            literals.append(int.from_bytes(data[at + 1:at + 3], "big"))
            at += 3
        elif tag in (7, 16, 19, 20):
            at += 3
        elif tag == 15:
            at += 4
        elif tag in (5, 6):
            at += 9
            index += 1
        else:
            at += 5
        index += 1
    return texts.values(), [texts[i].decode("utf-8", "replace") for i in literals]


def survey():
    """The objects that make properties, and every text like a property's name by class or module."""
    makers, named = [], {}
    for jar in sorted(glob.glob(os.path.join(HOME, "jars", "spark-*.jar"))):
        with zipfile.ZipFile(jar) as archive:
            for entry in archive.namelist():
                if not entry.startswith("org/apache/spark/") or not entry.endswith(".class"):
                    continue
                data = archive.read(entry)
                if b"spark." not in data:
                    continue
                texts, literals = strings(data)
                name = entry[:-len(".class")].replace("/", ".")
                if BUILDER in texts and not name.startswith("org.apache.spark.internal.config.ConfigBuilder"):
                    makers.append(name)
                if name in TEST_ONLY:
                    continue
                for literal in literals:
                    for found in re.findall(r"(?<![\w.\-/$])spark\.[A-Za-z][\w\-]*(?:\.[\w\-]+)*\.?", literal):
                        whole = found == literal.strip()
                        named.setdefault(found, {}).setdefault(name.split("$")[0], whole)
    with zipfile.ZipFile(os.path.join(HOME, "python", "lib", "pyspark.zip")) as archive:
        for entry in archive.namelist():
            if not entry.endswith(".py") or "/tests/" in entry or "/proto/" in entry:
                continue
            text = archive.read(entry).decode("utf-8", "replace")
            module = entry[:-len(".py")].replace("/", ".")
            for found in re.findall(r"""["'](spark\.[A-Za-z][\w\-]*(?:\.[\w\-]+)*)["']""", text):
                if not found.startswith("spark.some."):  # of the examples in comments
                    named.setdefault(found, {})[module] = True
    return makers, named


# ---------------------------------------------------------------- the JVM

class Jvm:
    def __init__(self):
        from pyspark.java_gateway import launch_gateway
        os.environ.setdefault("PYSPARK_SUBMIT_ARGS", "--driver-memory 1g pyspark-shell")
        self.gateway = launch_gateway()
        self.jvm = self.gateway.jvm
        self.loader = self.jvm.Thread.currentThread().getContextClassLoader()

    def load(self, name):
        """The one instance of a Scala object, initialised."""
        made = self.jvm.java.lang.Class.forName(name, True, self.loader)
        field = made.getField("MODULE$")
        return made, field.get(None)

    def private(self, name, field):
        made, module = self.load(name)
        for declared in made.getDeclaredFields():
            # Scala puts the class before the name of some private values.
            if declared.getName().split("$$")[-1] == field:
                declared.setAccessible(True)
                return declared.get(module)
        raise LookupError(f"{name} has no {field}")

    def keys_of(self, name):
        """The keys of the entries that an object holds."""
        made, module = self.load(name)
        methods = [method for method in made.getDeclaredMethods()
                   if method.getParameterCount() == 0 and "ConfigEntry" in method.getReturnType().getName()]
        return {method.invoke(module, None).key() for method in methods}

    def list(self, scala):
        """A Scala collection as a Python list."""
        found, iterator = [], scala.iterator()
        while iterator.hasNext():
            found.append(iterator.next())
        return found

    def option(self, scala):
        return scala.get() if scala.isDefined() else None


# ---------------------------------------------------------------- what an entry takes

class Probe:
    """One entry's converter, asked with texts; answers are kept."""

    def __init__(self, entry):
        # The converter of an optional entry wraps what it makes; the raw one does not.
        optional = entry.getClass().getSimpleName() == "OptionalConfigEntry"
        self.convert = entry.rawValueConverter() if optional else entry.valueConverter()
        self.asked = {}

    def ask(self, text):
        if text not in self.asked:
            from py4j.protocol import Py4JJavaError
            try:
                value = self.convert.apply(text)
                # So does that of an entry that falls back to an optional one.
                if type(value).__name__ == "JavaObject" and value.getClass().getName() == "scala.Some":
                    value = value.get()
                self.asked[text] = (True, value)
            except Py4JJavaError as error:
                cause = error.java_exception
                self.asked[text] = (False, str(cause.getMessage() or cause.toString()))
            except ValueError as error:  # taken, but py4j cannot read what it became
                self.asked[text] = (True, error)
        return self.asked[text]

    def takes(self, text):
        return self.ask(text)[0]

    def value(self, text):
        taken, value = self.ask(text)
        return value if taken else None

    def message(self, text):
        taken, value = self.ask(text)
        return None if taken else re.sub(r"\s+", " ", value).strip()


def limits(takes, least, most):
    """The least and greatest number taken, by bisection between numbers that are and are not;
    None where the type's own limit is taken. A gap between the two (-1, or from 1 up) is not told of."""
    tried = sorted({least, least + 1, -1000, -100, -2, -1, 0, 1, 2, 3, 5, 8, 10, 12, 16, 20, 32, 50, 64, 100,
                    128, 256, 500, 512, 1000, 1024, 4096, 10000, 65535, 65536, 10**6, 10**9, most - 1, most}
                   | {2**k for k in range(0, 63) if 2**k < most})
    taken = [n for n in tried if takes(n)]
    if not taken:
        return None
    low, high = taken[0], taken[-1]
    # What is taken here and there, such as multiples, has limits that cannot be told by trying.
    scattered = sum(not takes(n) for n in tried if low < n < high) > 3
    if scattered:
        return [None, None]

    def edge(bad, good):
        while abs(good - bad) > 1:
            middle = (bad + good) // 2
            if takes(middle):
                good = middle
            else:
                bad = middle
        return good

    low_edge = None if low <= least + 1 else edge(max(n for n in tried if n < low), low)
    high_edge = None if high == most else edge(min(n for n in tried if n > high), high)
    return [low_edge, high_edge]


def fractions(probe):
    """The same for fractions, whose limits are round numbers: the limit, and if it is taken itself."""
    tried = [-1e300, -1000.0, -100.0, -10.0, -2.0, -1.0, -0.5, -0.1, -0.001, 0.0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.25,
             0.3, 0.5, 0.75, 0.9, 0.99, 0.999, 1.0, 1.001, 1.1, 1.5, 2.0, 5.0, 10.0, 100.0, 1000.0, 1e300]
    taken = [n for n in tried if probe.takes(repr(n))]
    if not taken:
        return None
    low, high = taken[0], taken[-1]
    if any(isinstance(answer[1], ValueError) for answer in probe.asked.values()):
        # A decimal, which has few digits behind the point: no bisection.
        return [[0.0, False] if low == 0.001 and not probe.takes("0") else None, None]

    def edge(outside, inside):
        # Where the edge lies between the two, the round number that is on it.
        for _ in range(60):
            middle = (outside + inside) / 2
            if probe.takes(repr(middle)):
                inside = middle
            else:
                outside = middle
        at = round(inside, 6)
        return [at, probe.takes(repr(at))]

    return [None if low == tried[0] else edge(max(n for n in tried if n < low), low),
            None if high == tried[-1] else edge(min(n for n in tried if n > high), high)]


TIME = {3_600_000_000_000: "ns", 3_600_000_000: "us", 3_600_000: "ms", 3_600: "s", 60: "min", 1: "h"}
BYTES = {2**40: "B", 2**30: "KiB", 2**20: "MiB", 2**10: "GiB", 1: "TiB"}


def unit(probe, words, sizes):
    """The unit of a bare number: what the greatest amount that is taken becomes."""
    for word, size in words:
        value = probe.value("1" + word)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return sizes.get(value * size)
    return None


def words_of(message):
    """The set in a message: `should be one of A, B, but was x` (3.5), `It should be one of 'A, B'.` (4)."""
    found = re.search(r"should be one of (.*?),? but was", message or "") \
        or re.search(r"should be one of '(.*)'\.", message or "")
    if not found:
        return None
    words = [word.strip() for word in found.group(1).split(",")]
    return [word for word in words if word]


def kind_of(probe, default):
    """What an entry takes, as a plain value."""
    texts = ["abc", "", " ", "true", "1", "0", "-1", "0.5", "1s", "1k", "1g", "1h", "1,2", "(", "*"]
    for text in texts:
        probe.ask(text)
    if probe.value("true") is True and probe.value("FALSE") is False and not probe.takes("abc"):
        return {"kind": "boolean"}
    if "scala.util.matching.Regex" in {
            value.getClass().getName() for taken, value in probe.asked.values()
            if taken and type(value).__name__ == "JavaObject"}:
        return {"kind": "regex"}
    words = words_of(probe.message("abc"))
    if not words and re.search(r"[Vv]alid values are|should be either", probe.message("abc") or ""):
        words = [word for word in dict.fromkeys(re.findall(r"\w+", probe.message("abc"))) if probe.takes(word)]
    if words:
        any_case = all(probe.takes(word.lower()) and probe.takes(word.upper()) for word in words)
        exact = [word for word in words if probe.takes(word)]
        if exact != words:
            return {"kind": "choice?", "words": words, "message": probe.message("abc")}
        return {"kind": "choice", "words": words, "any_case": any_case}
    message = probe.message("abc")
    if message is not None:
        is_time = any(probe.takes(text) for text in ("1s", "1h", "100s", "100h", "1us"))  # not d: 1.0 of Java
        is_bytes = any(probe.takes(text) for text in ("1k", "1g", "1t", "100k", "4096k", "100g"))  # not m: minutes
        if is_bytes and not is_time:
            of = unit(probe, [("t", 1), ("g", 2**10), ("m", 2**20), ("k", 2**30)], BYTES)
            return {"kind": "bytes", "unit": of, "range": limits(lambda n: probe.takes(str(n)), -I64, I64 - 1)}
        if is_time and not is_bytes:
            of = unit(probe, [("h", 1), ("min", 60), ("s", 3600)], TIME)
            return {"kind": "time", "unit": of, "range": limits(lambda n: probe.takes(str(n)), -I64, I64 - 1)}
        for number in ("1", "0", "-1", "2", "10", "1024", str(default)):
            value = probe.value(number)
            if value is None:
                continue
            if isinstance(value, (float, ValueError)):
                return {"kind": "double", "range": fractions(probe)}
            if isinstance(value, int) and not isinstance(value, bool):
                long = probe.takes(str(I32)) or not re.search(
                    r"should be int\b|a/an 'int' value", probe.message(str(I32)) or "")
                top = I64 if long else I32
                return {"kind": "long" if long else "int",
                        "range": limits(lambda n: probe.takes(str(n)), -top, top - 1)}
        if probe.takes("0.5") and isinstance(probe.value("0.5"), float):
            return {"kind": "double", "range": fractions(probe)}
    refused = {text: answer[1] for text, answer in probe.asked.items() if not answer[0]}
    values = {type(value).__name__ for taken, value in probe.asked.values() if taken}
    if values == {"JavaObject"}:
        sample = next(value for taken, value in probe.asked.values() if taken)
        made = sample.getClass().getName()
        if made.startswith("scala.collection"):
            return {"kind": "list", "refused": refused}
        return {"kind": "object", "class": made, "refused": refused}
    if values == {"str"}:
        return {"kind": "text", "refused": refused}
    return {"kind": "?", "values": sorted(values), "refused": refused}


def describe(jvm, entry, texts):
    alternatives = [str(name) for name in jvm.list(entry.alternatives())]
    found = {
        "name": entry.key(),
        "class": re.sub(r".*\.", "", entry.getClass().getName()),
        "default": entry.defaultValueString(),
        "since": entry.version() or "",
        "doc": re.sub(r"\s+", " ", entry.doc() or "").strip(),
        "public": entry.isPublic(),
        "alternatives": alternatives,
    }
    probe = Probe(entry)
    if texts is None:
        found["kind"] = kind_of(probe, found["default"])
    else:
        found["taken"] = [probe.takes(text) for text in texts.get(found["name"], [])]
    return found


def main():
    makers, named = survey()
    jvm = Jvm()
    failed = {}
    for name in sorted(name for name in makers if name.endswith("$") and name not in TEST_ONLY):
        try:
            jvm.load(name)
        except Exception as error:  # an object whose library is not there
            failed[name] = str(error).splitlines()[0]
    # Another object may have loaded those of the tests.
    of_tests = {key for name in TEST_ONLY for key in jvm.keys_of(name)}
    known = jvm.private("org.apache.spark.internal.config.ConfigEntry$", "knownConfigs")
    known = {entry.key(): entry for entry in known.values() if entry.key() not in of_tests}
    texts = json.load(sys.stdin) if "--try" in sys.argv else None
    entries = [describe(jvm, entry, texts) for _, entry in sorted(known.items())]
    conf = "org.apache.spark.SparkConf$"
    sql = "org.apache.spark.sql.internal.SQLConf$"
    deprecated = [
        {"name": it.key(), "in": it.version(), "advice": it.deprecationMessage() or ""}
        for it in jvm.list(jvm.private(conf, "deprecatedConfigs").values())
    ]
    alternates = [
        {"name": old.key(), "in": old.version(), "successor": pair._1()}
        for pair in jvm.list(jvm.private(conf, "configsWithAlternatives"))
        for old in jvm.list(pair._2())
    ]
    sqlconf = jvm.load(sql)[1]
    sql_deprecated = [
        {"name": it.key(), "in": it.version(), "advice": it.comment() or ""}
        for it in jvm.list(sqlconf.deprecatedSQLConfigs().values())
    ]
    removed = [
        {"name": it.key(), "in": it.version(), "default": it.defaultValue(), "advice": it.comment() or ""}
        for it in jvm.list(sqlconf.removedSQLConfigs().values())
    ]
    version = jvm.load("org.apache.spark.package$")[1].SPARK_VERSION()
    registered = {entry["name"] for entry in entries} | of_tests
    json.dump({
        "version": version,
        "failed": failed,
        "entries": entries,
        "deprecated": deprecated + sql_deprecated,
        "alternates": alternates,
        "removed": removed,
        "named": {name: sorted(made + ("" if whole else "~") for made, whole in by.items())
                  for name, by in sorted(named.items()) if name not in registered},
    }, sys.stdout, indent=1, ensure_ascii=False)
    jvm.gateway.shutdown()


main()
