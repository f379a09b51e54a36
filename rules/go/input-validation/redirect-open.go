package sample

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"
)

var pages = map[string]string{"home": "/", "help": "/help"}

func after(w http.ResponseWriter, r *http.Request) {
	next := r.URL.Query().Get("next")
	// ruleid: go.redirect.open
	http.Redirect(w, r, next, http.StatusFound)
	// ruleid: go.redirect.open
	w.Header().Set("Location", r.FormValue("url"))
	// ok: go.redirect.open
	http.Redirect(w, r, "/login?next="+url.QueryEscape(next), http.StatusFound)
	// ok: go.redirect.open
	http.Redirect(w, r, "/users/"+r.FormValue("user"), http.StatusFound)
	// ok: go.redirect.open
	http.Redirect(w, r, pages[next], http.StatusFound)
	// ok: go.redirect.open
	http.Redirect(w, r, r.URL.Path, http.StatusFound)
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") {
		next = "/"
	}
	// ok: go.redirect.open
	http.Redirect(w, r, next, http.StatusFound)
}

func checked(w http.ResponseWriter, r *http.Request) {
	target, err := url.Parse(r.FormValue("url"))
	if err != nil || target.Host != "example.org" {
		return
	}
	// ok: go.redirect.open
	http.Redirect(w, r, target.String(), http.StatusFound)
}

func signedIn(w http.ResponseWriter, r *http.Request, store Store) {
	ctx := r.Context()
	login, err := store.GetLogin(ctx, r.FormValue("state"))
	if err != nil {
		return
	}
	// ok: go.redirect.open
	http.Redirect(w, r, login.Target, http.StatusSeeOther)
	// unsure: go.redirect.open
	http.Redirect(w, r, store.buildLoginURL(r.FormValue("state")), http.StatusSeeOther)
	// ruleid: go.redirect.open
	http.Redirect(w, r, store.Describe(r.FormValue("state")), http.StatusSeeOther)
}

func back(w http.ResponseWriter, r *http.Request) {
	back := r.FormValue("back")
	if !localPath(back) {
		back = "/admin"
	}
	back += "?notice=done"
	// unsure: go.redirect.open
	http.Redirect(w, r, back, http.StatusSeeOther)
}

func backUnchecked(w http.ResponseWriter, r *http.Request) {
	back := r.FormValue("back")
	if !isShort(back) {
		back = "/admin"
	}
	// ruleid: go.redirect.open
	http.Redirect(w, r, back, http.StatusSeeOther)
}

func ginAfter(c *gin.Context) {
	// ruleid: go.redirect.open
	c.Redirect(http.StatusFound, c.Query("next"))
}
