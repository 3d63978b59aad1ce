"""docs/noticed.md, from what was seen."""

import collections
import pathlib

import noticed

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ORDER = [noticed.BEFORE, noticed.SUBMITTING, noticed.RUNNING, noticed.NEVER]


def summary(results):
    """A table of topics: how many mistakes, and when each peer noticed them."""
    topics = collections.defaultdict(lambda: collections.defaultdict(collections.Counter))
    for name, rows in results.items():
        topic = name.split("/")[0]
        topics[topic]["rules"][name] = 1
        for _, peer, when, *_ in rows:
            topics[topic][peer][when] += 1
    lines = [
        "| mistakes about | here: compile error | Luigi: before submission | when submitted | while running | never | nothing comparable | spark-submit: refused | while running | never |",
        "|" + "---|" * 10,
    ]
    total = collections.Counter()
    for topic, seen in sorted(topics.items()):
        row = [len(seen["rules"])] + [seen["luigi"][when] for when in [*ORDER, noticed.NONE]]
        submit = seen["spark-submit"]
        row += [submit[noticed.SUBMITTING], submit[noticed.RUNNING], submit[noticed.NEVER]]
        for index, value in enumerate(row):
            total[index] += value
        lines.append(f"| {topic.replace('_', ' ')} | " + " | ".join(str(value or "") for value in row) + " |")
    lines.append("| **all** | " + " | ".join(f"**{total[index]}**" for index in range(9)) + " |")
    return "\n".join(lines)


def write_readme(table):
    """Writes the table between its markers in the README, if they are there."""
    path = ROOT / "README.md"
    text = path.read_text()
    before, begin, rest = text.partition("<!-- noticed -->\n")
    _, end, after = rest.partition("\n<!-- /noticed -->")
    if end:
        path.write_text(before + begin + table + end + after)


def write(results):
    write_readme(summary(results))
    parts = [
        "# When is it noticed?",
        "",
        "Each program of `tests/ui` is a compile error here. The same mistake was made in Luigi 3.8.1 and, where it is about options, on the command line of spark-submit (Spark 4.3.0), and run: on a local master, on a standalone cluster where only a cluster would show it, and on a master of YARN or Kubernetes that never answers. `benches/noticed/noticed.sh` does it again and writes this page.",
        "",
        "*Before submission*: an error before spark-submit is started. *When submitted*: spark-submit ends with an error before the program's first line. *While running*: later. *Never*: Luigi says that all went well (or, for spark-submit, its exit code is 0, or it goes on to wait for a cluster); where spark-submit warned of it, the warning stands there. Luigi shows no output of a job that went well.",
        "",
        summary(results),
        "",
        "| mistake | peer | noticed | after | its words |",
        "|---|---|---|---|---|",
    ]
    for name in sorted(results):
        for _, peer, when, took, said in results[name]:
            said = said.replace("|", "\\|").replace("<", "&lt;")
            link = f"[{name.replace('_', ' ')}](../tests/ui/{name}.rs)"
            parts.append(f"| {link} | {peer} | {when} | {took + ' s' if took else ''} | {said} |")
    path = ROOT / "docs/noticed.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(parts) + "\n")
    print(summary(results))
