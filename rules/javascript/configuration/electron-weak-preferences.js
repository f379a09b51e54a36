const { BrowserWindow } = require("electron");

// ruleid: javascript.electron.weak-preferences
const first = new BrowserWindow({ width: 800, webPreferences: { sandbox: false } });
// ruleid: javascript.electron.weak-preferences
const second = new BrowserWindow({ webPreferences: { experimentalFeatures: true } });
// ok: javascript.electron.weak-preferences
const third = new BrowserWindow({ webPreferences: { sandbox: true } });
// ok: javascript.electron.weak-preferences
const fourth = new BrowserWindow({ width: 800 });
// ok: javascript.electron.weak-preferences
const fifth = new Worker(file, { sandbox: false });
