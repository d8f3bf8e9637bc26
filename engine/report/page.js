/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a page can do more when scripts run: tables sort, the picture zooms,
   pans and answers the pointer, people are found by name. Everything is read
   from the page itself; strangers' text is only ever set as text. */
(function () {
  "use strict";
  const all = (what, from) => Array.from((from || document).querySelectorAll(what));
  const folded = text => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  /* --- tables that sort --- */

  function value(row, column) {
    const text = row.cells[column].textContent.trim();
    const number = Number(text.replace(/[,%<]/g, "").replace("\u2212", "-"));
    return { text: folded(text), number: text === "" || text === "\u2013" ? -Infinity : number };
  }

  function sort(table, column, down) {
    const body = table.tBodies[0];
    const rows = all("tr", body).map((row, place) => ({ row, place, key: value(row, column) }));
    const numbers = rows.every(r => !Number.isNaN(r.key.number));
    rows.sort((a, b) => {
      const order = numbers ? Math.sign(a.key.number - b.key.number) || 0
        : a.key.text < b.key.text ? -1 : a.key.text > b.key.text ? 1 : 0;
      return (down ? -order : order) || a.place - b.place;
    });
    body.append(...rows.map(r => r.row));
    all("thead th", table).forEach((head, i) => {
      if (i === column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  }

  all("table.sorts").forEach(table => all("thead th", table).forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const is = head.getAttribute("aria-sort");
      sort(table, column, is ? is === "ascending" : head.className === "num");
    });
  }));

  /* --- paper shows everything --- */

  const closed = [];
  addEventListener("beforeprint", () => all("details:not([open])").forEach(d => {
    closed.push(d);
    d.open = true;
  }));
  addEventListener("afterprint", () => closed.splice(0).forEach(d => { d.open = false; }));

  /* --- the picture --- */

  const figure = document.querySelector(".map");
  if (!figure) return;
  const svg = figure.querySelector("svg");
  const note = figure.querySelector(".note");
  const search = document.getElementById("find");
  const found = document.getElementById("found");
  const marks = all(".people > g > *", svg);
  const rows = all("#people tbody tr");
  const spots = marks.map(mark => {
    const box = mark.getBBox();
    return { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2),
      r: box.width / 2 };
  });
  const whole = svg.viewBox.baseVal;
  const frame = { x: whole.x, y: whole.y, w: whole.width, h: whole.height };
  let view = Object.assign({}, frame);
  let chosen = -1;
  const labels = all(".names, .isles", svg).map(group =>
    ({ group, size: parseFloat(getComputedStyle(group).fontSize) }));

  /* Ties are drawn as "M x yL x y" between the centres of marks, whole numbers. */
  const at = new Map(spots.map((s, i) => [s.x + "," + s.y, i]));
  const near = marks.map(() => []);
  all(".ties path", svg).forEach(path => path.getAttribute("d").split("M").slice(1).forEach(line => {
    const [a, b] = line.split("L").map(end => at.get(end.trim().replace(" ", ",")));
    if (a !== undefined && b !== undefined) {
      near[a].push(b);
      near[b].push(a);
    }
  }));

  const overlay = document.createElementNS("http://www.w3.org/2000/svg", "g");
  svg.append(overlay);

  function draw(name, attributes, text) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, worth]) => element.setAttribute(key, worth));
    if (text !== undefined) element.textContent = text;
    overlay.append(element);
    return element;
  }

  function nameOf(i) {
    return rows[i] ? rows[i].cells[0].textContent : "";
  }

  function tell(i) {
    const cells = rows[i] ? Array.from(rows[i].cells).map(c => c.textContent.trim()) : [];
    const heads = all("#people thead th").map(h => h.textContent.trim());
    note.textContent = cells.map((text, c) => c === 0 ? text : text && heads[c] + ": " + text)
      .filter(Boolean).join(" \u00b7 ");
  }

  function show(i) {
    overlay.replaceChildren();
    if (i < 0) {
      marks.forEach(mark => mark.classList.remove("hot"));
      note.textContent = "";
      return;
    }
    const zoom = view.w / frame.w;
    const spot = spots[i];
    marks.forEach(mark => mark.classList.remove("hot"));
    marks[i].classList.add("hot");
    draw("path", { class: "lit", d: near[i].map(j =>
      "M" + spot.x + " " + spot.y + "L" + spots[j].x + " " + spots[j].y).join("") });
    near[i].concat(i).forEach(j => draw("circle", { class: "lit", cx: spots[j].x, cy: spots[j].y,
      r: spots[j].r + 1.5 }));
    const left = spot.x > view.x + view.w / 2;
    draw("text", { x: spot.x + (left ? -1 : 1) * (spot.r + 5), y: spot.y + 4 * zoom,
      "text-anchor": left ? "end" : "start", "font-size": 14 * zoom, "font-weight": 650 }, nameOf(i));
    tell(i);
  }

  function look(next) {
    const w = Math.min(frame.w, Math.max(frame.w / 16, next.w));
    const h = w * frame.h / frame.w;
    view = { w, h,
      x: Math.min(frame.x + frame.w - w, Math.max(frame.x, next.x)),
      y: Math.min(frame.y + frame.h - h, Math.max(frame.y, next.y)) };
    svg.setAttribute("viewBox", [view.x, view.y, view.w, view.h].join(" "));
    const zoom = view.w / frame.w;
    labels.forEach(({ group, size }) => {
      group.style.fontSize = size * Math.sqrt(zoom) + "px";
    });
  }

  function zoom(by, x, y) {
    const cx = x === undefined ? view.x + view.w / 2 : x;
    const cy = y === undefined ? view.y + view.h / 2 : y;
    const w = Math.min(frame.w, Math.max(frame.w / 16, view.w * by));
    const real = w / view.w;
    look({ w, x: cx - (cx - view.x) * real, y: cy - (cy - view.y) * real });
  }

  function pan(dx, dy) {
    look({ w: view.w, x: view.x + dx * view.w, y: view.y + dy * view.h });
  }

  function point(event) {
    const box = svg.getBoundingClientRect();
    return { x: view.x + (event.clientX - box.left) / box.width * view.w,
      y: view.y + (event.clientY - box.top) / box.height * view.h };
  }

  function nearest(event) {
    const p = point(event);
    let best = -1;
    let least = Infinity;
    spots.forEach((s, i) => {
      const away = Math.hypot(s.x - p.x, s.y - p.y) - s.r;
      if (away < least) {
        least = away;
        best = i;
      }
    });
    return least < 6 * view.w / frame.w + 2 ? best : -1;
  }

  let held = null;
  svg.addEventListener("pointerdown", event => {
    held = { x: event.clientX, y: event.clientY, moved: false };
  });
  addEventListener("pointerup", () => { held = null; figure.classList.remove("held"); });
  svg.addEventListener("pointermove", event => {
    if (held && event.pointerType !== "touch") {
      const box = svg.getBoundingClientRect();
      const dx = event.clientX - held.x;
      const dy = event.clientY - held.y;
      if (!held.moved && Math.abs(dx) + Math.abs(dy) < 4) return;
      figure.classList.add("held");
      pan(-dx / box.width, -dy / box.height);
      held = { x: event.clientX, y: event.clientY, moved: true };
      return;
    }
    const i = nearest(event);
    show(i < 0 ? chosen : i);
  });
  svg.addEventListener("pointerleave", () => show(chosen));
  svg.addEventListener("click", event => {
    const i = nearest(event);
    chosen = i === chosen ? -1 : i;
    show(chosen);
  });
  svg.addEventListener("wheel", event => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const p = point(event);
    zoom(event.deltaY < 0 ? 0.8 : 1.25, p.x, p.y);
  }, { passive: false });

  const steps = { in: () => zoom(0.7), out: () => zoom(1 / 0.7), reset: () => look(frame) };
  all("[data-step]").forEach(button =>
    button.addEventListener("click", () => { steps[button.dataset.step](); show(chosen); }));
  const box = figure.querySelector(".view");
  box.addEventListener("keydown", event => {
    const keys = { "+": steps.in, "=": steps.in, "-": steps.out, "0": steps.reset,
      ArrowLeft: () => pan(-0.15, 0), ArrowRight: () => pan(0.15, 0),
      ArrowUp: () => pan(0, -0.15), ArrowDown: () => pan(0, 0.15),
      Escape: () => { chosen = -1; } };
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
    show(chosen);
  });

  /* --- finding people --- */

  const texts = rows.map(row => folded(row.textContent));
  function find() {
    const words = folded(search.value).split(/\s+/).filter(Boolean);
    const hits = [];
    rows.forEach((row, i) => {
      const is = words.every(word => texts[i].includes(word));
      row.hidden = !is;
      if (words.length && is) hits.push(i);
      if (marks[i]) marks[i].classList.toggle("cool", words.length > 0 && !is);
    });
    chosen = hits.length === 1 ? hits[0] : -1;
    show(chosen);
    found.textContent = words.length === 0 ? "" : hits.length === 1 ? "1 person" : hits.length + " people";
  }
  search.addEventListener("input", find);
  search.addEventListener("keydown", event => {
    if (event.key === "Escape") {
      search.value = "";
      find();
    }
  });
  rows.forEach((row, i) => row.addEventListener("click", () => {
    chosen = i;
    show(i);
  }));

  all(".tools").forEach(tools => { tools.hidden = false; });
  box.tabIndex = 0;
  figure.classList.add("live");
}());
