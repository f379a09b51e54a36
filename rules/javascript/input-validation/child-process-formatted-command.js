const { exec, execFile, execSync } = require("child_process");
const quote = require("shell-quote").quote;

function remotes(folder, callback) {
  // ruleid: javascript.child-process.formatted-command
  exec("git -C " + folder + " remote", callback);
  // ok: javascript.child-process.formatted-command
  execFile("git", ["-C", folder, "remote"], callback);
  // ok: javascript.child-process.formatted-command
  exec("git -C " + quote([folder]) + " remote", callback);
}

module.exports.branch = function (name) {
  // ruleid: javascript.child-process.formatted-command
  return execSync(`git branch ${name}`).toString();
};

function version() {
  const program = "git";
  // ok: javascript.child-process.formatted-command
  return execSync(`${program} --version`);
}

function named(folder, callback) {
  // unsure: javascript.child-process.formatted-command
  exec("git -C " + quoteForShell(folder) + " remote", callback);
}

function archived(folder, callback) {
  const command = "tar -cf /srv/out.tar " + folder;
  // ruleid: javascript.child-process.formatted-command
  exec(command, callback);
}

class Builder {
  build(options) {
    const { target } = options;
    // ruleid: javascript.child-process.formatted-command
    execSync(`make ${target}`);
  }
}

function run(command, callback) {
  // ok: javascript.child-process.formatted-command
  exec(command, callback);
}

function parsed(line) {
  const text = "version " + line;
  // ok: javascript.child-process.formatted-command
  return VERSION_RE.exec(text);
}
