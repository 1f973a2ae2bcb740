// A caret in the text, moved as in an editor: by the eye, not by the order of
// letters. The text itself is no editor and cannot be changed.
import { root, all, locate, point, paragraphOf } from "./text.js";

const caret = document.createElement("div");
caret.id = "caret";
caret.hidden = true;
document.body.append(caret);

// [direction, step, step with Ctrl]
const moves = {
  ArrowLeft: ["left", "character", "word"],
  ArrowRight: ["right", "character", "word"],
  ArrowUp: ["backward", "line", "paragraph"],
  ArrowDown: ["forward", "line", "paragraph"],
  Home: ["backward", "lineboundary", ""],
  End: ["forward", "lineboundary", ""],
};

export const inText = (sel) => Boolean(sel.focusNode && root.contains(sel.focusNode) && root.contains(sel.anchorNode));

// ensure puts the caret at the first paragraph that is seen, where it is not
// in the text yet.
export function ensure() {
  const sel = getSelection();
  if (inText(sel)) return sel;
  const p = all().find((q) => q.getBoundingClientRect().bottom > 0) ?? all()[0];
  if (p) sel.collapse(...locate(Number(p.dataset.at)));
  return sel;
}

// move answers a key, and says whether it was one for the caret.
export function move(e, extend = e.shiftKey) {
  const how = moves[e.key];
  if (!how || e.altKey || e.metaKey || !all().length) return false;
  const sel = ensure();
  const before = [sel.anchorNode, sel.anchorOffset, sel.focusNode, sel.focusOffset];
  if (e.ctrlKey && !how[2]) {
    const to = e.key === "Home" ? locate(0) : locate(Infinity, true);
    if (extend) sel.extend(...to); else sel.collapse(...to);
  } else {
    sel.modify(extend ? "extend" : "move", how[0], e.ctrlKey ? how[2] : how[1]);
  }
  if (!inText(sel)) sel.setBaseAndExtent(...before);
  draw(true);
  return true;
}

// toParagraph moves the caret some paragraphs on.
export function toParagraph(step) {
  const sel = ensure();
  const i = all().indexOf(paragraphOf(sel.focusNode));
  const p = all()[Math.min(all().length - 1, Math.max(0, i + step))];
  if (p) sel.collapse(...locate(Number(p.dataset.at)));
  draw(true);
}

function rectOf(sel) {
  const r = document.createRange();
  r.setStart(sel.focusNode, sel.focusOffset);
  return [...r.getClientRects()].at(-1) ?? paragraphOf(sel.focusNode)?.getBoundingClientRect();
}

const bar = 96; // what the bar of kinds may cover

const seen = (rect) => rect.top >= 0 && Math.min(rect.bottom, rect.top + 40) <= innerHeight - bar;

// follow brings a place onto the screen. Parts of the text that come near are
// laid out only then and move it, so that it is looked after until it rests.
export function follow(place) {
  let frames = 60, rests = 0;
  const look = () => {
    const rect = place();
    if (!rect || frames-- === 0 || rests === 6) return;
    rests = seen(rect) ? rests + 1 : 0;
    if (!rests) scrollBy({ top: rect.top - innerHeight / 3, behavior: "instant" });
    requestAnimationFrame(() => { look(); draw(); });
  };
  look();
}

// draw shows the caret while the text has the focus.
export function draw(moved = false) {
  const sel = getSelection();
  const on = document.activeElement === root && inText(sel);
  caret.hidden = !on;
  if (!on) return;
  if (moved) {
    const { focusNode, focusOffset } = sel;
    follow(() => (sel.focusNode === focusNode && sel.focusOffset === focusOffset ? rectOf(sel) : null));
  }
  const rect = rectOf(sel);
  if (!rect) return;
  caret.style.insetBlockStart = `${rect.top + scrollY}px`;
  caret.style.left = `${rect.left + scrollX}px`;
  caret.style.blockSize = `${Math.min(rect.height, 40)}px`;
}

// selected returns what is selected in the text as a span, or null.
export function selected() {
  const sel = getSelection();
  if (!inText(sel) || sel.isCollapsed) return null;
  const a = point(sel.anchorNode, sel.anchorOffset), b = point(sel.focusNode, sel.focusOffset);
  return a === b ? null : [Math.min(a, b), Math.max(a, b)];
}

// select selects a span; the caret stands at its end, or its beginning.
export function select([start, end], atStart = false) {
  const a = locate(start), b = locate(end, true);
  if (atStart) getSelection().setBaseAndExtent(...b, ...a);
  else getSelection().setBaseAndExtent(...a, ...b);
  draw(true);
}
