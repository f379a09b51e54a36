package main

import "net"

func listen(address string) {
	// ruleid: go.network.bind-all-interfaces
	net.Listen("tcp", "0.0.0.0:2000")
	// ruleid: go.network.bind-all-interfaces
	net.Listen("tcp", ":2000")
	// ok: go.network.bind-all-interfaces
	net.Listen("tcp", "127.0.0.1:2000")
	// ok: go.network.bind-all-interfaces
	net.Listen("tcp", "localhost:0")
	// ok: go.network.bind-all-interfaces
	net.Listen("tcp", address)
}
