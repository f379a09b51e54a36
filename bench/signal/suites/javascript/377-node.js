// CWE-377: temporary files that others can foresee.
const fs = require("fs");
const os = require("os");
const path = require("path");
// == vulnerable: a fixed name
fs.writeFileSync("/tmp/report.txt", data);
// == vulnerable: a fixed name in the system's folder
fs.writeFileSync(path.join(os.tmpdir(), "export.csv"), data);
// == vulnerable: the time as a name
fs.writeFileSync(`/tmp/upload-${Date.now()}`, data);
// == vulnerable: everybody may write
fs.chmodSync(target, 0o777);
// == vulnerable: a folder for everybody
fs.mkdirSync(target, { mode: 0o777 });
// == safe: a fresh folder
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "export-"));
fs.writeFileSync(path.join(folder, "export.csv"), data);
// == safe: another place
fs.writeFileSync("/srv/reports/report.txt", data);
// == safe: only the owner
fs.chmodSync(target, 0o600);
// == safe: the tmp package
const file = require("tmp").fileSync();
fs.writeFileSync(file.name, data);
