package sample

import (
	"errors"
	"math"
	"strconv"
)

func port(text string) (uint16, error) {
	number, err := strconv.Atoi(text)
	if err != nil {
		return 0, err
	}
	// ruleid: go.integer.narrowing
	return uint16(number), nil
}

func user(text string) int32 {
	number, _ := strconv.ParseInt(text, 10, 64)
	// ruleid: go.integer.narrowing
	return int32(number)
}

func checked(text string) (int32, error) {
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, err
	}
	if number > math.MaxInt32 || number < 0 {
		return 0, errors.New("out of range")
	}
	// ok: go.integer.narrowing
	return int32(number), nil
}

func sized(text string) int32 {
	number, _ := strconv.ParseInt(text, 10, 32)
	// ok: go.integer.narrowing
	return int32(number)
}

func wide(text string) (int64, byte) {
	number, _ := strconv.Atoi(text)
	// ok: go.integer.narrowing
	last := byte(number & 0xff)
	// ok: go.integer.narrowing
	return int64(number), last
}
