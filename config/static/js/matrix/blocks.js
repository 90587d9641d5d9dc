// Many cells of the matrix at once: selecting a block, filling, copying and pasting it, and writing
// a batch that is taken whole or not at all. Loaded by matrix.js, which hands over its own parts.
export function start(core) {
  const { grid, words, editing, heads, byCode, say, tell } = core;
  const dialog = document.getElementById("block");
  let anchor = null; // the fixed corner; the other one is the selected cell
  let picked = []; // cells of the block other than the selected one
  const frame = document.createElement("div");
  frame.className = "picked";
  frame.hidden = true;
  grid.after(frame);

  // The block
  function corners() {
    const rows = core.rows();
    const at = [anchor || core.here(), core.here()];
    const [top, bottom] = at.map((td) => rows.indexOf(td.parentNode)).sort((a, b) => a - b);
    const [left, right] = at.map((td) => td.cellIndex).sort((a, b) => a - b);
    return { rows: rows.slice(top, bottom + 1), left, right };
  }
  // The block as rows of cells.
  function table() {
    const { rows, left, right } = corners();
    return rows.map((row) => [...row.cells].slice(left, right + 1));
  }
  const cells = () => (anchor ? table().flat() : [core.here()]);
  function collapse() {
    if (!anchor) return;
    anchor = null;
    mark([]);
    frame.hidden = true;
  }
  function mark(now) {
    const kept = new Set(now);
    for (const td of picked) if (!kept.has(td) && td !== core.here()) td.removeAttribute("aria-selected");
    for (const td of now) td.setAttribute("aria-selected", "true");
    picked = now;
  }
  function to(td) {
    anchor ||= core.here();
    core.select(td, true, true);
    const block = table();
    mark(block.flat());
    const [first, last] = [block[0][0], block.at(-1).at(-1)];
    frame.hidden = first === last;
    frame.style.left = `${grid.offsetLeft + first.offsetLeft}px`;
    frame.style.top = `${grid.offsetTop + first.offsetTop}px`;
    frame.style.width = `${last.offsetLeft + last.offsetWidth - first.offsetLeft}px`;
    frame.style.height = `${last.offsetTop + last.offsetHeight - first.offsetTop}px`;
    const counts = { rows: block.length, columns: block[0].length, n: block.length * block[0].length };
    if (first !== last) say(put(words.block, counts));
  }
  const extend = (down, right) => to(core.beside(core.here(), down, right));
  const put = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);

  grid.addEventListener("mousedown", (event) => {
    if (event.shiftKey) event.preventDefault(); // no text is selected along with the cells
  });
  grid.addEventListener("keydown", (event) => {
    if (event.target.nodeName !== "TD") return;
    if (event.code === "Escape" && anchor) core.select(core.here());
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyA") {
      event.preventDefault();
      const rows = core.rows();
      anchor = rows[0].cells[1];
      to(rows.at(-1).cells[heads.length]);
    }
  });

  // Filling
  function fill(role) {
    const block = cells();
    const text = block.map((td) => core.misfit(td, role)).find(Boolean);
    if (text) tell("late", text);
    else write(block.map((td) => ({ key: core.keyOf(td), role })));
  }
  function fillDown() {
    const block = anchor ? table() : [];
    if (block.length < 2) return false;
    const [top, ...below] = block;
    const role = top.map(core.roleOf);
    write(below.flatMap((row) => row.map((td, at) => ({ key: core.keyOf(td), role: role[at] }))));
    return true;
  }

  // One request for all; ``changes`` hold key and role, and version, note and basis if these count
  function write(changes, { undoing = false, rest = false } = {}) {
    const wanted = changes
      .map((change) => ({ ...change, td: core.find(change.key) }))
      .filter(({ td, role, note }) => td && (core.roleOf(td) !== role || note !== undefined));
    if (!wanted.length) {
      tell("", words.alike);
      return Promise.resolve();
    }
    return core.alone(() => send(wanted, undoing, rest));
  }
  async function send(wanted, undoing, rest) {
    const before = wanted.map(({ td }) => [td, core.roleOf(td), core.has(td, "c"), core.has(td, "n")]);
    const was = new Map(wanted.map(({ key }, at) => [key, before[at][1]]));
    const back = () => before.forEach((drawn) => core.draw(...drawn));
    const body = new URLSearchParams(rest ? { rest: "1" } : {});
    const lines = wanted.map(({ td, key, role, version, note, basis }) => {
      const line = [key, role, version ?? Number(core.versionOf(td))];
      return note === undefined ? line : [...line, note, basis];
    });
    body.set("cells", JSON.stringify(lines));
    for (const { td, role } of wanted) core.draw(td, role, true, core.has(td, "n"));
    core.state("", words.saving, true);
    let said = null;
    try {
      const answer = await core.post(grid.dataset.cells, body);
      if (answer.type === "opaqueredirect" || [403, 404].includes(answer.status)) {
        back();
        return tell("late", words.denied);
      }
      said = await answer.json();
    } catch {
      back();
      return tell("late", words.batch_failed);
    }
    if (!said.cells) {
      back();
      return refused(said, wanted, undoing);
    }
    const done = new Set(said.cells.map((cell) => cell.key));
    before.forEach((drawn, at) => done.has(wanted[at].key) || core.draw(...drawn));
    taken(said, was, undoing);
  }
  function taken(said, was, undoing) {
    const step = { cells: [] };
    for (const cell of said.cells) {
      core.settle(cell, was.get(cell.key));
      const [role, note, basis] = cell.was;
      step.cells.push({ key: cell.key, role, note, basis });
    }
    if (!undoing) core.undone.push(step);
    said.problems.forEach(follow);
    for (const { duty, faults } of said.rows) {
      core.check(grid.querySelector(`tr[data-d="${duty}"]`), faults, false);
    }
    said.columns.forEach(core.loads);
    tell("ok", put(undoing ? words.batch_undone : words.batch, { n: said.cells.length, at: said.at }));
    core.inspectSoon(30);
  }
  // A cell that somebody else wrote is shown as it stands now.
  function follow(problem) {
    const td = core.find(problem.key);
    if (!td || problem.chip === undefined) return;
    core.settle({ ...problem, changed: true }, core.roleOf(td));
  }
  function refused(said, wanted, undoing) {
    if (!said.problems) return tell("late", said.error);
    said.problems.forEach(follow);
    tell("late", put(words.batch_refused, { n: said.problems.length }));
    const stuck = new Set(said.problems.map((problem) => problem.key));
    const others = wanted.filter(({ key }) => !stuck.has(key)).map(({ td, ...change }) => change);
    const list = make("ul", "rows");
    for (const { title, text } of said.problems) {
      const line = make("span", "row-main", title);
      line.append(make("small", "", text));
      list.append(make("li", "", line));
    }
    const actions = make("div", "form-actions");
    if (others.length) {
      const go = make("button", "button primary", put(words.write_rest, { n: others.length }));
      go.onclick = () => {
        dialog.close();
        write(others, { undoing, rest: true });
      };
      actions.append(go);
    }
    const leave = make("button", "button", words.leave_all);
    leave.onclick = () => dialog.close();
    actions.append(leave);
    const title = make("h2", "", put(words.batch_refused, { n: said.problems.length }));
    title.tabIndex = -1;
    dialog.replaceChildren(title, list, actions);
    dialog.showModal();
    return undefined;
  }
  function make(name, classes, ...inside) {
    const element = document.createElement(name);
    if (classes) element.className = classes;
    element.append(...inside);
    return element;
  }

  // The clipboard: names of roles, one line a duty
  const inGrid = () => document.activeElement?.nodeName === "TD" && grid.contains(document.activeElement);
  const plain = (text) => (/^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text);
  document.addEventListener("copy", (event) => {
    if (!inGrid()) return;
    const block = anchor ? table() : [[core.here()]];
    const names = block.map((row) => row.map((td) => plain(byCode.get(core.roleOf(td))?.name || "")));
    event.clipboardData.setData("text/plain", names.map((row) => row.join("\t")).join("\n"));
    event.preventDefault();
    tell("", put(words.copied, { n: names.flat().length }));
  });
  document.addEventListener("paste", (event) => {
    if (!editing || !inGrid()) return;
    event.preventDefault();
    preview(event.clipboardData.getData("text/plain"));
  });
  async function preview(text) {
    const block = anchor ? table() : [[core.here()]];
    const word = text.trim();
    // One word goes into every cell of the block.
    const whole = /[\t\r\n]/.test(word) ? text : block.map((row) => row.map(() => word).join("\t")).join("\n");
    const body = new URLSearchParams({ text: whole, cell: core.keyOf(block[0][0]) });
    core.state("", words.pasting, true);
    try {
      const answer = await core.post(grid.dataset.paste, body, { "HX-Request": "true" });
      if (!answer.ok) throw new Error(answer.status);
      dialog.innerHTML = await answer.text();
    } catch {
      return tell("late", words.batch_failed);
    }
    dialog.showModal();
    return tell("", words.pasted);
  }
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    const lines = JSON.parse(event.target.elements.cells.value);
    dialog.close();
    write(lines.map(([key, role, version]) => ({ key, role, version })));
  });
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("a[data-close]")) event.preventDefault();
  });
  dialog.addEventListener("close", () => core.here()?.focus());

  return { cells, collapse, extend, to, fill, fillDown, write };
}
