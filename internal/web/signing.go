package web

import (
	"crypto/rand"
	"crypto/subtle"
	"net/http"
	"sync"
	"time"
)

const (
	sessionCookie = "reckon_session"
	idleLimit     = 30 * time.Minute // without a request the browser is signed out
	maxTries      = 10               // wrong codes before signing in is closed
)

// signing knows which browsers are signed in. Whoever starts the program gets
// a one-time code; further codes are typed from the terminal.
type signing struct {
	mu       sync.Mutex
	code     string
	tries    int
	sessions map[string]time.Time // last request, by token
}

func newSigning(code string) (*signing, error) {
	return &signing{code: code, sessions: map[string]time.Time{}}, nil
}

// signedIn says whether the request carries a session, and keeps it alive.
func (s *signing) signedIn(r *http.Request) bool {
	c, err := r.Cookie(sessionCookie)
	if err != nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	last, ok := s.sessions[c.Value]
	if !ok || time.Since(last) > idleLimit {
		delete(s.sessions, c.Value)
		return false
	}
	s.sessions[c.Value] = time.Now()
	return true
}

// enter trades a code for a session. A code works once; the next one is
// printed by the program that serves.
func (s *signing) enter(w http.ResponseWriter, code string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.code == "" || s.tries >= maxTries {
		return false
	}
	if subtle.ConstantTimeCompare([]byte(code), []byte(s.code)) != 1 {
		s.tries++
		return false
	}
	s.code, s.tries = "", 0
	token := rand.Text()
	s.sessions[token] = time.Now()
	http.SetCookie(w, &http.Cookie{
		Name: sessionCookie, Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
	return true
}

// leave ends a browser's session and makes a code for the next sign-in.
func (s *signing) leave(w http.ResponseWriter, r *http.Request, code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c, err := r.Cookie(sessionCookie); err == nil {
		delete(s.sessions, c.Value)
	}
	s.code = code
	http.SetCookie(w, &http.Cookie{Name: sessionCookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteStrictMode})
}
