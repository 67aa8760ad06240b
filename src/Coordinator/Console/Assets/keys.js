// Keys: / searches, ? shows them all, g and a letter goes to a page, j and k walk through rows.
import { turnTheme } from './page.js';

const pages = { o: '/', a: '/alarms', b: '/blocks', s: '/sensors', p: '/policy', u: '/audit' };
let going = false;

const writes = element => element.matches('input, textarea, select, [contenteditable]');

function walk(step) {
  const links = [...document.querySelectorAll('table.rows tbody a.row')];
  if (links.length === 0) return;
  const at = links.indexOf(document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, at < 0 ? 0 : at + step))].focus();
}

function go(key) {
  going = false;
  if (pages[key]) location.href = pages[key];
}

const deeds = {
  '/': () => document.getElementById('search')?.focus(),
  '?': () => document.getElementById('keys')?.togglePopover(),
  g: () => { going = true; setTimeout(() => { going = false; }, 1500); },
  j: () => walk(1),
  k: () => walk(-1),
  t: turnTheme,
};

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape' && event.target.id === 'search') return event.target.blur();
  if (writes(event.target)) return;
  if (going) return go(event.key);
  const deed = deeds[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
}

export function startKeys() {
  document.addEventListener('keydown', pressed);
}
