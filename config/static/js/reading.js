// The review of a plan: text and draft point at each other, keys go from entry to entry.
// Without this script every link still jumps and every form still saves.
const source = document.querySelector(".source");
const draft = document.getElementById("draft");
const form = document.getElementById("draft-form");
const entries = [...draft.querySelectorAll(".entry")];

const keyOf = (element) => element?.closest("[data-entry]")?.dataset.entry || "";
const marksOf = (key) => (key ? source.querySelectorAll(`[data-entry="${CSS.escape(key)}"]`) : []);

function light(key, { scroll = false } = {}) {
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  if (!key) return;
  const marks = marksOf(key);
  for (const mark of marks) mark.classList.add("lit");
  draft.querySelector(`.entry[data-entry="${CSS.escape(key)}"]`)?.classList.add("lit");
  const first = document.getElementById(`s-${key}`) || marks[0];
  if (scroll && first) {
    const top = first.getBoundingClientRect().top - source.getBoundingClientRect().top;
    if (top < 60 || top > source.clientHeight - 90) source.scrollTop += top - source.clientHeight / 3;
  }
}

draft.addEventListener("focusin", (event) => light(keyOf(event.target), { scroll: true }));
draft.addEventListener("click", (event) => {
  const link = event.target.closest(".to-source");
  if (!link) return;
  event.preventDefault();
  light(keyOf(link), { scroll: true });
});

// A mark whose entry stands in this tab leads to the entry at once.
source.addEventListener("click", (event) => {
  const mark = event.target.closest("a.hit");
  const entry = mark && document.getElementById(`e-${mark.dataset.entry}`);
  if (!entry) return;
  event.preventDefault();
  go(entry);
});

function go(entry) {
  entry.scrollIntoView({ block: "nearest" });
  const field = entry.querySelector("input:not([type=hidden]):not(:disabled), select, textarea");
  (field || entry).focus({ preventScroll: true });
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyS") {
    event.preventDefault();
    form.requestSubmit(form.querySelector(".draft-foot .button:last-of-type"));
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
  if (!event.altKey || !step || !entries.length) return;
  event.preventDefault();
  const at = entries.indexOf(document.activeElement?.closest(".entry"));
  const next = entries[Math.min(Math.max(at + step, 0), entries.length - 1)];
  if (next) go(next);
});

// Name and holder are asked for only when a new post is chosen.
for (const box of draft.querySelectorAll("[data-when]")) {
  const choice = box.closest(".entry").querySelector("select");
  const show = () => {
    box.hidden = choice.value !== box.dataset.when && !box.querySelector(".field-error");
  };
  choice.addEventListener("change", show);
  show();
}
