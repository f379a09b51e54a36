package sample

import (
	"fmt"
	"net"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"
)

var mirrors = map[string]string{"de": "https://de.example.org", "fr": "https://fr.example.org"}

func preview(w http.ResponseWriter, r *http.Request) {
	address := r.URL.Query().Get("url")
	// ruleid: go.http.ssrf
	http.Get(address)
	// ruleid: go.http.ssrf
	request, err := http.NewRequestWithContext(r.Context(), "GET", "https://"+r.FormValue("host")+"/info", nil)
	fmt.Println(request, err)
	// ruleid: go.http.ssrf
	net.Dial("tcp", r.FormValue("host"))
	// ok: go.http.ssrf
	http.Get("https://api.example.org/users/" + r.FormValue("user"))
	// ok: go.http.ssrf
	http.Get(fmt.Sprintf("https://api.example.org/search?q=%s", address))
	// ok: go.http.ssrf
	http.Get(mirrors[r.FormValue("country")])
	// ok: go.http.ssrf
	http.NewRequest("POST", "https://api.example.org/", r.Body)
	parsed, err := url.Parse(address)
	if err != nil || !allowedHost(parsed) {
		return
	}
	// unsure: go.http.ssrf
	http.Get(parsed.String())
}

func hook(c echo.Context) error {
	// ruleid: go.http.ssrf
	_, err := http.Post(c.FormValue("hook"), "application/json", nil)
	return err
}

func allowedHost(address *url.URL) bool { return address.Host == "example.org" }
