package sample

import (
	"fmt"
	"net/http"
	"os/exec"
	"strconv"

	"github.com/gin-gonic/gin"
)

var tools = map[string]string{"day": "report --day", "week": "report --week"}

func run(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	// ruleid: go.exec.shell-injection
	exec.Command("sh", "-c", "convert "+name+" out.png").Run()
	line := fmt.Sprintf("ping -c 1 %s", r.FormValue("host"))
	// ruleid: go.exec.shell-injection
	out, err := exec.CommandContext(r.Context(), "/bin/bash", "-c", line).Output()
	fmt.Println(out, err)
	// ok: go.exec.shell-injection
	exec.Command("convert", name, "out.png").Run()
	count, err := strconv.Atoi(r.FormValue("count"))
	// ok: go.exec.shell-injection
	exec.Command("sh", "-c", fmt.Sprintf("seq %d | wc -l", count)).Run()
	// ok: go.exec.shell-injection
	exec.Command("sh", "-c", tools[r.FormValue("report")]).Run()
	// ok: go.exec.shell-injection
	exec.Command("sh", "-c", "echo \"$1\"", "sh").Run()
}

func ginRun(c *gin.Context) {
	// ruleid: go.exec.shell-injection
	exec.Command("bash", "-c", "du -s /srv/"+c.Param("folder")).Run()
	mode := c.Query("mode")
	if mode != "fast" {
		return
	}
	// ok: go.exec.shell-injection
	exec.Command("bash", "-c", "job --mode "+mode).Run()
}

func switched(c *gin.Context) {
	mode := c.Query("mode")
	switch mode {
	case "fast", "slow":
		// ok: go.exec.shell-injection
		exec.Command("bash", "-c", "job --mode "+mode).Run()
	}
}

func list(w http.ResponseWriter, r *http.Request) {
	// ruleid: go.exec.shell-injection
	args := []string{"-c", "ls " + r.FormValue("dir")}
	_ = exec.Command("sh", args...).Run()
	// ok: go.exec.shell-injection
	other := []string{"--", r.FormValue("dir")}
	_ = exec.Command("ls", other...).Run()
}
