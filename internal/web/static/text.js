// Places in the text. The server counts code points, the browser UTF-16
// units; both meet here and nowhere else.
export const root = document.getElementById("text");

let paragraphs = [];
let starts = [];

// index notes where each paragraph begins, after the text was laid out anew.
export function index() {
  paragraphs = [...root.querySelectorAll("p")];
  starts = paragraphs.map((p) => Number(p.dataset.at));
}

export const all = () => paragraphs;

// points counts the code points of a string.
export function points(s) {
  let n = s.length;
  for (let i = 0; i < s.length - 1; i++) {
    const c = s.charCodeAt(i);
    if (c >= 0xd800 && c < 0xdc00) {
      const d = s.charCodeAt(i + 1);
      if (d >= 0xdc00 && d < 0xe000) { n--; i++; }
    }
  }
  return n;
}

// units returns how many UTF-16 units the first n code points of s have.
export function units(s, n) {
  let i = 0;
  while (n-- > 0 && i < s.length) i += s.codePointAt(i) > 0xffff ? 2 : 1;
  return i;
}

export function paragraphOf(node) {
  return (node?.nodeType === 1 ? node : node?.parentElement)?.closest("#text p") ?? null;
}

// point returns the place of a DOM position, in code points of the text.
export function point(node, offset) {
  const p = paragraphOf(node);
  if (p) {
    const r = document.createRange();
    r.setStart(p, 0);
    r.setEnd(node, offset);
    return Number(p.dataset.at) + points(r.toString());
  }
  const next = node.childNodes[offset];
  const q = next?.matches?.("p") ? next : next?.querySelector?.("p");
  return q ? Number(q.dataset.at) : length();
}

export function length() {
  const last = paragraphs.at(-1);
  return last ? Number(last.dataset.at) + points(last.textContent) : 0;
}

// numberAt returns which paragraph holds a place.
export function numberAt(n) {
  let low = 0, high = starts.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (starts[mid] <= n) low = mid + 1; else high = mid;
  }
  return Math.max(0, low - 1);
}

// locate returns the DOM position of a place. At the border of two pieces of
// text it is the end of the first one where end is set.
export function locate(n, end = false) {
  let i = numberAt(n);
  if (end && i > 0 && starts[i] === n) i--;
  const p = paragraphs[i];
  let left = n - starts[i];
  const walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
  let node = walk.nextNode(), last = node;
  while (node) {
    const size = points(node.data);
    if (left < size || (end && left === size)) return [node, units(node.data, left)];
    left -= size;
    last = node;
    node = walk.nextNode();
  }
  return last ? [last, last.data.length] : [p, 0];
}

export function rangeOf(start, end) {
  const r = document.createRange();
  r.setStart(...locate(start));
  r.setEnd(...locate(end, true));
  return r;
}

export const wordsOf = (start, end) => rangeOf(start, end).toString();

const segmenter = globalThis.Intl?.Segmenter ? new Intl.Segmenter(undefined, { granularity: "word" }) : null;

// wordAt returns the word around a place within a paragraph, in its units.
function wordAt(text, i) {
  const s = segmenter?.segment(text).containing(i);
  return s?.isWordLike ? [s.index, s.index + s.segment.length] : null;
}

// snap widens a span to whole words.
export function snap([start, end]) {
  const edge = (n, inside, side) => {
    const p = paragraphs[numberAt(inside)];
    const at = Number(p.dataset.at);
    const w = wordAt(p.textContent, units(p.textContent, inside - at));
    return w ? at + points(p.textContent.slice(0, w[side])) : n;
  };
  return trim([edge(start, start, 0), edge(end, end - 1, 1)]);
}

// trim takes white space off both ends of a span.
export function trim([start, end]) {
  const words = wordsOf(start, end);
  return [start + points(words) - points(words.trimStart()), end - points(words) + points(words.trimEnd())];
}

// particle returns what is written at the front of an Arabic word and is no
// part of it: and, then, in, to, as.
export function particle([start, end]) {
  return /^([وفبلك]\p{M}*)(?=\p{L}\p{M}*\p{L})/u.exec(wordsOf(start, end))?.[1] ?? "";
}

// spansOf returns where a statement's words stand, by its marks.
export function spansOf(n) {
  const spans = [];
  for (const m of root.querySelectorAll(`mark[data-s~="${CSS.escape(n)}"]`)) {
    const start = point(m, 0), end = start + points(m.textContent);
    if (spans.length && spans.at(-1)[1] === start) spans.at(-1)[1] = end;
    else spans.push([start, end]);
  }
  return spans;
}
