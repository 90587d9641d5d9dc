// The review of a plan: text and draft point at each other, keys go from entry to entry, and a
// question is answered by a key or by clicking words. Without this script every link still jumps,
// every form still saves, and words are chosen by radio buttons.
const source = document.querySelector(".source");
const draft = document.getElementById("draft");
const form = document.getElementById("draft-form");
const ask = document.getElementById("ask");
const picked = document.getElementById("picked");
const useWords = document.getElementById("use-words");
const chosen = document.getElementById("chosen");
const entries = [...form.querySelectorAll(".entry")];
const words = [...source.querySelectorAll("label.word")];

document.getElementById("enter").removeAttribute("name"); // Enter in a field only saves

const keyOf = (element) => element?.closest("[data-entry]")?.dataset.entry || "";
const marksOf = (key) => (key ? source.querySelectorAll(`[data-entry="${CSS.escape(key)}"]`) : []);
const say = (text) => document.dispatchEvent(new CustomEvent("luze:say", { detail: text }));

function show(element) {
  const top = element.getBoundingClientRect().top - source.getBoundingClientRect().top;
  if (top < 60 || top > source.clientHeight - 90) source.scrollTop += top - source.clientHeight / 3;
}

function light(key, { scroll = false } = {}) {
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  if (!key) return;
  const marks = marksOf(key);
  for (const mark of marks) mark.classList.add("lit");
  form.querySelector(`.entry[data-entry="${CSS.escape(key)}"]`)?.classList.add("lit");
  const first = document.getElementById(`s-${key}`) || marks[0];
  if (scroll && first) show(first);
}

form.addEventListener("focusin", (event) => light(keyOf(event.target), { scroll: true }));
draft.addEventListener("click", (event) => {
  const link = event.target.closest(".to-source");
  if (!link) return;
  event.preventDefault();
  light(keyOf(link), { scroll: true });
});

// A mark in the text lights its entry; on the entry's own tab it leads to the entry at once.
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

// ---- Words of the text as an answer ----------------------------------------------------------

// Choosing an answer is no unsaved work.
for (const part of [source, ask]) part.addEventListener("input", (event) => event.stopPropagation());

let range = null; // numbers of the first and the last word marked

function mark(first, last) {
  range = [first, last];
  const [from, to] = [Math.min(first, last), Math.max(first, last)];
  words.forEach((word, at) => word.classList.toggle("in", from <= at && at <= to));
  const start = valueOf(from)[0];
  const end = valueOf(to)[1];
  const box = words[last].querySelector("input");
  box.checked = true;
  box.focus({ preventScroll: true });
  show(words[last]);
  const stretch = document.createRange();
  stretch.setStartBefore(words[from]);
  stretch.setEndAfter(words[to]);
  take(start, end, stretch.toString());
}

const valueOf = (at) => words[at].querySelector("input").value.split("-").map(Number);

function take(start, end, text) {
  picked.value = `${start}-${end}`;
  if (chosen) chosen.textContent = text.replace(/\s+/g, "");
}

function unmark() {
  range = null;
  picked.value = "";
  if (chosen) chosen.textContent = "";
  for (const word of words) {
    word.classList.remove("in");
    word.querySelector("input").checked = false;
  }
}

function answer() {
  if (!useWords || !picked.value) return;
  form.requestSubmit(useWords);
}

for (const [at, word] of words.entries()) {
  word.addEventListener("click", (event) => {
    if (event.target.matches("input")) return; // what the browser passes on to the radio button
    event.preventDefault();
    if (!getSelection().isCollapsed && !event.shiftKey) return;
    if (event.shiftKey) {
      getSelection().removeAllRanges();
      mark(range ? range[0] : at, at);
      return;
    }
    mark(at, at);
    answer();
  });
  word.addEventListener("change", () => mark(at, at));
}

// Any stretch of the text may be dragged over instead.
source.addEventListener("mouseup", () => {
  const selection = getSelection();
  if (!chosen || selection.isCollapsed) return;
  const whole = selection.getRangeAt(0);
  const start = offsetOf(whole.startContainer, whole.startOffset);
  const end = offsetOf(whole.endContainer, whole.endOffset);
  if (start === null || end === null || start >= end) return;
  unmark();
  take(start, end, selection.toString());
});

const lengthOf = (text) => [...text].length; // the server counts characters, not code units

function offsetOf(node, at) {
  const line = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("p[data-at]");
  if (!line || node.nodeType !== Node.TEXT_NODE) return null;
  let total = Number(line.dataset.at);
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const withheld = text.parentElement.dataset.length;
    if (text === node) return total + (withheld ? 0 : lengthOf(text.data.slice(0, at)));
    total += withheld ? Number(withheld) : lengthOf(text.data);
  }
  return null;
}

// ---- Keys ------------------------------------------------------------------------------------

const press = (id) => document.getElementById(id)?.click();
const byKey = {
  KeyJ: () => press("after"),
  KeyN: () => press("after"),
  KeyK: () => press("before"),
  KeyP: () => press("before"),
  KeyU: () => press("undo"),
  Escape: () => (range || picked.value ? unmark() : press("cancel")),
};

function isTyping(element) {
  return Boolean(
    element?.closest(
      "input:not([type=radio], [type=checkbox]), select, textarea, dialog, [contenteditable]",
    ),
  );
}

// Single keys belong to the question and the text; elsewhere they would surprise.
function isFree(element) {
  return !element || element === document.body || ask.contains(element) || source.contains(element);
}

function step(event) {
  if (!words.length) return false;
  const by = event.code === "ArrowRight" ? 1 : -1;
  const from = range ? range[1] : by > 0 ? firstAsked() - 1 : words.length;
  const at = Math.min(Math.max(from + by, 0), words.length - 1);
  mark(event.shiftKey && range ? range[0] : at, at);
  return true;
}

function firstAsked() {
  const at = words.findIndex((word) => word.classList.contains("issue"));
  return Math.max(at, 0);
}

function onSingleKey(event) {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit && !event.shiftKey) {
    const quick = ask.querySelectorAll("[data-quick]")[digit[1] - 1];
    if (quick) form.requestSubmit(quick);
    return Boolean(quick);
  }
  if (event.code === "ArrowRight" || event.code === "ArrowLeft") return step(event);
  if (event.code === "Enter" && picked.value && !event.target.closest("a, button, summary")) {
    answer();
    return true;
  }
  const act = event.shiftKey ? null : byKey[event.code];
  act?.();
  return Boolean(act);
}

function onControl(event) {
  if (event.code === "KeyS") {
    event.preventDefault();
    form.requestSubmit(form.querySelector(".draft-foot .button:last-of-type"));
  }
  if (isTyping(event.target)) return;
  if (event.code === "KeyZ" || event.code === "KeyY") {
    event.preventDefault();
    press(event.code === "KeyZ" && !event.shiftKey ? "undo" : "redo");
  }
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.ctrlKey || event.metaKey) return onControl(event);
  if (event.altKey) return onAlt(event);
  if (event.code === "Enter" && event.target.closest?.(".ask-rule input")) {
    event.preventDefault();
    press("use-rule");
    return;
  }
  if (isTyping(event.target) || !isFree(document.activeElement)) return;
  if (onSingleKey(event)) event.preventDefault();
});

function onAlt(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.code];
  if (!by || !entries.length) return;
  event.preventDefault();
  const at = entries.indexOf(document.activeElement?.closest(".entry"));
  const next = entries[Math.min(Math.max(at + by, 0), entries.length - 1)];
  if (next) go(next);
}

// ---- On arrival ------------------------------------------------------------------------------

// Name and holder are asked for only when a new post is chosen.
for (const box of form.querySelectorAll("[data-when]")) {
  const choice = box.closest(".entry").querySelector("select");
  const reveal = () => {
    box.hidden = choice.value !== box.dataset.when && !box.querySelector(".field-error");
  };
  choice.addEventListener("change", reveal);
  reveal();
}

const asked = source.querySelector(".issue") || (useWords && words[0]);
if (asked && !location.hash.startsWith("#s-")) show(asked);
const news = [...ask.querySelectorAll(".field-error, .tag.ok, #ask-text")];
if (location.search.includes("done=")) say(news.map((part) => part.textContent.trim()).join(" "));
