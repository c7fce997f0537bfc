// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * The map of the city: drawn from the city's own tiles in the colours of the page, no service of others is called.
 *
 * `cityMap(element, choice)` makes one in an element with `data-centre` ("lng,lat"), `data-zoom` and perhaps `data-box`
 * ("west,south,east,north"). It answers null where the browser has no WebGL: the page works without it.
 *
 * - `choice.work`: also matters, warnings, sensors, pipes and bridges, which only staff may see.
 * - `choice.places`: where a place lies can be asked: layers `inside-street` and `inside-community`.
 * - `choice.labels`: names to write, as `[{ name, code, at: [lng, lat] }]`.
 */

/** What each map shows, for a style that is made anew. */
const choices = new WeakMap();

const LEVELS = ["", "blue", "yellow", "orange", "red"];

export function cityMap(element, choice = {}) {
  if (!globalThis.maplibregl || !hasWebGL()) return null;
  const bounds = box(element.dataset.box);
  const map = new maplibregl.Map({
    container: element,
    style: style(choice),
    ...(bounds ? { bounds, fitBoundsOptions: { padding: 24, maxZoom: 17 } } : {
      center: element.dataset.centre.split(",").map(Number), zoom: Number(element.dataset.zoom) - 1,
    }),
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    maxZoom: 20,
    fadeDuration: 0,
  });
  choices.set(map, choice);
  map.touchZoomRotate.disableRotation();
  map.on("styleimagemissing", ({ id }) => draw(map, id));
  // Colours follow the page, which follows the reader's system.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const id of map.listImages()) map.removeImage(id);
    map.setStyle(style(choice), { diff: false });
  });
  return map;
}

/** Brings what changes up to date, without a flicker: what is drawn stays until the new is there. */
export function refresh(map) {
  for (const source of ["matters", "sensors"]) {
    const cache = map.style?.sourceCaches?.[source];
    if (cache) cache.reload();
  }
}

export function label(map, labels) {
  choices.get(map).labels = labels;
  map.getSource("labels")?.setData(collection(labels));
}

export function select(map, area) {
  choices.get(map).area = area;
  if (map.getLayer("area-chosen")) map.setFilter("area-chosen", ["==", ["get", "code"], area || ""]);
}

/** The square whose matters a cluster stands for: an eighth of a tile's side. */
export function squareOf(map, lngLat) {
  const zoom = Math.min(Math.max(Math.floor(map.getZoom()), 0), MATTERS_ZOOM) + 3;
  const count = 2 ** zoom;
  const x = Math.floor(((lngLat.lng + 180) / 360) * count);
  const sine = Math.sin((lngLat.lat * Math.PI) / 180);
  const y = Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * count);
  const latitude = (row) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / count))) * 180) / Math.PI;
  return [(x / count) * 360 - 180, latitude(y + 1), ((x + 1) / count) * 360 - 180, latitude(y)];
}

export function box(text) {
  const numbers = (text ?? "").split(",").map(Number);
  return text && numbers.length === 4 && numbers.every(Number.isFinite) ? numbers : null;
}

const MATTERS_ZOOM = 18;

function hasWebGL() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

// --- The style ------------------------------------------------------------------------------------------------------

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function tiles(layers) {
  return [`${location.origin}/tiles/${layers}/{z}/{x}/{y}.mvt`];
}

function style(choice) {
  const line = (id, from, filter, paint, source = "ground", more = {}) => ({
    id, type: "line", source, "source-layer": from, ...(filter ? { filter } : {}),
    layout: { "line-cap": "round", "line-join": "round" }, paint, ...more,
  });
  const fill = (id, from, paint, more = {}) => ({ id, type: "fill", source: "ground", "source-layer": from, paint, ...more });
  const width = (...stops) => ["interpolate", ["exponential", 1.6], ["zoom"], ...stops];
  const level = (name) => ["==", ["get", "level"], name];
  const layers = [
    { id: "ground", type: "background", paint: { "background-color": colour("--map-ground") } },
    fill("districts", "areas", { "fill-color": colour("--map-district") }, { filter: level("district") }),
    fill("parks", "parks", { "fill-color": colour("--map-park") }),
    fill("water", "water", { "fill-color": colour("--map-water") }),
    fill("buildings", "buildings", { "fill-color": colour("--map-building") }, { minzoom: 14 }),
    line("cells", "areas", level("cell"), { "line-color": colour("--map-border"), "line-width": 0.5, "line-opacity": 0.5 },
      "ground", { minzoom: 15.5 }),
    // Not seen, but found by whoever asks where a place lies.
    ...(choice.places ? ["street", "community"].map((name) => fill(`inside-${name}`, "areas",
      { "fill-color": colour("--map-ground"), "fill-opacity": 0 }, { filter: level(name) })) : []),
    line("lanes", "roads", ["==", ["get", "class"], "lane"],
      { "line-color": colour("--map-road"), "line-width": width(13, 0.6, 16, 5, 18, 14) }),
    line("roads", "roads", ["==", ["get", "class"], "secondary"],
      { "line-color": colour("--map-road"), "line-width": width(11, 0.8, 14, 3, 18, 22) }),
    line("main-roads", "roads", ["in", ["get", "class"], ["literal", ["main", "expressway"]]],
      { "line-color": colour("--map-road-main"), "line-width": width(8, 0.8, 12, 2.2, 14, 5, 18, 34) }),
    line("communities", "areas", level("community"),
      { "line-color": colour("--map-border"), "line-width": 0.6, "line-dasharray": [2, 3] }, "ground", { minzoom: 13 }),
    line("streets", "areas", level("street"),
      { "line-color": colour("--map-border"), "line-width": 0.9, "line-dasharray": [4, 3] }),
    line("district-edges", "areas", level("district"), { "line-color": colour("--map-border"), "line-width": 1.6 }),
  ];
  const sources = {
    ground: { type: "vector", tiles: tiles("areas,water,parks,buildings,roads"), maxzoom: 16 },
    labels: { type: "geojson", data: collection(choice.labels ?? []) },
  };
  if (choice.work) {
    sources.network = { type: "vector", tiles: tiles("pipes,bridges,places"), maxzoom: 16, minzoom: 11 };
    sources.matters = { type: "vector", tiles: tiles("matters,warnings"), maxzoom: MATTERS_ZOOM };
    sources.sensors = { type: "vector", tiles: tiles("sensors"), maxzoom: MATTERS_ZOOM, minzoom: 13 };
    layers.push(
      line("pipes", "pipes", null,
        { "line-color": colour("--map-pipe"), "line-width": width(13, 0.4, 16, 2.4), "line-opacity": 0.7 }, "network", { minzoom: 14 }),
      line("bridges", "bridges", null, { "line-color": colour("--map-bridge"), "line-width": width(11, 2, 14, 6, 18, 36) },
        "network", { layout: { "line-cap": "butt" } }),
      line("area-chosen", "areas", ["==", ["get", "code"], choice.area ?? ""],
        { "line-color": colour("--accent"), "line-width": 3 }),
      {
        id: "sensors", type: "symbol", source: "sensors", "source-layer": "sensors", minzoom: 14.5,
        layout: {
          "icon-image": ["concat", "sensor|", ["get", "state"], "|", count()], "icon-allow-overlap": true,
          "icon-ignore-placement": true,
        },
      },
    );
  }
  layers.push({
    id: "labels", type: "symbol", source: "labels",
    layout: { "icon-image": ["concat", "label|", ["get", "name"]], "icon-padding": 4 },
  });
  if (choice.work) {
    layers.push(
      {
        id: "matters", type: "symbol", source: "matters", "source-layer": "matters",
        layout: {
          "icon-image": ["concat", "mark|", ["get", "level"], "|", ["case", [">", ["get", "late"], 0], "late", ""], "|", count()],
          "icon-allow-overlap": true, "icon-ignore-placement": true,
          "symbol-sort-key": ["+", ["*", ["get", "level"], 1000000], ["get", "count"]],
        },
      },
      {
        id: "warnings", type: "symbol", source: "matters", "source-layer": "warnings", minzoom: 13,
        layout: {
          "icon-image": ["concat", "warning|", ["get", "level"]], "icon-allow-overlap": true, "icon-ignore-placement": true,
          "symbol-sort-key": ["get", "level"],
        },
      },
    );
  }
  return { version: 8, sources, layers };
}

/** How many, in few digits, so that there are few pictures: 7, 42, 380, 4.2k, 38k. */
function count() {
  const number = ["get", "count"];
  const rounded = (step) => ["to-string", ["*", step, ["floor", ["/", number, step]]]];
  return ["case",
    ["<=", number, 1], "",
    ["<", number, 100], ["to-string", number],
    ["<", number, 1000], rounded(10),
    ["<", number, 10000], ["concat", ["to-string", ["/", ["floor", ["/", number, 100]], 10]], "k"],
    ["concat", ["to-string", ["floor", ["/", number, 1000]]], "k"]];
}

function collection(labels) {
  return {
    type: "FeatureCollection",
    features: labels.map(({ name, code, at }) => ({
      type: "Feature", properties: { name, code }, geometry: { type: "Point", coordinates: at },
    })),
  };
}

// --- The marks, drawn when they are first needed ------------------------------------------------------------------------

function draw(map, id) {
  const [kind, ...rest] = id.split("|");
  const picture = { mark, warning, sensor, label: nameMark }[kind]?.(...rest);
  if (picture && !map.hasImage(id)) map.addImage(id, picture.data, { pixelRatio: picture.ratio });
}

function canvas(width, height, paint) {
  // Marks grow with the letters of the page: a wall is read from afar.
  const size = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  const ratio = Math.min(3, Math.max(1, Math.ceil(devicePixelRatio)));
  const element = document.createElement("canvas");
  element.width = Math.ceil(width * ratio * size);
  element.height = Math.ceil(height * ratio * size);
  const context = element.getContext("2d");
  context.scale(ratio * size, ratio * size);
  paint(context);
  return { data: context.getImageData(0, 0, element.width, element.height), ratio };
}

const FONT = "Inter, 'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif";

/** A matter, or several: the ring is the worst level, red letters are late ones among them. */
function mark(level, late, text) {
  const name = LEVELS[Number(level)] ?? "";
  const ring = name ? colour(`--level-${name}`) : late ? colour("--late") : colour("--ink-soft");
  const radius = text ? 11 + text.length * 2 : 7;
  const size = 2 * radius + 10;
  return canvas(size, size, (context) => {
    const middle = size / 2;
    context.beginPath();
    context.arc(middle, middle, radius, 0, 2 * Math.PI);
    context.fillStyle = colour("--panel");
    context.fill();
    context.lineWidth = name || late ? 3 : 2;
    context.strokeStyle = ring;
    context.stroke();
    if (text) {
      context.font = `600 12px ${FONT}`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillStyle = late ? colour("--late") : colour("--ink");
      context.fillText(text, middle, middle + 0.5);
      if (name) shape(context, name, middle + radius * 0.75, middle - radius * 0.75, 5);
    } else if (name) {
      shape(context, name, middle, middle, 4);
    } else {
      context.beginPath();
      context.arc(middle, middle, 3, 0, 2 * Math.PI);
      context.fillStyle = late ? colour("--late") : colour("--accent");
      context.fill();
    }
  });
}

function warning(level) {
  return canvas(24, 24, (context) => shape(context, LEVELS[Number(level)] ?? "blue", 12, 12, 8));
}

/** ● red, ◆ orange, ▲ yellow, ■ blue, each with an edge that parts it from the ground. */
function shape(context, name, x, y, size) {
  context.beginPath();
  if (name === "red") context.arc(x, y, size, 0, 2 * Math.PI);
  else if (name === "orange") polygon(context, [[x, y - size * 1.2], [x + size * 1.2, y], [x, y + size * 1.2], [x - size * 1.2, y]]);
  else if (name === "yellow") polygon(context, [[x, y - size * 1.1], [x + size * 1.15, y + size * 0.9], [x - size * 1.15, y + size * 0.9]]);
  else context.rect(x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8);
  context.fillStyle = colour(`--level-${name}`);
  context.lineWidth = 2;
  context.strokeStyle = colour("--panel");
  context.stroke();
  context.fill();
}

function polygon(context, points) {
  context.moveTo(...points[0]);
  for (const point of points.slice(1)) context.lineTo(...point);
  context.closePath();
}

/** A sensor: full when alive, a ring when late, crossed out when silent, a question when implausible. */
function sensor(state, text) {
  const radius = text ? 8 + text.length * 1.5 : 4.5;
  const size = 2 * radius + 6;
  return canvas(size, size, (context) => {
    const middle = size / 2;
    const ink = state === "alive" || state === "unknown" ? colour("--ink-soft") : colour("--late");
    context.beginPath();
    context.roundRect(middle - radius, middle - radius, 2 * radius, 2 * radius, text ? 4 : 2);
    context.fillStyle = !text && state === "alive" ? ink : colour("--panel");
    context.globalAlpha = 0.92;
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = ink;
    context.stroke();
    context.fillStyle = ink;
    context.textAlign = "center";
    context.textBaseline = "middle";
    if (text) {
      context.font = `500 10px ${FONT}`;
      context.fillText(text, middle, middle + 0.5);
    } else if (state === "silent") {
      context.beginPath();
      context.moveTo(middle - radius, middle - radius);
      context.lineTo(middle + radius, middle + radius);
      context.stroke();
    } else if (state === "implausible") {
      context.font = `700 9px ${FONT}`;
      context.fillText("?", middle, middle + 0.5);
    }
  });
}

function nameMark(...parts) {
  const text = parts.join("|");
  const measure = document.createElement("canvas").getContext("2d");
  measure.font = `600 12px ${FONT}`;
  const width = Math.ceil(measure.measureText(text).width) + 8;
  return canvas(width, 20, (context) => {
    context.font = `600 12px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 3;
    context.lineJoin = "round";
    context.strokeStyle = colour("--map-district");
    context.strokeText(text, width / 2, 10);
    context.fillStyle = colour("--map-label");
    context.fillText(text, width / 2, 10);
  });
}
