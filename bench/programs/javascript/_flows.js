// Ways from `param`, which a stranger chose, to `value`: some carry it on, some only look as if they did.
// == vulnerable: directly
const value = param;
// == vulnerable: joined to a text
const value = "" + param;
// == vulnerable: in a template literal
const value = `${param}`;
// == vulnerable: through a text that is trimmed
const value = param.trim().replace("\t", " ");
// == vulnerable: through bytes and back
const value = Buffer.from(Buffer.from(param).toString("base64"), "base64").toString();
// == vulnerable: by its key of an object
const table = { fixed: "report", given: param };
table.other = "summary";
const value = table.given;
// == safe: another key of the same object
const table = { fixed: "report", given: param };
table.other = "summary";
const value = table.fixed;
// == vulnerable: by a key set later
const table = { fixed: "report" };
table["given"] = param;
const value = table["given"];
// == safe: another key, set earlier
const table = { fixed: "report" };
table["given"] = param;
const value = table["fixed"];
// == vulnerable: by its key of a map
const table = new Map();
table.set("fixed", "report");
table.set("given", param);
const value = table.get("given");
// == safe: another key of the same map
const table = new Map();
table.set("fixed", "report");
table.set("given", param);
const value = table.get("fixed");
// == vulnerable: the element of an array that it became
const items = ["report", param, "summary"];
items.shift();
const value = items[0];
// == safe: the element of an array that it did not become
const items = ["report", param, "summary"];
items.shift();
const value = items[1];
// == vulnerable: a condition that always holds
const number = 41;
const value = number * 3 - 20 > 100 ? param : "report";
// == safe: a condition that never holds
const number = 41;
const value = number * 3 + 20 < 100 ? param : "report";
// == vulnerable: an if whose condition always holds
let value;
const width = 86;
if (500 / 40 + width > 90) {
  value = param;
} else {
  value = "report";
}
// == safe: an if whose condition always holds, the other way round
let value;
const width = 86;
if (500 / 40 + width > 90) {
  value = "report";
} else {
  value = param;
}
// == vulnerable: a switch that takes the branch
let value;
const letters = "XYZ";
switch (letters[1]) {
  case "X":
    value = "report";
    break;
  case "Y":
    value = param;
    break;
  default:
    value = "summary";
}
// == safe: a switch that takes another branch
let value;
const letters = "XYZ";
switch (letters[0]) {
  case "X":
    value = "report";
    break;
  case "Y":
    value = param;
    break;
  default:
    value = "summary";
}
// == vulnerable: through a function of the same file
function carried(text) {
  const kept = text;
  return kept;
}
const value = carried(param);
// == safe: through a function that answers something fixed
function answered(text) {
  let found = "report";
  if (!text) {
    found = "summary";
  }
  return found;
}
const value = answered(param);
// == safe: one of a few fixed texts
const known = { r: "report", s: "summary" };
const value = Object.hasOwn(known, param) ? known[param] : "report";
// == safe: one of two fixed texts
const value = param === "r" ? "report" : "summary";
// == safe: checked against a fixed list
if (!["report", "summary"].includes(param)) {
  throw new Error("unknown view");
}
const value = param;
// == safe: checked by an expression for the whole text
if (!/^[a-z]{1,16}$/.test(param)) {
  throw new Error("unknown view");
}
const value = param;
// == vulnerable: checked by an expression for a part of the text
if (!/[a-z]{1,16}/.test(param)) {
  throw new Error("unknown view");
}
const value = param;
// == safe: compared with one fixed text
if (param !== "report") {
  throw new Error("unknown view");
}
const value = param;
// == vulnerable: only the empty text is refused
if (param === "") {
  throw new Error("unknown view");
}
const value = param;
// == safe: it is a number
const value = String(Number.parseInt(param, 10));
// == safe: overwritten before use
let value = param;
value = "report";
// == vulnerable: kept by the other of two variables
const [first, second] = [param, "report"];
const value = first;
// == safe: the other of two variables
const [first, second] = [param, "report"];
const value = second;
// == vulnerable: taken out of an object by name
const { given } = { fixed: "report", given: param };
const value = given;
