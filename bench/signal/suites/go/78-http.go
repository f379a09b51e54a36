// CWE-78: request data in a command line.
package main

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"os/exec"
)

// == each: sh -c
func look(w http.ResponseWriter, r *http.Request) {
	param := r.URL.Query().Get("host")
	value := FLOW(param)
	out, _ := exec.Command("sh", "-c", "nslookup "+value).CombinedOutput()
	w.Header().Set("Content-Type", "text/plain")
	_, _ = w.Write(out)
}
// == each: the program
func run(w http.ResponseWriter, r *http.Request) {
	param := r.FormValue("program")
	value := FLOW(param)
	out, _ := exec.CommandContext(r.Context(), value, "--version").Output()
	w.Header().Set("Content-Type", "text/plain")
	_, _ = w.Write(out)
}
// == vulnerable: bash with a formatted line
func ping(w http.ResponseWriter, r *http.Request) {
	line := fmt.Sprintf("ping -c 1 %s", r.FormValue("host"))
	_ = exec.Command("/bin/bash", "-c", line).Run()
}
// == vulnerable: quotes are no protection
func search(w http.ResponseWriter, r *http.Request) {
	_ = exec.Command("bash", "-lc", "grep '"+r.FormValue("word")+"' /srv/words").Run()
}
// == vulnerable: cmd.exe
func list(w http.ResponseWriter, r *http.Request) {
	_ = exec.Command("cmd", "/C", "dir "+r.FormValue("dir")).Run()
}
// == vulnerable: an option of git
func clone(w http.ResponseWriter, r *http.Request) {
	_ = exec.Command("git", "clone", r.FormValue("url"), "/srv/clone").Run()
}
// == vulnerable: arguments from a split text
func run(w http.ResponseWriter, r *http.Request) {
	parts := strings.Fields(r.FormValue("line"))
	_ = exec.Command(parts[0], parts[1:]...).Run()
}
// == vulnerable: a list that becomes the arguments
func run(w http.ResponseWriter, r *http.Request) {
	args := []string{"-c", "ls " + r.FormValue("dir")}
	_ = exec.Command("sh", args...).Run()
}
// == vulnerable: the fields of a command
func run(w http.ResponseWriter, r *http.Request) {
	cmd := &exec.Cmd{Path: r.FormValue("program"), Args: []string{"x"}}
	_ = cmd.Run()
}
// == vulnerable: in a method that takes it
type tools struct{}

func (t *tools) shell(line string) error {
	return exec.Command("sh", "-c", line).Run()
}

func (t *tools) handle(w http.ResponseWriter, r *http.Request) {
	_ = t.shell("ls " + r.FormValue("dir"))
}
// == safe: one argument a value
func look(w http.ResponseWriter, r *http.Request) {
	_ = exec.Command("nslookup", "--", r.FormValue("host")).Run()
}
// == safe: a constant line
func uptime(w http.ResponseWriter, r *http.Request) {
	out, _ := exec.Command("sh", "-c", "uptime | cut -c1-20").Output()
	fmt.Fprintf(w, "%d %s", len(r.FormValue("x")), out)
}
// == safe: the client's data is the input
func sorted(w http.ResponseWriter, r *http.Request) {
	cmd := exec.Command("sort")
	cmd.Stdin = strings.NewReader(r.FormValue("text"))
	_ = cmd.Run()
}
// == safe: after the end of options
func clone(w http.ResponseWriter, r *http.Request) {
	_ = exec.Command("git", "clone", "--", r.FormValue("url"), "/srv/clone").Run()
}
// == safe: from a table
var commands = map[string]string{"disk": "df", "memory": "free"}

func status(w http.ResponseWriter, r *http.Request) {
	program, ok := commands[r.FormValue("what")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	_ = exec.Command(program).Run()
}
// == safe: a positional parameter of the shell
func count(w http.ResponseWriter, r *http.Request) {
	_ = exec.Command("sh", "-c", `wc -l < "$1"`, "sh", "/srv/"+strconv.Itoa(len(r.FormValue("x")))).Run()
}
// == safe: the environment's shell
func shell() error {
	return exec.Command(os.Getenv("SHELL")).Run()
}
