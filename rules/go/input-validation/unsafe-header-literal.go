package sample

import (
	"reflect"
	"unsafe"
)

func text(data []byte) string {
	// ruleid: go.unsafe.header-literal
	header := reflect.StringHeader{Data: uintptr(unsafe.Pointer(&data[0])), Len: len(data)}
	return *(*string)(unsafe.Pointer(&header))
}

func slice(address uintptr, size int) []byte {
	// ruleid: go.unsafe.header-literal
	header := &reflect.SliceHeader{Data: address, Len: size, Cap: size}
	return *(*[]byte)(unsafe.Pointer(header))
}

func fine(data []byte, address *byte, size int) string {
	// ok: go.unsafe.header-literal
	header := (*reflect.SliceHeader)(unsafe.Pointer(&data))
	header.Len = size
	// ok: go.unsafe.header-literal
	view := unsafe.Slice(address, size)
	// ok: go.unsafe.header-literal
	return unsafe.String(&view[0], len(view))
}
