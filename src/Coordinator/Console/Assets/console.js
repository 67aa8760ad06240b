// What makes the pages live. All of them can be read, and every action be taken, without it.
import { startChart } from './chart.js';
import { startKeys } from './keys.js';
import { startLive } from './live.js';
import { startPage } from './page.js';
import { startRows } from './rows.js';
import { startTimes } from './times.js';

startRows();
startTimes();
startPage();
startKeys();
startChart();
startLive();
