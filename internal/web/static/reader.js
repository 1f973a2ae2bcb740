// Coding by hand: words are selected with the mouse, by touch or with the
// keyboard, a digit opens the form of a kind, and the server stores it.
import { keyOf, keysOn, typing } from "./app.js";
import * as caret from "./caret.js";
import * as proposals from "./proposals.js";
import { page, send, warn } from "./send.js";
import * as text from "./text.js";

const { root } = text;
const $ = (id) => document.getElementById(id);
const bar = $("bar"), panel = $("panel"), says = $("says").dataset;

let parts = []; // spans put aside with +
let current = ""; // number of the statement that keys act on
let clicked = { at: "", turn: 0 };
let moving = null; // the span that is being resized
let unsent = false; // a form waits that could not be sent
let last = ""; // number of the statement that was changed last

const base = location.pathname;
const items = () => [...document.querySelectorAll("#statements .statement")];
const itemOf = (n) => document.getElementById(`st-${n}`);

function prepare() {
  text.index();
  for (const b of document.querySelectorAll('[data-do="go"]')) b.hidden = false;
  proposals.prepare();
}

// spans returns what is to be coded: what was put aside and what is selected.
function spans() {
  const now = caret.selected();
  const all = now ? [...parts, text.trim(now)] : [...parts];
  return all.filter(([a, b]) => b > a).sort((x, y) => x[0] - y[0]);
}

function pending(all) {
  if (!globalThis.CSS?.highlights) return;
  if (all.length) CSS.highlights.set("pending", new Highlight(...all.map(([a, b]) => text.rangeOf(a, b))));
  else CSS.highlights.delete("pending");
}

function showBar() {
  const all = spans();
  bar.hidden = !all.length || !panel.hidden;
  document.body.classList.toggle("barred", !bar.hidden);
  const prefix = bar.querySelector('[data-do="prefix"]');
  const now = caret.selected();
  const particle = now ? text.particle(text.trim(now)) : "";
  prefix.hidden = !particle;
  prefix.textContent = prefix.dataset.text.replace("{0}", `\u2068${particle}\u2069`);
}

function clear() {
  parts = [];
  pending([]);
  showBar();
}

// The panel holds one form at a time: that of a template, or one that is at
// hand.
function open(what, fill) {
  if (unsent) { warn(says.blocked); return null; }
  close();
  panel.replaceChildren(typeof what === "string" ? $(what).content.cloneNode(true) : what);
  const form = panel.querySelector("form");
  fill(form);
  panel.hidden = false;
  document.body.classList.add("coding-now");
  bar.hidden = true;
  return form;
}

function close() {
  panel.replaceChildren();
  panel.hidden = true;
  unsent = false;
  moving = null;
  warn("");
  document.body.classList.remove("coding-now");
}

function back() {
  const proposal = panel.querySelector("form")?.dataset.proposal;
  close();
  clear();
  if (proposal) { proposals.goTo(proposal); return; }
  root.focus({ preventScroll: true });
  caret.draw();
}

function firstEmpty(form) {
  const fields = [...form.querySelectorAll("input:not([type=hidden]):not([type=checkbox]), select, textarea")].filter((f) => f.checkVisibility());
  (fields.find((f) => !f.value) ?? fields[0])?.focus();
}

function hidden(name, value) {
  const i = document.createElement("input");
  i.type = "hidden";
  i.name = name;
  i.value = value;
  return i;
}

// words puts spans into a form: shown, and as fields.
function words(form, all) {
  const box = form.querySelector(".words");
  box.replaceChildren();
  for (const [start, end] of all) {
    const exact = text.wordsOf(start, end);
    const q = document.createElement("blockquote");
    q.dir = "auto";
    q.textContent = exact;
    box.append(q, hidden("exact", exact), hidden("start", start), hidden("end", end));
  }
}

function code(kind) {
  const all = spans();
  if (!all.length) return;
  const form = open(`form-${kind}`, (f) => words(f, all));
  if (!form) return;
  pending(all);
  firstEmpty(form);
}

async function post(form, address) {
  const button = form.querySelector(".primary");
  if (button.disabled) return; // it is being sent
  button.disabled = true;
  const answer = await send(address, new URLSearchParams(new FormData(form)));
  button.disabled = false;
  unsent = !answer;
  if (!answer) return;
  if (!answer.ok) {
    form.querySelector(".trouble").textContent = [answer.what, ...(answer.more ?? []), answer.kept, answer.do].filter(Boolean).join(". ");
    return;
  }
  if (form.dataset.proposal) {
    close();
    proposals.kept(answer, form.dataset.proposal);
  } else stored(answer, form);
}

async function stored(answer, form) {
  const start = form?.querySelector('[name="end"]')?.value;
  last = answer.n;
  proposals.forget();
  close();
  clear();
  await refresh();
  $("saved").textContent = says.saved.replace("{0}", answer.done).replace("{1}", new Date().toTimeString().slice(0, 5));
  current = "";
  choose(answer.n, false);
  root.focus({ preventScroll: true });
  if (start) getSelection().collapse(...text.locate(Number(start), true));
  caret.draw();
}

// refresh puts what the server now has into the page, touching only what
// changed.
async function refresh() {
  const fresh = await page(base + location.search);
  if (!fresh) return;
  for (const p of fresh.querySelectorAll("#text p")) {
    const old = $(p.id);
    if (old && old.outerHTML !== p.outerHTML) old.replaceWith(document.adoptNode(p));
  }
  for (const id of ["statements", "h-statements", "proposals"]) {
    const part = fresh.getElementById(id);
    if (part) $(id)?.replaceWith(document.adoptNode(part));
  }
  for (const t of fresh.querySelectorAll("template")) $(t.id)?.replaceWith(document.adoptNode(t));
  prepare();
}

// choose makes a statement the one that keys act on.
function choose(n, scroll = true) {
  current = n;
  for (const li of items()) li.setAttribute("aria-current", String(li.dataset.n === n));
  for (const m of root.querySelectorAll("mark.on")) m.classList.remove("on");
  for (const m of root.querySelectorAll(`mark[data-s~="${CSS.escape(n)}"]`)) m.classList.add("on");
  const li = itemOf(n), side = $("side");
  if (!li || !scroll || side.scrollHeight <= side.clientHeight) return;
  // Only the list moves, never the text under the hand.
  const top = li.offsetTop - side.offsetTop, bottom = top + li.offsetHeight;
  if (top < side.scrollTop || bottom > side.scrollTop + side.clientHeight) side.scrollTop = top - 16;
}

function go(n) {
  choose(n);
  const span = text.spansOf(n)[0];
  if (!span) { itemOf(n)?.focus(); return; }
  root.focus({ preventScroll: true });
  getSelection().collapse(...text.locate(span[0]));
  caret.draw(true);
}

function step(by) {
  const all = items();
  if (!all.length) return;
  const i = all.findIndex((li) => li.dataset.n === current);
  go(all[(i + by + all.length) % all.length].dataset.n);
}

function withdraw(n) {
  const li = itemOf(n);
  if (!li || li.classList.contains("gone")) return;
  const form = open("form-withdraw", (f) => {
    f.action = `${base}/statements/${encodeURIComponent(n)}/withdraw`;
    const quote = li.querySelector("blockquote");
    if (quote) f.querySelector(".words").append(quote.cloneNode(true));
  });
  if (form) form.querySelector("[name=reason]").focus();
}

async function undo() {
  if (await proposals.undo()) return;
  if (!last && !current) return;
  const n = last || current;
  const answer = await send(`${base}/statements/${encodeURIComponent(n)}/undo`, new URLSearchParams());
  if (!answer) return;
  if (!answer.ok) { warn([answer.what, answer.do].filter(Boolean).join(". ")); return; }
  stored(answer, null);
}

// Resizing: the selection is the span, its moving end the caret.
function startMove(n) {
  const all = text.spansOf(n);
  if (!all.length) return;
  const form = open("form-move", (f) => { f.action = `${base}/statements/${encodeURIComponent(n)}/correct`; });
  if (!form) return;
  moving = { all, atStart: false, form };
  for (const name of ["from", "to"]) {
    form.elements[name].addEventListener("change", () => {
      const span = [Number(form.elements.from.value), Number(form.elements.to.value)];
      if (span[0] >= 0 && span[1] > span[0] && span[1] <= text.length()) caret.select(span);
      moved();
    });
  }
  root.focus({ preventScroll: true });
  caret.select(all[0]);
  moved();
}

function moved() {
  const span = caret.selected();
  if (!span || !moving) return;
  moving.all[0] = span;
  moving.form.elements.from.value = span[0];
  moving.form.elements.to.value = span[1];
  words(moving.form, moving.all);
}

function moveKey(e) {
  if (e.key === "Tab") {
    moving.atStart = !moving.atStart;
    caret.select(moving.all[0], moving.atStart);
  } else if (e.key === "Enter") {
    moving.form.requestSubmit();
  } else if (e.key === "Escape") {
    back();
  } else if (caret.move(e, true)) {
    moved();
  } else return false;
  return true;
}

function setHidden(on) {
  root.classList.toggle("unmarked", on);
  $("hide").setAttribute("aria-pressed", String(on));
}

const shift = ([a, b], n) => [a + n, b];

const commands = {
  n: () => step(1),
  p: () => step(-1),
  "[": () => caret.toParagraph(-1),
  "]": () => caret.toParagraph(1),
  e: () => current && location.assign(`${base}/statements/${encodeURIComponent(current)}#change`),
  u: () => current && startMove(current),
  Delete: () => current && withdraw(current),
  h: () => setHidden(!root.classList.contains("unmarked")),
  ".": () => document.querySelector('[data-key="after"]')?.click(),
  "+": () => put(),
  Escape: () => back(),
};

// put keeps the selected words aside, to be coded together with others.
function put() {
  const now = caret.selected();
  if (!now) return;
  parts.push(text.trim(now));
  getSelection().collapseToEnd();
  pending(parts);
  showBar();
}

function key(e) {
  if (e.key === "Escape" && !panel.hidden) { back(); return true; }
  if ((e.ctrlKey || e.metaKey) && e.key === "Enter") {
    const form = panel.querySelector("form");
    form?.requestSubmit();
    return Boolean(form);
  }
  if (typing(e.target)) return false;
  if (e.target === root && moving) return moveKey(e);
  if (e.target === root && caret.move(e)) { showBar(); return true; }
  if ((e.ctrlKey || e.metaKey) && /^[zy]$/.test(keyOf(e))) { undo(); return true; }
  if (e.ctrlKey || e.metaKey || e.altKey || !keysOn()) return false;
  const name = keyOf(e);
  const button = /^[1-9]$/.test(name) ? bar.querySelector(`[data-key="${name}"]`) : null;
  if (button && spans().length) { code(button.dataset.kind); return true; }
  if (proposals.key(name, e)) return true;
  if (!commands[name]) return false;
  commands[name]();
  return true;
}

addEventListener("keydown", (e) => { if (!e.defaultPrevented && key(e)) e.preventDefault(); });

root.addEventListener("pointerup", (e) => {
  if (e.pointerType === "touch") return;
  setTimeout(() => {
    const now = caret.selected();
    if (now && !e.altKey) caret.select(text.snap(now));
    if (now && moving) moved();
    showBar();
  });
});

root.addEventListener("click", (e) => {
  const mark = e.target.closest("mark");
  if (!mark || caret.selected()) { caret.draw(); return; }
  const split = (ids, to) => (ids ?? "").split(" ").filter(Boolean).map((id) => [to, id]);
  const at = `${mark.dataset.s} ${mark.dataset.p}`;
  clicked = { at, turn: clicked.at === at ? clicked.turn + 1 : 0 };
  const all = [...split(mark.dataset.s, choose), ...split(mark.dataset.p, proposals.goTo)];
  const [to, id] = all[clicked.turn % all.length];
  to(id);
  caret.draw();
});

let quiet = 0;
document.addEventListener("selectionchange", () => {
  clearTimeout(quiet);
  quiet = setTimeout(() => { if (panel.hidden) showBar(); caret.draw(); }, 150);
});
root.addEventListener("focus", () => { caret.ensure(); caret.draw(); });
root.addEventListener("blur", () => caret.draw());
addEventListener("resize", () => caret.draw());

bar.addEventListener("mousedown", (e) => e.preventDefault());
bar.addEventListener("click", (e) => {
  const b = e.target.closest("button");
  if (!b) return;
  if (b.dataset.kind) code(b.dataset.kind);
  if (b.dataset.do === "part") put();
  if (b.dataset.do === "cancel") back();
  if (b.dataset.do === "prefix") {
    const now = text.trim(caret.selected());
    caret.select(shift(now, text.points(text.particle(now))));
    showBar();
  }
});

panel.addEventListener("submit", (e) => { e.preventDefault(); post(e.target, e.target.action); });
panel.addEventListener("click", (e) => { if (e.target.closest('[data-do="close"]')) { e.preventDefault(); back(); } });
$("side").addEventListener("click", (e) => {
  const li = e.target.closest("#statements .statement");
  if (li && e.target.closest('[data-do="go"]')) go(li.dataset.n);
  else if (li) choose(li.dataset.n, false);
});
$("hide").hidden = false;
$("hide").onclick = () => setHidden(!root.classList.contains("unmarked"));

proposals.start({
  open: (form) => { if (open(form, () => {})) firstEmpty(form); },
  refresh,
  forget: () => { last = ""; },
});
prepare();
if (location.hash.startsWith("#pr-")) proposals.goTo(location.hash.slice(4));
if (location.hash === "#here" && $("here")) caret.follow(() => $("here").getBoundingClientRect());
if (location.hash.startsWith("#st-")) choose(location.hash.slice(4));
