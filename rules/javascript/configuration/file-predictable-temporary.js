const fs = require("fs");
const os = require("os");
const path = require("path");

// ruleid: javascript.file.predictable-temporary
fs.writeFileSync("/tmp/report.txt", data);

// ruleid: javascript.file.predictable-temporary
fs.writeFileSync(path.join(os.tmpdir(), "export.csv"), data);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "export-"));
// ok: javascript.file.predictable-temporary
fs.writeFileSync(path.join(folder, "export.csv"), data);

// ok: javascript.file.predictable-temporary
fs.writeFileSync("/srv/reports/report.txt", data);

// ok: javascript.file.predictable-temporary
fs.writeFileSync(path.join(os.tmpdir(), crypto.randomUUID()), data);
