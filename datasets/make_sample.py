#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes the invented sample network into the folder `sample` beside this file.

Usage: python3 make_sample.py [FOLDER]

Three team mates' LinkedIn exports in the 2026 form, one export in the 2021
form, and an alumni club's GraphML graph.  Nobody in them exists: names are
drawn from two lists, companies are made up, and every mail address ends in
`.example`.  The same bytes come out each time, on every Python from 3.7 on.
"""
import os
import sys
import unicodedata
from datetime import date, datetime, timedelta
from urllib.parse import quote

AS_OF = date(2026, 3, 14)  # the newest date in the sample


class Rng:
    """splitmix64, so that the output depends on no library's generator."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return z ^ (z >> 31)

    def below(self, n):
        return self.next() % n

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def pick(self, items):
        return items[self.below(len(items))]

    def chance(self, percent):
        return self.below(1000) < percent * 10

    def some(self, items, count):
        items = list(items)
        out = []
        for _ in range(min(count, len(items))):
            out.append(items.pop(self.below(len(items))))
        return out

    def day(self, first, last):
        return first + timedelta(days=self.below((last - first).days + 1))


FIRST = """Adaeze Agnieszka Aiko Alejandro Amina Amparo Anaïs Andrzej Anjali Arjun Aroha Asger Aylin Ayodele Beatriz
Bilal Bronwyn Caoimhe Cheng Chiara Chidi Dagny Damir Deepa Dmitri Ebru Eirik Elif Eluned Emeka Esperanza Etienne
Fadila Farrukh Fatou Felipe Femi Florin Freya Gaëlle Gintaras Giulia Goran Habiba Haruto Hedda Hilde Hye-jin Ibrahim
Ignacio Imani Ioana Ivana Jaana Jabari Jadwiga Javier Jelena Jiho João Joaquín Kaja Kamala Karim Keiko Kerem Kwabena
Laleh Leilani Léa Liesbeth Ligaya Lucía Ludmila Makana Malik Manaia Margit Marisol Mbali Mehdi Minh Miroslav Mónica
Nadezhda Naledi Naveen Ngozi Nikolaj Niamh Nuria Oisín Olamide Oluwaseun Ondřej Oriane Paolo Paulina Petra Pilar Qiang
Rafaela Rahel Rania Rohit Rosalind Ruairí Sabine Sakari Samira Sefa Shanthi Sigrid Siobhán Søren Sunita Svetlana
Tadeusz Takumi Tamsin Tendai Thandiwe Thu-Trang Tiago Tunde Uchenna Valeria Vesna Vikram Wambui Wei Xiomara Yannick
Yasmin Yetunde Yosef Zanele Zdeněk Zofia Zuzana""".split()

LAST = """Abernethy Achterberg Adebayor Aðalsteinsson Aguinaldo Ainsworth Akkerman Albuquerque Almqvist Amankwah Anand
Andrianov Aquino Arvidsson Asante Bakshi Balogun Barzani Bednarz Bergström Bhattacharya Bielak Boateng Bordeleau
Brannigan Brightwater Bukowiecki Çelik Cárdenas Chaudhry Chukwuma Corrigan Csonka Dalgaard Danjuma Delacroix
Dimitrova Dlamini Dragomir Eberhardt Echeverría Eklund El-Amrani Engelbrecht Espinoza Fagbemi Falkenrath Feng Fitzmorris
Fjeldstad Fontaine Fukushima Gagliardi Galvão Ghebremariam Gómez-Ruiz Grönlund Guerra-Lima Gutiérrez Habtemariam
Hakimi Halvorsen Hashimoto Heikkinen Hlongwane Hoekstra Horváth Huang Ibáñez Iglesias Imperiale Iqbal Isherwood
Jablonski Jayawardena Jensby Kaplanoğlu Karlsrud Kawamoto Keawe Kipchumba Kjeldsen Kobayakawa Kovačević Krasniqi
Kuznetsova Lacroix Laurentis Leclercq Lindholm Longoria Lozano Lukacs Mäkelä Maduro-Vance Malherbe Mazur Mbeki-Hart
McAllenby Mendonça Merikanto Mnguni Moriyama Mukherjee Murtagh Nakagawa Ndiaye Nguyễn Nieminen Nkemelu Novotný
Nwachukwu O'Halloran Obuya Oduwole Okonjo Olafsson Onwudiwe Opoku Oyelaran Pakulski Papadakis Pasternak Petrosyan
Pham-Roy Popescu Quaye Quispe Raghunathan Rasmussen Ravenhill Restrepo Rojas-Vidal Rautavaara Sadiq Saldanha Santangelo
Scherbakov Sithebe Skarsgaard Śliwa Sokolova Strandberg Subramaniam Suwannarat Szalai Takahara Tamihana Tesfaye
Thistlewood Tjandra Tremblay-Oka Uddin Ueland Uzun Valtonen Vandersloot Vasquez-Imai Verhoeven Wachira Waszak Weatherby
Wickremasinghe Wojtyła-Kent Xaba Yamashiro Yilmazer Zawadzki Zeleke Zhakupov Zielonka""".split()

# (company, sector, home town, legal suffix that some members write)
COMPANIES = [tuple(c.strip() for c in line.split("|")) for line in """
Tidewick Labs|software|Gothenburg|AB
Sarnholt Analytics|software|Gothenburg|AB
Velkarra Robotics|software|Aarhus|ApS
Loomspire Software|software|Tallinn|
Mossgate Cloud|software|Porto|Lda
Cindermoor Games|software|Malmö|AB
Pixelbrand Studio|software|Lyon|SAS
Ferrowick Data|software|Delft|B.V.
Nettlefield Security|software|Leeds|Ltd
Ostrava Byteworks|software|Brno|s.r.o.
Halvane Maritime|shipping|Rotterdam|B.V.
Skerrywind Shipping|shipping|Bergen|AS
Dravik Ports|shipping|Gdynia|
Anchorleaf Logistics|shipping|Antwerp|NV
Grimsund Ferries|shipping|Gothenburg|AB
Northquay Freight|shipping|Hamburg|GmbH
Pellmora Capital|finance|Zurich|AG
Brackenfold Insurance|finance|Edinburgh|plc
Tessaly Bank|finance|Luxembourg|
Kestrelbay Ventures|finance|Lisbon|
Umbrafin Payments|finance|Vilnius|UAB
Harrowgate Pension Fund|finance|Leeds|
Oldmint Accounting|finance|Zurich|GmbH
Ledgerfern|finance|Accra|Ltd
Solvanta Asset Management|finance|Frankfurt|GmbH
Corvane Law|legal|London|LLP
Whitlock Adeyinka Partners|legal|Lagos|LLP
Juristo Legal Services|legal|Madrid|S.L.
Talland Consulting|consulting|London|Ltd
Broadmere Advisory|consulting|Dublin|Ltd
Kuvasti Strategy|consulting|Helsinki|Oy
Meridane Consulting|consulting|Nairobi|Ltd
Quenlark Biologics|health|Basel|GmbH
Saint Orlane Hospital|health|Seville|
Willowmarsh Clinic|health|Toronto|
Nordvita Pharma|health|Uppsala|AB
Helixmoor Diagnostics|health|Cambridge|Ltd
Bramblewood Care Homes|health|Cork|
Carevale Medical Devices|health|Galway|Ltd
Otterburn Veterinary Clinics|health|Utrecht|B.V.
University of Eastmere|education|Eastmere|
Larchwood College|education|Toronto|
Open Fjord Academy|education|Trondheim|
Ashgrove Primary School|education|Leeds|
Lumbrook Learning|education|Gothenburg|AB
Saffronfield Foods|food|Valencia|S.A.
Marrowstone Bakery|food|Ghent|
Pomelo & Finch Restaurants|food|Lisbon|
Tarnside Brewery|food|Kendal|Ltd
Greenbarrow Farms|food|Odense|A/S
Stroudwater Textiles|manufacturing|Porto|Lda
Eisenbach Machinery|manufacturing|Stuttgart|GmbH
Copperlane Motors|manufacturing|Turin|S.p.A.
Ravnkilde Wind|energy|Esbjerg|A/S
Sunhollow Solar|energy|Seville|S.L.
Gridmoor Energy|energy|Bristol|plc
Halcyon Weir Hydro|energy|Innsbruck|GmbH
City of Eastmere|government|Eastmere|
Harbour Authority of Dravik|government|Gdynia|
Riverlight Foundation|nonprofit|Geneva|
Open Shoreline|nonprofit|Mombasa|
Lanternhouse Media|media|Berlin|GmbH
The Eastmere Courier|media|Eastmere|
Fablewright Publishing|media|Warsaw|
Stonecrop Construction|construction|Oslo|AS
Archway & Ibarra Architects|construction|Bilbao|
Plumbline Estates|realestate|Dublin|
Lagoonrest Hotels|hospitality|Split|d.o.o.
Farewander Travel|hospitality|Athens|
Bluefinch Recruiting|staffing|Amsterdam|B.V.
Marlowe & Tan Retail|retail|Singapore|Pte. Ltd.
Thimblerow Fashion|retail|Milan|S.r.l.
""".strip().splitlines()]

TITLES = {
    "software": "Software Engineer|Senior Software Engineer|Product Manager|Engineering Manager|Data Scientist|UX Designer"
                "|VP Engineering|Site Reliability Engineer|CTO|QA Analyst|Head of Data|Account Executive",
    "shipping": "Fleet Manager|Naval Architect|Logistics Coordinator|Head of Procurement|Port Captain|Operations Director"
                "|Sustainability Lead|Chartering Broker",
    "finance": "Investment Analyst|Portfolio Manager|Risk Manager|Actuary|Partner|Financial Controller|Compliance Officer"
               "|Venture Associate|CFO|Tax Advisor",
    "legal": "Associate|Partner|Legal Counsel|Paralegal|Head of Compliance",
    "consulting": "Consultant|Senior Consultant|Principal|Managing Director|Business Analyst",
    "health": "Clinical Researcher|Hospital Administrator|Nurse Manager|Physician|Medical Director|Regulatory Affairs Manager"
              "|Lab Technician|Pharmacist|Head of Clinical Operations",
    "education": "Lecturer|Professor of Economics|Teacher|Dean|Programme Coordinator|PhD Researcher|Librarian",
    "food": "Head Chef|Supply Chain Manager|Brand Manager|Founder|Quality Manager|Food Technologist",
    "manufacturing": "Production Engineer|Plant Manager|Purchasing Manager|Mechanical Engineer|Sales Director",
    "energy": "Project Developer|Electrical Engineer|Grid Planner|Head of Policy|Asset Manager",
    "government": "City Planner|Policy Advisor|Harbour Master|Procurement Officer",
    "nonprofit": "Programme Director|Fundraising Manager|Executive Director|Volunteer Coordinator",
    "media": "Editor|Journalist|Art Director|Marketing Manager|Podcast Producer",
    "construction": "Site Manager|Architect|Structural Engineer|Quantity Surveyor",
    "realestate": "Property Manager|Estate Agent|Head of Lettings",
    "hospitality": "General Manager|Revenue Manager|Event Manager|Travel Designer",
    "staffing": "Recruiter|Talent Partner|Executive Search Consultant",
    "retail": "Store Manager|Buyer|E-commerce Manager|Fashion Designer",
}
TITLES = {k: v.split("|") for k, v in TITLES.items()}

INDUSTRY = {
    "software": "Software Development", "shipping": "Maritime Transportation", "finance": "Financial Services",
    "legal": "Legal Services", "consulting": "Business Consulting and Services", "health": "Hospitals and Health Care",
    "education": "Higher Education", "food": "Food and Beverage Services", "manufacturing": "Manufacturing",
    "energy": "Utilities", "government": "Government Administration", "nonprofit": "Non-profit Organizations",
    "media": "Book and Periodical Publishing", "construction": "Construction", "realestate": "Real Estate",
    "hospitality": "Hospitality", "staffing": "Staffing and Recruiting", "retail": "Retail",
}

# What each owner's own circle is made of, as sector: share.
CIRCLE = {
    "N": {"software": 34, "shipping": 14, "education": 9, "media": 8, "energy": 8, "consulting": 6, "manufacturing": 6,
          "government": 4, "nonprofit": 4, "staffing": 4, "health": 3},
    "T": {"finance": 36, "legal": 12, "consulting": 14, "realestate": 6, "shipping": 5, "software": 8, "government": 5,
          "construction": 6, "hospitality": 4, "staffing": 4},
    "M": {"health": 34, "education": 14, "food": 12, "retail": 8, "nonprofit": 8, "hospitality": 6, "software": 7,
          "manufacturing": 5, "media": 6},
    "shared": {"software": 20, "finance": 14, "health": 14, "consulting": 10, "education": 10, "energy": 8, "media": 8,
               "nonprofit": 6, "food": 5, "staffing": 5},
}

LINES_OUT = ["Thanks, that helps a lot.", "Could you look at the draft before Friday?", "Lunch next week, my treat.",
             "I moved the numbers to page two, see what you think.", "Good to see you at the meet-up!",
             "Sounds right. I will ask the others and come back to you.", "Congratulations on the new role 🎉",
             "Do you still know somebody in procurement?", "Sending the slides now.", "Ha, yes, exactly that.",
             "Could we do 15:00 instead?", "I owe you a coffee, at least.", "Any news from the pilot?",
             "Let me know when you are back in town."]
LINES_IN = ["Of course, with pleasure.", "Friday works. Call me after ten.", "Great idea, count me in.",
            "I read it twice: the second half is much stronger.", "Sorry for the silence, the move took all my time.",
            "Yes, and tell the team hello from me.", "I can put you in touch if you like.", "Perfect, thank you!",
            "We should write that down some day.", "He said \"maybe\", which is a yes in his language.",
            "Not this month, but ask me again in spring.", "Here is the link I promised: https://notes.example/7f3",
            "Big news soon, I cannot say more.", "That was fun. Same place next year?"]
LONG = ["Hi {name},\n\nshort question: do you have half an hour next week?\nIt is about the workshop.\n\nBest,\n{me}",
        "Dear {name},\n\nthe agenda, as promised:\n1. where we are\n2. \"what next\", and who\n3. dinner\n\nSee you, {me}",
        "Hello {name} 👋\nlong time no see! I often think of the project, the late trains, and the soup.\n– {me}"]
COLD = ["Hi {name}, I help teams like yours save time, money and nerves. Open to a call?",
        "Dear {name}, we have a wonderful opportunity for you. Are you free on Monday, or on Tuesday?",
        "Hello {name}, I saw your profile and was impressed. Shall we connect our businesses?"]
SKILLS = ["Data Analysis", "Project Management", "Public Speaking", "Python", "Negotiation", "Statistics", "Leadership",
          "Supply Chain", "Financial Modelling", "Clinical Trials", "Mentoring", "Writing"]


def plain(text):
    text = text.replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("ð", "d").replace("ı", "i")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


class Person:
    def __init__(self, rng, first, last, company="", sector="", title="", place=""):
        self.first, self.last = first, last            # as they stand in the exports
        self.company, self.sector, self.title, self.place = company, sector, title, place
        self.email = ""
        self.base = (first, last)
        stem = (first + "-" + last).lower().replace("'", "").replace(" ", "-")
        if plain(stem) != stem and not rng.chance(45):
            stem = plain(stem)
        tail = "example" if rng.chance(30) else "%08x" % (rng.next() & 0x0FFFFFFF)
        self.slug = unicodedata.normalize("NFC", stem) + "-" + tail

    @property
    def name(self):
        return (self.first + " " + self.last).strip()

    def url(self):              # Connections.csv: percent-encoded, upper-case hex
        return "https://www.linkedin.com/in/" + quote(self.slug, safe="-")

    def raw_url(self):          # messages.csv, Invitations.csv: raw UTF-8
        return "https://www.linkedin.com/in/" + self.slug

    def bare_url(self):         # Endorsement_*_Info.csv: no scheme
        return "www.linkedin.com/in/" + self.slug


def quoted(cell):
    return '"' + cell.replace('"', '""') + '"'


def cell(text):
    return quoted(text) if any(c in text for c in ',"\n\r') else text


def row(*cells):
    return ",".join(cell(c) for c in cells)


def us_time(stamp, padded=False):
    hour = stamp.hour % 12 or 12
    half = "AM" if stamp.hour < 12 else "PM"
    if padded:
        return "%02d/%02d/%02d, %02d:%02d %s" % (stamp.month, stamp.day, stamp.year % 100, hour, stamp.minute, half)
    return "%d/%d/%02d, %d:%02d %s" % (stamp.month, stamp.day, stamp.year % 100, hour, stamp.minute, half)


MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def dd_mon(day):
    return "%02d %s %d" % (day.day, MONTHS[day.month - 1], day.year)


def at(rng, day):
    return datetime(day.year, day.month, day.day, rng.between(7, 20), rng.below(60), rng.below(60))


class World:
    def __init__(self, seed):
        self.rng = Rng(seed)
        self.used = set()
        self.people = []
        self.known = {"N": {}, "T": {}, "M": {}}     # owner letter -> {person: day of the connection}
        self.threads = []                            # (members, title, [(sender, stamp, text)])
        self.endorsements = []                       # (from, to, skill, stamp, status)
        self.recommendations = []                    # (from, to, text, stamp)
        self.invitations = []                        # (from, to, stamp, text)
        self.build()

    # people ------------------------------------------------------------
    def person(self, first, last, company="", title="", place=""):
        entry = next((c for c in COMPANIES if c[0] == company), None)
        who = Person(self.rng, first, last, company, entry[1] if entry else "", title, place or (entry[2] if entry else ""))
        self.used.add((first, last))
        self.people.append(who)
        return who

    def stranger(self, circle):
        rng = self.rng
        while True:
            pair = (rng.pick(FIRST), rng.pick(LAST))
            if pair not in self.used:
                break
        sectors = CIRCLE[circle]
        roll = rng.below(sum(sectors.values()))
        for sector, share in sectors.items():
            if roll < share:
                break
            roll -= share
        reserved = ("Halvane Maritime", "Quenlark Biologics", "Tidewick Labs", "Sarnholt Analytics", "Pellmora Capital")
        choices = [c for c in COMPANIES if c[1] == sector and c[0] not in reserved]
        even = rng.chance(55)
        place = rng.below(len(choices))
        if not even:                    # some employers are larger than others
            place = min(place, rng.below(len(choices)))
        company = choices[place]
        if sum(p.company == company[0] for p in self.people) >= 19:
            company = choices[rng.below(len(choices))]
        return self.person(pair[0], pair[1], company[0], rng.pick(TITLES[sector]))

    def oddities(self, crowd):
        """The shapes of names, companies and titles that real exports have."""
        rng = self.rng
        crowd = rng.some(crowd, 150)
        take = lambda n: [crowd.pop() for _ in range(n)]
        for p, tail in zip(take(15), [", PMP", ", Ph.D.", ", MBA (She/Her)", ", CFA", ", PMP", ", MD, FRCP", ", PhD",
                                      ", CPA", ", LL.M.", ", MSc", ", PHR", ", RN", ", MBA", ", Dr. med.", ", ACCA"]):
            p.last += tail
        for p, tail in zip(take(6), [" (She/Her)", " (née Falk)", " (LION)", " (He/Him)", " (Ziggy)", " (they/them)"]):
            p.last += tail
        for p in take(5):
            p.first, p.last = p.first.upper(), p.last.upper()
        for p in take(4):
            p.first, p.last = p.first.lower(), p.last.lower()
        for p in take(6):
            p.last = p.last[0] + "."
        for p, sign in zip(take(4), [" 🚀", " ✔", " 🌱", "™"]):
            p.last += sign
        for p, lead in zip(take(4), ["Dr. ", "Prof. ", "Eng. ", "Dr. "]):
            p.first = lead + p.first
        for p in take(5):
            p.first += " "
        p = take(1)[0]
        p.first += ' "Kit"'
        p = take(1)[0]
        p.first += "\u00a0"
        for p in take(9):
            p.company = p.title = p.sector = ""
        for p in take(2):
            p.company, p.title, p.sector = "", "Student", ""
        for p, text in zip(take(9), ["Freelance", "Self-employed", "Freelance", "Stealth", "Confidential", "Self-employed",
                                     "Stealth Startup", "Retired", "Freelance"]):
            p.company, p.title, p.sector = text, "Consultant | Speaker | Author", ""
        for p in take(3):
            p.title += " | Building things that last • Ex-many places • Always learning, never quite done with it"
            p.title = p.title[:100]
        for p in take(5):
            p.company += " "
        for p in take(48):
            legal = next((c[3] for c in COMPANIES if c[0] == p.company), "")
            if legal:
                p.company += (", " if legal in ("Ltd", "LLP", "S.L.") else " ") + legal
        for p in take(10):
            p.email = plain(p.base[0] + "." + p.base[1]).lower().replace("'", "").replace(" ", "") + "@" + \
                rng.pick(["mail.example", "post.example", "inbox.example"])

    # evidence ----------------------------------------------------------
    def dialogue(self, a, b, mine, theirs, last, span, title=""):
        """A 1:1 thread: `mine` messages of a, `theirs` of b, ending on the day `last`."""
        rng = self.rng
        turns = [a] * mine + [b] * theirs
        turns = rng.some(turns, len(turns))
        days = sorted(rng.day(last - timedelta(days=span), last) for _ in turns)
        if days:
            days[-1] = last
        rows = []
        for sender, day in zip(turns, days):
            other = b if sender is a else a
            if rng.chance(12):
                text = rng.pick(LONG).format(name=other.base[0], me=sender.base[0])
            else:
                text = rng.pick(LINES_OUT if sender is a else LINES_IN)
            rows.append((sender, at(rng, day), text))
        self.threads.append(([a, b], title, sorted(rows, key=lambda r: r[1])))

    def group(self, members, count, last, title):
        rng = self.rng
        turns = list(members) + [rng.pick(members) for _ in range(max(0, count - len(members)))]
        days = sorted(rng.day(last - timedelta(days=40), last) for _ in turns)
        days[-1] = last
        rows = [(who, at(rng, day), rng.pick(LINES_OUT + LINES_IN)) for who, day in zip(turns, days)]
        self.threads.append((list(members), title, sorted(rows, key=lambda r: r[1])))

    def endorse(self, a, b, skills, day, status="ACCEPTED"):
        for skill in self.rng.some(SKILLS, skills):
            self.endorsements.append((a, b, skill, at(self.rng, day), status))

    def recommend(self, a, b, text, day):
        self.recommendations.append((a, b, text, at(self.rng, day)))

    # the story ---------------------------------------------------------
    def build(self):
        rng = self.rng
        n = self.nora = self.person("Nora", "Lindqvist", "Tidewick Labs", "Co-founder and CEO")
        t = self.tomas = self.person("Tomás", "Okafor", "Tidewick Labs", "Co-founder and CFO")
        m = self.mei = self.person("Mei", "Castellanos", "Tidewick Labs", "Co-founder, Science")
        self.wanjiru = self.person("Wanjiru", "Baptiste-Holm", "Lumbrook Learning", "Programme Director")
        self.owner = {"N": n, "T": t, "M": m}
        for p, tail in ((n, "example"), (t, "example"), (m, "1c0ffee0")):
            p.slug = unicodedata.normalize("NFC", p.name.lower().replace(" ", "-")) + "-" + tail
            p.email = plain(p.first).lower() + "@tidewick.example"
        self.wanjiru.email = "wanjiru@lumbrook.example"

        ilse = self.ilse = self.person("Ilse", "Marchetti-Oduya", "Halvane Maritime", "Chief Procurement Officer")
        anselm = self.anselm = self.person("Anselm", "Rautio-Vance", "Sarnholt Analytics", "Head of Data")
        sole = self.soledad = self.person("Soledad", "Whitcombe-Iyer", "Pellmora Capital", "Partner")
        bao = self.bao = self.person("Bao-Anh", "Ferreira-Lund", "Halvane Maritime", "Fleet Data Analyst")
        gudrun = self.person("Gudrun", "Tshabalala-Roos", "Halvane Maritime", "Chartering Broker")
        emre = self.emre = self.person("Emre", "Valdés-Kuipers", "Quenlark Biologics", "Medical Director")
        yuki = self.person("Yuki", "Abernathy-Soto", "Quenlark Biologics GmbH", "Regulatory Affairs Manager", "Basel")
        self.noor = self.person("Noor", "Vanterpool-Raine", "Quenlark Biologics", "Head of Clinical Operations")
        colleagues = [self.person(*x) for x in (
            ("Halldis", "Ekwueme", "Sarnholt Analytics", "Data Scientist"),
            ("Piotr", "Salazar-Nyman", "Sarnholt Analytics AB", "Engineering Manager"),
            ("Ottoline", "Baptista", "Sarnholt Analytics", "Product Manager"))]
        bankers = [self.person(*x) for x in (
            ("Rurik", "Mensah-Doyle", "Pellmora Capital", "Investment Analyst"),
            ("Chandra", "Lefkowitz", "Pellmora Capital AG", "Portfolio Manager"))]

        def know(owner, p, day):
            self.known[owner][p] = day

        for a, b, day in (("N", "T", date(2021, 2, 11)), ("N", "M", date(2021, 6, 3)), ("T", "M", date(2021, 6, 7))):
            know(a, self.owner[b], day)
            know(b, self.owner[a], day)
        know("N", self.wanjiru, date(2014, 9, 30))
        know("N", anselm, date(2017, 5, 22))
        know("N", bao, date(2023, 10, 9))
        know("T", sole, date(2016, 11, 2))
        know("T", gudrun, date(2022, 1, 18))
        know("T", yuki, date(2024, 4, 25))
        know("M", ilse, date(2023, 6, 13))
        know("M", emre, date(2019, 3, 27))
        for p, day in zip(colleagues, (date(2016, 2, 1), date(2018, 8, 20), date(2024, 12, 5))):
            know("N", p, day)
        for p, day in zip(bankers, (date(2017, 3, 3), date(2019, 5, 6))):
            know("T", p, day)

        self.dialogue(n, t, 46, 41, AS_OF, 900)
        self.dialogue(n, m, 33, 35, AS_OF - timedelta(days=2), 900)
        self.dialogue(t, m, 18, 14, AS_OF - timedelta(days=5), 700)
        self.recommend(t, n, "Nora turns a vague wish into a plan by lunch, and into a product by autumn.", date(2024, 5, 6))
        self.recommend(n, m, "Mei asks the question that everybody else was afraid to ask.", date(2024, 6, 17))
        self.endorse(n, t, 3, date(2023, 2, 14))
        self.endorse(m, n, 2, date(2024, 9, 9))
        # the close former colleague
        self.dialogue(n, anselm, 31, 28, date(2026, 2, 26), 1500)
        self.recommend(anselm, n, "I worked with Nora for three years.\nShe is fast, fair, and funny; hire her.", date(2019, 10, 21))
        self.recommend(n, anselm, "Anselm knows every data set, and every person behind it.", date(2019, 11, 4))
        self.endorse(anselm, n, 4, date(2022, 4, 12))
        # the team mate's strong contact
        self.dialogue(t, sole, 22, 19, date(2026, 1, 20), 1200)
        self.recommend(sole, t, "Tomás reads a balance sheet like other people read the weather.", date(2021, 1, 29))
        self.endorse(t, sole, 2, date(2022, 7, 7))
        # the one who now works beside the target
        self.dialogue(n, bao, 7, 6, date(2025, 9, 18), 400)
        for p in colleagues[:2]:
            self.dialogue(n, p, 5, 4, date(2020, 11, 12), 900)
        # the company that is looked for
        self.dialogue(m, emre, 9, 11, date(2025, 6, 30), 900)
        self.endorse(emre, m, 1, date(2020, 8, 8))
        self.dialogue(t, bankers[0], 6, 8, date(2024, 2, 2), 800)
        # asked, never answered: no tie
        self.invitations.append((n, ilse, at(rng, date(2026, 2, 3)), "Dear Ilse, I would love to tell you what we build at Tidewick."))

        # the crowd
        crowd = []
        for owners, count, circle in (("NTM", 14, "shared"), ("NT", 19, "shared"), ("NM", 17, "shared"), ("TM", 15, "shared"),
                                      ("N", 163, "N"), ("T", 148, "T"), ("M", 158, "M")):
            for _ in range(count):
                p = self.stranger(circle)
                crowd.append(p)
                for o in owners:
                    first = {"N": date(2012, 3, 1), "T": date(2011, 6, 1), "M": date(2013, 9, 1)}[o]
                    know(o, p, max(rng.day(first, AS_OF - timedelta(days=3)), rng.day(first, AS_OF - timedelta(days=3)))
                         if rng.chance(50) else rng.day(first, AS_OF - timedelta(days=3)))
        self.crowd = crowd
        self.alone = {o: [p for p in crowd if [q for q in "NTM" if p in self.known[q]] == [o]] for o in "NTM"}
        self.oddities(crowd)
        # two people of one name in each export
        for o in "NTM":
            a, b = rng.some([p for p in self.alone[o] if p.base == (p.first, p.last)], 2)
            b.first, b.last = b.base = a.base
        self.twins = {p.base for p in crowd if sum(q.base == p.base for q in crowd) > 1}
        self.messages()

    def messages(self):
        rng = self.rng
        self.only_messages = {}
        for o in "NTM":
            me = self.owner[o]
            friends = [p for p in self.known[o] if p in self.crowd]
            for p in friends:
                since = self.known[o][p]
                roll = rng.below(100)
                if roll < 12:                                   # one side wrote
                    count = rng.between(1, 3)
                    mine = count if rng.chance(40) else 0
                    self.dialogue(me, p, mine, count - mine, rng.day(since, AS_OF), 20)
                elif roll < 30:                                 # a few words
                    self.dialogue(me, p, rng.between(1, 3), rng.between(1, 3), rng.day(since, AS_OF), 60)
                elif roll < 38:                                 # in touch, or once in touch
                    self.dialogue(me, p, rng.between(4, 10), rng.between(4, 10), rng.day(since, AS_OF), 300)
                if since >= date(2025, 9, 15):
                    a, b = (me, p) if rng.chance(60) else (p, me)
                    text = "" if rng.chance(45) else rng.pick([
                        "Great talk yesterday, let us stay in touch!", "We met at the harbour fair, at the soup stand.",
                        "Hi {0}, I read your article, and would like to follow your work.".format(b.base[0])])
                    self.invitations.append((a, b, at(rng, since - timedelta(days=rng.below(3))), text))
                if rng.chance(7):
                    a, b = (me, p) if rng.chance(50) else (p, me)
                    self.endorse(a, b, rng.between(1, 3), rng.day(max(since, date(2016, 1, 1)), AS_OF))
                if rng.chance(2) and p.base == (p.first, p.last) and p.base not in self.twins:
                    a, b = (me, p) if rng.chance(50) else (p, me)
                    self.recommend(a, b, "A joy to work with: calm, exact, \"never late\".", rng.day(max(since, date(2016, 1, 1)), AS_OF))
            p = next(p for p in friends if p.base == (p.first, p.last))
            self.endorse(p, me, 1, date(2018, 6, 1), "REJECTED")
            # group threads: people of one owner who know each other
            topics = ["Sailing weekend", "Reading circle", "Old lab lunch", "Conference panel", "Flat hunt, summer",
                      "Choir tour", "Workshop follow-up", "Board game night"]
            for size, topic in zip([3, 3, 4, 4, 5, 6, 3, 4], topics):
                self.group([me] + rng.some(self.alone[o], size - 1), rng.between(size + 1, 2 * size + 3),
                           rng.day(date(2023, 5, 1), AS_OF - timedelta(days=9)), topic)
            # people who are met in messages only
            new = [self.stranger(o) for _ in range(6)]
            self.only_messages[o] = new
            for p in new[:4]:
                self.dialogue(me, p, rng.between(2, 6), rng.between(1, 6), rng.day(date(2022, 1, 1), AS_OF), 90)
            for p in new[4:]:
                self.dialogue(me, p, 0, 1, rng.day(date(2024, 1, 1), AS_OF), 5)
            for p in [self.stranger(o) for _ in range(3)]:      # invitations nobody accepted
                self.invitations.append((me, p, at(rng, rng.day(date(2025, 10, 1), AS_OF)), ""))
        n, t, m = self.nora, self.tomas, self.mei
        self.group([n, t, m], 17, AS_OF - timedelta(days=1), "Tidewick founders")
        self.group([n, t] + rng.some([p for p in self.known["N"] if p in self.known["T"] and p in self.crowd], 2), 9,
                   date(2025, 11, 20), "Pitch evening")
        self.group([n, m] + rng.some([p for p in self.known["N"] if p in self.known["M"] and p in self.crowd], 3), 11,
                   date(2024, 10, 2), "Shoreline volunteers")


PREAMBLE = ("Notes:\n"
            "\"When exporting your connection data, you may notice that some of the email addresses are missing. You will only see "
            "email addresses for connections who have allowed their connections to see or download their email address using this "
            "setting https://www.linkedin.com/psettings/privacy/email. You can learn more here "
            "https://www.linkedin.com/help/linkedin/answer/261\"\n\n")


def save(folder, name, text):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as out:
        out.write(text)


def conversation_id(rng):
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    return "2-" + "".join(rng.pick(letters) for _ in range(22)) + "=="


def write_connections(folder, rows, hidden):
    """rows: (day, person); hidden: days of members who closed their profile."""
    lines = [(day, row(p.first, p.last, p.url(), p.email, p.company, p.title, dd_mon(day))) for day, p in rows]
    lines += [(day, ",,,,,," + dd_mon(day)) for day in hidden]
    lines.sort(key=lambda x: (-x[0].toordinal(), x[1]))
    save(folder, "Connections.csv", PREAMBLE + "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n" +
         "\n".join(text for _, text in lines))


def write_messages(world, folder, owner, columns, ids):
    rng = world.rng
    head = ["CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO", "RECIPIENT PROFILE URLS", "DATE",
            "SUBJECT", "CONTENT", "FOLDER", "ATTACHMENTS", "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT"][:columns]
    blocks = []

    def line(ident, title, sender, sender_url, to, to_urls, stamp, text, folder_name="INBOX", subject="", draft="No"):
        cells = [ident, title, sender, sender_url, to, to_urls, stamp.strftime("%Y-%m-%d %H:%M:%S UTC"), subject, text,
                 folder_name, "", draft, "No"][:columns]
        return ",".join(quoted(c) for c in cells)

    cold = 0
    for number, (members, title, msgs) in enumerate(world.threads):
        if owner not in members:
            continue
        text = []
        for sender, stamp, words in msgs:
            to = [p for p in members if p is not sender]
            if len(members) == 2 and sender is not owner and len(msgs) == 1:
                cold += 1
                if cold % 3 == 0:
                    words = COLD[cold // 3 % len(COLD)].format(name=owner.first)
            text.append(line(ids[number], title, sender.name, sender.raw_url(), ",".join(p.name for p in to),
                             ",".join(p.raw_url() for p in to), stamp, words))
        blocks.append((msgs[-1][1], text))
    last = datetime(2026, 3, 12, 9, 30, 0)
    letter = next(k for k, v in world.owner.items() if v is owner)
    friend = [p for p in world.known[letter] if p in world.crowd][7]
    blocks.append((last, [line(conversation_id(rng), "", owner.name, owner.raw_url(), friend.name, friend.raw_url(), last,
                               "Hi, I wanted to ask you\n(unfinished)", draft="Yes")]))
    for k in range(4):        # members who are gone
        stamp = at(rng, rng.day(date(2019, 1, 1), date(2025, 12, 1)))
        ident = conversation_id(rng) if k else ""
        text = [line(ident, "", "LinkedIn Member", "", owner.name, owner.raw_url(), stamp, rng.pick(LINES_IN))]
        if k % 2:
            text.append(line(ident, "", owner.name, owner.raw_url(), "LinkedIn Member", "", stamp + timedelta(hours=3), rng.pick(LINES_OUT)))
        blocks.append((stamp, text))
    for k in range(7):        # sponsored InMail
        stamp = at(rng, rng.day(date(2024, 1, 1), date(2026, 3, 1)))
        html = ("<p class=\"spinmail-quill-editor__spin-break\">Hi %FIRSTNAME%,</p>"
                "<p class=\"spinmail-quill-editor__spin-break\">meet the <b>future</b> of spreadsheets, today.</p>")
        brand = ["Ferrowick Data", "Open Fjord Academy", "Umbrafin Payments"][k % 3]
        blocks.append((stamp, [line(conversation_id(rng), "An offer for you, " + owner.first, brand, "", owner.name,
                                    owner.raw_url(), stamp, html, subject="An offer for you", folder_name="SPAM" if k == 5 else "INBOX")]))
    blocks.sort(key=lambda b: (b[0], b[1]), reverse=True)
    body = [",".join(quoted(c) for c in head)]
    for _, text in blocks:
        body += reversed(text)
    save(folder, "messages.csv", "\n".join(body) + "\n")


def write_export(world, letter, folder, columns, hidden, ids, career, skills):
    owner = world.owner[letter]
    rng = world.rng
    write_connections(folder, [(d, p) for p, d in world.known[letter].items()],
                      [rng.day(date(2014, 1, 1), date(2025, 6, 1)) for _ in range(hidden)])
    write_messages(world, folder, owner, columns, ids)
    text = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
    for a, b, stamp, words in sorted((i for i in world.invitations if owner in i[:2]), key=lambda i: i[2], reverse=True):
        text += row(a.name, b.name, us_time(stamp), words, "OUTGOING" if a is owner else "INCOMING", a.raw_url(), b.raw_url()) + "\n"
    save(folder, "Invitations.csv", text)
    for name, word, mine, theirs in (("Received", "Endorser", 1, 0), ("Given", "Endorsee", 0, 1)):
        text = "Endorsement Date,Skill Name,{0} First Name,{0} Last Name,{0} Public Url,Endorsement Status\n".format(word)
        for e in sorted((e for e in world.endorsements if e[mine] is owner), key=lambda e: (e[3], e[2])):
            p = e[theirs]
            text += row(e[3].strftime("%Y/%m/%d %H:%M:%S UTC"), e[2], p.first, p.last, p.bare_url(), e[4]) + "\n"
        save(folder, "Endorsement_%s_Info.csv" % name, text)
        text = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
        for r in sorted((r for r in world.recommendations if r[mine] is owner), key=lambda r: r[3]):
            p = r[theirs]
            text += row(p.first, p.last, p.company, p.title, r[2], us_time(r[3], True), "VISIBLE" if mine else "") + "\n"
        save(folder, "Recommendations_%s.csv" % name, text)
    save(folder, "Positions.csv", "Company Name,Title,Description,Location,Started On,Finished On\n" +
         "".join(row(*c) + "\n" for c in career))
    save(folder, "Profile.csv", "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,"
         "Geo Location,Twitter Handles,Websites,Instant Messengers\n" +
         row(owner.first, owner.last, "", "", "", owner.title + " at Tidewick Labs", "We measure ships, and the sea thanks us.",
             "Software Development", "", "Gothenburg, Sweden", "", "[COMPANY:https://tidewick.example]", "") + "\n")
    save(folder, "Email Addresses.csv", "Email Address,Confirmed,Primary,Updated On\n" +
         row(owner.email, "Yes", "Yes", "2/3/21, 8:05 AM") + "\n")
    save(folder, "Skills.csv", "Name\n" + "".join(s + "\n" for s in skills))
    save(folder, "Logins.csv", "Login Date,IP Address,User Agent,Login Type\n"
         "2026-03-01 08:00:00 UTC,192.0.2.17,Invented Browser 1.0,\"THIS FILE MUST NOT BE READ\"\n"
         "2026-02-27 19:41:00 UTC,198.51.100.4,Invented Browser 1.0,\"a decoy, all of it made up\"\n")


def write_old(world, folder):
    """An export of 2021: no URL anywhere, everybody is a name."""
    rng, me = world.rng, world.wanjiru
    day = lambda: rng.day(date(2012, 1, 1), date(2021, 6, 10))
    people = [world.stranger("shared") for _ in range(50)]
    known = {p: day() for p in people}
    # names that stand in the newer exports too: only an e-mail address may join them
    both = [p for p in world.crowd if p.email and p.base not in world.twins][:3]
    same_name = [p for p in world.known["N"] if p in world.crowd and not p.email and p.base not in world.twins][:6]
    for p in both + same_name + [world.nora]:
        known[p] = day()
    for p in people[:2]:
        p.email = plain(p.first).lower() + "@post.example"
    people[3].last += ", PMP"
    people[4].company = people[4].title = ""
    people[5].first = people[5].first.upper()
    people[5].last = people[5].last.upper()
    lines = [(d, row(p.first, p.last, p.email, p.company, p.title, dd_mon(d))) for p, d in known.items()]
    lines += [(d, ",,,,," + dd_mon(d)) for d in (day(), day())]
    lines.sort(key=lambda x: (-x[0].toordinal(), x[1]))
    save(folder, "Connections.csv", PREAMBLE + "First Name,Last Name,Email Address,Company,Position,Connected On\n" +
         "\n".join(x[1] for x in lines))
    blocks = []
    for p in rng.some(people, 17):
        ident = conversation_id(rng)
        last = rng.day(max(known[p], date(2018, 1, 1)), date(2021, 6, 12))
        turns = [me] * rng.between(0, 6) + [p] * rng.between(1, 6)
        stamps = sorted((at(rng, last - timedelta(days=rng.below(200))) for _ in turns), reverse=True)
        text = []
        for sender, stamp in zip(rng.some(turns, len(turns)), stamps):
            to = p if sender is me else me
            words = rng.pick(LINES_OUT if sender is me else LINES_IN)
            text.append(row(ident, "", sender.name, "", to.name, stamp.strftime("%Y-%m-%d %H:%M:%S UTC"), "", words, "INBOX"))
        blocks.append((stamps[0], text))
    blocks.append((datetime(2020, 5, 5, 5, 5, 5), [row(conversation_id(rng), "", "LinkedIn Member", "", me.name,
                                                        "2020-05-05 05:05:05 UTC", "", "Good luck!", "ARCHIVE")]))
    blocks.sort(key=lambda b: (b[0], b[1]), reverse=True)
    save(folder, "messages.csv", "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER\n" +
         "".join(x + "\n" for _, text in blocks for x in text))
    text = "From,To,Sent At,Message,Direction\n"
    for p in sorted(people, key=lambda p: known[p], reverse=True)[:8]:
        a, b = (me, p) if rng.chance(50) else (p, me)
        text += row(a.name, b.name, us_time(at(rng, known[p])), "Shall we stay in touch?" if rng.chance(50) else "",
                    "OUTGOING" if a is me else "INCOMING") + "\n"
    save(folder, "Invitations.csv", text)
    text = "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorsement Status\n"
    for p in rng.some(people[6:], 7):
        text += row(at(rng, rng.day(date(2015, 1, 1), date(2021, 6, 1))).strftime("%Y/%m/%d %H:%M:%S UTC"), rng.pick(SKILLS),
                    p.first, p.last, "ACCEPTED") + "\n"
    save(folder, "Endorsement_Received_Info.csv", text)
    p = people[10]
    save(folder, "Recommendations_Received.csv", "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n" +
         row(p.first, p.last, p.company, p.title, "Wanjiru taught me how to plan a term, and how to survive it.", "01/09/19, 02:10 AM", "VISIBLE") + "\n")
    save(folder, "Positions.csv", "Company Name,Title,Description,Location,Started On,Finished On\n" +
         row("Lumbrook Learning", "Programme Director", "", "Gothenburg, Sweden", "Aug 2013", "") + "\n" +
         row("Ashgrove Primary School", "Teacher", "", "Leeds, United Kingdom", "2008", "Jul 2013") + "\n")
    save(folder, "Profile.csv", "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,"
         "Geo Location,Twitter Handles,Websites,Instant Messengers\n" +
         row(me.first, me.last, "", "", "", "Programme Director", "", "E-Learning", "", "Gothenburg, Sweden", "", "", "") + "\n")
    save(folder, "Email Addresses.csv", "Email Address,Confirmed,Primary,Updated On\n" + row(me.email, "Yes", "Yes", "9/1/13, 10:00 AM") + "\n")


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def write_alumni(world, path):
    """The alumni club of the (invented) University of Eastmere: 80 people, 200 ties."""
    rng = world.rng
    merged = [world.ilse, world.anselm, world.soledad] + \
        rng.some(world.alone["N"], 6) + rng.some(world.alone["T"], 6) + rng.some(world.alone["M"], 5)
    merged = [p for p in merged if p.base not in world.twins]
    people = merged + [world.noor]
    while len(people) < 80:
        people.append(world.stranger(rng.pick(["shared", "N", "T", "M"])))
    order = rng.some(people, len(people))
    number = {p: "a%02d" % (k + 1) for k, p in enumerate(order)}
    ties = {}

    def tie(a, b, weight):
        key = tuple(sorted((number[a], number[b])))
        if a is not b and key not in ties:
            ties[key] = weight
            return True
        return False

    tie(world.anselm, world.ilse, 6)
    tie(world.soledad, world.ilse, 3)
    tie(world.anselm, world.noor, 4)
    closed = {world.ilse, world.noor}
    years = {p: rng.between(0, 5) for p in people}          # classmates meet more often
    while len(ties) < 200:
        a, b = rng.pick(people), rng.pick(people)
        if a in closed or b in closed or (years[a] != years[b] and not rng.chance(9)):
            continue
        if (a in merged and b in merged) and not rng.chance(20):
            continue
        tie(a, b, None if rng.chance(15) else rng.pick([1, 1, 1, 2, 2, 2, 3, 4, 5, 8]))
    out = ['<?xml version="1.0" encoding="UTF-8"?>',
           '<!-- Invented: the alumni club of a university that does not exist. -->',
           '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    for key in ("name", "company", "position", "industry", "location", "url"):
        out.append('  <key id="%s" for="node" attr.name="%s" attr.type="string"/>' % (key, key))
    out.append('  <key id="weight" for="edge" attr.name="weight" attr.type="int"/>')
    out.append('  <graph id="alumni" edgedefault="undirected">')
    shapes = [lambda p: p.raw_url(), lambda p: p.url(), lambda p: p.raw_url() + "/", lambda p: p.raw_url().replace("https", "http"),
              lambda p: p.raw_url().replace("www.", "se.") + "?trk=club"]
    for p in order:
        out.append('    <node id="%s">' % number[p])
        name = (p.base[0] + " " + p.base[1]) if p in merged else p.name
        company = p.company
        for c in COMPANIES:
            if c[3] and company in (c[0] + " " + c[3], c[0] + ", " + c[3]):
                company = c[0]
        values = [("name", name), ("company", company.strip()), ("position", p.title), ("industry", INDUSTRY.get(p.sector, "")),
                  ("location", p.place)]
        if p in merged:
            values.append(("url", shapes[merged.index(p) % len(shapes)](p)))
        out += ['      <data key="%s">%s</data>' % (k, escape(v)) for k, v in values if v]
        out.append('    </node>')
    for (a, b), weight in sorted(ties.items()):
        if weight is None:
            out.append('    <edge source="%s" target="%s"/>' % (a, b))
        else:
            out.append('    <edge source="%s" target="%s"><data key="weight">%d</data></edge>' % (a, b, weight))
    out += ['  </graph>', '</graphml>', '']
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write("\n".join(out))


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "sample")
    world = World(20260314)
    ids = [conversation_id(world.rng) for _ in world.threads]
    write_export(world, "N", os.path.join(root, "nora-lindqvist"), 13, 4, ids,
                 [("Tidewick Labs", "Co-founder and CEO", "We put sensors on hulls,\nand sense into fleets.", "Gothenburg, Sweden", "Feb 2021", ""),
                  ("Sarnholt Analytics", "Senior Data Scientist", "", "Gothenburg, Sweden", "Mar 2015", "Jan 2021"),
                  ("Lumbrook Learning", "Analyst", "", "Gothenburg, Sweden", "2012", "Feb 2015")],
                 ["Data Analysis", "Leadership", "Public Speaking"])
    write_export(world, "T", os.path.join(root, "tomas-okafor"), 13, 3, ids,
                 [("Tidewick Labs", "Co-founder and CFO", "", "Gothenburg, Sweden", "Feb 2021", ""),
                  ("Pellmora Capital AG", "Investment Director", "", "Zurich, Switzerland", "Sep 2014", "Dec 2020")],
                 ["Financial Modelling", "Negotiation"])
    write_export(world, "M", os.path.join(root, "mei-castellanos"), 12, 5, ids,
                 [("Tidewick Labs", "Co-founder, Science", "", "Gothenburg, Sweden", "Jun 2021", ""),
                  ("Nordvita Pharma", "Research Lead", "", "Uppsala, Sweden", "2016", "May 2021")],
                 ["Clinical Trials", "Statistics", "Mentoring"])
    write_old(world, os.path.join(root, "older-2021"))
    write_alumni(world, os.path.join(root, "alumni.graphml"))


if __name__ == "__main__":
    main()
