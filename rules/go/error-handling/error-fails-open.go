package sample

import (
	"errors"
	"os"
)

type store struct{}

func (s *store) Roles(user string) ([]string, error) { return nil, nil }

func isAllowed(s *store, user string) bool {
	roles, err := s.Roles(user)
	if err != nil {
		// ruleid: go.error.fails-open
		return true
	}
	// ok: go.error.fails-open
	return len(roles) > 0
}

func (s *store) HasAccess(user string) (bool, error) {
	roles, err := s.Roles(user)
	if err != nil {
		// ok: go.error.fails-open
		return false, err
	}
	if len(roles) == 0 {
		return false, nil
	}
	// ok: go.error.fails-open
	return true, nil
}

func isEmpty(s *store, user string) bool {
	_, err := s.Roles(user)
	if err != nil {
		// ok: go.error.fails-open
		return true
	}
	return false
}

func canRead(path string) bool {
	_, err := os.Stat(path)
	if err != nil {
		if errors.Is(err, os.ErrNotExist) {
			// ok: go.error.fails-open
			return true
		}
		return false
	}
	return true
}

func middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// ruleid: go.error.fails-open
		user, err := verifyToken(r.Header.Get("Authorization"))
		if err != nil {
			next.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, withUser(r, user))
	})
}

func login(w http.ResponseWriter, r *http.Request) {
	// ruleid: go.error.fails-open
	if err := bcrypt.CompareHashAndPassword(hashOf(r), []byte(r.FormValue("password"))); err != nil {
		log.Println(err)
	}
	// ok: go.error.fails-open
	if err := bcrypt.CompareHashAndPassword(hashOf(r), []byte(r.FormValue("other"))); err != nil {
		log.Println(err)
		return
	}
	startSession(w, r)
}
