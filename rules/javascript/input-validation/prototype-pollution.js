function merge(target, source) {
  for (const key in source) {
    if (typeof source[key] === "object") {
      // ruleid: javascript.prototype.pollution
      merge(target[key], source[key]);
    } else {
      target[key] = source[key];
    }
  }
  return target;
}

const deepMerge = (target, source) => {
  Object.keys(source).forEach((key) => {
    if (source[key] && typeof source[key] === "object") {
      if (!target[key]) target[key] = {};
      // ruleid: javascript.prototype.pollution
      deepMerge(target[key], source[key]);
    } else {
      target[key] = source[key];
    }
  });
  return target;
};

function guarded(target, source) {
  for (const key in source) {
    if (key === "__proto__" || key === "constructor") {
      continue;
    }
    if (typeof source[key] === "object") {
      // ok: javascript.prototype.pollution
      guarded(target[key], source[key]);
    } else {
      target[key] = source[key];
    }
  }
  return target;
}

function shallow(target, source) {
  for (const key in source) {
    // ok: javascript.prototype.pollution
    target[key] = source[key];
  }
  return target;
}

function equal(target, source) {
  for (const key in source) {
    // ok: javascript.prototype.pollution
    if (!equal(target[key], source[key])) {
      return false;
    }
  }
  return true;
}

function setPath(object, path, value) {
  const keys = path.split(".");
  let place = object;
  // ruleid: javascript.prototype.pollution
  for (let i = 0; i < keys.length - 1; i++) {
    place = place[keys[i]];
  }
  place[keys[keys.length - 1]] = value;
}

function reduced(object, path, value) {
  const parts = path.split(".");
  const last = parts.pop();
  // ruleid: javascript.prototype.pollution
  parts.reduce((at, part) => (at[part] = at[part] || {}), object)[last] = value;
}

function getPath(object, path) {
  let place = object;
  // ok: javascript.prototype.pollution
  for (const key of path.split(".")) {
    place = place[key];
  }
  return place;
}
