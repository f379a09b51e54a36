package main

import (
	// ok: go.pprof.imported
	"fmt"
	// ok: go.pprof.imported
	"net/http"
	// ruleid: go.pprof.imported
	_ "net/http/pprof"
)

func main() {
	// ok: go.pprof.imported
	fmt.Println(http.StatusOK)
}
