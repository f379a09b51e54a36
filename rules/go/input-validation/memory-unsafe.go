package main

import "unsafe"

func words(bytes []byte, number int) string {
	// ruleid: go.memory.unsafe
	text := unsafe.String(&bytes[0], number)
	// ruleid: go.memory.unsafe
	address := uintptr(unsafe.Pointer(&number))
	// ok: go.memory.unsafe
	size := unsafe.Sizeof(number)
	// ok: go.memory.unsafe
	plain := string(bytes)
	// ok: go.memory.unsafe
	part := bytes[:number]
	return text + plain + string(part) + string(rune(address+size))
}
