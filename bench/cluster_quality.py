#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""How good the clusters are, beside igraph's and NetworKit's: a table of medians
over seeds.

    cluster_quality.py --introfind build/introfind [--data FOLDER] [--seeds 20]
        [--file NETWORK.graphml --truth ATTR] [--large]

Networks: planted partitions, drawn here; those of FOLDER that are there
(org/email-eu-core, social/ego-facebook, social/fb100-cornell5); a file. With
--large, instead of all but the file, LFR graphs of 50,000 people by NetworKit's
generator, which are not clustered several times as small networks are. Every tie
weighs the same; a directed tie both ways weighs two. Modularity is computed here
from the ties and the clusters alone, whoever found them; NMI is the arithmetic
one, over people whose group is known. igraph's Leiden runs two rounds (its
default) and until nothing changes, NetworKit's parallel one three.
"""
import argparse
import collections
import csv
import gzip
import itertools
import json
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile
from xml.etree import ElementTree


class Network:
    """Ties as {(a, b): weight}, and the group of some people."""

    def __init__(self, name, people, ties, groups):
        self.name = name
        self.people = people
        self.ties = ties
        self.groups = groups
        self.volumes = collections.Counter()
        for (a, b), weight in ties.items():
            self.volumes[a] += weight
            self.volumes[b] += weight
        self.total = sum(ties.values())

    def modularity(self, of):
        inside = sum(w for (a, b), w in self.ties.items() if of[a] == of[b])
        volumes = collections.Counter()
        for v, volume in self.volumes.items():
            volumes[of[v]] += volume
        return inside / self.total - sum(
            (volume / 2 / self.total) ** 2 for volume in volumes.values())

    def nmi(self, of):
        known = [(of[v], group) for v, group in self.groups.items()]
        if not known:
            return math.nan

        def entropy(values):
            counts = collections.Counter(values)
            return -sum(c / len(known) * math.log(c / len(known))
                        for c in counts.values())

        both = entropy(a for a, _ in known) + entropy(b for _, b in known)
        return 2 * (both - entropy(known)) / both if both > 0 else 1.0


# --- networks ----------------------------------------------------------------


def planted(name, sizes, inside, outside, seed):
    """Everybody has so many ties inside and outside his group, on average."""
    draw = random.Random(seed)
    groups = {}
    for group, size in enumerate(sizes):
        for _ in range(size):
            groups[len(groups)] = group
    people = len(groups)
    ties = {}
    for a, b in itertools.combinations(range(people), 2):
        size = sizes[groups[a]]
        chance = (inside / (size - 1) if groups[a] == groups[b]
                  else outside / (people - size))
        if draw.random() < chance:
            ties[a, b] = 1
    return Network(name, people, ties, groups)


def lfr(people, mixing, seed):
    """LFR: 10 to 100 ties a person, most of them few; groups of 30 to 600."""
    import networkit

    networkit.setNumberOfThreads(1)
    networkit.setSeed(seed, False)
    draw = networkit.generators.LFRGenerator(people)
    draw.generatePowerlawDegreeSequence(20, 100, -2.5)
    draw.generatePowerlawCommunitySizeSequence(30, 600, -1.5)
    draw.setMu(mixing)
    graph = draw.generate()
    groups = dict(enumerate(draw.getPartition().getVector()))
    ties = {(min(a, b), max(a, b)): 1 for a, b in graph.iterEdges()}
    outside = sum(groups[a] != groups[b] for a, b in ties) / len(ties)
    return Network("LFR, %d people, %.2f outside" % (people, outside), people,
                   ties, groups)


def open_text(path):
    if os.path.exists(path + ".gz"):
        return gzip.open(path + ".gz", "rt", encoding="utf-8", newline="")
    return open(path, encoding="utf-8", newline="")


def read_tables(name, folder, is_directed, attribute):
    """edges.csv and nodes.csv of a folder; None when it is not there."""
    if not os.path.isdir(folder):
        return None
    ids = {}
    groups = {}
    with open_text(os.path.join(folder, "nodes.csv")) as file:
        for row in csv.DictReader(file):
            ids[row["id"]] = len(ids)
            if attribute and row.get(attribute):
                groups[ids[row["id"]]] = row[attribute]
    arcs = set()
    with open_text(os.path.join(folder, "edges.csv")) as file:
        for row in csv.DictReader(file):
            a, b = ids[row["source"]], ids[row["target"]]
            if a != b:
                arcs.add((a, b) if is_directed else (min(a, b), max(a, b)))
    ties = collections.Counter((min(a, b), max(a, b)) for a, b in arcs)
    network = Network(name, len(ids), ties, groups)
    network.arcs = sorted(arcs) if is_directed else None
    return network


def read_graphml(path, attribute):
    ids = {}
    groups = {}
    ties = {}
    key = None
    for _, e in ElementTree.iterparse(path):
        tag = e.tag.split("}")[-1]
        if tag == "key" and e.get("attr.name") == attribute:
            key = e.get("id")
        elif tag == "node":
            v = ids.setdefault(e.get("id"), len(ids))
            for data in e:
                if data.get("key") == key and data.text:
                    groups[v] = data.text
            e.clear()
        elif tag == "edge":
            a, b = ids[e.get("source")], ids[e.get("target")]
            ties[min(a, b), max(a, b)] = 1
            e.clear()
    return Network(os.path.basename(path), len(ids), ties, groups)


def write_graphml(network, path):
    arcs = getattr(network, "arcs", None)
    with open(path, "w", encoding="ascii") as file:
        file.write('<graphml><graph edgedefault="%s">\n' % (
            "directed" if arcs else "undirected"))
        for v in range(network.people):
            file.write('<node id="n%d"/>\n' % v)
        for a, b in arcs or network.ties:
            file.write('<edge source="n%d" target="n%d"/>\n' % (a, b))
        file.write("</graph></graphml>\n")


# --- who clusters ------------------------------------------------------------


class Introfind:
    name = "introfind"

    def __init__(self, network, options):
        self.introfind = options.introfind
        self.folder = tempfile.TemporaryDirectory()
        graphml = os.path.join(self.folder.name, "network.graphml")
        self.snapshot = os.path.join(self.folder.name, "network.intro")
        write_graphml(network, graphml)
        subprocess.run([self.introfind, "import", "--quiet", "-o",
                        self.snapshot, graphml], check=True,
                       stdout=subprocess.DEVNULL)

    def find(self, seed):
        answer = json.loads(subprocess.run(
            [self.introfind, "clusters", "--quiet", "-n", self.snapshot,
             "--seed", str(seed), "--membership", "--format", "json"],
            check=True, capture_output=True).stdout)
        self.told = answer["quality"]["modularity"]
        return {int(v[1:]): c for v, c in answer["membership"].items()}


class Igraph:
    name = "igraph Leiden, 2 rounds"
    rounds = 2
    told = None

    def __init__(self, network, _options):
        import igraph

        self.lib = igraph
        self.graph = igraph.Graph(network.people, list(network.ties))
        self.weights = list(network.ties.values())

    def find(self, seed):
        self.lib.set_random_number_generator(random.Random(seed))
        return dict(enumerate(self.graph.community_leiden(
            "modularity", self.weights, n_iterations=self.rounds).membership))


class IgraphLong(Igraph):
    name = "igraph Leiden, to the end"
    rounds = -1


class NetworKit:
    name = "NetworKit ParallelLeiden"
    told = None

    def __init__(self, network, _options):
        import networkit

        self.lib = networkit
        # Threads that wait for each other take most of the time of small ones.
        networkit.setNumberOfThreads(1 if network.people < 10000 else 2)
        self.graph = networkit.Graph(network.people, weighted=True)
        for (a, b), weight in network.ties.items():
            self.graph.addEdge(a, b, weight)

    def method(self):
        return self.lib.community.ParallelLeiden(self.graph, iterations=3)

    def find(self, seed):
        self.lib.setSeed(seed, True)
        method = self.method()
        method.run()
        return dict(enumerate(method.getPartition().getVector()))


class NetworKitLouvain(NetworKit):
    name = "NetworKit PLM"

    def method(self):
        return self.lib.community.PLM(self.graph, refine=True)


# --- the table ---------------------------------------------------------------


def show(network, finder, options):
    scores = []
    for seed in range(1, options.seeds + 1):
        of = finder.find(seed)
        modularity = network.modularity(of)
        if finder.told is not None and abs(modularity - finder.told) > 1e-6:
            sys.exit("%s: modularity %.9g, and %.9g was told" % (
                network.name, modularity, finder.told))
        scores.append((modularity, network.nmi(of), len(set(of.values()))))
    modularity, nmi, clusters = zip(*scores)
    shown = statistics.median(nmi)
    print("| %s | %s | %.5f | %.5f-%.5f | %s | %d |" % (
        network.name, finder.name, statistics.median(modularity),
        min(modularity), max(modularity),
        "-" if math.isnan(shown) else "%.3f" % shown,
        statistics.median(clusters)), flush=True)


def list_large(options):
    for mixing in (0.31, 0.51):
        yield lfr(50000, mixing, 7)
    if options.file:
        yield read_graphml(options.file, options.truth)


def list_networks(options):
    for out in (2, 4, 6, 7):
        yield planted("4 x 32, %d of 16 ties outside" % out, [32] * 4, 16 - out,
                      out, out)
    yield planted("10 x 50, 5 of 20 outside", [50] * 10, 15, 5, 1)
    yield planted("20 to 120, 8 of 20 outside", list(range(20, 121, 10)), 12, 8,
                  1)
    if options.data:
        for name, folder, is_directed, attribute in (
                ("email-Eu-core (departments)", "org/email-eu-core", True,
                 "department"),
                ("ego-facebook", "social/ego-facebook", False, None),
                ("Cornell5 (years)", "social/fb100-cornell5", False, "year")):
            yield read_tables(name, os.path.join(options.data, folder),
                              is_directed, attribute)
    if options.file:
        yield read_graphml(options.file, options.truth)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--introfind", required=True)
    parser.add_argument("--data")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--file")
    parser.add_argument("--truth", default="industry")
    parser.add_argument("--large", action="store_true")
    options = parser.parse_args()
    print("| network | method | modularity, median | range | NMI, median | "
          "clusters |\n|---|---|---:|---:|---:|---:|")
    networks = list_large if options.large else list_networks
    for network in networks(options):
        if network is None:
            continue
        for finder in (Introfind, Igraph, IgraphLong, NetworKit,
                       NetworKitLouvain):
            try:
                found = finder(network, options)
            except ImportError as error:
                print("| %s | %s | skipped: %s | | | |" % (
                    network.name, finder.name, error))
                continue
            show(network, found, options)


if __name__ == "__main__":
    main()
