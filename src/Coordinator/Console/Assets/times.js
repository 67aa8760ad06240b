// Times: the server writes UTC, the viewer reads the own zone and finds UTC in the title.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = number => String(number).padStart(2, '0');

// As long as what the server wrote: nothing moves when it changes. A narrow page leaves out the day where it is today.
const forms = {
  full: at => [day(at), clock(at)],
  exact: at => [day(at), `${clock(at)}.${String(at.getMilliseconds()).padStart(3, '0')}`],
  minute: at => [day(at), minuteText(at)],
  clock: at => ['', clock(at)],
};

const day = at => `${two(at.getDate())} ${months[at.getMonth()]} `;

function clock(at) {
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** A span as the server writes it: one unit, two where it matters. */
export function span(seconds) {
  if (seconds < 60) return `${Math.max(0, Math.floor(seconds))} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d`;
}

/** Writes the times of a part of the page in the viewer's zone. */
export function localise(root) {
  for (const time of root.querySelectorAll('time[data-form]:not([data-local])')) {
    const at = new Date(time.dateTime);
    const [date, hour] = forms[time.dataset.form](at);
    const part = document.createElement('span');
    part.textContent = date;
    part.className = at.toDateString() === new Date().toDateString() ? 'today' : '';
    time.replaceChildren(...(date ? [part] : []), hour);
    time.dataset.local = '';
  }
}

function count() {
  const now = Date.now();
  for (const left of document.querySelectorAll('[data-until]')) {
    const seconds = (Date.parse(left.dataset.until) - now) / 1000;
    const text = seconds > 0 ? span(seconds) : 'over';
    if (left.textContent !== text) left.textContent = text;
  }
  for (const past of document.querySelectorAll('[data-since]')) {
    const text = span((now - Date.parse(past.dataset.since)) / 1000);
    if (past.textContent !== text) past.textContent = text;
  }
}

/** A text for charts: the clock of the viewer's zone. */
export const minuteText = at => `${two(at.getHours())}:${two(at.getMinutes())}`;

export function startTimes() {
  const said = document.getElementById('zone');
  if (said) said.textContent = `Times are ${zone}; UTC stands in their titles.`;
  localise(document);
  count();
  setInterval(count, 1000);
  document.addEventListener('htmx:oobAfterSwap', event => { localise(event.detail.target.isConnected ? event.detail.target : document); count(); });
  document.addEventListener('htmx:afterSettle', () => { localise(document); count(); });
}
