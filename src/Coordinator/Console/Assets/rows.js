// The rows of a live table are put in a few at a time: at a thousand alarms a second every refresh brings a page of new ones,
// and one task that drew them all would keep the page from answering. A row that stays the same is left as it stands.
import { localise } from './times.js';

const few = 8;
const drawn = new WeakMap();
let turns = 0;

const keyOf = row => row.querySelector('a.row')?.id ?? row.innerHTML;

function remember(row) {
  drawn.set(row, row.innerHTML);
  return row;
}

function merge(body, fresh) {
  const turn = ++turns;
  const old = new Map([...body.rows].map(row => [keyOf(row), row]));
  const staying = new Set();
  const wanted = fresh.map(remember).map(row => {
    const same = old.get(keyOf(row));
    // Two rows may say the same; each stands for one.
    if (!same || staying.has(same) || drawn.get(same) !== drawn.get(row)) return row;
    staying.add(same);
    return same;
  });
  const leaving = new Set([...body.rows].filter(row => !staying.has(row)));
  // Where all is new, nothing is to be shown as such, and so many animations would keep the page busy.
  const flashes = fresh.filter(row => !old.has(keyOf(row))).length <= few;
  let at = 0;

  // The table keeps its length: for each row that comes one leaves, the one it stands for or the last.
  function put(row) {
    const before = old.get(keyOf(row));
    const focused = document.activeElement?.id;
    localise(row);
    row.classList.toggle('is-new', flashes && !before);
    body.insertBefore(row, body.rows[at] ?? null);
    const gone = leaving.has(before) ? before : [...leaving].at(-1);
    leaving.delete(gone);
    gone?.remove();
    if (focused && document.activeElement?.id !== focused) row.querySelector(`#${CSS.escape(focused)}`)?.focus({ preventScroll: true });
  }

  function step() {
    if (turn !== turns) return;
    for (let count = 0; at < wanted.length && count < few; at++) {
      if (body.rows[at] === wanted[at]) continue;
      if (wanted[at].parentNode === body) {
        body.insertBefore(wanted[at], body.rows[at]);
      } else {
        put(wanted[at]);
        count++;
      }
    }
    if (at < wanted.length) requestAnimationFrame(step);
    else for (const row of leaving) row.remove();
  }

  step();
}

/** To be called before anything changes the rows that came with the page. */
export function startRows() {
  for (const row of document.querySelectorAll('table.rows tbody tr')) remember(row);
  document.body.addEventListener('htmx:oobBeforeSwap', event => {
    const body = event.detail.target.querySelector('table.rows tbody');
    const fresh = event.detail.fragment.querySelector('table.rows tbody');
    if (!body || !fresh) return;
    event.detail.shouldSwap = false;
    merge(body, [...fresh.rows]);
  });
}
