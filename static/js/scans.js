// Scans looked at closely with OpenSeadragon, which is fetched only when a reader asks for it. Without this file, or if
// the browser cannot draw, each picture is a link to itself in full size.
(() => {
  "use strict";

  const loaded = new Map();
  const load = (address) => {
    if (!loaded.has(address)) {
      loaded.set(address, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = address;
        script.addEventListener("load", resolve);
        script.addEventListener("error", reject);
        document.head.append(script);
      }));
    }
    return loaded.get(address);
  };

  // The preview is there at once; the full picture follows.
  const source = (link) => {
    const preview = link.querySelector("img");
    const level = (url, width, height) => ({ url, width: Number(width), height: Number(height) });
    return {
      type: "legacy-image-pyramid",
      levels: [
        level(preview.src, preview.getAttribute("width"), preview.getAttribute("height")),
        level(link.href, link.dataset.width, link.dataset.height),
      ],
    };
  };

  const enhance = (section) => {
    const links = [...section.querySelectorAll("a.scan[data-width]")];
    const opener = section.querySelector(".scan-open");
    const region = section.querySelector(".scan-viewer");
    const canvas = region.querySelector(".scan-canvas");
    const which = region.querySelector(".scan-which");
    let viewer;
    let at = 0;

    const show = (number) => {
      at = (number + links.length) % links.length;
      viewer.open(source(links[at]));
      const leaf = links[at].parentElement.querySelector(".scan-leaf");
      which.textContent = `${at + 1} / ${links.length}${leaf ? ` · ${leaf.textContent}` : ""}`;
    };

    const open = async (number) => {
      region.hidden = false;
      try {
        await load(section.dataset.viewer);
        viewer ??= OpenSeadragon({
          element: canvas,
          drawer: "canvas",
          showNavigationControl: false,
          visibilityRatio: 0.5,
          maxZoomPixelRatio: 3,
          animationTime: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 0.6,
        });
        show(number);
        canvas.focus();
      } catch {
        region.querySelector("[data-failed]").hidden = false;
      }
    };

    const close = () => {
      region.hidden = true;
      opener.querySelector("button").focus();
    };
    const turns = {
      previous: () => show(at - 1),
      next: () => show(at + 1),
      in: () => viewer.viewport.zoomBy(1.5),
      out: () => viewer.viewport.zoomBy(1 / 1.5),
      turn: () => viewer.viewport.setRotation(viewer.viewport.getRotation() + 90),
      whole: () => viewer.viewport.goHome(),
    };

    if (!links.length) return;
    opener.hidden = false;
    for (const step of region.querySelectorAll("[data-do=previous], [data-do=next]")) step.hidden = links.length < 2;
    opener.addEventListener("click", () => open(0));
    region.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (!button) return;
      if (button.dataset.do === "close") close();
      else if (viewer) turns[button.dataset.do]();
    });
    region.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
    });
  };

  document.querySelectorAll("[data-scans]").forEach(enhance);
})();
