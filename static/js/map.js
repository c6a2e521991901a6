// The map that can be moved: Leaflet draws the marks of the table that the server made, on land served by this site.
// A slider for the years asks the server anew, so marks, table and files always tell the same. Without this script the
// form, the drawing and the table do.
(function () {
  "use strict";
  const live = document.getElementById("live");
  const form = document.querySelector(".picture-form");
  if (!live || !form || !window.L || !window.topojson) return;

  // West of the Bering strait lies the other end of Asia: the map is cut there and not at the 180th meridian.
  const CUT = -169;
  const SOUTHMOST = -60;
  const words = live.dataset;
  const rows = () => document.querySelectorAll("#found tr[data-latitude]");
  const eastOfCut = (longitude) => (longitude < CUT ? longitude + 360 : longitude);

  live.hidden = false;
  document.body.classList.add("live");
  const map = L.map(live, {
    attributionControl: false, zoomControl: false, minZoom: 1, maxZoom: 8, zoomSnap: 0.5,
    maxBounds: [[-65, CUT - 20], [85, CUT + 380]], center: [57, 75], zoom: 3,
  });
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  L.control.attribution({ prefix: "Leaflet" }).addAttribution("Natural Earth").addTo(map);
  live.setAttribute("role", "region");
  live.setAttribute("aria-label", words.label);
  const marks = L.layerGroup().addTo(map);

  // A shore's longitudes run on over the 180th meridian, so that no line is drawn back across Russia.
  function runningOn(ring) {
    let turns = 0;
    let before = ring[0][0];
    const points = ring.map(([longitude, latitude]) => {
      if (longitude - before > 180) turns -= 360;
      else if (longitude - before < -180) turns += 360;
      before = longitude;
      return [longitude + turns, latitude];
    });
    const eastings = points.map((point) => point[0]);
    const middle = (Math.min(...eastings) + Math.max(...eastings)) / 2;
    const whole = 360 * Math.ceil((CUT - middle) / 360);
    return points.map(([longitude, latitude]) => [latitude, longitude + whole]);
  }

  function drawLand(topology) {
    const shapes = topojson.feature(topology, topology.objects.land);
    const polygons = (shapes.features || [shapes]).flatMap(({ geometry }) =>
      geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates);
    const rings = polygons.flat().map(runningOn)
      .filter((ring) => Math.max(...ring.map((point) => point[0])) > SOUTHMOST);
    L.polygon(rings, { className: "land", stroke: false, fillOpacity: 1, interactive: false, smoothFactor: 0.6 })
      .addTo(map).bringToBack();
  }

  function told(row) {
    const box = document.createElement("div");
    for (const cell of row.cells) {
      const line = document.createElement("p");
      line.append(...Array.from(cell.childNodes, (node) => node.cloneNode(true)));
      box.append(line);
    }
    return box;
  }

  function drawMarks(fit) {
    marks.clearLayers();
    const places = [];
    for (const row of rows()) {
      const { latitude, longitude, count, group } = row.dataset;
      const place = [Number(latitude), eastOfCut(Number(longitude))];
      const name = row.cells[0].textContent.trim();
      const mark = L.circleMarker(place, { radius: 5 + 3 * Math.sqrt(Math.min(count, 60)), weight: 1.5, className: `mark mark-${group}` });
      mark.bindTooltip(name, { direction: "top" }).bindPopup(told(row)).addTo(marks);
      const drawn = mark.getElement();
      drawn.setAttribute("tabindex", "0");
      drawn.setAttribute("role", "button");
      drawn.setAttribute("aria-label", `${name}: ${count}`);
      drawn.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); mark.openPopup(); }
      });
      places.push(place);
    }
    if (fit && places.length) map.fitBounds(L.latLngBounds(places).pad(0.15), { maxZoom: 5, animate: false });
  }

  map.on("popupopen", ({ popup }) => {
    const close = popup.getElement().querySelector(".leaflet-popup-close-button");
    if (close) close.setAttribute("aria-label", words.close);
  });

  let asked = 0;
  async function ask() {
    const query = new URLSearchParams(Array.from(new FormData(form)).filter(([, value]) => value !== ""));
    const address = `${location.pathname}${query.size ? `?${query}` : ""}`;
    const mine = ++asked;
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    if (!answer.ok || mine !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return;
    document.getElementById("found").replaceWith(page.getElementById("found"));
    history.replaceState(null, "", address);
    drawMarks(false);
  }

  let waiting = 0;
  function askSoon() {
    clearTimeout(waiting);
    waiting = setTimeout(() => ask().catch(() => form.requestSubmit()), 250);
  }

  function slider(field, other, isEarlier, label, start) {
    const range = document.createElement("input");
    Object.assign(range, { type: "range", min: words.first, max: words.last, step: 1 });
    range.value = field.value || start;
    range.setAttribute("aria-label", label);
    const name = document.createElement("span");
    name.textContent = label;
    const shown = document.createElement("output");
    shown.textContent = range.value;
    range.addEventListener("input", () => {
      const limit = Number(other.value);
      if (limit && (isEarlier ? range.value > limit : range.value < limit)) range.value = limit;
      shown.textContent = field.value = range.value;
      askSoon();
    });
    field.addEventListener("change", () => {
      range.value = field.value || start;
      shown.textContent = range.value;
      askSoon();
    });
    return [name, range, shown];
  }

  if (words.first && words.first !== words.last) {
    const { year_min: first, year_max: last } = form.elements;
    const sliders = document.createElement("div");
    sliders.className = "slider";
    sliders.append(...slider(first, last, true, words.from, words.first), ...slider(last, first, false, words.to, words.last));
    form.append(sliders);
  }
  form.addEventListener("change", (event) => { if (event.target.type === "checkbox") askSoon(); });
  fetch(words.land).then((answer) => answer.json()).then(drawLand);
  drawMarks(true);
})();
