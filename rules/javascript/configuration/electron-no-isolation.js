const { BrowserWindow } = require("electron");

// ruleid: javascript.electron.no-isolation
const open = new BrowserWindow({ width: 800, webPreferences: { nodeIntegration: true } });
// ruleid: javascript.electron.no-isolation
const weak = new BrowserWindow({ webPreferences: { preload, contextIsolation: false } });
// ok: javascript.electron.no-isolation
const good = new BrowserWindow({ webPreferences: { preload, contextIsolation: true, sandbox: true } });
// ok: javascript.electron.no-isolation
const plain = new BrowserWindow({ width: 800 });
// ok: javascript.electron.no-isolation
const shown = new BrowserWindow({ webPreferences: { nodeIntegration: false } });
