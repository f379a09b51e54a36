package main

import (
	"os"
	"os/exec"
)

func run(program string, number int) {
	// ruleid: go.exec.variable-command
	exec.Command(program, "5").Run()
	// ruleid: go.exec.variable-command
	exec.Command(os.Args[1], "5").Run()
	// ruleid: go.exec.variable-command
	exec.Command("sh", "-c", os.Getenv("LINE")).Run()
	// ok: go.exec.variable-command
	exec.Command("sleep", program).Run()
	// ok: go.exec.variable-command
	exec.Command("sh", "-c", "uptime").Run()
	// ok: go.exec.variable-command
	exec.Command("git", "status").Run()
}
