// The live stream: what changed is told by events, and the page fetches its own figures again, every two seconds at the most.
import { span } from './times.js';

const period = 2000;
const slowPeriod = 15000;
const retry = 5000;
const patience = 20000;
const grace = 6000;
const idle = 60000;

let source = null;
let lost = null;
let dirty = false;
let last = 0;
let timer = 0;
let watchdog = 0;
let waiting = 0;
let failing = false;
let pressed = false;
let wasOpen = false;
let frame = null;
let pause = period;
let spreading = 0;

const pace = () => (document.querySelector('main').dataset.slow === 'yes' ? slowPeriod : period);
const wanted = () => (document.querySelector('main').dataset.live ?? '').split(' ').filter(Boolean);

function say(state) {
  const mark = document.querySelector('.live');
  if (!mark) return;
  mark.dataset.state = state;
  mark.querySelector('span').textContent = state;
}

function lose() {
  say('lost');
  if (lost) return;
  lost = new Date();
  document.body.classList.add('is-stale');
  const banner = document.getElementById('lost');
  banner.querySelector('time').textContent = lost.toTimeString().slice(0, 8);
  banner.hidden = false;
}

function find() {
  heard();
  // What is shown is old as long as it cannot be had anew, whatever the stream says.
  if (failing) return;
  say('live');
  if (!lost) return;
  lost = null;
  document.body.classList.remove('is-stale');
  document.getElementById('lost').hidden = true;
  mark();
}

// The server says something every few seconds, if only that nothing happened.
function heard() {
  clearTimeout(watchdog);
  watchdog = setTimeout(lose, patience);
}

function open() {
  close();
  source = new EventSource('/api/v1/events');
  source.onopen = () => {
    find();
    if (wasOpen) mark();
    wasOpen = true;
  };
  // Streams end after some minutes and are opened again at once: that alone is no loss.
  source.onerror = () => {
    clearTimeout(watchdog);
    if (source?.readyState === EventSource.CLOSED) {
      lose();
      // Where the session is over, the page's own request leads to the sign-in.
      mark();
      setTimeout(open, retry);
    } else {
      watchdog = setTimeout(lose, grace);
    }
  };
  for (const name of ['now', 'alarms', 'blocks', 'sensors']) {
    source.addEventListener(name, event => {
      find();
      if (name === 'now') followFrame(event);
      if (name === 'blocks') pause = period;
      if (wanted().includes(name) && concerns(name, event)) mark();
    });
  }
  source.addEventListener('ping', find);
}

// Who leads, whether sensors are down and whether the fleet simulates is told on every page, wherever its reader is.
function followFrame(event) {
  const { leader, sensorsDown, simulating } = JSON.parse(event.data);
  const before = frame;
  frame = JSON.stringify([leader, sensorsDown, simulating]);
  if (before && before !== frame) htmx.trigger('#refresh-frame', 'refresh');
}

// How far a block has come is no event: while it is on its way it is asked for again, ever less often.
function followSpread() {
  clearTimeout(spreading);
  if (!document.querySelector('main .spreading')) return;
  spreading = setTimeout(mark, pause);
  pause = Math.min(idle, pause * 2);
}

// The page of one source is not drawn anew for what others did, as far as the event names them all.
function concerns(name, event) {
  const { target } = document.querySelector('main').dataset;
  if (!target || target.includes('/')) return true;
  const news = JSON.parse(event.data);
  if (name === 'alarms') return news.count > news.rows.length || news.rows.some(row => row.source === target || row.network === target);
  if (name === 'blocks') return news.count > news.targets.length || news.targets.some(other => other === target || other.includes('/'));
  return true;
}

function close() {
  clearTimeout(watchdog);
  source?.close();
  source = null;
}

function mark() {
  dirty = true;
  schedule();
}

function schedule() {
  if (timer || waiting || document.hidden) return;
  timer = setTimeout(() => { timer = 0; refresh(); }, Math.max(0, last + pace() - performance.now()));
}

// Rows must not move under somebody who reads further down, presses on something, marks text or has a form open.
function held() {
  const main = document.querySelector('main');
  return main.dataset.holds === 'yes' && scrollY > 160;
}

const busy = () => pressed || !getSelection().isCollapsed || document.querySelector('[popover]:popover-open') !== null;

function refresh() {
  if (!dirty) return;
  last = performance.now();
  if (held()) return countNew();
  if (busy()) return schedule();
  dirty = false;
  waiting = setTimeout(ended, patience);
  htmx.trigger('#refresh', 'refresh');
}

// A request has a limit of its own, a shorter one. Whatever became of this one, there is to be another.
function ended(successful) {
  clearTimeout(waiting);
  waiting = 0;
  failing = !successful;
  if (successful) return;
  lose();
  dirty = true;
  setTimeout(schedule, retry);
}

async function countNew() {
  dirty = false;
  const bar = document.getElementById('news');
  const response = await fetch(document.getElementById('pages').dataset.count, { headers: { Accept: 'text/plain' } }).catch(() => null);
  // As below: the session is over.
  if (response?.redirected) return location.reload();
  if (!response?.ok) return;
  failing = false;
  const count = await response.text();
  bar.hidden = count === '0';
  bar.querySelector('button').textContent = `${count} new`;
}

export function showNew() {
  document.getElementById('news').hidden = true;
  scrollTo({ top: 0 });
  mark();
}

function answered(event) {
  // How far an order has come is a figure of the page, too.
  if (event.detail.elt.classList.contains('spread')) mark();
  if (event.detail.elt.id !== 'refresh' || !waiting) return;
  const { xhr, successful } = event.detail;
  ended(successful);
  // A page that answers from elsewhere is the sign-in page: the session is over.
  if (successful && xhr.responseURL && new URL(xhr.responseURL).pathname !== location.pathname) return location.reload();
  if (!successful) return;
  requestAnimationFrame(followSpread);
  if (dirty) schedule();
}

// What is replaced between a press and its release is not clicked: the answer is let go, and asked for again.
function arrived(event) {
  if (event.detail.elt.id !== 'refresh' || !pressed) return;
  event.detail.shouldSwap = false;
  dirty = true;
}

export function startLive() {
  if (!document.querySelector('.live')) return;
  document.body.addEventListener('htmx:afterRequest', answered);
  document.body.addEventListener('htmx:beforeSwap', arrived);
  // The release of another button may be a menu's, and not be told.
  addEventListener('pointerdown', event => { pressed = event.button === 0; });
  for (const name of ['pointerup', 'pointercancel', 'blur']) addEventListener(name, () => { pressed = false; });
  document.addEventListener('click', event => { if (event.target.closest('#news')) showNew(); });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return close();
    open();
    mark();
  });
  addEventListener('pagehide', close);
  addEventListener('scroll', () => {
    const bar = document.getElementById('news');
    if (bar && !bar.hidden && scrollY <= 160) showNew();
  }, { passive: true });
  // Minutes pass, whatever happens in them.
  setInterval(mark, idle);
  setInterval(() => {
    if (lost) document.getElementById('lost-for').textContent = span((Date.now() - lost) / 1000);
  }, 1000);
  followSpread();
  open();
}
