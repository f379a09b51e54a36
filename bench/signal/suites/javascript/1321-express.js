// CWE-1321: keys from outside change the prototype of all objects.
const express = require("express");
const app = express();
// == vulnerable: a recursive merge
function merge(target, source) {
  for (const key in source) {
    if (typeof source[key] === "object") {
      merge(target[key], source[key]);
    } else {
      target[key] = source[key];
    }
  }
  return target;
}
// == vulnerable: a recursive merge over Object.keys
const deepMerge = (target, source) => {
  Object.keys(source).forEach((key) => {
    if (source[key] && typeof source[key] === "object") {
      if (!target[key]) target[key] = {};
      deepMerge(target[key], source[key]);
    } else {
      target[key] = source[key];
    }
  });
  return target;
};
// == vulnerable: a class's method
class Tools {
  static extend(target, source) {
    for (let name of Object.keys(source)) {
      if (isObject(source[name])) {
        target[name] = Tools.extend(target[name] || {}, source[name]);
      } else {
        target[name] = source[name];
      }
    }
    return target;
  }
}
// == vulnerable: a path of keys
function setPath(object, path, value) {
  const keys = path.split(".");
  let place = object;
  for (let i = 0; i < keys.length - 1; i++) {
    if (!place[keys[i]]) {
      place[keys[i]] = {};
    }
    place = place[keys[i]];
  }
  place[keys[keys.length - 1]] = value;
}
// == vulnerable: a path of keys, reduced
function setPath(object, path, value) {
  const parts = path.split(".");
  const last = parts.pop();
  const place = parts.reduce((at, part) => (at[part] = at[part] || {}), object);
  place[last] = value;
}
// == vulnerable: two keys of a request
app.post("/settings", (req, res) => {
  settings[req.body.section][req.body.name] = req.body.value;
  res.end();
});
// == vulnerable: two keys of a request, through variables
app.post("/settings", (req, res) => {
  const { section, name, value } = req.body;
  settings[section][name] = value;
  res.end();
});
// == vulnerable: lodash merge of the body
const _ = require("lodash");
app.post("/settings", (req, res) => {
  _.merge(settings, req.body);
  res.end();
});
// == vulnerable: lodash set with a path of the request
const _ = require("lodash");
app.post("/settings", (req, res) => {
  _.set(settings, req.body.path, req.body.value);
  res.end();
});
// == vulnerable: jQuery's deep extend
const settings = $.extend(true, {}, defaults, JSON.parse(decodeURIComponent(location.hash.slice(1))));
// == vulnerable: an imported function of lodash
import { defaultsDeep } from "lodash";
app.post("/settings", (req, res) => {
  defaultsDeep(settings, req.body);
  res.end();
});
// == safe: the dangerous keys are left out
function merge(target, source) {
  for (const key in source) {
    if (key === "__proto__" || key === "constructor" || key === "prototype") {
      continue;
    }
    if (typeof source[key] === "object") {
      merge(target[key], source[key]);
    } else {
      target[key] = source[key];
    }
  }
  return target;
}
// == safe: a set of keys is left out
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);
function merge(target, source) {
  for (const key of Object.keys(source)) {
    if (FORBIDDEN.has(key)) continue;
    if (source[key] && typeof source[key] === "object") {
      merge(target[key], source[key]);
    } else {
      target[key] = source[key];
    }
  }
  return target;
}
// == safe: the target has no prototype
function merge(source) {
  const target = Object.create(null);
  for (const key of Object.keys(source)) {
    target[key] = source[key] && typeof source[key] === "object" ? merge(source[key]) : source[key];
  }
  return target;
}
// == safe: one level only
function assign(target, source) {
  for (const key in source) {
    target[key] = source[key];
  }
  return target;
}
// == safe: a map
const table = new Map();
app.post("/settings", (req, res) => {
  table.set(req.body.section, new Map([[req.body.name, req.body.value]]));
  res.end();
});
// == safe: one key of a request
app.post("/count", (req, res) => {
  counts[req.body.name] = (counts[req.body.name] || 0) + 1;
  res.end();
});
// == safe: merged from constants
const _ = require("lodash");
const settings = _.merge({}, require("./defaults"), require("./local"));
// == safe: only keys that the target has itself
function merge(target, source) {
  for (const key of Object.keys(source)) {
    if (!Object.prototype.hasOwnProperty.call(target, key)) {
      continue;
    }
    if (typeof source[key] === "object") {
      merge(target[key], source[key]);
    } else {
      target[key] = source[key];
    }
  }
  return target;
}
// == safe: a shallow copy of the body
app.post("/settings", (req, res) => {
  const next = { ...settings, ...req.body };
  res.json(next);
});
// == safe: read along a path
function getPath(object, path) {
  let place = object;
  for (const key of path.split(".")) {
    place = place[key];
  }
  return place;
}
