const fs = require("fs");
const path = require("path");

const ROOT = path.resolve("public");

function read(name) {
  const full = path.join(ROOT, name);
  // ruleid: javascript.path.prefix-without-separator
  if (!full.startsWith(ROOT)) {
    throw new Error("outside");
  }
  return fs.readFileSync(full);
}

function open(root, name) {
  const full = path.resolve(root, name);
  // ruleid: javascript.path.prefix-without-separator
  if (full.indexOf(root) !== 0) return null;
  return fs.createReadStream(full);
}

function separated(root, name) {
  const full = path.resolve(root, name);
  // ok: javascript.path.prefix-without-separator
  if (!full.startsWith(root + path.sep)) return null;
  return fs.createReadStream(full);
}

function relative(root, name) {
  const full = path.resolve(root, name);
  // ok: javascript.path.prefix-without-separator
  if (path.relative(root, full).startsWith("..")) return null;
  return fs.createReadStream(full);
}

function scheme(root, name) {
  const full = path.resolve(root, name);
  // ok: javascript.path.prefix-without-separator
  return name.startsWith(root) ? full : null;
}
