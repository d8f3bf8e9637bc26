#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Random networks of one to three inputs, and two things that must hold of each:
what an export says is read again as the same network (twice, so that an export of
an export says it too), and a snapshot answers like the inputs that it was made of,
with the options of strengths given to the import or to the question.

usage: random_networks.py INTROFIND FIRST_SEED COUNT

Works in the present folder. Every difference is told with its seed; ends with 1
when there is one."""

import json
import os
import random
import subprocess
import sys

NAMES = ["name", "Name", "NAME", "label", "full name", "first name", "lastname",
         "company", "Company", "org", "position", "title", "industry", "sector",
         "Industry", "function", "seniority", "location", "country", "email", "url",
         "strength", "weight", "value", "id", "since", "inferred", "cluster", "type",
         "name.2", "labels", "subindustry", "skill", "guessed"]
TEXTS = ["Ann", "Bo Bee", "3", "007", "1.5", "1e3", "-2", "true", "Acme", "Acme Inc.",
         "CTO", "Head of Sales", "Software", "Banking", "Berlin", "a@x.example",
         "https://www.linkedin.com/in/ann", "  Cy ", "x;y", "a=b", "José", "=1+1",
         "2020-01-02", "", "Ω", '"q"', "&", "<", "none", "NaN", "9007199254740993"]
IDS = ["a", "b", "c", "d", "e", "n1", "é"]
SLUG = "https://www.linkedin.com/in/"


def escape(text):
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), ('"', "&quot;")):
        text = text.replace(sign, name)
    return text


class Writer:
    """Inputs of one seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def chance(self, p):
        return self.random.random() < p

    def value(self, kind):
        if kind in ("int", "long"):
            return self.random.choice(["1", "2", "007", "-3", "7"])
        if kind in ("double", "float"):
            return self.random.choice(["0.5", "1", "2.50", "1e-3"])
        if kind == "boolean":
            return self.random.choice(["true", "0"])
        return self.random.choice(TEXTS)

    def keys(self):
        found = {}
        for i in range(self.random.randint(0, 6)):
            key = f"d{i}" if self.chance(0.8) else self.random.choice(
                ["v_name", "name", "label", "weight"])
            kind = "string" if self.chance(0.6) else self.random.choice(
                ["string", "int", "double", "boolean", "long", "float", None])
            found.setdefault(key, (
                self.random.choice(["node", "node", "node", "edge", "edge", "all"]),
                self.random.choice(NAMES), kind, self.chance(0.15)))
        return found

    def data(self, keys, element):
        used = [key for key, (of, *_) in keys.items() if of in (element, "all")]
        self.random.shuffle(used)
        return "".join(f'<data key="{key}">{escape(self.value(keys[key][2]))}</data>'
                       for key in used if self.chance(0.7))

    def graphml(self, path):
        keys = self.keys()
        nodes = self.random.sample(IDS, self.random.randint(1, 6))
        with open(path, "w", encoding="utf-8") as out:
            out.write("<graphml>\n")
            for key, (of, name, kind, has_default) in keys.items():
                out.write(f'<key id="{key}" for="{of}" attr.name="{escape(name)}"')
                out.write(f' attr.type="{kind}"' if kind else "")
                out.write(f">\n<default>{escape(self.value(kind))}</default></key>\n"
                          if has_default else "/>\n")
            way = self.random.choice(["directed", "undirected"])
            out.write(f'<graph edgedefault="{way}">\n')
            for node in nodes:
                out.write(f'<node id="{node}">{self.data(keys, "node")}</node>\n')
            for _ in range(self.random.randint(0, 8)):
                a, b = self.random.choice(nodes), self.random.choice(nodes)
                way = self.random.choice(["", "", "", ' directed="true"',
                                          ' directed="false"'])
                out.write(f'<edge source="{a}" target="{b}"{way}>'
                          f'{self.data(keys, "edge")}</edge>\n')
            out.write("</graph></graphml>\n")

    def table(self, path, header, rows):
        with open(path, "w", encoding="utf-8") as out:
            out.write(header + "\n" + "".join(row + "\n" for row in rows))

    def linkedin(self, folder):
        pick = self.random.choice
        people = [("Me Myself", "me")] + [
            (f"{name} X", f"{name.lower()}{i}") for name in ("Ann", "Bo", "Cy")
            for i in (1, 2)]
        os.makedirs(folder, exist_ok=True)
        rows = []
        for _ in range(self.random.randint(1, 6)):
            name = pick(["Ann", "Bo", "Cy", "José", "Di"])
            slug = pick(["", f"{SLUG}{name.lower()}{self.random.randint(1, 3)}"])
            rows.append(f'{name},{pick(["Ask", "Bee"])},{slug},'
                        f'{pick(["", name.lower() + "@x.example"])},'
                        f'{pick(["Acme", "Bank AG", ""])},'
                        f'{pick(["CTO", "Head of Sales", "Clerk", ""])},'
                        f'{self.random.randint(1, 28):02d} {pick(["Jan", "Nov"])} '
                        f'{self.random.randint(2010, 2025)}')
        self.table(f"{folder}/Connections.csv", "First Name,Last Name,URL,"
                   "Email Address,Company,Position,Connected On", rows)
        rows = []
        for _ in range(self.random.randint(0, 6)):
            (a, slug_a), (b, slug_b) = self.random.sample(people, 2)
            rows.append(f"c{self.random.randint(1, 3)},,{a},{SLUG}{slug_a},{b},"
                        f"{SLUG}{slug_b},2023-0{self.random.randint(1, 9)}-11 "
                        "10:00:00 UTC,,hi,INBOX")
        self.table(f"{folder}/messages.csv", "CONVERSATION ID,CONVERSATION TITLE,"
                   "FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,"
                   "CONTENT,FOLDER", rows)
        self.table(f"{folder}/Positions.csv", "Company Name,Title,Description,"
                   "Location,Started On,Finished On",
                   ["Acme,CTO,,,Jan 2012,Mar 2019", "Bank AG,Clerk,,,Apr 2019,"])
        self.table(f"{folder}/Profile.csv", "First Name,Last Name,Headline,Industry",
                   ["Me,Myself,CTO at Acme,Banking"])


class Check:
    def __init__(self, introfind, seed):
        self.introfind = introfind
        self.writer = Writer(seed)
        self.seed = seed
        self.faults = 0
        self.asked = 0

    def run(self, *words):
        done = subprocess.run([self.introfind, *words], capture_output=True,
                              check=False)
        if done.returncode < 0 or done.returncode > 6:
            self.fault("ended with", done.returncode, words)
        self.asked += 1
        return done.returncode, done.stdout

    def fault(self, *words):
        self.faults += 1
        print("seed", self.seed, *words)

    def inputs(self):
        files = []
        for i in range(self.writer.random.choice([1, 2, 2, 3])):
            if self.writer.chance(0.3):
                files.append(f"export{i}")
                self.writer.linkedin(files[-1])
                continue
            files.append(f"file{i}.graphml")
            self.writer.graphml(files[-1])
            if self.writer.chance(0.25):
                self.replace_by_export(files[-1])
        return files

    def replace_by_export(self, path):
        self.writer.graphml("other.graphml")
        rule = self.writer.random.choice([[], ["--weight", "none"],
                                          ["--weight-is", "count"]])
        status, text = self.run("export", "--as", "graphml", "--quiet", *rule, "-n",
                                path, "-n", "other.graphml")
        if status == 0:
            with open(path, "wb") as out:
                out.write(text)

    def options(self):
        """For all that reads raw inputs, and the rule of strengths in two parts."""
        chance, pick = self.writer.chance, self.writer.random.choice
        raw = [word for word in ("--same-ids", "--merge-names", "--lenient")
               if chance(0.4)]
        rule = [[], []]
        for words in (["--weight", pick(["weight", "strength", "value", "none"])],
                      ["--weight-is", pick(["strength", "count", "cost"])],
                      ["--observed-only"], ["--as-of", "2024-05-05"]):
            if chance(0.2):
                rule[self.writer.random.randrange(2)].extend(words)
        return raw, rule

    def exports(self, words):
        status, lines = self.run("export", "--as", "jsonl", "--quiet", *words)
        if status != 0:
            self.fault("export ends with", status, words)
            return None
        return [json.loads(line) for line in lines.splitlines()]

    def compare(self, before, after, which):
        """Attributes of ours may have come; none may have gone or changed."""
        if len(before) != len(after):
            self.fault(which, "has", len(after), "lines for", len(before))
        for a, b in zip(before, after):
            for key, value in a.items():
                if key == "attributes" and a["type"] == "person":
                    same = all(b[key].get(k, self) == v for k, v in value.items())
                else:
                    same = b[key] == value
                if not same:
                    self.fault(which, key, value, "is", b[key])

    def day(self, words):
        """An export does not say the day that strengths were taken at."""
        status, text = self.run("info", "--format", "json", "--quiet", *words)
        if status != 0:
            self.fault("info ends with", status)
            return []
        day = json.loads(text)["provenance"]["as_of"]
        return ["--as-of", day] if day else []

    def check_export(self, rule):
        as_of = self.day(["-n", "n.intro", *rule[1]])
        first = self.exports(["-n", "n.intro", *rule[1]])
        words = ["-n", "n.intro", *rule[1]]
        for which in ("the export", "the export of the export"):
            status, text = self.run("export", "--as", "graphml", "--quiet", *words)
            if status != 0:
                self.fault(which, "ends with", status)
                return
            with open("again.graphml", "wb") as out:
                out.write(text)
            words = ["-n", "again.graphml", *as_of]
            again = self.exports(words)
            if first is not None and again is not None:
                self.compare(first, again, which)

    def question(self):
        pick = self.writer.random.choice
        by = ["--by", pick(["industry", "company", "function", "cluster", "name"])]
        me = pick(["id:a", "id:b", "id:c", "id:owner"])
        to = pick(["id:d", "id:e", "id:n1"])
        return pick([
            ["breadth", "--all", "--format", "csv"],
            ["breadth", "--all", "--format", "json", *by],
            ["breadth", "--all", "--trend", "--format", "csv"],
            ["bridges", "--format", "csv", "--paths", "warmth", *by],
            ["bridges", "--format", "csv", "--me", me, *by],
            ["bridges", "--format", "csv", "--permutations", "20", *by],
            ["clusters", "--format", "csv"],
            ["clusters", "--format", "csv", "--me", me],
            ["path", "--format", "csv", "--from", me, to],
            ["path", "--format", "csv", "--from", me, "--to-company", "Acme"],
            ["export", "--as", "jsonl"],
            ["export", "--as", "csv"],
            ["export", "--as", "csv", "--people"]])

    def check_snapshot(self, files, raw, rule):
        for _ in range(3):
            words = [*self.question(), "--quiet"]
            of_raw = self.run(*words, *raw, *rule[0], *rule[1],
                              *(word for file in files for word in ("-n", file)))
            of_snapshot = self.run(*words, *rule[1], "-n", "n.intro", "--threads", "3")
            if of_raw != of_snapshot:
                self.fault("the snapshot answers otherwise:", words, raw, rule, files,
                           of_raw, of_snapshot)

    def all(self):
        files = self.inputs()
        raw, rule = self.options()
        status, _ = self.run("import", "--quiet", *raw, *rule[0], "-o", "n.intro",
                             *files)
        if status == 0 and self.run("export", "--as", "csv", "--quiet", *rule[1],
                                    "-n", "n.intro")[0] == 0:
            self.check_export(rule)
            self.check_snapshot(files, raw, rule)


def main():
    introfind, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    faults = asked = 0
    for seed in range(first, first + count):
        check = Check(introfind, seed)
        check.all()
        faults += check.faults
        asked += check.asked
    print(f"{count} networks, {asked} commands, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
