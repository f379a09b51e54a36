// CWE-190: numbers that are cut.
package main

import (
	"math"
	"net/http"
	"strconv"
)

// == vulnerable: 32 bits
func port(text string) (int32, error) {
	number, err := strconv.Atoi(text)
	return int32(number), err
}
// == vulnerable: 16 bits of 64
func port(r *http.Request) uint16 {
	number, _ := strconv.ParseInt(r.FormValue("port"), 10, 64)
	return uint16(number)
}
// == vulnerable: a sign is lost
func id(text string) uint32 {
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return uint32(number)
}
// == vulnerable: a byte
func level(text string) byte {
	number, _ := strconv.Atoi(text)
	return byte(number)
}
// == safe: parsed with the width
func port(text string) (uint16, error) {
	number, err := strconv.ParseUint(text, 10, 16)
	return uint16(number), err
}
// == safe: compared first
func id(text string) int32 {
	number, err := strconv.Atoi(text)
	if err != nil || number > math.MaxInt32 || number < math.MinInt32 {
		return 0
	}
	return int32(number)
}
// == safe: the same width
func id(text string) int64 {
	number, _ := strconv.ParseInt(text, 10, 64)
	return int64(number)
}
// == safe: masked
func low(text string) byte {
	number, _ := strconv.Atoi(text)
	return byte(number & 0xff)
}
// == safe: in a range
func port(text string) (uint16, bool) {
	number, err := strconv.Atoi(text)
	if err == nil && number >= 0 && number <= 65535 {
		return uint16(number), true
	}
	return 0, false
}
