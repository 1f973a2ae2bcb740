// Keys and concealing, for every page. Pages work without it.
import { reachable, sayAgain, warn } from "./send.js";

const conceal = () => {
  document.documentElement.replaceChildren();
  fetch("/conceal", { method: "POST", body: new URLSearchParams() }).finally(() => location.replace("/away"));
};

// Three shifts within two seconds and nothing else in between: not Escape,
// which assistive technology uses.
let shifts = [];
addEventListener("keyup", (e) => {
  if (e.key !== "Shift") { shifts = []; return; }
  shifts = [...shifts, e.timeStamp].filter((t) => e.timeStamp - t < 2000);
  if (shifts.length >= 3 && document.querySelector(".conceal")) conceal();
}, true);
addEventListener("keydown", (e) => { if (e.key !== "Shift") shifts = []; }, true);
document.querySelector(".conceal")?.form.addEventListener("submit", (e) => { e.preventDefault(); conceal(); });

export const typing = (el) => el && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName));

// keyOf names a key by the letter that it types, or by its place on the
// keyboard where another script is active.
export function keyOf(e) {
  if (/^[a-z]$/i.test(e.key)) return e.key.toLowerCase();
  if (/^Key[A-Z]$/.test(e.code)) return e.code[3].toLowerCase();
  if (/^(Digit|Numpad)[0-9]$/.test(e.code) && !e.shiftKey) return e.code.at(-1);
  return e.key;
}

export const keysOn = () => localStorage.getItem("keys") !== "off";

const places = { h: "/", s: "/sources", i: "/incidents", t: "/toll", a: "/custody" };
let going = -Infinity;
addEventListener("keydown", (e) => {
  if (e.defaultPrevented || typing(e.target) || e.ctrlKey || e.metaKey || e.altKey || !keysOn()) return;
  const key = keyOf(e);
  if (key === "/" || (e.code === "Slash" && !e.shiftKey)) {
    document.getElementById("find")?.focus();
    e.preventDefault();
  } else if (e.key === "?") {
    location.assign("/keys");
  } else if (e.timeStamp - going < 1500 && places[key]) {
    location.assign(places[key]);
    e.preventDefault();
    e.stopImmediatePropagation();
  }
  going = key === "g" ? e.timeStamp : -Infinity;
}, true);

// A form is sent only while the program answers, so that nothing typed is
// lost to a page that says so, and only once.
let sent = new WeakSet();
addEventListener("submit", async (e) => {
  const form = e.target;
  if (e.defaultPrevented || form.method !== "post") return;
  e.preventDefault();
  if (sent.has(form)) return;
  sent.add(form);
  if (await reachable()) { warn(""); form.submit(); } else { sent.delete(form); sayAgain(); }
});
addEventListener("pageshow", () => { sent = new WeakSet(); });

for (const b of document.querySelectorAll('[data-do="print"]')) { b.hidden = false; b.onclick = () => print(); }
for (const b of document.querySelectorAll('[data-do="back"]')) { b.hidden = history.length < 2; b.onclick = () => history.back(); }

const off = document.getElementById("keys-off");
if (off) {
  off.hidden = document.getElementById("keys-off-label").hidden = false;
  off.checked = !keysOn();
  off.onchange = () => localStorage.setItem("keys", off.checked ? "off" : "on");
}
