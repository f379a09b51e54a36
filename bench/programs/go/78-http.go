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
// == vulnerable: the fields of a command
func run(w http.ResponseWriter, r *http.Request) {
	cmd := &exec.Cmd{Path: r.FormValue("program"), Args: []string{"x"}}
	_ = cmd.Run()
}
