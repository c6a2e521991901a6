// Buttons that copy a citation. Without this file they stay hidden and the text is selected by hand.
// data-copy names the element whose text is copied; the result is told in the nearest role="status".
(() => {
  "use strict";

  const select = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };

  const copy = async (element) => {
    try {
      await navigator.clipboard.writeText(element.textContent);
      return true;
    } catch {
      // No clipboard without https or a permission: what is selected can still be copied, by us or by the reader.
      select(element);
      return document.execCommand("copy");
    }
  };

  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const status = button.closest(".cite").querySelector("[role=status]");
      const copied = await copy(document.getElementById(button.dataset.copy));
      status.textContent = "";
      requestAnimationFrame(() => {
        status.textContent = copied ? status.dataset.copied : status.dataset.failed;
      });
      button.classList.toggle("done", copied);
    });
  }
})();
