"""Reads what observers wrote with the libraries of those who define it.

check.py prometheus FILE   the families of a text, as JSON
check.py lineage FILE      the events of a file, one a line, each held against the classes that
                           OpenLineage generates from its JSON schemas; as JSON
check.py otlp FILE         the requests that `receive` kept, decoded; as JSON
check.py receive FILE N    a server that keeps every request in FILE; the first N are answered 503
"""

import base64
import gzip
import json
import sys
import typing
from pathlib import Path


def prometheus(path):
    from prometheus_client.parser import text_string_to_metric_families

    families = text_string_to_metric_families(Path(path).read_text())
    return {
        family.name: {
            "type": family.type,
            "samples": [[sample.name, sample.labels, sample.value] for sample in family.samples],
        }
        for family in families
    }


def facet_classes():
    import importlib
    import pkgutil

    import openlineage.client.generated as generated

    found = {}
    for module in pkgutil.iter_modules(generated.__path__):
        module = importlib.import_module(f"openlineage.client.generated.{module.name}")
        for it in vars(module).values():
            if isinstance(it, type) and it.__name__.endswith("Facet") and hasattr(it, "_get_schema"):
                found[it._get_schema()] = it
    return found


FACETS = {}


def read(kind, value, where):
    """The value as an object of this type, or an error that says where it is none."""
    import enum

    import attr

    origin = typing.get_origin(kind)
    arguments = typing.get_args(kind)
    if type(None) in arguments:
        (kind,) = [it for it in arguments if it is not type(None)]
        return None if value is None else read(kind, value, where)
    if origin is list:
        assert isinstance(value, list), where
        return [read(arguments[0], it, f"{where}[{at}]") for at, it in enumerate(value)]
    if origin is dict:
        return {name: facet(it, f"{where}.{name}") for name, it in value.items()}
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind(value)
    if not attr.has(kind):
        assert isinstance(value, kind) and not isinstance(value, bool), f"{where}: {value!r}"
        return value
    types = typing.get_type_hints(kind)
    given, rest = {}, dict(value)
    for field in attr.fields(kind):
        there = field.name in rest
        if not there:
            assert field.default is not attr.NOTHING, f"{where}: no {field.name}"
            continue
        inner = rest.pop(field.name)
        if field.init:
            given[field.alias] = read(types[field.name], inner, f"{where}.{field.name}")
        else:
            assert inner == kind._get_schema(), f"{where}: {inner}"
    assert not rest, f"{where}: unknown {sorted(rest)}"
    return kind(**given)


def facet(value, where):
    assert value["_schemaURL"] in FACETS, f"{where}: {value['_schemaURL']}"
    assert value["_producer"], where
    return read(FACETS[value["_schemaURL"]], value, where)


def lineage(path):
    from openlineage.client.generated.base import RunEvent
    from openlineage.client.serde import Serde

    FACETS.update(facet_classes())
    events = []
    for number, line in enumerate(Path(path).read_text().splitlines(), 1):
        value = json.loads(line)
        event = read(RunEvent, value, f"line {number}")
        # As the official client would write it, there and back.
        events.append(json.loads(Serde.to_json(event)))
    return events


def attributes(found):
    def plain(value):
        return getattr(value, value.WhichOneof("value"))

    return {it.key: plain(it.value) for it in found}


def ids(value):
    """OTLP's JSON with its ids as the JSON of protobuf has bytes: not hexadecimal but base64."""
    if isinstance(value, list):
        return [ids(it) for it in value]
    if not isinstance(value, dict):
        return value
    return {
        name: base64.b64encode(bytes.fromhex(it)).decode() if name.lower().endswith(("traceid", "spanid")) else ids(it)
        for name, it in value.items()
    }


def otlp(path):
    from google.protobuf import json_format
    from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    spans, metrics, headers = [], {}, []
    for line in Path(path).read_text().splitlines():
        request = json.loads(line)
        body = base64.b64decode(request["body"])
        if request["headers"].get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        headers.append(request["headers"])
        kind = ExportTraceServiceRequest if request["path"] == "/v1/traces" else ExportMetricsServiceRequest
        message = kind()
        if request["headers"]["content-type"] == "application/json":
            json_format.ParseDict(ids(json.loads(body)), message)
        else:
            message.ParseFromString(body)
        for resource in getattr(message, "resource_spans", []):
            of = attributes(resource.resource.attributes)
            for span in (span for scope in resource.scope_spans for span in scope.spans):
                spans.append({
                    "resource": of,
                    "name": span.name,
                    "trace": span.trace_id.hex(),
                    "id": span.span_id.hex(),
                    "parent": span.parent_span_id.hex(),
                    "kind": span.kind,
                    "took": span.end_time_unix_nano - span.start_time_unix_nano,
                    "status": [span.status.code, span.status.message],
                    "attributes": attributes(span.attributes),
                    "events": [[event.name, attributes(event.attributes)] for event in span.events],
                })
        for resource in getattr(message, "resource_metrics", []):
            for metric in (metric for scope in resource.scope_metrics for metric in scope.metrics):
                data = getattr(metric, metric.WhichOneof("data"))
                metrics[metric.name] = [
                    [attributes(point.attributes), json_format.MessageToDict(point)]
                    for point in data.data_points
                ]
    return {"spans": spans, "metrics": metrics, "headers": headers}


def receive(path, refuse):
    from http.server import BaseHTTPRequestHandler, HTTPServer

    left = [refuse]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            status = 200
            if left[0] > 0:
                left[0] -= 1
                status = 503
            kept = {
                "path": self.path,
                "status": status,
                "headers": {name.lower(): value for name, value in self.headers.items()},
                "body": base64.b64encode(body).decode(),
            }
            with open(path, "a") as file:
                file.write(json.dumps(kept) + "\n")
            self.send_response(status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    what, path = sys.argv[1:3]
    if what == "receive":
        receive(path, int(sys.argv[3]))
    else:
        print(json.dumps({"prometheus": prometheus, "lineage": lineage, "otlp": otlp}[what](path)))
