package main

import (
	crand "crypto/rand"
	"math/rand"
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
}
