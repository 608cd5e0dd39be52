// Optional: every page works without this file. Each part improves one thing.
"use strict";

// Errors on top get the focus, and a link in them leads into the field itself.
const summary = document.querySelector("[data-error-summary]");
if (summary) {
  // A form is sent to the address with its #part, which would take the focus away again.
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    (target.closest(".field") || target).scrollIntoView();
    target.focus({ preventScroll: true });
  });
}

// A second click on a button that acts does nothing; coming back makes it work again.
const SENT = "data-sent";
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.hasAttribute(SENT)) {
    event.preventDefault();
    return;
  }
  form.setAttribute(SENT, "");
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => release(form), 8000);
});
function release(form) {
  form.removeAttribute(SENT);
  form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
}
addEventListener("pageshow", () => document.querySelectorAll(`form[${SENT}]`).forEach(release));

// How many characters are left; said aloud only after a pause.
document.querySelectorAll("textarea[data-maxlength]").forEach((area) => {
  const line = document.getElementById(`${area.id}-count`);
  if (!line) return;
  const spoken = document.createElement("span");
  spoken.className = "visually-hidden";
  spoken.setAttribute("aria-live", "polite");
  line.after(spoken);
  let pause;
  const count = () => {
    const left = Number(area.dataset.maxlength) - [...area.value].length; // as the server counts
    const words = left < 0 ? line.dataset.over : line.dataset.count;
    line.textContent = words.replace("{n}", Math.abs(left).toLocaleString("nl-BE"));
    line.classList.toggle("count--over", left < 0);
    clearTimeout(pause);
    pause = setTimeout(() => (spoken.textContent = line.textContent), 1200);
  };
  area.addEventListener("input", count);
  if (area.value) count();
});

// Money grids: totals while somebody types; the server computes them again.
const MONEY = /^-?(\d+|\d{1,3}(\.\d{3})+)(,\d{1,2})?$/;
function cents(typed) {
  const plain = typed.replace(/[€\s]/g, "");
  if (!MONEY.test(plain)) return 0n;
  const [euros, rest = ""] = plain.replaceAll(".", "").split(",");
  return BigInt(euros + rest.padEnd(2, "0"));
}
function shown(amount) {
  const size = amount < 0n ? -amount : amount;
  const euros = (size / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ".");
  return `€\u00a0${amount < 0n ? "-" : ""}${euros},${(size % 100n).toString().padStart(2, "0")}`;
}
const add = (numbers) => numbers.reduce((sum, n) => sum + n, 0n);
function write(output, amount) {
  if (output) output.value = shown(amount);
}
function block(row, kind, columns) {
  if (!row) return;
  columns.forEach((sum, i) => write(row.querySelector(`[data-${kind}-column="${i}"]`), sum));
  write(row.querySelector(`[data-${kind}]`), add(columns));
}
function recompute(grid) {
  const whole = [];
  for (const body of grid.tBodies) {
    const columns = [];
    for (const row of body.rows) {
      const cells = [...row.querySelectorAll("[data-cell]")];
      if (!cells.length) continue;
      const amounts = cells.map((cell) => cents(cell.value ?? cell.textContent));
      amounts.forEach((n, i) => (columns[i] = (columns[i] ?? 0n) + n));
      write(row.querySelector("[data-row]"), add(amounts));
    }
    block(body.rows[body.rows.length - 1], "group", columns);
    columns.forEach((n, i) => (whole[i] = (whole[i] ?? 0n) + n));
  }
  block(grid.tFoot?.rows[0], "grid", whole);
}
document.querySelectorAll("[data-money-grid]").forEach((grid) => {
  grid.addEventListener("input", () => recompute(grid));
  grid.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || event.target.tagName !== "INPUT") return;
    const column = event.target.closest("td").cellIndex;
    const inputs = [...grid.querySelectorAll("input")].filter((i) => i.closest("td").cellIndex === column);
    const next = inputs[inputs.indexOf(event.target) + step];
    if (next) {
      event.preventDefault();
      next.focus();
      next.select();
    }
  });
});

// Menus close with Escape or a click elsewhere.
document.querySelectorAll("details[data-menu]").forEach((menu) => {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
});

// Ten minutes before a sign-in ends its notice appears. Who stays signed in stays on the page, with what is typed.
const ending = document.querySelector("[data-ending]");
if (ending) {
  const said = ending.querySelector("[role=status]");
  const form = ending.querySelector("form");
  let from = Date.now() + Number(ending.dataset.ending) * 1000;
  let timer;
  let back; // where somebody was when the button took the focus
  const look = () => {
    const wait = from - Date.now(); // a computer that slept counted nothing
    clearTimeout(timer);
    if (wait > 0) return (timer = setTimeout(look, Math.min(wait, 2 ** 31 - 1)));
    if (form) form.hidden = false;
    if (!ending.hidden && said.textContent === said.dataset.text) return;
    ending.hidden = false;
    setTimeout(() => (said.textContent = said.dataset.text), 100); // said aloud once the place for it is there
  };
  form?.addEventListener("focusin", (event) => (back = event.relatedTarget));
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.hasAttribute(SENT)) return;
    const body = new URLSearchParams(new FormData(form));
    body.delete("_key"); // the same page may ask it again, an hour later
    fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject()))
      .then((told) => {
        said.textContent = told.stays;
        said.dataset.text = told.until;
        form.hidden = true;
        (back ?? document.getElementById("main")).focus({ preventScroll: true });
        release(form);
        from = Date.now() + told.wait * 1000;
        look();
      })
      .catch(() => form.submit()); // the new tab says why
  });
  document.addEventListener("visibilitychange", look);
  look();
}

// A page about work in progress loads itself again; its text is the same without a script.
const refresh = document.querySelector("[data-refresh]");
if (refresh) setTimeout(() => location.reload(), Number(refresh.dataset.refresh) * 1000);

// Marks: the weighted total while somebody scores; the server computes it again.
document.querySelectorAll("output[data-weights]").forEach((output) => {
  const weights = Object.entries(JSON.parse(output.dataset.weights));
  const form = output.closest("form");
  form.addEventListener("change", () => {
    const marks = weights.map(([name]) => form.elements[name].value);
    if (marks.includes("")) return (output.value = "–");
    const sum = weights.reduce((total, [, weight], i) => total + weight * Number(marks[i]), 0);
    const [whole, rest] = [Math.floor(sum / 10), sum % 10];
    const hundredths = whole + (rest > 5 || (rest === 5 && whole % 2 === 1) ? 1 : 0); // half to even
    output.value = `${Math.floor(hundredths / 100)},${String(hundredths % 100).padStart(2, "0")}`;
  });
});

// A digit on a mark chooses that mark: who scores thirty files does not reach for the mouse.
document.querySelectorAll(".score").forEach((score) =>
  score.addEventListener("keydown", (event) => {
    const mark = /^[0-9]$/.test(event.key) && score.querySelector(`input[value="${event.key}"]`);
    if (mark && !event.ctrlKey && !event.altKey && !event.metaKey) {
      mark.focus();
      mark.click();
    }
  }),
);

// Text that a browser kept for somebody: gone once it is saved, and when that person signs out.
const KEPT = "concept:";
function forget(which) {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(KEPT));
    for (const name of names) if (which(name, localStorage.getItem(name))) localStorage.removeItem(name);
  } catch {
    // a browser that keeps nothing has nothing to forget
  }
}
document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action") === "/afmelden") forget(() => true);
});
if (document.querySelector(".notice--success") && document.referrer) {
  const from = `:${new URL(document.referrer).pathname}`; // the page of the form that was saved
  forget((name, text) => name.endsWith(from) && JSON.parse(text).sent);
}

// Files: drop them anywhere on the form that asks for several; what is chosen is listed.
document.querySelectorAll("input[type=file][multiple]").forEach((input) => {
  const form = input.form;
  const chosen = document.createElement("ul");
  chosen.setAttribute("aria-live", "polite");
  input.after(chosen);
  const list = () => {
    const lines = [...input.files].map((file) => {
      const line = document.createElement("li");
      const size = Math.max(0.1, file.size / 1e6).toLocaleString("nl-BE", { maximumFractionDigits: 1 });
      line.textContent = `${file.name} (${size} MB)`;
      return line;
    });
    chosen.replaceChildren(...lines);
  };
  const over = (on) => (form.style.outline = on ? "3px dashed" : "");
  input.addEventListener("change", list);
  form.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    over(true);
  });
  form.addEventListener("dragleave", () => over(false));
  form.addEventListener("drop", (event) => {
    over(false);
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    const all = new DataTransfer();
    [...input.files, ...event.dataTransfer.files].forEach((file) => all.items.add(file));
    input.files = all.files;
    list();
  });
});
