// CWE-22: names inside an archive that lead out of the folder.
const fs = require("fs");
const path = require("path");

const ROOT = "/srv/import";
// == vulnerable: yauzl with names left unchecked
const yauzl = require("yauzl");
yauzl.open("upload.zip", { lazyEntries: true, decodeStrings: false }, (error, zipfile) => {
  zipfile.on("entry", (entry) => {
    zipfile.openReadStream(entry, (failure, stream) => {
      stream.pipe(fs.createWriteStream(path.join(ROOT, entry.fileName.toString())));
    });
  });
});
// == vulnerable: tar-stream
const tar = require("tar-stream");
const extract = tar.extract();
extract.on("entry", (header, stream, next) => {
  stream.pipe(fs.createWriteStream(path.join(ROOT, header.name)));
  stream.on("end", next);
});
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
