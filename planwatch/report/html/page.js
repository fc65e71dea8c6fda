"use strict";
(() => {
  const root = document.documentElement;
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  root.dataset.script = "yes";

  // --- language ---------------------------------------------------------------------------
  const code = () => (at("lang-en").checked ? "en" : "zh");
  const word = ([zh, en], values = {}) =>
    (code() === "en" ? en : zh).replace(/\{(\w+)\}/g, (_, name) => values[name]);

  function speak() {
    root.lang = code() === "en" ? "en" : "zh-Hans";
    document.title = root.dataset[code()];
    for (const option of all("option[data-zh]")) option.textContent = option.dataset[code()];
    filter();
    for (const why of all("details.why[open]")) explain(why);
    if (!at("theme-places").hidden) showTheme(shownTheme);
  }

  function make(name, text = "", attributes = {}) {
    const element = document.createElement(name);
    element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }

  // --- search and filters -----------------------------------------------------------------
  const cards = all(".card");
  const texts = new Map();
  const names = { status: "s", theme: "t", chapter: "c" };
  let waiting = 0;

  const textOf = (card) => {
    if (!texts.has(card)) texts.set(card, card.textContent.toLowerCase());
    return texts.get(card);
  };

  function filter() {
    const words = at("query").value.toLowerCase().split(/\s+/).filter(Boolean);
    const asked = Object.entries(names)
      .map(([id, key]) => [key, at(id).value])
      .filter(([, value]) => value);
    const active = words.length > 0 || asked.length > 0;
    const fits = cards.map(
      (card) =>
        asked.every(([key, value]) => card.dataset[key].split(" ").includes(value)) &&
        words.every((one) => textOf(card).includes(one)),
    );
    cards.forEach((card, place) => { card.hidden = !fits[place]; });
    for (const group of all(".group")) group.hidden = !group.querySelector(".card:not([hidden])");
    for (const list of all("details.list")) {
      list.hidden = active && !list.querySelector(".card:not([hidden])");
      if (active && !list.hidden && !("opened" in list.dataset)) {
        list.dataset.opened = list.open ? "yes" : "";
        list.open = true;
      } else if (!active && "opened" in list.dataset) {
        list.open = Boolean(list.dataset.opened);
        delete list.dataset.opened;
      }
    }
    const shown = fits.filter(Boolean).length;
    at("found").textContent = word(data.words["report.found"], { shown, total: cards.length });
  }

  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  }

  // --- waterfalls -------------------------------------------------------------------------
  const SVG = "http://www.w3.org/2000/svg";

  function bar(before, after, least, most) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 100 10");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    const place = (sum) => ((sum - least) / (most - least || 1)) * 100;
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("class", after >= before ? "plus" : "minus");
    rect.setAttribute("x", Math.min(place(before), place(after)).toFixed(2));
    rect.setAttribute("width", Math.max(0.5, Math.abs(place(after) - place(before))).toFixed(2));
    rect.setAttribute("y", after >= before ? 0 : 3);
    rect.setAttribute("height", after >= before ? 10 : 4);
    const zero = document.createElementNS(SVG, "line");
    zero.setAttribute("class", "zero");
    for (const [name, value] of [["x1", place(0)], ["x2", place(0)], ["y1", 0], ["y2", 10]]) {
      zero.setAttribute(name, value);
    }
    svg.append(zero, rect);
    return svg;
  }

  const signed = (number) => (number < 0 ? "−" : "+") + Math.abs(number).toFixed(4);

  function waterfall([old, fresh, score, confidence, rows]) {
    const table = make("table");
    table.append(make("caption", word(data.words["report.why.rows"], {
      old, new: fresh, score: signed(score), confidence,
    })));
    const head = table.createTHead().insertRow();
    for (const key of ["feature", "weight", "sum", "total", "quotes"]) {
      const text = key === "total" ? "" : word(data.words[`report.why.${key}`]);
      if (key !== "total") head.append(make("th", text, { scope: "col" }));
    }
    const sums = rows.reduce((found, row) => [...found, found[found.length - 1] + row[1]], [0]);
    const least = Math.min(...sums), most = Math.max(...sums);
    const body = table.createTBody();
    rows.forEach(([feature, weight, note, before, after], place) => {
      const row = body.insertRow();
      row.append(make("th", `${word(data.features[feature])} ${note}`.trim(), { scope: "row" }));
      row.append(make("td", signed(weight), { class: "number" }));
      const cell = make("td", signed(sums[place + 1]), { class: "number" });
      cell.append(bar(sums[place], sums[place + 1], least, most));
      row.append(cell);
      const quotes = [...new Set([before, after].filter(Boolean))].join(" ↔ ");
      row.append(make("td", quotes, { lang: "zh" }));
    });
    const last = table.createTFoot().insertRow();
    last.append(make("th", word(data.words["report.why.total"]), { scope: "row" }));
    last.append(make("td", signed(score), { class: "number" }), make("td"), make("td"));
    return table;
  }

  function explain(why) {
    all(".scroll", why).forEach((old) => old.remove());
    for (const number of why.dataset.links.split(" ")) {
      const frame = make("div", "", { class: "scroll", tabindex: "0" });
      frame.append(waterfall(data.links[Number(number)]));
      why.append(frame);
    }
  }

  // --- themes: everything that the plans say of one ---------------------------------------
  let shownTheme = "";

  function place([anchor, cited]) {
    const item = make("li");
    const sentence = at(anchor);
    const reading = sentence.querySelector(".r") || sentence;
    item.append(make("a", cited, { class: "cite", href: `#${anchor}` }), " ");
    const language = reading.closest("[lang]").lang;
    item.append(make("q", `“${reading.textContent}”`, { lang: language }));
    if (reading !== sentence) item.append(" ", word(data.words["quote.reading"]));
    return item;
  }

  function showTheme(id, plan) {
    const panel = at("theme-places");
    const theme = data.themes[id];
    shownTheme = id;
    panel.replaceChildren();
    panel.append(make("h3", word(data.words["report.places"], { name: word(theme.name) })));
    theme.plans.forEach((groups, number) => {
      const name = word(data.plans[number]);
      const values = (key, found) => word(data.words[key], { plan: name, count: found.length });
      if (!groups[0].length && !groups[1].length) {
        panel.append(make("p", values("report.places.none", []), { class: "note" }));
      }
      groups.forEach((found, second) => {
        if (!found.length) return;
        const key = second ? "report.places.mentions" : "report.places.about";
        const details = make("details");
        details.open = plan === undefined ? !second : plan === number;
        const list = make("ul");
        list.append(...found.map(place));
        details.append(make("summary", values(key, found)), list);
        panel.append(details);
      });
    });
    const close = make("button", word(data.words["report.places.close"]), { type: "button" });
    close.addEventListener("click", () => closeTheme());
    panel.append(close);
    panel.hidden = false;
  }

  function closeTheme() {
    at("theme-places").hidden = true;
    at("theme").value = "";
    history.replaceState(null, "", "#themes");
    filter();
  }

  function openTheme(id, plan) {
    showTheme(id, plan);
    at("theme").value = id;
    if (at("theme").value !== id) at("theme").value = "";
    filter();
    at("theme-places").scrollIntoView();
  }

  // --- places: #theme=…, #14/3.1.2.4, a card ----------------------------------------------
  let cameFrom = null;

  /** What follows # in the address, as it stands and decoded. */
  function asked() {
    const name = location.hash.slice(1);
    try {
      return [name, decodeURIComponent(name)];
    } catch {
      return [name, name];
    }
  }

  /** What became of a sentence: links to the changes that it is part of. */
  function tellHere(sentence) {
    const list = at("here").querySelector("ul");
    list.replaceChildren();
    for (const cited of all(`.card a.cite[href="#${CSS.escape(sentence.id)}"]`)) {
      const card = cited.closest(".card");
      const link = make("a", "", { href: `#${card.id}` });
      const title = card.closest(".edge").querySelector("h3").cloneNode(true);
      link.append(...title.childNodes, ": ", ...card.querySelector(".tag").cloneNode(true).childNodes);
      list.append(make("li"));
      list.lastChild.append(link);
    }
    at("back").hidden = !cameFrom;
    at("here").hidden = !cameFrom && !list.childElementCount;
  }

  function go() {
    const [raw, name] = asked();
    const theme = name.startsWith("theme=") ? name.slice(6) : "";
    if (Object.hasOwn(data.themes, theme)) return openTheme(theme);
    const found = at(raw) || at(name);
    at("here").hidden = true;
    if (!found) return;
    if (found.closest(".card")) at("query").form.reset(), filter();
    for (let box = found.closest("details"); box; box = box.parentElement.closest("details")) {
      box.open = true;
    }
    all(".lit").forEach((old) => old.classList.remove("lit"));
    if (found.matches(".sentence")) {
      found.classList.add("lit");
      tellHere(found);
    }
    if (found.matches("details")) found.open = true;
    found.scrollIntoView();
  }

  at("back").addEventListener("click", () => {
    at("here").hidden = true;
    cameFrom.scrollIntoView({ block: "center" });
    cameFrom.focus({ preventScroll: true });
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    if (link.matches(".cite")) cameFrom = link;
    if (link.dataset.theme) {
      event.preventDefault();
      openTheme(link.dataset.theme, Number(link.dataset.plan));
    } else if (link.getAttribute("href") === location.hash) go();
  });

  document.addEventListener("toggle", (event) => {
    const why = event.target;
    if (why.matches("details.why") && why.open && !why.querySelector(".scroll")) explain(why);
  }, true);

  const form = at("query").form;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", soon);
  form.addEventListener("reset", () => setTimeout(filter));
  all("input[name=language]").forEach((each) => each.addEventListener("change", speak));
  addEventListener("hashchange", go);
  speak();
  go();
  // The browser scrolls to the place in the address when all is loaded, and may undo this.
  addEventListener("load", () => requestAnimationFrame(go));
})();
