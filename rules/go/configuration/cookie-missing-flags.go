package sample

import "net/http"

func login(w http.ResponseWriter, r *http.Request, token string) {
	// ruleid: go.cookie.missing-flags
	http.SetCookie(w, &http.Cookie{Name: "session_id", Value: token, Path: "/"})
	// ok: go.cookie.missing-flags
	http.SetCookie(w, &http.Cookie{Name: "session_id", Value: token, HttpOnly: true, Secure: true})
	// ok: go.cookie.missing-flags
	http.SetCookie(w, &http.Cookie{Name: "theme", Value: "dark"})
	// ok: go.cookie.missing-flags
	http.SetCookie(w, &http.Cookie{Name: "session_id", Value: "", MaxAge: -1})
	// ok: go.cookie.missing-flags
	r.AddCookie(&http.Cookie{Name: "session_id", Value: token})
	// ok: go.cookie.missing-flags
	cookie := &http.Cookie{Name: "auth", Value: token}
	cookie.HttpOnly = true
	http.SetCookie(w, cookie)
}

func later(c echo.Context, token string) {
	cookie := new(http.Cookie)
	cookie.HttpOnly = true
	cookie.Name = "session"
	// ok: go.cookie.missing-flags
	c.SetCookie(cookie)
	// ruleid: go.cookie.missing-flags
	c.SetCookie(&http.Cookie{Name: "session", Value: token})
}

func asClient(token string) *http.Request {
	request, _ := http.NewRequest("GET", "https://example.org/", nil)
	cookie := &http.Cookie{Name: "session", Value: token}
	// ok: go.cookie.missing-flags
	request.AddCookie(cookie)
	return request
}
