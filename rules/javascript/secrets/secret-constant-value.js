const settings = {};

// ruleid: javascript.secret.constant-value
const password = "blue-mountain-42";
// ruleid: javascript.secret.constant-value
settings.apiKey = "5f2b9c01de77a3";
// ruleid: javascript.secret.constant-value
settings["db_password"] = "blue-mountain-42";
// ok: javascript.secret.constant-value
const passwordLabel = "Blue mountain";
// ok: javascript.secret.constant-value
const secret = process.env.SECRET;
// ok: javascript.secret.constant-value
settings.password = "";
// ok: javascript.secret.constant-value
settings.secret = "change-me";
