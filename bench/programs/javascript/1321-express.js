// CWE-1321: keys from outside change the prototype of all objects.
const express = require("express");
const app = express();
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
// == vulnerable: jQuery's deep extend
const settings = $.extend(true, {}, defaults, JSON.parse(decodeURIComponent(location.hash.slice(1))));
// == vulnerable: an imported function of lodash
import { defaultsDeep } from "lodash";
app.post("/settings", (req, res) => {
  defaultsDeep(settings, req.body);
  res.end();
});
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
