// Optional, after app.js: a part of an application saves itself while somebody types, and outlives a lost
// connection. The button does the same without this file; it alone shows two texts of a conflict.
"use strict";

const line = document.querySelector("[data-saves-itself]");
const form = line?.closest("form");
const presence = document.querySelector("[data-present]");
const PAUSE = 2000; // after the last letter
const LONGEST = 10000; // while somebody goes on typing
const AGAIN = 15000; // after a failure
const SEEN = 60000;
const browser = ownStorage(); // none: the browser forbids it
const UNTOLD = ["csrf_token", "_key"];

if (form) keepSaving();

function keepSaving() {
  forget((name) => !name.startsWith(`${KEPT}${line.dataset.owner}:`)); // of who used this browser before
  const kept = store();
  const version = form.elements.version;
  const refused = document.querySelector("[data-error-summary]") !== null;
  let stored = refused ? "" : picture(); // what the server has, as far as we know
  let timer;
  let since = 0; // when the first letter came that is not saved yet
  let running = null;
  let stopped = "conflict" in line.dataset; // which text stays is for a person to decide

  offer(kept, version, () => changed());
  remember();
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  addEventListener("online", () => plan(0));
  document.addEventListener("visibilitychange", () => document.hidden && plan(0));
  form.addEventListener("submit", pressed);
  say("");

  function changed() {
    remember();
    since ||= Date.now();
    plan(Math.min(PAUSE, Math.max(0, since + LONGEST - Date.now())));
  }

  function remember() {
    if (picture() === stored) return;
    kept.write({ at: new Date().toISOString(), version: version.value, fields: fields() });
  }

  function plan(wait) {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, wait);
  }

  function save() {
    if (running || stopped || picture() === stored) return running;
    running = send().finally(() => (running = null));
    return running;
  }

  async function send() {
    const sent = picture();
    const body = new URLSearchParams(new FormData(form));
    body.delete("_key"); // of the button: each save by itself is a fresh one, guarded by the version
    say(line.dataset.busy);
    try {
      const answer = await fetch(location.pathname, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        redirect: "manual",
        keepalive: document.hidden,
      });
      await heard(answer, sent);
    } catch {
      say(navigator.onLine ? line.dataset.failed : line.dataset.offline);
      plan(AGAIN);
    }
  }

  async function heard(answer, sent) {
    const data = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (!data) return unheard(answer.status);
    const told = await answer.json();
    say(told.said);
    if (!answer.ok) {
      stopped = told.conflict; // two texts: a person decides, with the button
      return;
    }
    version.value = told.version;
    stored = sent;
    since = 0;
    if (presence) presence.textContent = told.others;
    if (picture() === sent) kept.remove();
    else changed();
  }

  function unheard(status) {
    const out = status === 400 || status === 401;
    stopped = status >= 400 && status < 500;
    say(out ? line.dataset.signedOut : stopped ? line.dataset.gone : line.dataset.failed);
    plan(AGAIN);
  }

  // The button waits for a save that is under way, or it would collide with it.
  function pressed(event) {
    if (!running) return kept.mark();
    event.preventDefault();
    event.stopPropagation();
    running.then(() => form.requestSubmit(event.submitter));
  }
}

function say(text) {
  line.hidden = !text;
  line.textContent = text;
}

function fields() {
  return [...new FormData(form)].filter(([name, value]) => {
    const own = [form.elements[name]].flat()[0];
    const typed = own instanceof RadioNodeList ? own[0] : own;
    return typeof value === "string" && !UNTOLD.includes(name) && !typed?.hasAttribute?.("data-personal");
  });
}

function picture() {
  const all = [...new FormData(form)].filter(([name]) => ![...UNTOLD, "version"].includes(name));
  return JSON.stringify(all);
}

// Text that was not saved lives in this browser until it is, or until somebody signs out. What is
// personal is never kept here.
function store() {
  const name = `${KEPT}${line.dataset.owner}:${location.pathname}`;
  return {
    read: () => JSON.parse(browser?.getItem(name) ?? "null"),
    write: (text) => browser?.setItem(name, JSON.stringify(text)),
    remove: () => browser?.removeItem(name),
    mark() {
      const text = this.read();
      if (text) this.write({ ...text, sent: true });
    },
  };
}

function ownStorage() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

function offer(kept, version, then) {
  const text = kept.read();
  if (!text) return;
  const now = new Set(fields().map((pair) => JSON.stringify(pair)));
  const same = text.fields.every((pair) => pair[0] === "version" || now.has(JSON.stringify(pair)));
  if (same) {
    if (!document.querySelector("[data-error-summary]")) kept.remove();
    return;
  }
  const notice = document.querySelector("[data-kept-text]");
  notice.querySelector("[data-kept-at]").textContent = new Date(text.at).toLocaleString("nl-BE");
  notice.querySelector("[data-put-back]").addEventListener("click", () => {
    put(text.fields);
    version.value = text.version; // somebody saved since? then the server shows both texts
    notice.remove();
    then();
  });
  notice.querySelector("[data-throw-away]").addEventListener("click", () => {
    kept.remove();
    notice.remove();
  });
  form.before(notice);
  notice.hidden = false;
}

function put(pairs) {
  const names = new Set(pairs.map(([name]) => name));
  for (const input of form.elements) {
    if (!input.name || input.type === "hidden" || input.hasAttribute("data-personal")) continue;
    const values = pairs.filter(([name]) => name === input.name).map(([, value]) => value);
    if (input.type === "checkbox" || input.type === "radio") input.checked = values.includes(input.value);
    else if (names.has(input.name)) input.value = values[0];
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// Others see that somebody writes here: said when the page opens, and while it stays in view.
function appear() {
  if (document.hidden || !form) return;
  const body = new URLSearchParams({ csrf_token: form.elements.csrf_token?.value ?? "" });
  fetch(presence.dataset.present, { method: "POST", body, headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : null))
    .then((told) => told && (presence.textContent = told.others))
    .catch(() => {}); // without a connection nobody sees it, and nothing is lost
}
if (presence && form) {
  appear();
  setInterval(appear, SEEN);
}
