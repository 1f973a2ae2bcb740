package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"unicode"
)

// original hands out a source's bytes as they were received: as a file to be
// kept, never as a page, whatever they are.
func (s *Server) original(q *request) (err error) {
	src, r, err := q.project.OpenOriginal(q.ctx(), q.r.PathValue("ref"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	h := q.w.Header()
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": fileName(src.Ref, src.Original.Name)}))
	h.Set("Content-Length", strconv.FormatInt(src.Original.Size, 10))
	if n, err := io.Copy(q.w, r); err != nil || n != src.Original.Size {
		panic(http.ErrAbortHandler) // the bytes are not those received: the browser must not keep them as whole
	}
	return nil
}

// fileName is a name that every system takes: the source's number, and the
// received name without what could mislead or lead elsewhere.
func fileName(ref, name string) string {
	clean := []rune(strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`/\:"<>|?*`, r):
			return '_'
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == 0x2028 || r == 0x2029:
			return -1
		}
		return r
	}, name))
	if n := len(clean); n > 120 {
		clean = clean[n-120:]
	}
	return fmt.Sprintf("%s-%s", ref, string(clean))
}
