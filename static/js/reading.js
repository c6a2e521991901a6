// Single-letter keys on the page of a reading. They rest while somebody types, and can be switched off.
"use strict";
(() => {
  const form = document.getElementById("reading");
  const places = [...form.querySelectorAll("[data-place]")];
  const keys = document.getElementById("keys");
  const wanted = document.getElementById("single-keys");
  const KEPT = "opis-single-keys";
  const TYPING = "textarea, select, input:not([type=checkbox]):not([type=radio])";

  wanted.checked = localStorage.getItem(KEPT) !== "off";
  wanted.addEventListener("change", () => localStorage.setItem(KEPT, wanted.checked ? "on" : "off"));

  const box = (place) => place.querySelector("input[name=take]");
  const here = () => places.findIndex((place) => place.contains(document.activeElement));
  const press = (value) => {
    const button = form.querySelector(`button[name=go][value="${value}"]:not(:disabled)`);
    if (button) button.click();
  };
  const move = (step) => {
    const at = here();
    const next = places[at < 0 ? (step > 0 ? 0 : places.length - 1) : at + step];
    if (next) {
      box(next).focus();
      next.scrollIntoView({ block: "nearest" });
    }
  };
  const inPlace = (act) => {
    const place = places[here()];
    if (place) act(place);
  };
  const actions = {
    j: () => move(1),
    k: () => move(-1),
    x: () => inPlace((place) => box(place).click()),
    e: () => inPlace((place) => place.closest(".note").querySelector("button.correct").click()),
    a: () => places.forEach((place) => { box(place).checked = true; }),
    n: () => press("next"),
    p: () => press("previous"),
    "?": () => { keys.open = !keys.open; keys.querySelector("summary").focus(); },
  };

  document.addEventListener("keydown", (event) => {
    if (!wanted.checked || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest(TYPING)) return;
    const digit = /^[1-9]$/.test(event.key) ? Number(event.key) : 0;
    if (digit) {
      inPlace((place) => {
        const radio = place.querySelectorAll("input[type=radio]")[digit - 1];
        if (radio) radio.click();
      });
    } else if (actions[event.key]) {
      event.preventDefault();
      actions[event.key]();
    }
  });
})();
