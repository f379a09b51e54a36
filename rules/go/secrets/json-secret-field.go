package main

import "encoding/json"

type account struct {
	Name     string
	Password string
}

type shown struct {
	Name string
}

type inner struct {
	password string
}

type masked struct {
	Password string
}

func (m masked) MarshalJSON() ([]byte, error) {
	return json.Marshal("masked")
}

type codec struct{}

func (codec) Encode(any) error { return nil }

// What is logged beside it has another struct in another file.
func out() {
	// ruleid: go.json.secret-field
	json.Marshal(account{})
	// ok: go.json.secret-field
	json.Marshal(shown{})
	// ok: go.json.secret-field
	json.Marshal(inner{})
	// ok: go.json.secret-field
	json.Marshal(masked{})
	// ok: go.json.secret-field
	codec{}.Encode(account{})
	// ok: go.json.secret-field
	json.Unmarshal(nil, &account{})
	// ok: go.json.secret-field
	_ = account{Name: "a"}
}
