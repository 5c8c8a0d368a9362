/* Sorting and searching of tables. Everything on the page works without it; nothing else may run (see the CSP). */
(() => {
  "use strict";
  /*FOLD*/
  const words = document.documentElement.lang === "ar"
    ? { search: "بحث في الجداول", front: "بحث في النصوص",
        results: { zero: "لا نتائج", one: "نتيجة واحدة", two: "نتيجتان", few: "# نتائج", other: "# نتيجة" } }
    : { search: "Search the tables", front: "Search the texts", results: { zero: "no results", one: "# result", other: "# results" } };
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const counted = (count) => (words.results[count ? plural.select(count) : "zero"] ?? words.results.other).replace("#", count);
  const isFront = document.querySelector(".wb-cards") !== null;
  const collator = new Intl.Collator(["ar", "en"], { numeric: true });
  const tables = [...document.querySelectorAll("table.wb-table")].filter((table) => table.tBodies[0]);

  const cellValue = (row, column) => {
    const cell = row.cells[column];
    if (!cell) return "";
    if (cell.dataset.v !== undefined) return Number(cell.dataset.v);
    const summary = cell.querySelector("summary");
    return (summary || cell).textContent.trim();
  };
  const compare = (a, b) => {
    if (a === "" || b === "") return (a === "") - (b === "");
    return typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
  };
  const sortBy = (table, column, heading) => {
    const down = heading.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row, place) => [cellValue(row, column), place, row]);
    rows.sort((a, b) => {
      const empty = (a[0] === "") - (b[0] === "");
      return empty || (down ? -1 : 1) * compare(a[0], b[0]) || a[1] - b[1];
    });
    body.append(...rows.map((row) => row[2]));
  };
  for (const table of tables) {
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.addEventListener("click", () => sortBy(table, column, heading));
      heading.append(button);
    });
  }

  const lists = [...tables.map((table) => [...table.tBodies[0].rows]), [...document.querySelectorAll(".wb-cards > li")]];
  const rows = lists.flat();
  if (rows.length < 2) return;
  const box = document.createElement("div");
  const label = document.createElement("label");
  const input = document.createElement("input");
  const output = document.createElement("output");
  box.className = "wb-find";
  box.setAttribute("role", "search");
  input.type = "search";
  input.id = "wb-search";
  label.append(isFront ? words.front : words.search, " ", input);
  box.append(label, output);
  const opening = document.querySelector("main > .wb-prose, main > h1");
  if (opening) opening.after(box); else document.querySelector("main").prepend(box);
  const folded = new Map();
  const textOf = (row) => {
    if (!folded.has(row)) folded.set(row, readings(row.textContent));
    return folded.get(row);
  };
  input.addEventListener("input", () => {
    const wanted = fold(input.value.trim()).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !wanted.every((word) => textOf(row).includes(word));
      shown += !row.hidden;
    }
    output.textContent = wanted.length ? counted(shown) : "";
  });
  // a link to a row that the search hides brings it back
  window.addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) target.hidden = false;
  });
})();
