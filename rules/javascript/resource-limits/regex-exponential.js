// ruleid: javascript.regex.exponential
const name = /^([a-zA-Z0-9]+\s?)*$/;

// ruleid: javascript.regex.exponential
const words = /^(\w+)+$/;

// ruleid: javascript.regex.exponential
const list = new RegExp("^([a-z]*)*$");

// ok: javascript.regex.exponential
const number = /^\d+(,\d{3})*$/;

// ok: javascript.regex.exponential
const safe = /^[a-zA-Z0-9]+(?: [a-zA-Z0-9]+)*$/;

// ok: javascript.regex.exponential
const open = /(\w+)+/;

// ruleid: javascript.regex.exponential
const words = /^(([a-z])+.)+[A-Z]$/;
// ok: javascript.regex.exponential
const labels = /^(([a-z])+\.)+[a-z]$/;
