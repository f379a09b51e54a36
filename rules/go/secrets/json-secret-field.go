package main

import "encoding/json"

type account struct {
	Name     string
	Password string
}

type shown struct {
	Name string
}

// What is logged beside it has another struct in another file.
func out() {
	// ruleid: go.json.secret-field
	json.Marshal(account{})
	// ok: go.json.secret-field
	json.Marshal(shown{})
	// ok: go.json.secret-field
	json.Unmarshal(nil, &account{})
	// ok: go.json.secret-field
	_ = account{Name: "a"}
}
