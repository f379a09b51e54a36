package sample

import (
	"net/http"
	"os/exec"
	"strings"
)

func clone(w http.ResponseWriter, r *http.Request) {
	address := r.FormValue("address")
	// ruleid: go.exec.argument-injection
	exec.Command("git", "clone", address, "/srv/work").Run()
	// ruleid: go.exec.argument-injection
	exec.CommandContext(r.Context(), "curl", address).Run()
	// ok: go.exec.argument-injection
	exec.Command("git", "clone", "--", address, "/srv/work").Run()
	// ok: go.exec.argument-injection
	exec.Command("git", "log", "refs/heads/"+r.FormValue("branch")).Run()
	// ok: go.exec.argument-injection
	exec.Command("echo", address).Run()
	if strings.HasPrefix(address, "-") {
		return
	}
	// ok: go.exec.argument-injection
	exec.Command("git", "ls-remote", address).Run()
}
