const fs = require("fs");

// ruleid: javascript.file.world-writable
fs.chmodSync(target, 0o777);

// ruleid: javascript.file.world-writable
fs.mkdirSync(folder, { mode: 0o777 });

// ruleid: javascript.file.world-writable
process.umask(0);

// ok: javascript.file.world-writable
fs.chmodSync(target, 0o600);

// ok: javascript.file.world-writable
fs.mkdirSync(folder, { recursive: true });

// ok: javascript.file.world-writable
fs.chmodSync(program, 0o755);

// ok: javascript.file.world-writable
process.umask(0o022);
