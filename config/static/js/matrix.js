// The matrix grid: moving by keyboard, choosing a role by letter or click, saving cell by cell.
// Nothing here is needed to read the page or to save a cell with the plain form.
const grid = document.getElementById("grid");
const inspector = document.getElementById("inspector");
const save = document.getElementById("save");
const words = JSON.parse(document.getElementById("matrix-words")?.textContent || "{}");
const say = (text) => document.dispatchEvent(new CustomEvent("luze:say", { detail: text }));
document.getElementById("print")?.addEventListener("click", () => window.print());
if (grid) start();

function start() {
  const editing = grid.getAttribute("aria-readonly") === "false";
  const cellUrl = grid.dataset.cell;
  const heads = [...grid.querySelectorAll(".heads th")];
  const feet = [...grid.querySelectorAll("tfoot td[data-load]")];
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const roles = words.roles;
  const byKey = new Map(roles.filter((role) => role.allowed).map((role) => [`Key${role.key}`, role]));
  const byCode = new Map(roles.map((role) => [role.code, role]));
  let rows = visibleRows();
  let here = null; // the selected <td>
  let head = null;
  let marking = 0;
  let block = null; // selecting, filling and pasting many cells; comes with its own module
  const band = document.createElement("div");
  band.className = "band";
  grid.after(band);

  // Where is what
  function visibleRows() {
    return [...grid.querySelectorAll("tbody:not(.folded) tr[data-d]")];
  }
  const columnOf = (td) => td.cellIndex - 1;
  const keyOf = (td) => `${td.parentNode.dataset.d}:${heads[columnOf(td)].dataset.c}`;
  function find(key) {
    const [duty, column] = key.split(":");
    const row = grid.querySelector(`tr[data-d="${duty}"]`);
    const at = heads.findIndex((th) => th.dataset.c === column);
    return row && at >= 0 ? row.cells[at + 1] : null;
  }
  const roleOf = (td) => (/^r-(\S+)/.exec(td.className) || ["", ""])[1];
  function versionOf(td) {
    return td.parentNode.dataset.v.split(" ")[columnOf(td)];
  }
  function setVersion(td, version) {
    const versions = td.parentNode.dataset.v.split(" ");
    versions[columnOf(td)] = version;
    td.parentNode.dataset.v = versions.join(" ");
  }
  const has = (td, mark) => td.classList.contains(mark);
  function draw(td, role, changed, noted) {
    td.className = [role && `r-${role}`, changed && "c", role && noted && "n"].filter(Boolean).join(" ");
    td.textContent = role ? byCode.get(role).chip : "";
  }
  function told(td) {
    const title = td.parentNode.cells[0].querySelector("span").textContent;
    const role = byCode.get(roleOf(td));
    const said = `${title}，${heads[columnOf(td)].dataset.n}：${role ? role.name : words.none}`;
    return has(td, "n") ? said + words.noted : said;
  }

  // Selecting: one cell has the tab stop; row and column are marked by one class each
  function select(td, focus = true, extending = false) {
    if (!extending) block?.collapse();
    if (!td || td === here) {
      if (td && focus) td.focus();
      return;
    }
    if (here) {
      here.removeAttribute("tabindex");
      here.removeAttribute("aria-selected");
      here.parentNode.classList.remove("on");
    }
    here = td;
    td.tabIndex = 0;
    td.setAttribute("aria-selected", "true");
    td.parentNode.classList.add("on");
    markColumn();
    if (inspector && inspector.dataset.key !== keyOf(td)) inspector.setAttribute("aria-busy", "true");
    if (focus) {
      td.focus({ preventScroll: true });
      reveal(td);
      say(told(td));
      inspectSoon();
    }
  }
  // The column is marked by one box over the table: colouring a <col> paints every cell anew.
  function markColumn() {
    marking ||= requestAnimationFrame(() => {
      marking = 0;
      const now = heads[columnOf(here)];
      if (head === now) return;
      head?.classList.remove("on");
      head = now;
      head.classList.add("on");
      band.style.left = `${grid.offsetLeft + head.offsetLeft}px`;
      band.style.width = `${head.offsetWidth}px`;
      band.style.top = `${grid.offsetTop}px`;
      band.style.height = `${grid.offsetHeight}px`;
    });
  }
  // Keep the selected cell clear of the sticky heads, foot and side columns.
  function reveal(td) {
    const box = document.getElementById("content");
    const frame = box.getBoundingClientRect();
    const at = td.getBoundingClientRect();
    const top = frame.top + grid.tHead.offsetHeight;
    const bottom = frame.bottom - grid.tFoot.offsetHeight;
    const left = frame.left + td.parentNode.cells[0].offsetWidth;
    const right = frame.right - td.parentNode.lastElementChild.offsetWidth;
    if (at.top < top) box.scrollTop -= top - at.top + 4;
    else if (at.bottom > bottom) box.scrollTop += at.bottom - bottom + 4;
    if (at.left < left) box.scrollLeft -= left - at.left + 4;
    else if (at.right > right) box.scrollLeft += at.right - right + 4;
  }
  function beside(td, down, right) {
    const row = Math.max(0, Math.min(rows.length - 1, rows.indexOf(td.parentNode) + down));
    const column = Math.max(0, Math.min(heads.length - 1, columnOf(td) + right));
    return rows[row].cells[column + 1];
  }
  const go = (down, right) => select(beside(here, down, right));

  // The inspector follows the selection once it rests
  let resting = 0;
  let asking = null;
  function inspectSoon(wait = 140) {
    clearTimeout(resting);
    resting = setTimeout(inspect, wait);
  }
  async function inspect() {
    if (!inspector || !here) return;
    const key = keyOf(here);
    const page = new URL(location.href);
    page.searchParams.set("cell", key);
    for (const name of ["duty", "column"]) page.searchParams.delete(name);
    history.replaceState(history.state, "", page);
    for (const id of ["mode", "paste"]) {
      const link = document.getElementById(id);
      if (!link) continue;
      const target = new URL(link.href);
      target.searchParams.set("cell", key);
      link.href = target;
    }
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(`${cellUrl}${cellUrl.endsWith("?") ? "" : "&"}cell=${key}`, {
        headers: { "HX-Request": "true" },
        redirect: "error",
        signal: asking.signal,
      });
      if (!answer.ok || (here && keyOf(here) !== key)) return;
      const typing = ["note", "basis"].includes(document.activeElement?.id) && inspector.dataset.key === key;
      if (typing) return;
      inspector.innerHTML = await answer.text();
      inspector.dataset.key = key;
      inspector.removeAttribute("aria-busy");
    } catch (error) {
      if (error.name !== "AbortError") inspector.dataset.key = "";
    }
  }
  const form = () => inspector?.querySelector("form");
  // Until the inspector of the selected cell has come, the old one must not act for it.
  const current = () => Boolean(here && inspector && inspector.dataset.key === keyOf(here));
  function showChoice(td) {
    if (td !== here || !current()) return;
    for (const radio of form().elements.role) radio.checked = radio.value === roleOf(td);
    inspector.querySelector("#refused").hidden = true;
  }

  // Saving: one queue; a cell waiting in it is written once, with its latest value
  const queue = new Map();
  const undone = [];
  let sending = false;
  let retry = 0;
  function state(tone, text, spin) {
    save.className = `save ${tone}`;
    save.lastElementChild.textContent = text;
    save.firstElementChild.classList.toggle("spin", Boolean(spin));
  }
  // Why a role cannot stand in a cell; "" when it can.
  function misfit(td, role) {
    if (!role) return "";
    const mark = byCode.get(role);
    const isPost = has(heads[columnOf(td)], "post");
    let why = "";
    if (!(isPost ? mark.posts : mark.departments)) why = isPost ? "not_posts" : "not_departments";
    else if (!mark.allowed && roleOf(td) !== role) why = "not_allowed";
    return why && words[why].replace("%(role)s", mark.name);
  }
  function tell(tone, text) {
    state(tone, text);
    say(text);
  }
  function assign(td, role, { note, basis, remember = true, version } = {}) {
    if (!editing || !td) return;
    const before = roleOf(td);
    const text = misfit(td, role);
    if (text) {
      tell("late", text);
      return;
    }
    if (before === role && note === undefined && !version) return;
    const step = { cells: [{ key: keyOf(td), role: before }] };
    if (remember && before !== role) undone.push(step);
    const key = keyOf(td);
    const waiting = queue.get(key);
    queue.set(key, {
      role,
      note,
      basis,
      version,
      step,
      was: waiting ? waiting.was : before,
      changed: waiting ? waiting.changed : has(td, "c"),
      noted: waiting ? waiting.noted : has(td, "n"),
    });
    draw(td, role, true, has(td, "n"));
    showChoice(td);
    say(told(td));
    state("", words.saving, true);
    drain();
  }
  async function drain() {
    if (sending) return;
    sending = true;
    clearTimeout(retry);
    while (queue.size) {
      const [key, job] = queue.entries().next().value;
      queue.delete(key);
      if (!(await send(key, job))) {
        if (!queue.has(key)) queue.set(key, job);
        retry = setTimeout(drain, 4000);
        break;
      }
    }
    sending = false;
  }
  const post = (url, body, headers = { Accept: "application/json" }) =>
    fetch(url, { method: "POST", body, redirect: "manual", headers: { ...headers, "X-CSRFToken": token } });
  // A batch has the line to itself: single cells wait until it has been answered.
  async function alone(work) {
    const until = Date.now() + 3000;
    while (sending || queue.size) {
      if (Date.now() > until) return tell("late", words.waiting);
      await new Promise((done) => setTimeout(done, 40));
    }
    sending = true;
    try {
      await work();
    } finally {
      sending = false;
      drain();
    }
  }
  async function send(key, job) {
    const td = find(key);
    const body = new URLSearchParams({ cell: key, role: job.role });
    body.set("version", job.version ?? versionOf(td));
    for (const name of ["note", "basis"]) if (job[name] !== undefined) body.set(name, job[name]);
    let answer;
    try {
      answer = await post(cellUrl, body);
    } catch {
      return unsaved(td, words.offline);
    }
    if (answer.type === "opaqueredirect") return unsaved(td, words.signed_out);
    if (answer.status >= 500) return unsaved(td, words.failed);
    if (answer.status === 403 || answer.status === 404) {
      queue.delete(key);
      return refused(td, job, words.denied);
    }
    const said = await answer.json();
    if (answer.status === 409) return conflict(td, job, said.conflict);
    if (answer.status === 422) return refused(td, job, said.error);
    return saved(td, job, said);
  }
  function unsaved(td, text) {
    td.classList.add("unsaved");
    tell("late", text.replace("%(n)s", queue.size + 1));
    return false;
  }
  function saved(td, job, said) {
    const [role, note, basis] = said.cell.was;
    if (job.step.cells[0].role === role) Object.assign(job.step.cells[0], { note, basis });
    settle(said.cell, job.was);
    check(td.parentNode, said.faults);
    loads(said.column);
    if (!queue.size) state("ok", words.saved.replace("%(at)s", said.at));
    if (here === td) inspectSoon(30);
    return true;
  }
  // A cell as the server has it now; ``was`` is the role it had here when it was last sound.
  function settle(cell, was) {
    const td = find(cell.key);
    if (!td) return;
    setVersion(td, cell.version);
    if (!queue.has(cell.key)) draw(td, cell.role, cell.changed, cell.noted);
    count("assigned", Boolean(cell.role) - Boolean(was));
  }
  function refused(td, job, text) {
    draw(td, job.was, job.changed, job.noted);
    forget(keyOf(td));
    tell("late", text);
    tellBeside(td, text, "");
    return true;
  }
  function conflict(td, job, theirs) {
    setVersion(td, theirs.version);
    draw(td, theirs.role, true, theirs.noted);
    forget(keyOf(td));
    tell("warn", theirs.text);
    select(td, false);
    const mine = byCode.get(job.role)?.name || words.none;
    tellBeside(td, theirs.text, words.mine.replace("%(role)s", mine), () => {
      assign(td, job.role, { note: job.note, basis: job.basis, version: theirs.version });
      td.focus();
    });
    return true;
  }
  // Tell the refusal in the inspector of the very cell; fetch that inspector first if need be.
  async function tellBeside(td, text, choose, keep) {
    clearTimeout(resting);
    if (here !== td) select(td, false);
    await inspect();
    const box = inspector?.querySelector("#refused");
    if (!box) return;
    box.hidden = false;
    box.querySelector("span").textContent = text;
    const actions = box.querySelector(".actions");
    actions.hidden = !choose;
    if (!choose) return;
    const mine = box.querySelector("#keep-mine");
    mine.type = "button";
    mine.textContent = choose;
    mine.onclick = () => { box.hidden = true; keep(); };
    const theirs = box.querySelector("#take-theirs");
    theirs.onclick = (event) => {
      event.preventDefault();
      box.hidden = true;
      state("ok", words.theirs);
      td.focus();
    };
    theirs.focus(); // a stray Enter must not overwrite the other clerk
  }
  function count(id, by) {
    const figure = document.getElementById(id);
    if (figure) figure.textContent = Number(figure.textContent) + by;
  }
  function check(row, faults, aloud = true) {
    const was = row.classList.contains("late") || row.classList.contains("warn");
    row.classList.remove("late", "warn");
    if (faults.length) row.classList.add(faults.some((f) => f.severity === "late") ? "late" : "warn");
    const place = row.lastElementChild;
    place.textContent = "";
    for (const fault of faults) {
      const tag = document.createElement("span");
      tag.className = `tag ${fault.severity}`;
      tag.textContent = fault.label;
      place.append(tag);
    }
    if (!faults.length) place.append(document.getElementById("sound-mark").content.cloneNode(true));
    count("problems", Boolean(faults.length) - was);
    if (faults.length && aloud) say(faults.map((fault) => fault.label).join("，"));
  }
  function loads({ key, load, idle }) {
    const at = heads.findIndex((th) => th.dataset.c === key);
    if (at < 0) return;
    const foot = feet[at];
    foot.dataset.load = load;
    foot.lastElementChild.textContent = load;
    const most = Math.max(1, ...feet.map((td) => Number(td.dataset.load)));
    for (const td of feet) {
      const height = Math.round((18 * td.dataset.load) / most);
      const bar = td.querySelector("rect");
      bar.setAttribute("height", height);
      bar.setAttribute("y", 18 - height);
      td.className = td.dataset.load >= most * 0.75 ? "full" : "";
    }
    const column = heads[at];
    if (column.querySelector("b")) return;
    count("problems", Boolean(idle) - column.classList.contains("fault"));
    column.classList.toggle("fault", idle);
  }
  function forget(key) {
    const at = undone.map(({ cells }) => (cells.length > 1 ? "" : cells[0].key)).lastIndexOf(key);
    if (at >= 0) undone.splice(at, 1);
  }
  function undo() {
    const last = undone.pop();
    if (!last) {
      tell("", words.nothing);
      return;
    }
    if (last.cells.length > 1) {
      block.write(last.cells, { undoing: true });
      return;
    }
    const [{ key, role, note, basis }] = last.cells;
    const td = find(key);
    select(td);
    assign(td, role, { note, basis, remember: false });
  }

  // Keys
  const moves = {
    ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
    PageUp: [-10, 0], PageDown: [10, 0], Home: [0, -999], End: [0, 999],
  };
  async function openChoice() {
    if (!current()) {
      clearTimeout(resting);
      await inspect();
      if (!current()) return;
    }
    const radios = form()?.elements.role;
    if (!radios || form().querySelector("fieldset").disabled) {
      inspector?.querySelector("a, button, textarea")?.focus();
      return;
    }
    ([...radios].find((radio) => radio.checked) || radios[0]).focus();
  }
  const fill = (role) => (block?.cells().length > 1 ? block.fill(role) : assign(here, role));
  const deeds = {
    Delete: () => editing && fill(""),
    Backspace: () => editing && fill(""),
    Enter: openChoice,
    F2: openChoice,
  };
  const withControl = {
    KeyZ: undo,
    KeyD: () => {
      if (block?.fillDown()) return;
      const above = rows[rows.indexOf(here.parentNode) - 1];
      if (above) assign(here, roleOf(above.cells[here.cellIndex]));
    },
    Home: () => go(-9999, -999),
    End: () => go(9999, 999),
  };
  grid.addEventListener("keydown", (event) => {
    // Letters are read by their place on the keyboard: an input method must not get in the way.
    if (!here || event.target.nodeName !== "TD" || event.altKey) return;
    let deed = null;
    if (event.ctrlKey || event.metaKey) {
      if (!editing && event.code.startsWith("Key")) return;
      deed = withControl[event.code];
    } else if (moves[event.code]) {
      deed = () => (event.shiftKey && block ? block.extend(...moves[event.code]) : go(...moves[event.code]));
    } else if (editing && byKey.has(event.code)) deed = () => fill(byKey.get(event.code).code);
    else deed = deeds[event.code] || deeds[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });
  grid.addEventListener("click", (event) => {
    const fold = event.target.closest(".fold");
    if (fold) {
      const open = fold.getAttribute("aria-expanded") === "true";
      fold.setAttribute("aria-expanded", String(!open));
      fold.closest("tbody").classList.toggle("folded", open);
      rows = visibleRows();
      if (open && here && !rows.includes(here.parentNode) && rows.length) {
        select(rows[0].cells[here.cellIndex], false);
      }
      return;
    }
    const row = event.target.closest("tr[data-d]");
    const td = event.target.closest("td");
    if (row && td && !has(td, "k")) {
      if (event.shiftKey && block) block.to(td);
      else select(td);
    }
    else if (row && here) select(row.cells[here.cellIndex]);
  });

  // The inspector's own choices: a click assigns; with the keyboard Enter does
  inspector?.addEventListener("click", (event) => {
    const radio = event.target.closest?.(".kinds label")?.querySelector("input");
    if (!radio || radio.disabled || event.detail === 0) return;
    if (current()) assign(here, radio.value);
    else event.preventDefault();
  });
  inspector?.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      here?.focus();
      return;
    }
    const at = event.target;
    if (at.name !== "role" || !current() || event.ctrlKey || event.metaKey || event.altKey) return;
    const role = event.code === "Enter" ? at.value : byKey.get(event.code)?.code;
    if (role === undefined && event.code !== "Delete") return;
    event.preventDefault();
    assign(here, role ?? "");
    here.focus();
  });
  inspector?.addEventListener("submit", (event) => {
    if (!editing || !here || event.target.id !== "cell-form") return;
    event.preventDefault();
    if (!current()) return;
    const chosen = event.target.elements.role.value;
    const { note, basis } = event.target.elements;
    assign(here, chosen, { note: note.value, basis: basis.value });
    here.focus();
  });

  // Nothing is lost in silence
  window.addEventListener("online", drain);
  window.addEventListener("beforeunload", (event) => {
    if (queue.size || sending) {
      event.preventDefault();
      event.returnValue = words.leaving;
    }
  });

  const core = {
    grid, heads, words, editing, byCode, say, tell, state, find, keyOf, columnOf, roleOf, versionOf,
    draw, has, misfit, select, beside, post, alone, settle, check, loads, undone,
    rows: () => rows,
    here: () => here,
    inspectSoon,
  };
  import(grid.dataset.blocks).then((module) => {
    block = module.start(core);
    grid.dataset.ready = "";
  });

  const wanted = find(grid.dataset.selected || "") || rows[0]?.cells[1];
  if (wanted) {
    if (inspector) inspector.dataset.key = keyOf(wanted);
    select(wanted, false);
    reveal(wanted);
    if (editing) wanted.focus({ preventScroll: true });
  }
}
