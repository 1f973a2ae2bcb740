// What is sent is stored before anything says so, and what cannot be sent
// stays where it was typed.
const banner = document.getElementById("banner");

export function warn(text) {
  banner.textContent = text;
  banner.hidden = !text;
}

// send posts a form's fields. It returns the answer, or null where the
// program could not be reached; then the banner says so.
export async function send(address, fields) {
  let response, answer;
  try {
    response = await fetch(address, { method: "POST", headers: { Accept: "application/json" }, body: fields });
    answer = await response.json();
  } catch {
    warn(banner.dataset.away);
    return null;
  }
  if (response.status === 401) {
    warn(answer.what);
    return null;
  }
  warn("");
  return { ok: response.ok, ...answer };
}

// page fetches a page as a document, without running anything in it.
export function page(address) {
  return new Promise((done) => {
    const x = new XMLHttpRequest();
    x.open("GET", address);
    x.responseType = "document";
    x.onload = () => done(x.response);
    x.onerror = () => { warn(banner.dataset.away); done(null); };
    x.send();
  });
}

// reachable says whether the program answers.
export async function reachable() {
  try {
    await fetch("/static/icon.svg", { cache: "no-store" });
    return true;
  } catch {
    return false;
  }
}

export const sayAgain = () => warn(banner.dataset.away);
