package main

import "os"

type settings struct{ Password, Name string }

// ruleid: go.secret.hard-coded
const apiToken = "k3p8-T4ngo-0c34n-17-blue"

func login(password string) bool {
	// ruleid: go.secret.hard-coded
	if password == "k3p8T4ngo0c34n17blue55" {
		return true
	}
	// ruleid: go.secret.hard-coded
	own := settings{Name: "a", Password: "k3p8T4ngo0c34n17blue55"}
	// ruleid: go.secret.hard-coded
	address := "postgres://app:k3p8T4ngo0c34n@db.internal/app"
	// ruleid: go.secret.hard-coded
	headers := map[string]string{"api_key": "k3p8T4ngo0c34n17blue55"}
	// ok: go.secret.hard-coded
	tokenURL := "https://id.example.org/oauth2/v2/token"
	// ok: go.secret.hard-coded
	secret := os.Getenv("APP_SECRET")
	// ok: go.secret.hard-coded
	passwordField := "password"
	// ok: go.secret.hard-coded
	local := "postgres://app@localhost/app"
	return own.Name == address+headers["a"]+tokenURL+secret+passwordField+local
}
