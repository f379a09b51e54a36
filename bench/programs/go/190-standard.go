// CWE-190: numbers that are cut.
package main

import (
	"math"
	"net/http"
	"strconv"
)

// == vulnerable: a sign is lost
func id(text string) uint32 {
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return uint32(number)
}
// == safe: in a range
func port(text string) (uint16, bool) {
	number, err := strconv.Atoi(text)
	if err == nil && number >= 0 && number <= 65535 {
		return uint16(number), true
	}
	return 0, false
}
