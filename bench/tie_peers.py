#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What igraph, NetworKit and NetworkX make of the same ties, beside bench_clusters, which
leaves the ties in the work folder, and bench_bridges.

A library that is not installed gets a line that says so, and so does a size at
which one would take many minutes. Each method runs in a process of its own; every
modularity is NetworKit's or igraph's own. Common neighbours are counted with
NetworKit's edges already numbered, and not copied to Python. NetworkX is asked
once, about ten people only, who are spread over all.
"""
import argparse
import array
import json
import multiprocessing
import os
import resource
import struct
import sys
import time

SIZES = {
    "T": (10**4, 10**5),
    "S": (10**5, 10**6),
    "M": (10**6, 10**7),
    "L": (4 * 10**6, 6 * 10**7),
}


def read_ties(path):
    """People, and three columns: ends and strengths of the ties."""
    import numpy

    with open(path, "rb") as file:
        people, _ = struct.unpack("=II", file.read(8))
        ties = numpy.fromfile(file, dtype=numpy.dtype(
            [("a", "u4"), ("b", "u4"), ("w", "f4")]))
    return people, ties["a"], ties["b"], ties["w"].astype("f8")


class Igraph:
    """One thread."""

    largest = "M"
    trials = 100
    # case: bench, what is timed, what is told of its answer
    methods = {"igraph Leiden, 2 rounds": ("clusters", "leiden", "clusters")}

    def __init__(self):
        import igraph

        self.lib = igraph
        self.version = igraph.__version__

    def load(self, ties, _threads):
        import numpy

        people, a, b, weights = ties
        self.graph = self.lib.Graph(people, numpy.column_stack((a, b)))
        self.weights = array.array("d", weights.tobytes())

    def leiden(self):
        return self.graph.community_leiden(
            "modularity", self.weights, n_iterations=2)

    def clusters(self, found):
        return {"modularity": self.graph.modularity(
            found.membership, self.weights), "clusters": len(found)}


class NetworKit:
    """Threads of OpenMP."""

    largest = "L"
    trials = 100
    methods = {
        "NetworKit ParallelLeiden, 3 rounds":
            ("clusters", "leiden", "clusters"),
        "NetworKit PLM": ("clusters", "louvain", "clusters"),
        "NetworKit: common neighbours, every tie":
            ("bridges", "common_neighbours", "triangles")}

    def __init__(self):
        import networkit

        self.lib = networkit
        self.version = networkit.__version__

    def load(self, ties, threads):
        people, a, b, weights = ties
        self.lib.setNumberOfThreads(threads)
        self.lib.setSeed(1, False)
        self.graph = self.lib.GraphFromCoo(
            (weights, (a.astype("u8"), b.astype("u8"))), n=people,
            weighted=True, directed=False)
        self.graph.indexEdges()

    def run(self, method):
        method.run()
        return method.getPartition()

    def leiden(self):
        return self.run(self.lib.community.ParallelLeiden(
            self.graph, iterations=3))

    def louvain(self):
        return self.run(self.lib.community.PLM(self.graph, refine=False))

    def common_neighbours(self):
        score = self.lib.sparsification.TriangleEdgeScore(self.graph)
        score.run()
        return score

    def clusters(self, found):
        return {"modularity": self.lib.community.Modularity().getQuality(
            found, self.graph), "clusters": found.numberOfSubsets()}

    def triangles(self, found):
        return {"triangles": sum(found.scores()) / 3}


class NetworkX:
    """Python alone: minutes for a few hundred people."""

    largest = "S"
    trials = 1
    methods = {"NetworkX: constraint of ten people":
               ("bridges", "constraint", "constraints")}

    def __init__(self):
        import networkx

        self.lib = networkx
        self.version = networkx.__version__

    def load(self, ties, _threads):
        people, a, b, weights = ties
        self.graph = self.lib.Graph()
        self.graph.add_nodes_from(range(people))
        self.graph.add_weighted_edges_from(
            zip(a.tolist(), b.tolist(), weights.tolist()))

    def constraint(self):
        people = len(self.graph)
        return self.lib.constraint(
            self.graph, range(0, people, people // 10))

    def constraints(self, found):
        return {"people_asked": len(found),
                "mean_constraint": sum(found.values()) / len(found)}


def line(options, bench, name, times, check, **more):
    times = sorted(times)
    middle = times[len(times) // 2] if times else 0
    print(json.dumps({
        "bench": bench, "case": name, "size": options.size,
        "people": options.people, "ties": options.ties, "seed": options.seed,
        "commit": os.environ.get("INTRO_BENCH_COMMIT", "unknown"),
        "compiler": "python " + sys.version.split()[0],
        "threads": options.threads, "trials": len(times),
        "min_ms": times[0] if times else 0, "median_ms": middle,
        "spread": (times[-1] - times[0]) / middle if middle else 0,
        "peak_mib": more.pop("peak_mib", 0.0), "check": check, **more},
        separators=(",", ":")), flush=True)


def run(peer, name, options, path):
    library = peer()
    bench, work, tell = peer.methods[name]
    ties = read_ties(path)
    if len(ties[1]) != options.ties or ties[0] != options.people:
        line(options, bench, name, [], "other ties than asked for")
        return
    library.load(ties, options.threads)
    times = []
    for _ in range(min(options.trials, library.trials)):
        start = time.perf_counter()
        found = getattr(library, work)()
        times.append((time.perf_counter() - start) * 1e3)
    line(options, bench, name, times, "ok", **getattr(library, tell)(found),
         version=library.version,
         peak_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def try_peer(peer, options, path):
    """One line a method, whatever happens. @return is all well"""
    good = True
    for name, (bench, _, _) in peer.methods.items():
        if list(SIZES).index(options.size) > list(SIZES).index(peer.largest):
            line(options, bench, name, [], "skipped: takes many minutes")
            continue
        try:
            peer()
            import numpy  # noqa: F401
        except ImportError as error:
            line(options, bench, name, [], "skipped: " + str(error))
            continue
        child = multiprocessing.Process(
            target=run, args=(peer, name, options, path))
        child.start()
        child.join()
        if child.exitcode != 0:
            line(options, bench, name, [], "ended by %d" % child.exitcode)
            good = False
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="T", choices=SIZES)
    parser.add_argument("--people", type=int)
    parser.add_argument("--ties", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--trials", type=int, default=3)
    parser.add_argument("--dir", default="bench/data")
    options, _ = parser.parse_known_args()
    options.people = options.people or SIZES[options.size][0]
    options.ties = options.ties or SIZES[options.size][1]
    path = os.path.join(options.dir, "%s-%d-%d-%d-ties.bin" % (
        options.size, options.people, options.ties, options.seed))
    if not os.path.exists(path):
        line(options, "clusters", "peers", [], "skipped: no ties of bench_clusters")
        return 0
    results = [try_peer(peer, options, path) for peer in (Igraph, NetworKit, NetworkX)]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
