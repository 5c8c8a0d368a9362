/* The explorer: any word, phrase or name of a text, how often, how written, where, with what, and every line.
   One module for the shared page (which carries its data in #explorer-data) and for JupyterLab (anywidget). */
/*FOLD*/
const LEVELS = ["token", "form", "stem", "lemma", "entity"];
const COUNTED = 1, STOP = 2;
const NEW_PARAGRAPH = 16, NEW_SENTENCE = 32;
const LONGEST_GAP = 5, WINDOW = 8, NEAR = 5, FIRST_LINES = 50, PAUSE = 250;

const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const whole = (base64, width) => {
  const raw = bytes(base64);
  return width === 4 ? new Uint32Array(raw.buffer) : width === 2 ? new Uint16Array(raw.buffer) : raw;
};

/* Columns of a text as typed arrays, and its vocabulary folded once. */
export const read = (data) => {
  const tokens = data.tokens.split("\n");
  const ids = whole(data.ids, data.width);
  const size = ids.length;
  const marks = new Uint8Array(size);
  const sparse = bytes(data.marks);
  for (let row = -1, place = 0; place < sparse.length; place += 2) {
    row += Math.min(sparse[place], 254);
    if (sparse[place] < 255) marks[row] = sparse[place + 1];
  }
  const lengths = Uint32Array.from(tokens, (token) => [...token].length);
  const spaces = data.spaces.map((space) => [...space].length);
  const start = new Uint32Array(size + 1), sentence = new Uint32Array(size), paragraph = new Uint32Array(size);
  const numbers = [];
  let here = -1, sentences = -1, text = 0;
  for (let row = 0, place = 0; row < size; row++) {
    const opens = text < data.texts.length && row === data.texts[text].row;
    if (opens) place = data.texts[text++].start;
    if (marks[row] & NEW_PARAGRAPH) {
      here++;
      numbers.push(data.paragraphs ? data.paragraphs[here] : opens ? 1 : numbers.at(-1) + 1);
    }
    if (marks[row] & NEW_SENTENCE) sentences++;
    start[row] = place;
    paragraph[row] = here;
    sentence[row] = sentences;
    place += lengths[ids[row]] + spaces[marks[row] & 15];
    start[row + 1] = place;
  }
  const ways = tokens.map((token) => readings(token).split("\n"));
  const form = ways.map((each) => each[0]);
  // what the Quran writes small, read as one writes today
  const today = ways.map((each) => each[1] ?? null);
  const cut = data.cuts ? bytes(data.cuts) : null;
  const stem = cut ? form.map((each, type) => data.stems[type] !== undefined ? fold(data.stems[type])
    : each.slice(cut[type] >> 4, each.length - (cut[type] & 15))) : null;
  const names = data.lemmas ? data.lemmas.split("\n") : null;
  const own = names ? whole(data.lemma, data.lemmaWidth) : null;
  const folded = names ? names.map(fold) : null;
  const lemma = own ? Array.from(own, (number) => folded[number]) : null;
  const flags = bytes(data.flags);
  const counts = new Uint32Array(tokens.length);
  for (const id of ids) counts[id]++;
  const all = Int32Array.from(ids, (_, row) => row), counted = all.filter((row) => flags[ids[row]] & COUNTED);
  const entity = data.entities ? {
    names: data.entities, folded: data.entities.map(fold),
    first: whole(data.mentions.first, 4), length: bytes(data.mentions.length), number: whole(data.mentions.number, 2),
  } : null;
  return { data, all, counted, totals: {}, numbers, tokens, ids, marks, size, lengths, start, sentence, paragraph, form, today, stem, lemma, flags, counts, entity,
    words: { token: tokens, form, stem, lemma }, shown: { lemma: own ? Array.from(own, (number) => names[number]) : null } };
};

const spaceAfter = (text, row) => text.data.spaces[text.marks[row] & 15];
const slice = (text, first, behind) => {
  let said = "";
  for (let row = first; row < behind; row++) said += text.tokens[text.ids[row]] + spaceAfter(text, row);
  return said;
};
export const textOf = (text, row) => text.data.texts.filter((each) => each.row <= row).at(-1) ?? text.data.texts[0];

/* ---- a query as the text is read ---- */

const wild = (piece) => new RegExp(`^${piece.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join(".*")}$`, "su");

/* The key of a word at a level: itself, else what the text reads it as, else it without what is written before it. */
const keyOf = (text, piece, level) => {
  const keys = text.words[level];
  if (level === "token" || level === "form" || keys.includes(piece) || text.today.includes(piece)) return piece;
  let best = -1;
  text.form.forEach((form, type) => { if (form === piece && (best < 0 || text.counts[type] > text.counts[best])) best = type; });
  if (best >= 0) return keys[best];
  const bare = [/^\u0627\u0644/u, /^[\u0648\u0641]?[\u0628\u0643\u0644]?(\u0627\u0644)?/u, /^[\u0648\u0641]?\u0644\u0644/u].map((before) => piece.replace(before, ""));
  return bare.find((each) => each && keys.includes(each)) ?? piece;
};

/* Which types each word of the query matches, and how many words may stand before it. */
const elements = (text, query, level) => {
  const pieces = query.trim().split(/\s+/u).filter(Boolean);
  const found = [];
  let gap = 0;
  for (const raw of pieces) {
    if (raw === "..." || raw === "…") { gap += LONGEST_GAP; continue; }
    const piece = level === "token" ? raw : fold(raw);
    if (!piece) continue;
    let match = null;
    if (!/^\*+$/u.test(piece)) {
      const keys = text.words[level];
      const test = piece.includes("*") ? wild(piece) : null;
      const wanted = test ? null : keyOf(text, piece, level);
      const fits = (key) => test ? test.test(key) : key === wanted;
      match = Uint8Array.from(keys, (key, type) => fits(key) || (level !== "token" && text.today[type] && fits(text.today[type])) ? 1 : 0);
    }
    found.push({ match, gap: found.length ? gap : 0 });
    gap = 0;
  }
  return found.some((each) => each.match) ? found : [];
};

/* Rows of the first and last word of every hit, in the order of the text. */
export const find = (text, query, level) => {
  if (!query.trim()) return [];
  if (level === "entity") return findEntity(text, query);
  if (!text.words[level]) return [];
  const parts = elements(text, query, level);
  if (!parts.length) return [];
  // marks are stepped over unless the query names one
  const named = parts.some((part) => part.match && part.match.some((fits, type) => fits && !(text.flags[type] & COUNTED)));
  const rows = named ? text.all : text.counted;
  if (parts.length === 1) {
    const { match } = parts[0];
    const single = [];
    for (const row of rows) if (match[text.ids[row]]) single.push([row, row]);
    return single;
  }
  let ends = null;
  for (let number = parts.length - 1; number >= 0; number--) {
    const { match } = parts[number];
    const gap = number + 1 < parts.length ? parts[number + 1].gap : 0;
    const now = new Int32Array(rows.length).fill(-1);
    for (let place = 0; place < rows.length; place++) {
      if (match && !match[text.ids[rows[place]]]) continue;
      if (!ends) { now[place] = place; continue; }
      for (let step = 1; step <= gap + 1 && place + step < rows.length; step++) {
        if (text.sentence[rows[place + step]] !== text.sentence[rows[place]]) break;
        if (ends[place + step] >= 0) { now[place] = ends[place + step]; break; }
      }
    }
    ends = now;
  }
  const hits = [];
  ends.forEach((end, place) => { if (end >= 0) hits.push([rows[place], rows[end]]); });
  return hits;
};

const findEntity = (text, query) => {
  if (!text.entity) return [];
  const wanted = fold(query.trim().replace(/\s+/gu, " "));
  const { folded, first, length, number } = text.entity;
  const asked = new Set();
  folded.forEach((name, place) => { if (name === wanted) asked.add(place); });
  if (!asked.size) {
    // a name as the text writes it stands for whom it names
    number.forEach((each, place) => {
      if (fold(slice(text, first[place], first[place] + length[place]).trim()) === wanted) asked.add(each);
    });
  }
  const hits = [];
  number.forEach((each, place) => { if (asked.has(each)) hits.push([first[place], first[place] + length[place] - 1]); });
  return hits;
};

export const formsOf = (text, hits) => {
  const counts = new Map();
  for (const [first, last] of hits) {
    const said = slice(text, first, last).concat(text.tokens[text.ids[last]]).replace(/\s+/gu, " ");
    counts.set(said, (counts.get(said) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
};

/* Words that keep company with the hits: within five words, in the sentence; logDice (Rychlý 2008). */
export const collocatesOf = (text, hits, level) => {
  const by = level !== "entity" && text.words[level] ? level : text.lemma ? "lemma" : "form";
  const keys = text.words[by], shown = text.shown[by] ?? (by === "token" ? text.tokens : null);
  const met = new Map();
  if (!text.totals[by]) {
    const name = new Map(), totals = new Map();
    for (let type = 0; type < keys.length; type++) {
      if (!(text.flags[type] & COUNTED)) continue;
      totals.set(keys[type], (totals.get(keys[type]) ?? 0) + text.counts[type]);
      if (!name.has(keys[type])) name.set(keys[type], shown ? shown[type] : text.tokens[type]);
    }
    text.totals[by] = { name, totals };
  }
  const { name, totals } = text.totals[by];
  const look = (row, step, times, inside) => {
    for (let place = row, seen = 0; seen < times; ) {
      place += step;
      if (place < 0 || place >= text.size || text.sentence[place] !== text.sentence[row]) break;
      const type = text.ids[place];
      if (!(text.flags[type] & COUNTED)) continue;
      seen++;
      if (!(text.flags[type] & STOP) && !inside.has(place)) {
        inside.add(place);
        met.set(keys[type], (met.get(keys[type]) ?? 0) + 1);
      }
    }
  };
  for (const [first, last] of hits) {
    const inside = new Set();
    look(first, -1, NEAR, inside);
    look(last, 1, NEAR, inside);
  }
  return [...met].filter(([, count]) => count > 1)
    .map(([key, count]) => [name.get(key), count, 14 + Math.log2((2 * count) / (hits.length + totals.get(key)))])
    .sort((a, b) => b[2] - a[2] || b[1] - a[1]).slice(0, 15);
};

const neighbour = (text, hit, key) => {
  const step = key.startsWith("before") ? -1 : 1;
  let row = step < 0 ? hit[0] : hit[1];
  for (let left = Number(key.at(-1)); left > 0; ) {
    row += step;
    if (row < 0 || row >= text.size || text.paragraph[row] !== text.paragraph[hit[0]]) return "";
    if (text.flags[text.ids[row]] & COUNTED) left--;
  }
  return text.form[text.ids[row]];
};

export const sorted = (text, hits, key) => {
  if (!key) return hits;
  const collator = new Intl.Collator("ar");
  return hits.map((hit) => [neighbour(text, hit, key), hit])
    .sort((a, b) => (a[0] === "") - (b[0] === "") || collator.compare(a[0], b[0]) || a[1][0] - b[1][0]).map((each) => each[1]);
};

export const lineOf = (text, [first, last]) => {
  const edge = (row, step) => {
    let place = row;
    for (let seen = 0; seen < WINDOW; ) {
      const next = place + step;
      if (next < 0 || next >= text.size || text.paragraph[next] !== text.paragraph[row]) return place;
      place = next;
      if (text.flags[text.ids[place]] & COUNTED) seen++;
    }
    return place;
  };
  const opening = edge(first, -1), closing = edge(last, 1);
  const match = slice(text, first, last) + text.tokens[text.ids[last]];
  return {
    before: slice(text, opening, first), match,
    after: closing > last ? spaceAfter(text, last) + slice(text, last + 1, closing) + text.tokens[text.ids[closing]] : "",
    start: text.start[first], end: text.start[last] + text.lengths[text.ids[last]],
    paragraph: text.numbers[text.paragraph[first]], seed: textOf(text, first).seed,
  };
};

/* The nearest words to one that is not there: most pairs of letters in common. */
export const nearest = (text, query) => {
  const pairs = (word) => new Set(Array.from({ length: Math.max(word.length - 1, 1) }, (_, place) => word.slice(place, place + 2)));
  const wanted = pairs(fold(query.trim()));
  const scored = new Map();
  text.form.forEach((form, type) => {
    if (!(text.flags[type] & COUNTED) || scored.has(form)) return;
    const own = pairs(form);
    let shared = 0;
    for (const pair of own) shared += wanted.has(pair);
    const score = (2 * shared) / (own.size + wanted.size);
    if (score >= 0.5) scored.set(form, [text.tokens[type], score]);
  });
  return [...scored.values()].sort((a, b) => b[1] - a[1]).slice(0, 5).map((each) => each[0]);
};

/* ---- what a reader sees ---- */

const make = (tag, attributes = {}, ...inside) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(name, value);
  element.append(...inside);
  return element;
};
const SVG = "http://www.w3.org/2000/svg";

/* One explorer in an element; ``home`` says where the text stands on this page, if it does. */
export const mount = (box, data, home = {}) => {
  const say = data.say, right = data.language === "ar";
  box.replaceChildren();
  box.classList.add("wb-explorer");
  box.lang = data.language;
  box.dir = right ? "rtl" : "ltr";
  box.append(make("h2", {}, say.title));
  if (data.note) {
    box.append(make("p", {}, data.note));
    return { recall: () => {} };
  }
  const text = read(data);
  const comma = right ? "\u060c " : ", ";
  const levels = LEVELS.filter((level) => level === "entity" ? text.entity : text.words[level]);
  const state = { q: "", level: "", sort: "", shown: FIRST_LINES };
  const input = make("input", { type: "search", autocomplete: "off", spellcheck: "false", dir: "auto", placeholder: say.hint });
  const status = make("p", { role: "status", class: "wb-status" });
  const level = make("fieldset", { class: "wb-levels" }, make("legend", {}, say.levels));
  const forms = make("p", { class: "wb-forms" });
  const strip = make("div", { class: "wb-strip" });
  const near = make("p", { class: "wb-near" });
  const sort = make("select", {}, make("option", { value: "" }, say.reading),
    ...["after1", "after2", "after3", "before1", "before2", "before3"].map((key) => make("option", { value: key }, say[key])));
  const save = make("button", { type: "button" }, say.csv), more = make("button", { type: "button" }, say.more);
  const tools = make("p", { class: "wb-tools" }, make("label", {}, `${say.sort} `, sort), save);
  const lines = make("tbody");
  const head = make("tr", {}, ...["paragraph", "before", "match", "after", "copy"].map((key) => make("th", { scope: "col", class: `wb-${key}` }, say[key === "copy" ? "copy_head" : key])));
  const table = make("div", { class: "wb-frame", tabindex: "0", role: "group", "aria-label": say.lines },
    make("table", { class: "wb-table wb-context" }, make("thead", {}, head), lines));
  const results = make("div", {}, level, forms, strip, near, tools, table, more);
  box.append(make("label", { class: "wb-ask" }, `${say.ask} `, input), status, results);

  const href = (line) => home.link ? home.link(line) : null;
  const reference = (line) => `${line.seed}${comma}${say.paragraph} ${line.paragraph}${comma}${line.start}–${line.end}`;
  const row = (line) => {
    const where = href(line);
    const place = make(where ? "a" : "span", { href: where }, make("bdi", { dir: "ltr" }, String(line.paragraph)));
    if (where) place.addEventListener("click", () => { clearTimeout(noted); home.show(line); });
    const copy = make("button", { type: "button", title: say.copy, "aria-label": say.copy }, say.copy_head);
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(`${line.before}${line.match}${line.after} (${reference(line)})`.replace(/\s+/gu, " ").trim());
      status.textContent = say.copied;
    });
    const cell = (name, inside) => make("td", { class: `wb-${name}` }, inside);
    return make("tr", {}, cell("paragraph", place), ...["before", "match", "after"].map((name) => cell(name, make("bdi", {}, line[name]))), cell("copy", copy));
  };
  const draw = (hits) => {
    const end = text.start[text.size] || 1;
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 1000 24");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", `${say.strip} ${hits.length}`);
    const base = text.data.texts.map((each) => each.start);
    const at = (place) => {
      const share = text.data.texts.length > 1 ? place / text.size : (text.start[place] - base[0]) / (end - base[0]);
      return 1000 * (right ? 1 - share : share);
    };
    const path = hits.map(([first]) => `M${at(first).toFixed(1)} 0V24`).join("");
    const mark = document.createElementNS(SVG, "path");
    mark.setAttribute("d", path);
    svg.append(mark);
    strip.replaceChildren(svg);
  };

  const filled = (pattern, value) => pattern.replace("{}", () => value);
  let hits = [], counts = {}, later = 0, noted = 0;
  const search = () => {
    const query = state.q.trim();
    const all = Object.fromEntries(levels.map((each) => [each, query ? find(text, query, each) : []]));
    counts = Object.fromEntries(levels.map((each) => [each, all[each].length]));
    const wanted = ["lemma", "form", "stem", "entity", "token"].filter((each) => levels.includes(each));
    const chosen = levels.includes(state.level) && counts[state.level] ? state.level : wanted.find((each) => counts[each]) ?? wanted[0];
    hits = sorted(text, all[chosen], state.sort);
    results.hidden = !query || !hits.length;
    if (!query) { status.textContent = ""; return; }
    clearTimeout(later);
    if (!hits.length) {
      status.textContent = filled(say.none, query);
      // a word that is not yet typed to its end has no neighbours to name
      later = setTimeout(() => {
        const like = nearest(text, query);
        if (like.length) status.textContent += ` ${filled(say.nearest, like.join(comma))}`;
      }, PAUSE);
      return;
    }
    status.textContent = filled(say.found, hits.length.toLocaleString("en"));
    level.replaceChildren(level.firstChild, ...levels.map((each) => {
      const choice = make("input", { type: "radio", name: `${box.id || "wb"}-level`, value: each });
      choice.checked = each === chosen;
      choice.disabled = !counts[each];
      choice.addEventListener("change", () => { state.level = each; update(); });
      return make("label", {}, choice, ` ${say.level[each]} `, make("bdi", { dir: "ltr" }, String(counts[each])));
    }));
    // a word and its number stay on one line
    const pair = (word, count, place) => [place ? comma : "", make("span", { class: "wb-pair" }, word, "\u00a0", make("bdi", { dir: "ltr" }, String(count)))];
    const written = formsOf(text, hits);
    forms.replaceChildren(make("span", { class: "wb-label" }, `${say.forms} `), ...written.slice(0, 12).flatMap(([word, count], place) => pair(make("bdi", {}, word), count, place)), written.length > 12 ? ` +${written.length - 12}` : "");
    const company = collocatesOf(text, hits, chosen);
    near.hidden = !company.length;
    near.replaceChildren(make("span", { class: "wb-label" }, `${say.collocates} `), ...company.flatMap(([word, count, score], place) => {
      const go = make("button", { type: "button", title: `logDice ${score.toFixed(1)}` }, make("bdi", {}, word));
      go.addEventListener("click", () => { input.value = state.q = word; state.level = ""; update(); input.focus(); });
      return pair(go, count, place);
    }));
    draw(hits);
    lines.replaceChildren(...hits.slice(0, state.shown).map((hit) => row(lineOf(text, hit))));
    more.hidden = hits.length <= state.shown;
  };
  const update = () => {
    search();
    if (!home.remember) return;
    // browsers take only so many addresses in a while
    clearTimeout(noted);
    noted = setTimeout(() => {
      const view = Object.entries({ q: state.q.trim(), level: state.level, sort: state.sort }).filter((each) => each[1]);
      home.remember(state.q.trim() ? new URLSearchParams(view).toString() : "");
    }, PAUSE);
  };
  const recall = (fragment) => {
    const view = new URLSearchParams(fragment);
    if (!view.get("q")) return;
    Object.assign(state, { q: view.get("q"), level: view.get("level") ?? "", sort: view.get("sort") ?? "", shown: FIRST_LINES });
    input.value = state.q;
    sort.value = state.sort;
    search();
  };
  input.addEventListener("input", () => { Object.assign(state, { q: input.value, shown: FIRST_LINES, level: "" }); update(); });
  sort.addEventListener("change", () => { state.sort = sort.value; update(); });
  more.addEventListener("click", () => { state.shown *= 4; search(); });
  save.addEventListener("click", () => {
    const quoted = (value) => {
      const plain = String(value).replace(/\s+/gu, " ");
      // a cell that a spreadsheet would run
      return `"${(/^[=+\-@\t]/u.test(plain) ? `'${plain}` : plain).replaceAll('"', '""')}"`;
    };
    const columns = ["seed", "paragraph", "start", "end", "before", "match", "after"];
    const csv = [columns.join(","), ...hits.map((hit) => { const line = lineOf(text, hit); return columns.map((name) => quoted(line[name])).join(","); })].join("\r\n");
    const link = make("a", { href: URL.createObjectURL(new Blob(["\ufeff", csv], { type: "text/csv" })), download: `${state.q.trim().replace(/[\\/:*?"<>|]+/gu, "_") || "lines"}.csv` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  results.hidden = true;
  return { recall, input };
};

/* JupyterLab: the model brings the data, and the texts to choose among. */
const render = ({ model, el }) => {
  const box = make("div"), chooser = make("p", { class: "wb-explorer wb-tools" });
  const choose = (name, options, value, said) => {
    const list = make("select", {}, ...options.map(([key, title]) => make("option", { value: key }, title)));
    list.value = value;
    list.addEventListener("change", () => {
      model.set(name, name === "chosen" ? Number(list.value) : list.value);
      model.save_changes();
    });
    return make("label", {}, `${said} `, list);
  };
  const show = () => {
    const data = model.get("data"), texts = model.get("texts") ?? [];
    mount(box, data);
    chooser.hidden = !texts.length;
    chooser.dir = box.dir;
    chooser.replaceChildren(...texts.length ? [
      choose("chosen", texts.map((title, place) => [String(place), title]), String(model.get("chosen")), data.say.text),
      choose("language", Object.entries(data.say.languages), model.get("language"), data.say.language),
    ] : []);
  };
  el.replaceChildren(chooser, box);
  show();
  model.on("change:data", show);
};
export default { render };

/* A shared page: the data stands in the page, the text in its reader. */
const island = typeof document === "undefined" ? null : document.getElementById("explorer-data");
if (island) {
  const box = document.getElementById("explorer");
  const outside = box.dataset.reader;
  const anchor = (line) => box.dataset.several ? `p${line.paragraph}-${line.seed.replace(/\s/gu, "_")}` : `p${line.paragraph}`;
  const home = {
    link: (line) => `${outside ?? ""}#${encodeURIComponent(anchor(line))}`,
    show: (line) => {
      const paragraph = document.getElementById(anchor(line));
      if (!paragraph || !globalThis.CSS?.highlights) return;
      // the place itself: so many characters into its paragraph
      const range = new Range(), walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
      const opening = line.start - Number(paragraph.dataset.start);
      let at = 0;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (let unit = 0; unit < node.data.length; at++) {
          const wide = node.data.codePointAt(unit) > 0xffff ? 2 : 1;
          if (at === opening) range.setStart(node, unit);
          if (at === opening + line.end - line.start - 1) range.setEnd(node, unit + wide);
          unit += wide;
        }
      }
      CSS.highlights.set("wb-hit", new Highlight(range));
    },
    remember: (view) => history.replaceState(null, "", view ? `#${view}` : location.pathname + location.search),
  };
  const explorer = mount(box, JSON.parse(island.textContent), home);
  box.hidden = false;
  const follow = () => { if (/^#q=/u.test(location.hash)) explorer.recall(location.hash.slice(1)); };
  window.addEventListener("hashchange", follow);
  follow();
}
