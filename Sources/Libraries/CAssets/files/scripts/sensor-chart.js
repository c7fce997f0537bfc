// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * Long series as charts: gaps are gaps, limits are bands in the colours of their levels, warnings are marks. Charts of one page
 * show the same stretch of time. New readings are fetched every 20 seconds.
 */

// The legend of dygraphs measures itself with inline styles, which the page's policy forbids.
Dygraph.PLUGINS = Dygraph.PLUGINS.filter((plugin) => plugin !== Dygraph.Plugins.Legend);

const charts = [];
const dashes = [null, [8, 4], [2, 3], [10, 3, 2, 3], [5, 2]];

for (const element of document.querySelectorAll(".chart")) start(element);

async function start(element) {
  const { dataset } = element;
  const chart = {
    element,
    series: JSON.parse(dataset.series),
    limits: JSON.parse(dataset.limits),
    warnings: JSON.parse(dataset.warnings),
    notes: JSON.parse(dataset.notes),
    offset: Number(dataset.offset) * 60_000,
    from: Number(dataset.until) - Number(dataset.hours) * 3_600_000,
    readings: [],
    legend: document.createElement("p"),
  };
  chart.legend.className = "chart-legend";
  element.after(chart.legend);
  chart.readings = await Promise.all(chart.series.map(({ code }) => read(code, chart.from)));
  draw(chart);
  setInterval(() => follow(chart), 20_000);
}

/** Readings of a series from an instant on, as pairs of milliseconds and value. */
async function read(code, from) {
  const readings = [];
  let address = `/api/v1/series/${encodeURIComponent(code)}/readings?limit=10000&from=${new Date(from).toISOString()}`;
  for (let page = 0; address && page < 10; page += 1) {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) break;
    const { items, next } = await answer.json();
    for (const { at, value } of items) readings.push([Date.parse(at), typeof value === "boolean" ? Number(value) : value]);
    address = next ? `${address.split("&after=")[0]}&after=${encodeURIComponent(next)}` : null;
  }
  return readings.filter(([, value]) => typeof value === "number");
}

async function follow(chart) {
  if (document.hidden || !chart.graph) return;
  let isNew = false;
  for (const [index, { code }] of chart.series.entries()) {
    const last = chart.readings[index].at(-1)?.[0] ?? chart.from;
    const more = (await read(code, last + 1)).filter(([at]) => at > last);
    chart.readings[index].push(...more);
    isNew ||= more.length > 0;
  }
  if (isNew) chart.graph.updateOptions({ file: rows(chart) });
}

/** One row for each instant: null where a series says nothing then, NaN where its line is broken. */
function rows(chart) {
  const byTime = new Map();
  const put = (at, index, value) => {
    if (!byTime.has(at)) byTime.set(at, new Array(chart.series.length).fill(null));
    byTime.get(at)[index] = value;
  };
  for (const [index, readings] of chart.readings.entries()) {
    const pause = usualPause(readings);
    for (const [place, [at, value]] of readings.entries()) {
      const before = readings[place - 1];
      if (before && at - before[0] > pause * 3) put(before[0] + 1, index, Number.NaN);
      put(at, index, value);
    }
  }
  return [...byTime].sort(([a], [b]) => a - b).map(([at, values]) => [new Date(at), ...values]);
}

function usualPause(readings) {
  const pauses = readings.slice(1).map(([at], index) => at - readings[index][0]).sort((a, b) => a - b);
  return pauses[Math.floor(pauses.length / 2)] || Infinity;
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** How large letters on charts are, in pixels: a canvas takes no size from a style sheet. */
function letters() {
  return parseFloat(colour("--chart-letters")) || 12;
}

function draw(chart) {
  const { element, series } = chart;
  const size = letters();
  const data = rows(chart);
  if (data.length === 0) {
    element.textContent = "–";
    return;
  }
  const local = (milliseconds) => new Date(milliseconds + chart.offset).toISOString();
  chart.graph = new Dygraph(element, data, {
    labels: ["t", ...series.map(({ name }) => name)],
    colors: palette(series.length),
    series: Object.fromEntries(series.map(({ name }, index) => [name, { strokePattern: dash(index) }])),
    ylabel: element.dataset.unit,
    yLabelWidth: size * 1.5,
    axisLabelFontSize: size,
    strokeWidth: size / 8,
    connectSeparatedPoints: true,
    highlightCallback: (_, at, points) => tell(chart, at, points),
    unhighlightCallback: () => tell(chart),
    gridLineColor: colour("--line"),
    axisLineColor: colour("--line"),
    rightGap: 12,
    includeZero: false,
    valueRange: range(chart, data),
    axes: {
      x: {
        axisLabelWidth: size * 4,
        pixelsPerLabel: size * 5,
        axisLabelFormatter: (at, granularity) => {
          const text = local(Number(at));
          return granularity >= Dygraph.DAILY ? text.slice(5, 10) : text.slice(11, 16);
        },
        valueFormatter: (at) => local(at).slice(0, 16).replace("T", " "),
      },
      // Two digits behind the point would call several lines of small values the same.
      y: {
        axisLabelWidth: size * 4, pixelsPerLabel: size * 2.5,
        axisLabelFormatter: (value) => String(Number(value.toPrecision(6))),
      },
    },
    underlayCallback: (context, area, graph) => underlay(chart, context, area, graph),
    drawCallback: (graph, isInitial) => { if (!isInitial) together(chart, graph); },
  });
  charts.push(chart);
  tell(chart);
}

/** Names and values below the chart. */
function tell(chart, at, points) {
  const spans = chart.series.map(({ name }, index) => {
    const point = points?.find((one) => one.name === name);
    const span = document.createElement("span");
    const text = point ? `${name} ${format(point.yval)} ${chart.element.dataset.unit}` : name;
    span.append(...(chart.series.length > 1 ? [sample(chart.series.length, index)] : []), text);
    return span;
  });
  const time = document.createElement("span");
  time.textContent = at === undefined ? "" : new Date(at + chart.offset).toISOString().slice(0, 16).replace("T", " ");
  chart.legend.replaceChildren(...spans, time);
}

/** A piece of the line beside its name: told apart by its dashes too, for who sees no colours, and on paper. */
function sample(count, index) {
  const make = (name, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const picture = make("svg", { width: 28, height: 10, "aria-hidden": "true" });
  picture.append(make("line", {
    x1: 0, y1: 5, x2: 28, y2: 5, stroke: palette(count)[index], "stroke-width": 2,
    "stroke-dasharray": dash(index)?.join(" ") ?? "none",
  }));
  return picture;
}

function dash(index) {
  return dashes[index % dashes.length];
}

function format(value) {
  return Number.isFinite(value) ? String(Number(value.toPrecision(5))) : "–";
}

/** Room for the values, and for a limit that is near. */
function range(chart, data) {
  const values = data.flatMap((row) => row.slice(1)).filter((value) => Number.isFinite(value));
  let [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low || Math.abs(high) || 1;
  for (const { limit } of chart.limits) {
    if (limit < high + span * 1.5 && limit > low - span * 1.5) [low, high] = [Math.min(low, limit), Math.max(high, limit)];
  }
  const margin = (high - low || 1) * 0.08;
  return [low - margin, high + margin];
}

function palette(count) {
  const first = [colour("--accent"), colour("--ink-soft"), colour("--ink"), colour("--good")];
  // Further lines are told apart by lightness and hue near the accent's, never by the colours of levels.
  const more = Array.from({ length: Math.max(0, count - 4) }, (_, index) => `hsl(${190 + index * 14} 35% ${45 + (index % 3) * 10}%)`);
  return [...first, ...more].slice(0, count);
}

function underlay(chart, context, area, graph) {
  const limits = [...chart.limits].sort((a, b) => a.limit - b.limit);
  context.save();
  context.beginPath();
  context.rect(area.x, area.y, area.w, area.h);
  context.clip();
  for (const [index, { level, limit, isAbove }] of limits.entries()) {
    // A band reaches to the next limit on its side.
    const next = isAbove ? limits.slice(index + 1).find((other) => other.isAbove) : limits.slice(0, index).findLast((other) => !other.isAbove);
    const edge = graph.toDomYCoord(limit);
    const far = next ? graph.toDomYCoord(next.limit) : isAbove ? area.y - 1 : area.y + area.h + 1;
    context.globalAlpha = 0.14;
    context.fillStyle = colour(`--level-${level}`);
    context.fillRect(area.x, Math.min(edge, far), area.w, Math.abs(edge - far));
    context.globalAlpha = 0.9;
    context.fillRect(area.x, edge - 0.5, area.w, 1);
  }
  context.globalAlpha = 1;
  // What was done to the sensor, so that a step in its line is understood.
  const size = letters();
  context.font = `${size}px system-ui`;
  context.textAlign = "left";
  context.strokeStyle = context.fillStyle = colour("--ink-soft");
  for (const { at, name } of chart.notes) {
    const x = graph.toDomXCoord(at);
    if (x < area.x || x > area.x + area.w) continue;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(x, area.y);
    context.lineTo(x, area.y + area.h);
    context.stroke();
    context.fillText(name, x + 4, area.y + area.h - 6);
  }
  context.setLineDash([]);
  context.font = `${size + 1}px system-ui`;
  context.textAlign = "center";
  for (const { at, level, symbol } of chart.warnings) {
    const x = graph.toDomXCoord(at);
    if (x < area.x || x > area.x + area.w) continue;
    context.fillStyle = colour("--line");
    context.fillRect(x - 0.5, area.y, 1, area.h);
    context.fillStyle = colour(`--level-${level}`);
    context.fillText(symbol, x, area.y + size + 1);
  }
  context.restore();
}

let isTogether = false;

function together(chart, graph) {
  if (isTogether) return;
  isTogether = true;
  const window = graph.xAxisRange();
  for (const other of charts) if (other !== chart) other.graph.updateOptions({ dateWindow: window });
  isTogether = false;
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const chart of charts.splice(0)) {
    chart.graph.destroy();
    draw(chart);
  }
});
