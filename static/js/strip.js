// A file's strip of sheets with the keyboard: Tab enters it once, arrows, Home and End move along it, and who cites the
// sheet stands below. Without this file every sheet is a link of its own, and the table below holds the same.
(() => {
  "use strict";

  for (const strip of document.querySelectorAll("[data-strip]")) {
    const links = [...strip.querySelectorAll(".strip a")];
    const said = strip.querySelector("[data-said]");
    if (!links.length) continue;
    strip.querySelector("[data-keys]").hidden = false;

    const tell = (link) => {
      const sheet = link.querySelector(".leaf")?.textContent ?? link.textContent;
      said.textContent = `${sheet.trim()}: ${link.title}`;
    };
    const only = (link) => links.forEach((each) => { each.tabIndex = each === link ? 0 : -1; });
    only(links.find((link) => link.hasAttribute("aria-current")) ?? links[0]);

    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
    strip.addEventListener("keydown", (event) => {
      const at = links.indexOf(event.target);
      if (at < 0 || !(event.key in steps) || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      links[Math.min(links.length - 1, Math.max(0, at + steps[event.key]))].focus();
    });
    strip.addEventListener("focusin", (event) => {
      if (!links.includes(event.target)) return;
      only(event.target);
      tell(event.target);
    });
    strip.addEventListener("pointerover", (event) => {
      const link = event.target.closest(".strip a");
      if (link) tell(link);
    });
  }
})();
