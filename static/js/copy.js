// Buttons that copy a citation. Without this file they stay hidden and the text is selected by hand.
// data-copy names the element whose text is copied, with its italics, or a list, each entry on a line of its own; the
// result is told in the nearest role="status". Buttons that come later are shown by the event "opis:renewed".
(() => {
  "use strict";

  const textOf = (element) => {
    const lines = element.querySelectorAll(":scope > li");
    if (!lines.length) return element.textContent;
    const numbered = element.matches("ol");
    return [...lines].map((line, at) => (numbered ? `${at + 1}. ` : "") + line.textContent.trim()).join("\n");
  };

  const select = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };

  const copy = async (element) => {
    const part = (type, text) => ({ [type]: new Blob([text], { type }) });
    const html = element.matches("ol, ul") ? `<${element.localName}>${element.innerHTML}</${element.localName}>` : element.innerHTML;
    try {
      await navigator.clipboard.write([
        new ClipboardItem({ ...part("text/plain", textOf(element)), ...part("text/html", html) }),
      ]);
      return true;
    } catch {
      // No clipboard without https or a permission: what is selected can still be copied, by us or by the reader.
      select(element);
      return document.execCommand("copy");
    }
  };

  const show = () => {
    for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = false;
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    const status = button.closest(".cite").querySelector("[role=status]");
    const copied = await copy(document.getElementById(button.dataset.copy));
    status.textContent = "";
    requestAnimationFrame(() => {
      status.textContent = copied ? status.dataset.copied : status.dataset.failed;
    });
    button.classList.toggle("done", copied);
  });
  document.addEventListener("opis:renewed", show);
  show();
})();
