# SPDX-License-Identifier: GPL-2.0-or-later
"""Breadth of a graph by NetworkX and the definitions, compared with introfind.

  breadth_oracle.py INTROFIND FOLDER ATTRIBUTE directed|undirected

FOLDER has edges.csv and nodes.csv (.gz too). The attribute becomes `industry`,
ties get strengths from their ends. Prints how many figures were compared; what
differs goes to standard error and ends with 1.
"""
import csv
import gzip
import json
import math
import os
import subprocess
import sys
import xml.sax.saxutils

import networkx as nx

LEAST_KNOWN = 5
NEAR = 1e-9


def rows(folder, name):
    path = os.path.join(folder, name)
    if os.path.exists(path + ".gz"):
        with gzip.open(path + ".gz", "rt", encoding="utf-8", newline="") as f:
            yield from csv.DictReader(f)
    else:
        with open(path, encoding="utf-8", newline="") as f:
            yield from csv.DictReader(f)


def strength(a, b):
    """In 1/64 .. 1, exact in binary32; another one for the way back."""
    return (sum(map(ord, a)) * 7 + sum(map(ord, b)) * 13) % 64 / 64 + 1 / 64


def read(folder, attribute, is_directed):
    graph = nx.DiGraph() if is_directed else nx.Graph()
    groups = {}
    for row in rows(folder, "nodes.csv"):
        graph.add_node(row["id"])
        if row[attribute] != "":
            groups[row["id"]] = row[attribute]
    for row in rows(folder, "edges.csv"):
        a, b = row["source"], row["target"]
        if a != b:
            graph.add_edge(a, b, strength=strength(min(a, b), max(a, b))
                           if not is_directed else strength(a, b))
    return graph, groups


def write(graph, groups, path):
    quote = xml.sax.saxutils.quoteattr
    escape = xml.sax.saxutils.escape
    kind = "directed" if graph.is_directed() else "undirected"
    with open(path, "w", encoding="utf-8") as f:
        f.write('<graphml>\n<key id="i" for="node" attr.name="industry" '
                'attr.type="string"/>\n<key id="s" for="edge" '
                'attr.name="strength" attr.type="double"/>\n'
                f'<graph edgedefault="{kind}">\n')
        for v in graph:
            value = groups.get(v)
            data = "" if value is None else \
                f'<data key="i">{escape(value)}</data>'
            f.write(f"<node id={quote(v)}>{data}</node>\n")
        for a, b, tie in graph.edges(data=True):
            f.write(f"<edge source={quote(a)} target={quote(b)}>"
                    f'<data key="s">{tie["strength"]!r}</data></edge>\n')
        f.write("</graph></graphml>\n")


def weak_graph(graph):
    """One tie a pair, the stronger of the two."""
    weak = nx.Graph()
    weak.add_nodes_from(graph)
    for a, b, tie in graph.edges(data=True):
        before = weak.edges[a, b]["strength"] if weak.has_edge(a, b) else 0
        weak.add_edge(a, b, strength=max(before, tie["strength"]))
    return weak


def median(numbers):
    numbers = sorted(numbers)
    return (numbers[(len(numbers) - 1) // 2] + numbers[len(numbers) // 2]) / 2


def count_weak(weak, sets, v, below):
    near = sets[v]
    count = 0
    for w, tie in weak[v].items():
        other = sets[w]
        either = (near | other) - {v, w}
        overlap = len(near & other) / len(either) if either else 0
        count += tie["strength"] < below or overlap <= 0.05
    return count


def holes(graph, v):
    """Burt's constraint and effective size by their definitions: NetworkX takes
    a person with ties in only for isolated."""
    def z(a, b):
        return graph.has_edge(a, b) + graph.has_edge(b, a)

    def near(a):
        return set(graph.pred[a]) | set(graph.succ[a])

    mine = near(v)
    if not mine:
        return None, None
    total = sum(z(v, q) for q in mine)
    sums = {q: sum(z(q, w) for w in near(q)) for q in mine}
    most = {q: max(z(q, w) for w in near(q)) for q in mine}
    constraint = 0
    effective = 0
    for j in mine:
        shared = near(j) & mine
        constraint += (z(v, j) + sum(z(v, q) * z(q, j) / sums[q]
                                     for q in shared)) ** 2
        effective += 1 - sum(z(v, q) * z(j, q) / most[j]
                             for q in shared) / total
    return constraint / total ** 2, effective


def number(value):
    return None if math.isnan(value) else value


def all_holes(graph):
    if graph.is_directed():
        return {v: holes(graph, v) for v in graph}
    constraint = nx.constraint(graph)
    near = {v: set(graph[v]) for v in graph}
    # k - 2t/k, t the ties among the k contacts (Borgatti 1997)
    return {v: (number(constraint[v]),
                len(near[v]) - sum(len(near[v] & near[w]) for w in near[v]) /
                len(near[v]) if near[v] else None) for v in graph}


def diversity(weak, groups, v, is_weighted):
    sums = {}
    known = 0
    for w, tie in weak[v].items():
        if w in groups:
            known += 1
            sums[groups[w]] = sums.get(groups[w], 0) + (
                tie["strength"] if is_weighted else 1)
    out = dict.fromkeys(["blau", "shannon", "effective", "effective_low",
                         "effective_high", "ei_index"])
    out.update(known=known, categories=len(sums))
    if known == 0:
        return out
    total = math.fsum(sums.values())
    shares = [x / total for x in sums.values()]
    entropy = -math.fsum(p * math.log(p) for p in shares)
    square = math.fsum(p * math.log(p) ** 2 for p in shares)
    sd = math.sqrt(max(square - entropy ** 2, 0) / known +
                   (len(sums) - 1) / (2 * known ** 2))
    out["blau"] = 1 - math.fsum(p * p for p in shares)
    out["shannon"] = entropy
    out["effective"] = math.exp(entropy)
    out["effective_low"] = max(math.exp(entropy - 1.96 * sd), 1)
    out["effective_high"] = min(math.exp(entropy + 1.96 * sd), known)
    if v in groups:
        own = sums.get(groups[v], 0)
        out["ei_index"] = (total - 2 * own) / total
    return out


def expect(graph, groups, is_weighted):
    weak = weak_graph(graph)
    below = median([t for _, _, t in weak.edges(data="strength")])
    sets = {v: set(weak[v]) for v in weak}
    burt = all_holes(graph)
    people = {}
    for v in graph:
        ties = nx.single_source_shortest_path_length(graph, v, cutoff=3)
        within = [w for w, d in ties.items() if 0 < d <= 2]
        weak_ties = count_weak(weak, sets, v, below)
        people[v] = {
            "degree": weak.degree(v),
            "strong_ties": weak.degree(v) - weak_ties,
            "weak_ties": weak_ties,
            "by": {"industry": diversity(weak, groups, v, is_weighted)},
            "constraint": burt[v][0],
            "effective_size": burt[v][1],
            "reach2": len(within),
            "reach3": len(ties) - 1,
            "reach2_industries":
                len({groups[w] for w in within if w in groups}),
        }
    compared = [p["by"]["industry"]["effective"] for p in people.values()
                if p["by"]["industry"]["known"] >= LEAST_KNOWN]
    for p in people.values():
        figures = p["by"]["industry"]
        p["percentile"] = None
        if figures["known"] >= LEAST_KNOWN:
            x = figures["effective"]
            less = sum(y < x - NEAR for y in compared)
            equal = sum(abs(y - x) <= NEAR for y in compared)
            p["percentile"] = 100 * (less + equal / 2) / len(compared)
    return people


def flatten(figures, prefix=""):
    for key, value in figures.items():
        if isinstance(value, dict):
            yield from flatten(value, prefix + key + ".")
        else:
            yield prefix + key, value


def is_near(a, b):
    if a is None or b is None:
        return a is b
    return abs(a - b) <= NEAR * max(1, abs(b))


def compare(introfind, path, graph, groups, is_weighted):
    words = [introfind, "breadth", "--quiet", "-n", path, "--all", "--by",
             "industry", "--format", "json"]
    if is_weighted:
        words.append("--weighted")
    text = subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout
    wanted = expect(graph, groups, is_weighted)
    compared = 0
    wrong = 0
    lines = text.decode("utf-8").splitlines()
    if len(lines) != len(wanted):
        print(f"{len(lines)} rows of {len(wanted)}", file=sys.stderr)
        wrong += 1
    for line in lines:
        row = json.loads(line)
        if row.pop("schema") != "introfind.breadth/1":
            wrong += 1
        person = row.pop("id")
        row.pop("name")
        got = dict(flatten(row))
        right = dict(flatten(wanted[person]))
        if got.keys() != right.keys():
            print(person, sorted(got), sorted(right), file=sys.stderr)
            wrong += 1
        for key in right:
            compared += 1
            if not is_near(got[key], right[key]):
                wrong += 1
                print(person, key, got[key], right[key], file=sys.stderr)
    return compared, wrong


def main():
    introfind, folder, attribute, direction = sys.argv[1:]
    graph, groups = read(folder, attribute, direction == "directed")
    path = "oracle.graphml"
    write(graph, groups, path)
    total = 0
    for is_weighted in (False, True):
        compared, wrong = compare(introfind, path, graph, groups, is_weighted)
        if wrong:
            sys.exit(1)
        total += compared
    print(f"{len(graph)} people, {total} figures")


main()
