// Suggestions under a search box: <input data-suggest="/suggest/" data-suggest-label="…" data-suggest-said="… {n}">.
// The box becomes an ARIA combobox with a list: arrows move, Enter opens what is chosen (else it searches), Esc closes.
// Without this file the box is a plain search.
(() => {
  "use strict";
  const WAIT = 160; // milliseconds after the last key

  const attach = (box) => {
    const list = document.createElement("ul");
    list.id = `${box.id}-suggestions`;
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.dataset.suggestLabel);
    list.hidden = true;
    const said = document.createElement("span");
    said.className = "unseen";
    said.setAttribute("role", "status");
    box.after(list, said);
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", list.id);
    box.setAttribute("aria-expanded", "false");
    box.autocomplete = "off";

    let chosen = -1;
    let waiting = 0;
    let asking = null;
    let asked = "";

    const close = () => {
      list.hidden = true;
      chosen = -1;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    };

    const choose = (at) => {
      const options = [...list.children];
      chosen = at < -1 ? options.length - 1 : at >= options.length ? -1 : at;
      options.forEach((option, index) => option.setAttribute("aria-selected", String(index === chosen)));
      if (chosen < 0) {
        box.removeAttribute("aria-activedescendant");
      } else {
        box.setAttribute("aria-activedescendant", options[chosen].id);
        options[chosen].scrollIntoView({ block: "nearest" });
      }
    };

    const part = (name, text) => {
      const span = document.createElement("span");
      span.className = `suggestion-${name}`;
      span.textContent = text;
      return span;
    };

    const option = (row, index) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${index}`;
      item.dataset.url = row.url;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.append(part("label", row.label), " ", part("detail", row.detail), " ", part("kind", row.kind));
      return item;
    };

    const show = (rows) => {
      list.replaceChildren(...rows.map(option));
      list.hidden = rows.length === 0;
      choose(-1);
      box.setAttribute("aria-expanded", String(rows.length > 0));
      said.textContent = rows.length ? box.dataset.suggestSaid.replace("{n}", rows.length) : "";
    };

    const ask = async () => {
      const typed = box.value.trim();
      if (typed === asked && !list.hidden) return;
      asked = typed;
      asking?.abort();
      if (typed.length < 2) return close();
      asking = new AbortController();
      try {
        const address = `${box.dataset.suggest}?q=${encodeURIComponent(typed)}`;
        const answer = await fetch(address, { signal: asking.signal });
        if (answer.ok && document.activeElement === box) show((await answer.json()).suggestions);
      } catch {
        close(); // no network, or more was typed meanwhile
      }
    };

    box.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, WAIT);
    });
    box.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if ((event.key === "ArrowDown" || event.key === "ArrowUp") && list.children.length) {
        event.preventDefault();
        list.hidden = false;
        box.setAttribute("aria-expanded", "true");
        choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        location.assign(list.children[chosen].dataset.url);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault(); // the first Esc closes the list, the next empties the box
        close();
      }
    });
    // Before the box loses the focus, so that the list is still there when the button comes up.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) location.assign(item.dataset.url);
    });
    box.addEventListener("blur", close);
  };

  document.querySelectorAll("input[data-suggest]").forEach(attach);
})();
