// Small comforts on top of pages that work without any of this.
const root = document.documentElement;
root.classList.add("js");

// A link with data-dialog opens the dialog of that id instead of going to the plain page.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog && dialog.showModal) {
    event.preventDefault();
    dialog.showModal();
    return;
  }
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  if (event.target.closest("[data-dismiss]")) event.target.closest(".message")?.remove();
  if (event.target.nodeName === "DIALOG") event.target.close(); // a click on the backdrop
  for (const pop of document.querySelectorAll("details[data-pop][open]")) {
    if (!pop.contains(event.target)) pop.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") {
    const box = document.querySelector("[data-search]");
    if (box && box.offsetParent) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  }
  if (event.key === "Escape") {
    const pop = event.target.closest?.("details[data-pop][open]");
    if (pop) {
      pop.open = false;
      pop.querySelector("summary").focus();
    }
  }
});

// A select or date with data-submit sends its form when changed; the button beside it may go.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]") && event.target.checkValidity()) {
    event.target.form.requestSubmit();
  }
});
for (const button of document.querySelectorAll("[data-go]")) button.hidden = true;

// Forms with data-guard="question" ask before unsaved work is left behind.
const touched = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && "guard" in form.dataset) touched.add(form);
});
window.addEventListener("beforeunload", (event) => {
  for (const form of touched) {
    if (form.isConnected) {
      event.preventDefault();
      event.returnValue = form.dataset.guard;
    }
  }
});

// One press sends one request: the pressed button stays busy until the answer is here.
const busy = new Set();
const free = () => {
  for (const button of busy) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
  busy.clear();
};
document.addEventListener("submit", (event) => {
  touched.delete(event.target);
  const button = event.submitter;
  if (!button || event.defaultPrevented || event.target.method !== "post") return;
  setTimeout(() => {
    // after the browser has read the button's name and value
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    busy.add(button);
  });
});
window.addEventListener("pageshow", free);
document.addEventListener("htmx:afterRequest", free);

// A refused form takes the reader to the reasons.
document.querySelector("[data-focus]")?.focus();

// Say something to screen readers: document.dispatchEvent(new CustomEvent("luze:say", {detail: "…"}))
document.addEventListener("luze:say", (event) => {
  const live = document.getElementById("live");
  if (live) live.textContent = event.detail;
});
