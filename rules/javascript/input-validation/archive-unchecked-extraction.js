const fs = require("fs");
const path = require("path");
const AdmZip = require("adm-zip");
const unzipper = require("unzipper");

const ROOT = "/srv/import";

function each(file) {
  new AdmZip(file).getEntries().forEach((entry) => {
    // ruleid: javascript.archive.unchecked-extraction
    fs.writeFileSync(path.join(ROOT, entry.entryName), entry.getData());
  });
}

fs.createReadStream("upload.zip")
  .pipe(unzipper.Parse())
  .on("entry", (entry) => {
    const target = path.join(ROOT, entry.path);
    // ruleid: javascript.archive.unchecked-extraction
    entry.pipe(fs.createWriteStream(target));
  });

async function jszip(zip) {
  for (const name of Object.keys(zip.files)) {
    const content = await zip.files[name].async("nodebuffer");
    // ruleid: javascript.archive.unchecked-extraction
    fs.writeFileSync(path.join(ROOT, name), content);
    // ok: javascript.archive.unchecked-extraction
    fs.writeFileSync(path.join(ROOT, path.basename(name)), content);
  }
}

function compared(file) {
  for (const entry of new AdmZip(file).getEntries()) {
    const target = path.resolve(ROOT, entry.entryName);
    if (!target.startsWith(ROOT + path.sep)) {
      throw new Error("outside");
    }
    // ok: javascript.archive.unchecked-extraction
    fs.writeFileSync(target, entry.getData());
  }
}

function all(file) {
  // ok: javascript.archive.unchecked-extraction
  new AdmZip(file).extractAllTo(ROOT, true);
}

source.on("entry", (entry) => {
  // ok: javascript.archive.unchecked-extraction
  fs.writeFileSync("/srv/last-entry.json", JSON.stringify({ size: entry.size }));
});
