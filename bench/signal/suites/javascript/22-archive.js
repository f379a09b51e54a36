// CWE-22: names inside an archive that lead out of the folder.
const fs = require("fs");
const path = require("path");

const ROOT = "/srv/import";
// == vulnerable: adm-zip, entry by entry
const AdmZip = require("adm-zip");
function extract(file) {
  const zip = new AdmZip(file);
  zip.getEntries().forEach((entry) => {
    fs.writeFileSync(path.join(ROOT, entry.entryName), entry.getData());
  });
}
// == vulnerable: adm-zip, a loop
const AdmZip = require("adm-zip");
function extract(file) {
  const zip = new AdmZip(file);
  for (const entry of zip.getEntries()) {
    const target = path.join(ROOT, entry.entryName);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, entry.getData());
  }
}
// == vulnerable: unzipper
const unzipper = require("unzipper");
fs.createReadStream("upload.zip")
  .pipe(unzipper.Parse())
  .on("entry", (entry) => {
    entry.pipe(fs.createWriteStream(path.join(ROOT, entry.path)));
  });
// == vulnerable: yauzl with names left unchecked
const yauzl = require("yauzl");
yauzl.open("upload.zip", { lazyEntries: true, decodeStrings: false }, (error, zipfile) => {
  zipfile.on("entry", (entry) => {
    zipfile.openReadStream(entry, (failure, stream) => {
      stream.pipe(fs.createWriteStream(path.join(ROOT, entry.fileName.toString())));
    });
  });
});
// == vulnerable: jszip
const JSZip = require("jszip");
async function extract(data) {
  const zip = await JSZip.loadAsync(data);
  for (const name of Object.keys(zip.files)) {
    const content = await zip.files[name].async("nodebuffer");
    fs.writeFileSync(path.join(ROOT, name), content);
  }
}
// == vulnerable: tar-stream
const tar = require("tar-stream");
const extract = tar.extract();
extract.on("entry", (header, stream, next) => {
  stream.pipe(fs.createWriteStream(path.join(ROOT, header.name)));
  stream.on("end", next);
});
// == vulnerable: tar keeps absolute paths
const tar = require("tar");
tar.x({ file: "upload.tgz", cwd: ROOT, preservePaths: true });
// == safe: adm-zip extracts by itself
const AdmZip = require("adm-zip");
function extract(file) {
  new AdmZip(file).extractAllTo(ROOT, true);
}
// == safe: adm-zip, resolved and compared
const AdmZip = require("adm-zip");
function extract(file) {
  const zip = new AdmZip(file);
  for (const entry of zip.getEntries()) {
    const target = path.resolve(ROOT, entry.entryName);
    if (!target.startsWith(ROOT + path.sep)) {
      throw new Error("the entry leads out of the folder");
    }
    fs.writeFileSync(target, entry.getData());
  }
}
// == safe: unzipper, only the last part
const unzipper = require("unzipper");
fs.createReadStream("upload.zip")
  .pipe(unzipper.Parse())
  .on("entry", (entry) => {
    entry.pipe(fs.createWriteStream(path.join(ROOT, path.basename(entry.path))));
  });
// == safe: tar as it comes
const tar = require("tar");
tar.x({ file: "upload.tgz", cwd: ROOT });
// == safe: jszip, a checked name
const JSZip = require("jszip");
async function extract(data) {
  const zip = await JSZip.loadAsync(data);
  for (const name of Object.keys(zip.files)) {
    if (name.includes("..") || path.isAbsolute(name)) {
      continue;
    }
    fs.writeFileSync(path.join(ROOT, name), await zip.files[name].async("nodebuffer"));
  }
}
// == safe: entries are only read
const AdmZip = require("adm-zip");
function names(file) {
  return new AdmZip(file).getEntries().map((entry) => entry.entryName);
}
