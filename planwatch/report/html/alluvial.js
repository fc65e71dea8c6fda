"use strict";
// A band of the picture chooses the rows of the matrix: #themes?14=commitment&15=absent
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const rows = all(".matrix tbody tr");
  const bands = all("a.alluvial-band");

  const presence = ([about, mentions]) =>
    about.length ? "commitment" : mentions.length ? "mention" : "absent";

  // The plans that the address names, each with the presence it asks for; none of another address.
  function asked() {
    const [section, query] = location.hash.slice(1).split("?");
    if (section !== "themes" || !query) return [];
    return [...new URLSearchParams(query)]
      .map(([plan, value]) => [data.ids.indexOf(plan), value])
      .filter(([place]) => place >= 0);
  }

  function fits(row, pairs) {
    const theme = data.themes[row.id.slice("theme=".length)];
    return pairs.every(([place, value]) => presence(theme.plans[place]) === value);
  }

  function choose() {
    const pairs = asked();
    for (const row of rows) row.hidden = !fits(row, pairs);
    for (const band of bands) {
      const chosen = pairs.length > 0 && band.getAttribute("href") === location.hash;
      if (chosen) band.setAttribute("aria-current", "true");
      else band.removeAttribute("aria-current");
    }
    for (const note of all(".alluvial-chosen")) tell(note);
    const shown = all(".alluvial-chosen:not([hidden])").find((note) => note.offsetParent);
    if (shown) shown.focus();
  }

  // What is chosen, in the words of the band, beside the way back to all themes.
  function tell(note) {
    const band = note.closest("figure").querySelector("a.alluvial-band[aria-current]");
    note.hidden = !band;
    note.querySelector("span").textContent = band ? band.dataset.fate : "";
  }

  addEventListener("hashchange", choose);
  if (asked().length) choose();
})();
