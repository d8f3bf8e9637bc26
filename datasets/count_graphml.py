#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Prints EXPECTED.tsv: what a right reader finds in each GraphML file of this folder.

Usage: python3 count_graphml.py > EXPECTED.tsv

It shares nothing with the program under test: a few lines over Expat, slow and
plain, for small files only.  An undirected tie counts once; a directed one once
per direction; self-loops are dropped.
"""
import glob
import math
import os
import re
import sys
import xml.parsers.expat

INTEGERS = {"int", "integer", "long", "short"}
REALS = {"float", "double"}
WEIGHTS = ("weight", "edgeweight", "strength", "value", "tiestrength", "width", "count", "frequency", "closeness", "messages")

MORE = {"good-two-graphs.graphml": ["--graph all", "--graph 2"], "bad-weight.graphml": ["--bad-weight drop"],
        "good-office.graphml": ["--weight none"]}


class Refused(Exception):
    pass


def plain(name):
    return re.sub(r"[ _-]", "", re.sub(r"^[vVeE][_-]", "", name)).lower()


class Reader:
    """One pass over the file; keeps every declaration and checks at the end."""

    def __init__(self, wanted, drop):
        self.wanted = wanted            # number of the graph to read, or None for all
        self.drop = drop                # skip a tie of bad weight instead of refusing the file
        self.dropped = set()
        self.keys, self.values = {}, []
        self.nodes, self.edges = [], []
        self.stack, self.graphs, self.text, self.data = [], 0, None, None

    def read(self, path):
        parser = xml.parsers.expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.chars
        parser.EntityDeclHandler = self.refuse
        parser.AttlistDeclHandler = self.refuse
        try:
            with open(path, "rb") as f:
                parser.ParseFile(f)
        except xml.parsers.expat.ExpatError as error:
            raise Refused(str(error))
        if not self.graphs:
            raise Refused("no graph")
        self.check()

    def refuse(self, *_):
        raise Refused("a declaration in the DTD")

    def reading(self):
        return self.wanted is None or self.graphs == self.wanted

    def start(self, tag, attrs):
        tag = tag.rsplit(":", 1)[-1]
        if self.data is not None:            # whatever a <data> holds is that writer's own business
            self.stack.append("inside")
            return
        parent = self.stack[-1][0] if self.stack else None
        if tag == "graph":
            if not any(s[0] == "graph" for s in self.stack):
                self.graphs += 1
            self.stack.append(("graph", attrs.get("edgedefault", "undirected")))
            return
        self.stack.append((tag, attrs))
        if tag == "key":
            kind = attrs.get("attr.type", "string").lower()
            name = attrs.get("attr.name", attrs["id"])
            for target in (attrs["for"],) if "for" in attrs else ("all",):
                old = self.keys.setdefault((attrs["id"], target), (name, kind))
                if old != (name, kind):
                    raise Refused("key %s twice" % attrs["id"])
            self.key = (attrs["id"], name, kind, attrs.get("for", "all"))
        elif tag == "default" and parent == "key":
            self.data, self.text = ("default",) + self.key, ""
        elif tag == "node" and self.reading():
            if not attrs.get("id", "").strip():
                raise Refused("a node without an id")
            self.nodes.append(attrs["id"])
        elif tag == "edge" and self.reading():
            if "source" not in attrs or "target" not in attrs:
                raise Refused("an edge without an end")
            fallback = next(s[1] for s in reversed(self.stack) if s[0] == "graph")
            way = attrs.get("directed", "true" if fallback == "directed" else "false")
            self.edges.append((attrs["source"], attrs["target"], way == "true"))
        elif tag == "data":
            self.data, self.text = ("data", attrs["key"], parent, self.reading(), len(self.edges) - 1), ""

    def chars(self, text):
        if self.data is not None and self.stack[-1] != "inside":
            self.text += text

    def end(self, _):
        top = self.stack.pop()
        if top != "inside" and top[0] in ("data", "default") and self.data is not None:
            self.values.append((self.data, self.text.strip()))
            self.data = None

    def check(self):
        if len(set(self.nodes)) < len(self.nodes):
            raise Refused("one id twice")
        for where, text in self.values:
            if where[0] == "data":
                _, key, element, reading, edge = where
                if not reading:
                    continue
                name, kind = self.keys.get((key, element)) or self.keys.get((key, "all")) or \
                    next((v for k, v in self.keys.items() if k[0] == key), (key, "string"))
            else:
                _, key, name, kind, element = where
            if not text:
                continue
            try:
                if kind in INTEGERS:
                    int(text)
                elif kind in REALS:
                    float(text)
                elif kind in ("boolean", "bool") and text.lower() not in ("true", "false", "0", "1"):
                    raise ValueError(text)
                if element == "edge" and plain(name) in WEIGHTS and not (0 < float(text) < math.inf):
                    if not self.drop or where[0] != "data":
                        raise ValueError("weight " + text)
                    self.dropped.add(edge)
            except ValueError as error:
                raise Refused(str(error))


def count(path, options):
    wanted = None if options == "--graph all" else int(options[8:]) if options.startswith("--graph ") else 1
    reader = Reader(wanted, options == "--bad-weight drop")
    reader.read(path)
    made = {end for a, b, _ in reader.edges for end in (a, b)} - set(reader.nodes)
    stated = len(reader.edges)
    reader.edges = [e for k, e in enumerate(reader.edges) if k not in reader.dropped]
    loops = sum(a == b for a, b, _ in reader.edges)
    ties = {(a, b, True) if way else (min(a, b), max(a, b), False) for a, b, way in reader.edges if a != b}
    directed = any(way for *_, way in reader.edges)
    return [len(reader.nodes) + len(made), len(ties), len(reader.nodes), stated, loops,
            len(reader.edges) - loops - len(ties), len(made), "true" if directed else "false", 0]


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    out = ["file\tpeople\tties\tread_nodes\tread_edges\tself_loops\tparallel\tundeclared\tdirected\texit\toptions"]
    for path in sorted(glob.glob(os.path.join(here, "**", "*.graphml"), recursive=True)):
        name = os.path.relpath(path, here)
        for options in [""] + MORE.get(name, []):
            try:
                cells = count(path, options)
            except Refused as reason:
                print("%s: %s" % (name, reason), file=sys.stderr)
                cells = ["refused"] + ["-"] * 7 + [3]
            out.append("\t".join([name] + [str(c) for c in cells] + [options]))
    print("\n".join(out))


if __name__ == "__main__":
    main()
