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
