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
// a one-time code; each further one is announced where the program runs.
type signing struct {
	announce func(code string)
	now      func() time.Time

	mu       sync.Mutex
	code     string
	tries    int
	sessions map[string]time.Time // last request, by token
}

func newSigning(code string, announce func(code string)) *signing {
	if announce == nil {
		announce = func(string) {}
	}
	return &signing{code: code, announce: announce, now: time.Now, sessions: map[string]time.Time{}}
}

// signedIn says whether the request carries a session, and keeps it alive. A
// browser that was idle for too long is signed out, and offered a way back.
func (s *signing) signedIn(r *http.Request) bool {
	c, err := r.Cookie(sessionCookie)
	if err != nil {
		return false
	}
	known, alive := s.touch(c.Value)
	if known && !alive {
		s.offer()
	}
	return alive
}

func (s *signing) touch(token string) (known, alive bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	last, known := s.sessions[token]
	if !known || s.now().Sub(last) > idleLimit {
		delete(s.sessions, token)
		return known, false
	}
	s.sessions[token] = s.now()
	return true, true
}

// offer makes a new code for the next sign-in and announces it.
func (s *signing) offer() { s.renew(true) }

// asked is called where somebody asks to sign in. Where the last code was
// used, by a browser that was closed since perhaps, there is a new one. One
// that was refused too often stays closed: only a browser that was signed in
// brings further tries.
func (s *signing) asked() { s.renew(false) }

func (s *signing) renew(always bool) {
	s.mu.Lock()
	wanted := always || s.code == ""
	code := NewCode()
	if wanted {
		s.code, s.tries = code, 0
	}
	s.mu.Unlock()
	if wanted {
		s.announce(code)
	}
}

// enter trades a code for a session. A code works once.
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
	s.sessions[token] = s.now()
	http.SetCookie(w, &http.Cookie{
		Name: sessionCookie, Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
	return true
}

// leave ends a browser's session, and offers a way back to one that had any.
func (s *signing) leave(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: sessionCookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteStrictMode})
	c, err := r.Cookie(sessionCookie)
	if err != nil {
		return
	}
	s.mu.Lock()
	_, known := s.sessions[c.Value]
	delete(s.sessions, c.Value)
	s.mu.Unlock()
	if known {
		s.offer()
	}
}
