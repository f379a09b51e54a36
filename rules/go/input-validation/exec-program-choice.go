package sample

import (
	"encoding/json"
	"net/http"
	"os/exec"
	"plugin"
)

type order struct {
	Program string
	Count   int
}

var programs = map[string]string{"list": "/bin/ls", "date": "/bin/date"}

func start(w http.ResponseWriter, r *http.Request) {
	// ruleid: go.exec.program-choice
	exec.Command(r.FormValue("program"), "--version").Run()
	var asked order
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
		return
	}
	// ruleid: go.exec.program-choice
	exec.CommandContext(r.Context(), asked.Program).Run()
	// ruleid: go.exec.program-choice
	plugin.Open("/srv/plugins/" + r.URL.Query().Get("plugin"))
	// ok: go.exec.program-choice
	exec.Command(programs[asked.Program]).Run()
	// ok: go.exec.program-choice
	exec.Command("ls", asked.Program).Run()
	program, known := programs[r.FormValue("tool")]
	if !known {
		return
	}
	// ok: go.exec.program-choice
	exec.Command(program).Run()
}
