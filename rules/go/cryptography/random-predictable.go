package main

import (
	crand "crypto/rand"
	"math/rand"
	"time"
)

func numbers(data []byte) {
	// ruleid: go.random.predictable
	_ = rand.Intn(10)
	// ruleid: go.random.predictable
	_ = rand.New(rand.NewSource(1))
	// ok: go.random.predictable
	rand.Shuffle(len(data), nil)
	// ok: go.random.predictable
	crand.Read(data)
	// ok: go.random.predictable
	_ = rand.Perm(10)
	// ok: go.random.predictable
	time.Sleep(time.Duration(rand.Intn(300)) * time.Millisecond)
	// ok: go.random.predictable
	if rand.Float64() < 0.1 {
		data = nil
	}
	// ruleid: go.random.predictable
	number := rand.Int63()
	_ = number
}

func bounded() int32 {
	// ok: go.random.predictable
	number := rand.Int63()
	if number >= 1<<31 {
		return 0
	}
	return int32(number)
}
