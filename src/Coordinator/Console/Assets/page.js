// The small things of a page: the look, copying, menus, toasts, the frame's height.
const themes = ['system', 'light', 'dark'];

function setTheme(theme) {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem('theme', theme);
  } catch {
    // It holds for this page, then.
  }
  for (const button of document.querySelectorAll('[data-theme-switch]')) button.title = `Look: ${theme}`;
  document.dispatchEvent(new CustomEvent('theme'));
}

export function turnTheme() {
  const now = document.documentElement.dataset.theme ?? 'system';
  setTheme(themes[(themes.indexOf(now) + 1) % themes.length]);
}

async function copy(button) {
  const text = document.getElementById(button.dataset.copy).textContent.trim();
  const said = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
    button.textContent = 'Selected: press Ctrl+C';
  }
  setTimeout(() => { button.textContent = said; }, 2000);
}

function clicked(event) {
  const target = event.target;
  if (target.closest('[data-theme-switch]')) turnTheme();
  const copying = target.closest('[data-copy]');
  if (copying) copy(copying);
  const closing = target.closest('[data-dismiss]');
  if (closing) closing.closest('.toast').remove();
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(target)) menu.open = false;
  }
}

// A second press while the first is under way would do it twice.
function submitted(event) {
  if (event.target.method !== 'post' || event.defaultPrevented) return;
  const button = event.submitter;
  if (button) setTimeout(() => { button.disabled = true; });
}

export function startPage() {
  document.addEventListener('click', clicked);
  document.addEventListener('submit', submitted);
  document.addEventListener('change', event => {
    if (event.target.matches('select[data-submits]')) event.target.form.requestSubmit();
  });
  addEventListener('pageshow', event => {
    if (event.persisted) location.reload();
  });
  const frame = document.querySelector('.frame');
  if (frame) new ResizeObserver(() => document.documentElement.style.setProperty('--frame', `${frame.offsetHeight}px`)).observe(frame);
}
