// Deciding on proposed figures: a key or a button for each decision, the next
// open one after it, and a line that says what was recorded and undoes it.
import { keyOf } from "./app.js";
import { page, send, warn } from "./send.js";
import { root } from "./text.js";

const base = location.pathname;
const side = document.getElementById("side");
const undone = document.getElementById("says")?.dataset.undone ?? "";

let host; // what the reader lends: open, refresh, forget
let busy = false; // a decision is under way
let last = null; // the decision that Ctrl Z takes back: requests, and whether they undo

const list = () => [...document.querySelectorAll("#proposals .proposal")];
const itemOf = (id) => document.getElementById(`pr-${id}`);
const idOf = (li) => li.dataset.p.split("@")[0];
const here = () => document.activeElement?.closest?.("#proposals .proposal") ?? null;
const told = (answer) => [answer.what, ...(answer.more ?? []), answer.kept, answer.do].filter(Boolean).join(". ");

// say puts a line where it is read out. An undoing is offered where there is
// something to undo.
function say(text, risk = false) {
  const line = document.querySelector("#decided [role=status]");
  line.textContent = text;
  line.classList.toggle("risk-text", risk);
  document.querySelector('#decided [data-do="undo"]').hidden = !last;
}

const wide = () => getComputedStyle(side).overflowY === "auto";

// bring moves what is apart from the hand: the text beside the list, where the
// two stand side by side.
function bring(id) {
  const first = root.querySelector(`mark[data-p~="${CSS.escape(id)}"]`);
  if (!first || !wide()) return;
  const seen = () => { const r = first.getBoundingClientRect(); return r.top > 48 && r.bottom < innerHeight - 48; };
  const centre = () => { if (!seen()) first.scrollIntoView({ block: "center", behavior: "instant" }); };
  centre();
  requestAnimationFrame(centre); // leaves that were not laid out before have their height now
}

function show(li, text = true) {
  li.focus({ preventScroll: true });
  if (wide()) {
    const a = li.getBoundingClientRect(), b = side.getBoundingClientRect(), bar = 56;
    if (a.top < b.top + bar) side.scrollTop += a.top - b.top - bar;
    else if (a.bottom > b.bottom) side.scrollTop += Math.min(a.bottom - b.bottom + 16, a.top - b.top - bar);
    if (text) bring(idOf(li));
  } else li.scrollIntoView({ block: "nearest", behavior: "instant" });
}

// mark shows in the text which proposal has the focus.
function mark(li) {
  for (const m of root.querySelectorAll("mark.now")) m.classList.remove("now");
  for (const i of list()) i.setAttribute("aria-current", String(i === li));
  if (li) for (const m of root.querySelectorAll(`mark[data-p~="${CSS.escape(idOf(li))}"]`)) m.classList.add("now");
}

// goTo leads to a proposal, listing all where it is not listed yet.
export async function goTo(id) {
  if (!itemOf(id) && !(await listAll())) return;
  const li = itemOf(id);
  if (!li) return;
  if (li.closest("details")) li.closest("details").open = true;
  show(li, false);
}

async function listAll() {
  const more = document.querySelector('#proposals [data-do="more"]');
  if (!more) return false;
  history.replaceState(null, "", more.getAttribute("href"));
  await host.refresh();
  return true;
}

async function step(by) {
  const i = list().indexOf(here());
  if (by > 0 && i === list().length - 1 && i >= 0) await listAll();
  const all = list();
  const to = i < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, i + by));
  if (all[to]) show(all[to]);
}

// following names what stands after a proposal, and then what stands before
// it: where the focus goes once it is decided on.
function following(li) {
  const all = list().map(idOf), i = all.indexOf(li ? idOf(li) : "");
  return [...all.slice(i + 1), ...all.slice(0, Math.max(0, i)).reverse()];
}

function settle(ids) {
  const id = ids.find((x) => itemOf(x)?.classList.contains("proposal"));
  if (id) show(itemOf(id));
  else document.getElementById("h-proposals")?.focus({ preventScroll: !wide() });
}

// alone runs one decision at a time: what is pressed meanwhile is about
// something that is no longer there.
async function alone(run) {
  if (busy) return;
  busy = true;
  try { await run(); } finally { busy = false; }
}

// decided brings the page up to date after an answer, and says what came of it.
async function decided(answer, from, to, undo) {
  if (!answer) return;
  if (answer.ok) {
    last = undo && { ...undo(answer), on: true, from, to };
    host.forget();
  }
  await host.refresh();
  say(answer.ok ? answer.done : told(answer), !answer.ok);
  settle(to);
}

const field = (name, value) => [name, value];
const request = (address, ...fields) => ({ address, fields: new URLSearchParams(fields) });

// An acceptance is undone by undoing its statements, the parts first; undone
// once more they stand again, the wholes first.
function acceptance(answer) {
  const again = answer.numbers.map((n) => request(`${base}/statements/${encodeURIComponent(n)}/undo`));
  return { undo: [...again].reverse(), redo: again };
}

async function accept(form, li) {
  const from = li ? [idOf(li)] : list().map(idOf), to = following(li);
  await decided(await send(form.action, new URLSearchParams(new FormData(form))), from, to, acceptance);
}

async function turnDown(form, li) {
  const fields = new URLSearchParams(new FormData(form));
  fields.set("p", li.dataset.p);
  const answer = await send(`${base}/proposals/reject`, fields);
  const given = fields.get("ready") || fields.get("reason").trim();
  if (answer && !answer.ok && !given) { form.querySelector(".trouble").textContent = told(answer); return; }
  const p = field("p", li.dataset.p);
  await decided(answer, [idOf(li)], following(li), () => ({
    undo: [request(`${base}/proposals/reopen`, p, field("reason", undone))],
    redo: [{ address: `${base}/proposals/reject`, fields }],
  }));
}

async function openAgain(form) {
  const id = form.elements.p.value.split("@")[0];
  await decided(await send(form.action, new URLSearchParams(new FormData(form))), [], [id], null);
}

// kept answers a changed proposal that was stored from the panel.
export const kept = (answer, id) => alone(() => decided(answer, [id], following(itemOf(id)), acceptance));

// undo takes the last decision back, and once more redoes it.
export async function undo() {
  if (last) await alone(() => takeBack(last));
  return Boolean(last);
}

async function takeBack(now) {
  for (const r of now.on ? now.undo : now.redo) {
    const answer = await send(r.address, r.fields);
    if (!answer) return;
    if (!answer.ok) { warn(told(answer)); break; }
    say(answer.done);
  }
  now.on = !now.on;
  const line = document.querySelector("#decided [role=status]").textContent;
  await host.refresh();
  say(line);
  settle(now.on ? now.to : now.from);
}

export const forget = () => { last = null; if (document.getElementById("decided")) say(""); };

function askWhy(li) {
  side.querySelector(".turning")?.remove();
  li.append(document.getElementById("form-reject").content.cloneNode(true));
  const form = li.querySelector(".turning");
  form.querySelector("input").focus({ preventScroll: true });
  form.scrollIntoView({ block: "nearest", behavior: "instant" });
}

async function change(li) {
  const doc = await page(`${base}/proposals/${encodeURIComponent(idOf(li))}`);
  const form = doc?.getElementById("change");
  if (!form) { await host.refresh(); return; }
  host.open(document.adoptNode(form));
}

function act(what, li) {
  const form = li.querySelector('[data-decide="accept"]');
  if (what === "accept" && form) alone(() => accept(form, li));
  else if (what === "accept" || what === "change") change(li);
  if (what === "reject") askWhy(li);
  if (what === "see") bringWide(li);
  if (what === "why") { const d = li.querySelector(".why"); d.open = !d.open; }
}

// bringWide shows the words in the text, on a narrow screen as well.
function bringWide(li) {
  const first = root.querySelector(`mark[data-p~="${CSS.escape(idOf(li))}"]`);
  first?.scrollIntoView({ block: "center", behavior: "instant" });
}

const keys = { y: "accept", x: "reject", e: "change", w: "why" };

// key answers a key, and says whether it was one for a proposal.
export function key(name, e) {
  if (!document.getElementById("proposals")) return false;
  if (name === "j" || name === "k") { if (!busy) step(name === "j" ? 1 : -1); return true; }
  const li = here();
  if (!li) return false;
  if (name === "Escape") { side.querySelector(".turning")?.remove(); li.focus({ preventScroll: true }); return true; }
  const what = name === "Enter" && e.target === li ? "accept" : keys[name];
  if (what && !e.repeat) act(what, li); // a key that is held down decides once
  return Boolean(what);
}

// A digit takes a ready reason at once, but not while a reason is written.
function reasonKey(e) {
  const form = e.target.closest(".turning");
  if (!form) return;
  const li = form.closest(".proposal");
  if (e.key === "Escape") { form.remove(); show(li); e.preventDefault(); return; }
  const ready = e.target.type === "radio" && /^[1-9]$/.test(keyOf(e)) ? form.querySelectorAll("[type=radio]")[keyOf(e) - 1] : null;
  if (!ready || e.ctrlKey || e.metaKey || e.altKey) return;
  ready.checked = true;
  e.preventDefault();
  form.requestSubmit();
}

// start begins to answer. What it replaces on the page is found anew each time.
export function start(lent) {
  host = lent;
  if (!document.getElementById("proposals")) return;
  prepare();
  side.addEventListener("focusin", () => { const li = here(); if (li) mark(li); });
  side.addEventListener("keydown", reasonKey);
  side.addEventListener("submit", (e) => {
    const form = e.target, li = form.closest(".proposal");
    if (form.classList.contains("turning")) { e.preventDefault(); alone(() => turnDown(form, li)); }
    if (form.dataset.decide) { e.preventDefault(); alone(() => (form.dataset.decide === "reopen" ? openAgain(form) : accept(form, li))); }
  });
  // The second click of a double one would meet what has moved to its place.
  side.addEventListener("click", (e) => { if (e.detail > 1 && e.target.closest("#proposals button")) { e.preventDefault(); e.stopPropagation(); } }, true);
  side.addEventListener("click", (e) => {
    const b = e.target.closest("[data-do]"), li = e.target.closest(".proposal");
    if (b?.dataset.do === "undo") undo();
    if (b?.dataset.do === "more") { e.preventDefault(); const n = list().length; listAll().then(() => { if (list()[n]) show(list()[n]); }); }
    if (!li || !b) return;
    if (b.dataset.do === "keep") { b.closest("form").remove(); show(li); }
    if (["reject", "change", "see"].includes(b.dataset.do)) { e.preventDefault(); act(b.dataset.do, li); }
  });
}

// prepare readies a list that was put into the page.
export function prepare() {
  for (const b of document.querySelectorAll('#proposals [data-do="see"]')) b.hidden = false;
}
