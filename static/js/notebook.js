// The notebook: kept in this browser under "opis-notebook", in the form of its file; written out by the server.
// On every page: `a[data-notebook]` becomes a button that puts a reference in and takes it out again, each row of a
// list gets one, `a[data-notebook-list]` puts a whole list in, and `a[data-notebook-count]` tells how many there are. On the notebook's own page the form is posted
// without leaving the page, and what comes back is kept. Without this file the links open the notebook with one entry.
(() => {
  "use strict";
  const KEY = "opis-notebook";
  const MOST = 500; // as citations.notebook.basket
  const words = document.currentScript.dataset;

  const load = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      if (Array.isArray(kept?.[KEY])) return kept;
    } catch {
      // Nothing kept, or something that is no notebook.
    }
    return { [KEY]: [], style: "", script: "" };
  };

  const keep = (book) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(book));
    } catch {
      // A browser that keeps nothing: the page goes on without.
    }
    count();
  };

  const count = () => {
    const items = load()[KEY].length;
    for (const link of document.querySelectorAll("[data-notebook-count]")) {
      let shown = link.querySelector(".n");
      if (!shown) {
        shown = document.createElement("span");
        shown.className = "n";
        link.append(" ", shown);
      }
      shown.textContent = items || "";
    }
  };

  // -- buttons on records and rows ---------------------------------------------------------------------------------

  // In a row of a list it is a sign alone, told from others by the name of its record.
  const buttonFor = (address, name) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "to-notebook";
    button.dataset.notebook = address;
    const show = () => {
      const held = load()[KEY].some((item) => item.address === address);
      button.setAttribute("aria-pressed", String(held));
      const said = held ? words.added : words.add;
      if (name) {
        button.title = said;
        button.setAttribute("aria-label", `${said}: ${name}`);
      } else button.textContent = said;
    };
    button.addEventListener("click", () => {
      const book = load();
      const others = book[KEY].filter((item) => item.address !== address);
      if (others.length === book[KEY].length) others.push({ address, remark: "", joined: false });
      keep({ ...book, [KEY]: others });
      document.dispatchEvent(new Event("opis:kept"));
    });
    document.addEventListener("opis:kept", show);
    window.addEventListener("storage", show);
    show();
    return button;
  };

  // A whole list: its records come as a notebook's file and go to the end, what stands there already once only.
  const listButtonFor = (link) => {
    const button = document.createElement("button");
    const said = document.createElement("span");
    button.type = "button";
    button.className = "to-notebook";
    button.textContent = link.textContent;
    said.className = "notebook-added";
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      let came;
      try {
        const answer = await fetch(`${link.href}&format=json`);
        came = (await answer.json())[KEY];
      } catch {
        said.textContent = link.dataset.failed;
        return;
      }
      const book = load();
      const known = new Set(book[KEY].map((item) => item.address));
      const items = [...book[KEY], ...came.filter((item) => !known.has(item.address))];
      keep({ ...book, [KEY]: items.slice(0, MOST) });
      document.dispatchEvent(new Event("opis:kept"));
      said.textContent = items.length > MOST ? link.dataset.full : `${link.dataset.held} ${came.length}`;
    });
    const both = document.createElement("span");
    both.append(button, " ", said);
    return both;
  };

  const RECORD = /^\/(people|archive|documents|publications|citations)\/.+/;

  const equipRows = () => {
    for (const row of document.querySelectorAll("ol.rows > li.row")) {
      // A publication's own link stands behind those of its makers.
      const found = [".as-written a", ".row-main > a", ".row-main a", "a"].map((wanted) => row.querySelector(wanted));
      const link = found.find(Boolean);
      const address = link?.getAttribute("href") ?? "";
      if (!RECORD.test(address) || row.querySelector(".row-main > .outcome")) continue; // what is cited is not known
      const name = (row.querySelector(".row-main > a") ?? link).textContent.trim().slice(0, 120);
      row.append(buttonFor(address, name));
    }
  };

  for (const link of document.querySelectorAll("a[data-notebook]")) {
    // The link stands at the end of a record; its button stands at the head too, where one knows what it is.
    if (link.closest(".take-part")) document.querySelector(".record-head")?.append(buttonFor(link.dataset.notebook));
    link.replaceWith(buttonFor(link.dataset.notebook));
  }
  for (const link of document.querySelectorAll("a[data-notebook-list]")) {
    // That of a list stands at its end, and at its head too.
    if (link.closest(".take-part")) document.querySelector(".list-head")?.append(listButtonFor(link));
    link.replaceWith(listButtonFor(link));
  }
  equipRows();
  count();
  window.addEventListener("storage", count);

  // -- the notebook's own page -------------------------------------------------------------------------------------

  const page = document.getElementById("notebook");
  if (!page) return;
  const status = document.getElementById("notebook-status");
  let own = !("given" in page.dataset);

  const readForm = () => {
    const sent = new FormData(document.getElementById("notebook-form"));
    const [remarks, joins] = [sent.getAll("remark"), sent.getAll("with")];
    const items = sent.getAll("r").map((address, at) => ({ address, remark: remarks[at], joined: joins[at] === "1" }));
    return { [KEY]: items, style: sent.get("style"), script: sent.get("script") };
  };

  const fill = (book) => {
    const sent = new FormData();
    for (const item of book[KEY]) {
      sent.append("r", item.address);
      sent.append("remark", item.remark ?? "");
      sent.append("with", item.joined ? "1" : "");
    }
    sent.append("style", book.style ?? "");
    sent.append("script", book.script ?? "");
    return sent;
  };

  // "up-2" pressed on the third reference: the button of the same name beside where it now stands.
  const focusAfter = (action) => {
    const [what, place] = action.split("-");
    const at = Number(place) + ({ up: -1, down: 1 }[what] ?? 0);
    const wanted = [`${what}-${at}`, `${what === "up" ? "down" : "up"}-${at}`, `out-${at}`, `out-${at - 1}`];
    const found = wanted.map((value) => page.querySelector(`button[value="${value}"]`)).find(Boolean);
    (found ?? document.getElementById("add")).focus();
  };

  const renew = async (sent, action) => {
    let answer;
    try {
      answer = await fetch(page.dataset.address, { method: "POST", body: sent });
    } catch {
      status.textContent = status.dataset.failed;
      return;
    }
    const came = new DOMParser().parseFromString(await answer.text(), "text/html");
    const renewed = came.getElementById("notebook");
    if (!answer.ok || !renewed) {
      status.textContent = came.querySelector("main .lead")?.textContent ?? status.dataset.failed;
      const said = document.getElementById("notebook-said");
      if (said) said.textContent = status.textContent;
      return;
    }
    page.replaceChildren(...renewed.childNodes);
    if (own) keep(readForm());
    prepare();
    if (action) focusAfter(action);
    status.textContent = document.getElementById("notebook-said").textContent;
  };

  const prepare = () => {
    document.getElementById("notebook-form").method = "post"; // an address does not hold a long notebook
    page.querySelector(".given-only").hidden = own;
    document.dispatchEvent(new Event("opis:renewed"));
  };

  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (form.id === "notebook-file") {
      own = true;
      event.preventDefault();
      renew(new FormData(form));
    } else if (form.id === "notebook-form" && submitter?.name !== "format") {
      event.preventDefault();
      renew(new FormData(form, submitter), submitter?.name === "do" ? submitter.value : "");
    }
  });
  page.addEventListener("change", (event) => {
    if (event.target.matches("select, [name=remark]")) {
      const { id } = event.target;
      renew(new FormData(document.getElementById("notebook-form"))).then(() => document.getElementById(id)?.focus());
    }
  });
  page.addEventListener("click", (event) => {
    if (event.target.id !== "notebook-adopt") return;
    const book = load();
    const known = new Set(book[KEY].map((item) => item.address));
    const items = [...book[KEY], ...readForm()[KEY].filter((item) => !known.has(item.address))];
    own = true;
    renew(fill({ ...book, [KEY]: items }), "adopt");
  });

  prepare();
  const kept = load();
  if (own && kept[KEY].length) renew(fill(kept));
})();
