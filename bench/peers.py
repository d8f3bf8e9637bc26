#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The same questions to NetworkX, graph-tool, NetworKit and Boost.Graph, on the
same file.

Those that are not installed get a line that says so; so does a size at which
one would take many minutes. Each library runs in a process of its own, under
this Python or, where that has it not, the system's. The answers are compared with igraph's, which bench_igraph left in the work folder:
counts of people and ties, and the warmth of the warmest chain of each pair.
"""
import argparse
import csv
import json
import math
import multiprocessing
import os
import resource
import subprocess
import sys
import time

SIZES = {
    "T": (10**4, 10**5),
    "S": (10**5, 10**6),
    "M": (10**6, 10**7),
    "L": (4 * 10**6, 6 * 10**7),
}
PAIRS = 10
SYSTEM_PYTHON = "/usr/bin/python3"


def read_pairs(path):
    """Pairs with an answer, half from those drawn first, half near ones."""
    with open(path, newline="", encoding="ascii") as lines:
        pairs = [row for row in csv.DictReader(lines) if int(row["hops"]) > 0]
    return pairs[: PAIRS // 2] + pairs[-(PAIRS - PAIRS // 2):]


def timed(work):
    start = time.perf_counter()
    answer = work()
    return answer, (time.perf_counter() - start) * 1e3


class NetworkX:
    """Pure Python."""

    largest = "S"

    def __init__(self):
        import networkx

        self.lib = networkx
        self.version = networkx.__version__

    def load(self, file):
        self.graph = self.lib.read_graphml(file)

    def prepare(self):
        for _, _, data in self.graph.edges(data=True):
            data["cost"] = -math.log(data["weight"])

    def counts(self):
        return self.graph.number_of_nodes(), self.graph.number_of_edges()

    def distance(self, a, b):
        return self.lib.bidirectional_dijkstra(self.graph, a, b, "cost")[0]


class GraphTool:
    """C++ with Boost below."""

    largest = "M"

    def __init__(self):
        import graph_tool.topology

        self.lib = graph_tool
        self.version = graph_tool.__version__.split()[0]

    def load(self, file):
        self.graph = self.lib.load_graph(file)

    def prepare(self):
        ids = self.graph.vertex_properties["_graphml_vertex_id"]
        self.person = {ids[v]: v for v in self.graph.vertices()}
        weight = self.graph.edge_properties["weight"]
        self.cost = self.graph.new_edge_property("double")
        self.cost.a = [-math.log(w) for w in weight.a]

    def counts(self):
        return self.graph.num_vertices(), self.graph.num_edges()

    def distance(self, a, b):
        return float(self.lib.topology.shortest_distance(
            self.graph, self.person[a], self.person[b], weights=self.cost))


class NetworKit:
    """C++; its GraphML reader is written in Python."""

    largest = "S"

    def __init__(self):
        import networkit

        self.lib = networkit
        self.version = networkit.__version__

    def load(self, file):
        # The reader takes the attribute "weight" and forgets the ids of nodes;
        # it numbers them in the order of the file, as ours are.
        self.graph = self.lib.graphio.GraphMLReader().read(file)

    def prepare(self):
        graph = self.graph
        costs = [(u, v, -math.log(w)) for u, v, w in graph.iterEdgesWeights()]
        for u, v, cost in costs:
            graph.setWeight(u, v, cost)

    def counts(self):
        return self.graph.numberOfNodes(), self.graph.numberOfEdges()

    def distance(self, a, b):
        # Without the predecessors (False) release 11.3 crashes.
        search = self.lib.distance.BidirectionalDijkstra(
            self.graph, int(a[1:]), int(b[1:]), True)
        search.run()
        return search.getDistance()


PEERS = {"NetworkX": NetworkX, "graph-tool": GraphTool,
         "NetworKit": NetworKit}


def line(options, name, times, check, **more):
    times = sorted(times)
    middle = times[len(times) // 2] if times else 0
    print(json.dumps({
        "bench": "peers", "case": name, "size": options.size,
        "people": options.people, "ties": options.ties, "seed": options.seed,
        "commit": os.environ.get("INTRO_BENCH_COMMIT", "unknown"),
        "compiler": "python " + sys.version.split()[0],
        "threads": 1, "trials": len(times),
        "min_ms": times[0] if times else 0, "median_ms": middle,
        "spread": (times[-1] - times[0]) / middle if middle else 0,
        "peak_mib": more.pop("peak_mib", 0.0), "check": check, **more},
        separators=(",", ":")), flush=True)
    return check == "ok" or check.startswith("skipped")


def judge(peer_counts, options):
    if peer_counts == (options.people, options.ties):
        return "ok"
    return "%d people, %d ties" % peer_counts


def judge_pair(pair, distance):
    """What is wrong with a distance, or nothing."""
    warmth = float(pair["warmth"])
    if math.isclose(math.exp(-distance), warmth, rel_tol=1e-9):
        return ""
    return "%s to %s: %.17g, igraph %.17g" % (
        pair["from"], pair["to"], math.exp(-distance), warmth)


def ask(name, options, file, pairs, results):
    """All questions to one library; the answers go through the queue."""
    os.dup2(2, 1)  # some talk on standard output
    try:
        peer = PEERS[name]()
    except ImportError:
        results.put({"missing": True})
        return
    _, import_ms = timed(lambda: peer.load(file))
    check = judge(peer.counts(), options)
    peer.prepare()
    times = []
    wrong_pair = ""
    for pair in pairs:
        distance, ms = timed(
            lambda pair=pair: peer.distance(pair["from"], pair["to"]))
        times.append(ms)
        wrong_pair = judge_pair(pair, distance) or wrong_pair
    results.put({
        "missing": False, "import_ms": import_ms, "check": check,
        "times": times, "wrong_pair": wrong_pair, "version": peer.version,
        "peak_mib":
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024})


def ask_system_python(name, options):
    if options.only is None and os.access(SYSTEM_PYTHON, os.X_OK):
        return subprocess.run(
            [SYSTEM_PYTHON, __file__, "--only", name, "--size", options.size,
             "--seed", str(options.seed), "--dir", options.dir],
            check=False).returncode == 0
    return line(options, name + " import", [], "skipped: not installed")


def bench(name, options, file, pairs):
    order = "TSML"
    if options.size not in order or order.index(options.size) > order.index(
            PEERS[name].largest):
        return line(options, name + " import", [],
                    "skipped: many minutes at this size")
    results = multiprocessing.Queue()
    child = multiprocessing.Process(
        target=ask, args=(name, options, file, pairs, results))
    child.start()
    while child.is_alive() and results.empty():
        child.join(0.05)
    if results.empty() and child.exitcode != 0:
        return line(options, name + " import", [],
                    "it died, status %s" % child.exitcode)
    answer = results.get()
    child.join()
    if answer["missing"]:
        return ask_system_python(name, options)
    good = line(options, name + " import", [answer["import_ms"]],
                answer["check"], peak_mib=answer["peak_mib"],
                version=answer["version"])
    return line(options, name + " one target", answer["times"],
                answer["wrong_pair"] or "ok",
                version=answer["version"]) and good


def compile_boost(program):
    """Is the program there, or can it be made?"""
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                          "peer_boost.cc")
    compiler = os.environ.get("CXX", "c++").split()
    try:
        return subprocess.run(
            compiler + ["-std=c++17", "-O2", "-o", program, source,
                        "-lboost_graph"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            check=False).returncode == 0
    except OSError:
        return False


def bench_boost(options, file, pairs):
    """Boost reads XML into a tree: 50 bytes of memory for each of the file."""
    if options.size not in "TS":
        return line(options, "Boost import", [],
                    "skipped: many GB of memory at this size")
    program = os.path.join(options.dir, "peer_boost")
    if not compile_boost(program):
        return line(options, "Boost import", [], "skipped: not installed")
    asked = "".join("%s %s\n" % (pair["from"][1:], pair["to"][1:])
                    for pair in pairs)
    run = subprocess.run([program, file], input=asked, text=True,
                         stdout=subprocess.PIPE, check=False)
    rows = [row.split() for row in run.stdout.splitlines()]
    if run.returncode != 0 or len(rows) != len(pairs) + 1:
        return line(options, "Boost import", [],
                    "it died, status %d" % run.returncode)
    people, ties, import_ms, peak = rows[0]
    good = line(options, "Boost import", [float(import_ms)],
                judge((int(people), int(ties)), options),
                peak_mib=float(peak))
    wrong = [judge_pair(pair, float(row[1]))
             for pair, row in zip(pairs, rows[1:])]
    return line(options, "Boost one target", [float(row[0]) for row in rows[1:]],
                "".join(wrong) or "ok") and good


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="T", choices=sorted(SIZES))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dir", default="bench/data")
    parser.add_argument("--only", choices=sorted(PEERS), help="one library")
    options, _ = parser.parse_known_args()
    options.people, options.ties = SIZES[options.size]
    stem = os.path.join(options.dir, "%s-%d-%d-%d" % (
        options.size, options.people, options.ties, options.seed))
    file = stem + ".graphml"
    if not os.path.exists(file) or not os.path.exists(
            stem + "-igraph.pairs.csv"):
        good = line(options, "all", [],
                    "skipped: no files of bench_igraph in " + options.dir)
        return 0 if good else 1
    pairs = read_pairs(stem + "-igraph.pairs.csv")
    good = [bench(name, options, file, pairs) for name in PEERS
            if options.only in (None, name)]
    if options.only is None:
        good.append(bench_boost(options, file, pairs))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
