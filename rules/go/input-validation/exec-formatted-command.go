package main

import (
	"fmt"
	"os/exec"
)

func remotes(folder string) error {
	// ruleid: go.exec.formatted-command
	_ = exec.Command("sh", "-c", fmt.Sprintf("git -C %s remote", folder)).Run()
	// ruleid: go.exec.formatted-command
	_ = exec.Command("bash", "-c", "git -C "+folder+" remote").Run()
	// ok: go.exec.formatted-command
	_ = exec.Command("sh", "-c", fmt.Sprintf("git -C %s remote", shellescape.Quote(folder))).Run()
	// unsure: go.exec.formatted-command
	_ = exec.Command("sh", "-c", fmt.Sprintf("git -C %s remote", shellQuote(folder))).Run()
	// ok: go.exec.formatted-command
	_ = exec.Command("sh", "-c", `git -C "$1" remote`, "sh", folder).Run()
	// ok: go.exec.formatted-command
	return exec.Command("git", "-C", folder, "remote").Run()
}

func run(command string) error {
	// ok: go.exec.formatted-command
	return exec.Command("sh", "-c", command).Run()
}

func built(folder string) error {
	command := "git -C " + folder + " remote"
	// ruleid: go.exec.formatted-command
	return exec.Command("sh", "-c", command).Run()
}

func escaped(folder string) error {
	command := "git -C " + shellescape.Quote(folder) + " remote"
	// ok: go.exec.formatted-command
	return exec.Command("sh", "-c", command).Run()
}
