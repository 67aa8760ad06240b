// Alarms a minute, stacked by kind; a click leads to that minute's alarms, a drag to those of a span.
import { minuteText } from './times.js';

const minute = 60;
let plot = null;
let shown = '';
let figures = null;

const box = () => document.getElementById('chart');

function colour(element, property) {
  const probe = document.createElement('span');
  probe.className = element;
  probe.append(document.createElement('b'));
  box().append(probe);
  const value = getComputedStyle(property === 'fill' ? probe.firstChild : probe)[property === 'fill' ? 'backgroundColor' : 'color'];
  probe.remove();
  return value;
}

// The tallest is drawn first and each lower one over it: so the bars seem to stand upon each other.
function stack({ from, kinds, counts }) {
  const length = counts[0]?.length ?? 360;
  const times = Array.from({ length }, (_, index) => from + index * minute);
  const sums = [];
  let below = new Array(length).fill(0);
  for (const row of counts) {
    below = below.map((sum, index) => sum + row[index]);
    sums.push(below);
  }
  return [times, ...(kinds.length ? sums.reverse() : [new Array(length).fill(0)])];
}

function tip(chart) {
  const tip = document.getElementById('tip');
  const index = chart.cursor.idx;
  if (index == null) {
    tip.hidden = true;
    return;
  }
  const parts = figures.kinds.map((kind, row) => [kind, figures.counts[row][index]]).filter(([, count]) => count > 0);
  tip.textContent = `${minuteText(new Date(chart.data[0][index] * 1000))}  ${parts.length ? parts.map(([kind, count]) => `${kind} ${count}`).join(', ') : 'no alarms'}`;
  tip.hidden = false;
  const left = chart.cursor.left + 56;
  tip.style.left = `${Math.max(0, Math.min(left, box().clientWidth - tip.offsetWidth - 4))}px`;
}

function leave(from, until) {
  const text = seconds => new Date(seconds * 1000).toISOString().slice(0, 16) + 'Z';
  location.href = `/alarms?since=${encodeURIComponent(text(from))}&until=${encodeURIComponent(text(until))}`;
}

function selected(chart) {
  const { left, width } = chart.select;
  if (width < 4) return;
  const from = Math.floor(chart.posToVal(left, 'x') / minute) * minute;
  leave(from, Math.ceil(chart.posToVal(left + width, 'x') / minute) * minute);
}

function draw() {
  const ink = colour('ink', 'color');
  const rule = colour('rule', 'color');
  const drawn = figures.kinds.length ? [...figures.kinds].reverse() : ['none'];
  const bars = uPlot.paths.bars({ size: [1, 24, 1], align: 1, gap: 0 });
  const axis = { stroke: ink, grid: { stroke: rule, width: 1 }, ticks: { stroke: rule, width: 1, size: 4 }, font: '11px system-ui, sans-serif' };
  plot?.destroy();
  box().replaceChildren();
  plot = new uPlot({
    width: box().clientWidth,
    height: box().clientHeight,
    padding: [8, 20, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
    scales: { x: { time: true }, y: { range: (_, low, high) => [0, Math.max(4, high * 1.05)] } },
    axes: [
      { ...axis, size: 28, grid: { show: false }, values: (_, splits) => splits.map(at => minuteText(new Date(at * 1000))) },
      { ...axis, size: 44, values: (_, splits) => splits.map(value => (Number.isInteger(value) ? value.toLocaleString('en') : '')) },
    ],
    series: [{}, ...drawn.map(kind => ({ fill: colour(`kind k-${kind}`, 'fill'), width: 0, paths: bars, points: { show: false } }))],
    hooks: { setCursor: [tip], setSelect: [selected] },
  }, stack(figures), box());
  plot.over.addEventListener('click', () => {
    if (plot.cursor.idx != null && plot.select.width < 4) leave(plot.data[0][plot.cursor.idx], plot.data[0][plot.cursor.idx] + minute);
  });
}

function update() {
  const text = document.getElementById('minutes')?.dataset.minutes;
  if (!text || text === shown) return;
  const before = figures?.kinds.join();
  shown = text;
  figures = JSON.parse(text);
  if (plot && before === figures.kinds.join()) plot.setData(stack(figures));
  else draw();
}

export function startChart() {
  if (!box() || typeof uPlot === 'undefined') return;
  update();
  document.body.addEventListener('htmx:afterRequest', event => {
    if (event.detail.elt.id === 'refresh') requestAnimationFrame(update);
  });
  document.addEventListener('theme', draw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  new ResizeObserver(() => {
    if (plot && plot.width !== box().clientWidth) plot.setSize({ width: box().clientWidth, height: box().clientHeight });
  }).observe(box());
}
