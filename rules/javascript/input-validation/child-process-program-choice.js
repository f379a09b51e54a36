const { execFile, spawn } = require("child_process");

const PROGRAMS = { disk: "df", memory: "free" };

app.post("/run", (req, res) => {
  // ruleid: javascript.child-process.program-choice
  execFile(req.body.program, ["--version"], done);
  const { tool } = req.query;
  // ruleid: javascript.child-process.program-choice
  spawn("/opt/tools/" + tool);
  // ok: javascript.child-process.program-choice
  execFile("convert", ["--", req.body.name], done);
  // ok: javascript.child-process.program-choice
  spawn(PROGRAMS[req.query.what]);
  if (["df", "free"].includes(tool)) {
    // ok: javascript.child-process.program-choice
    spawn(tool);
  }
});
