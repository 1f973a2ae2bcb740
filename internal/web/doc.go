// Package web serves the project's pages.
//
// Pages are rendered on the server and work without scripts but for the
// selection of words in a text and for keys. Everything that a page needs is
// inside the program; no request leaves the machine, and none is accepted
// that names another host or comes from another origin.
//
// A page is a Go file, a template and a test of one name. Its handler reads
// through a store.Reader or calls one use case of package reckon, fills a
// struct that embeds page, and returns an error where it cannot; one place
// turns errors into a status and a page that says what happened, what was
// kept and what to do. Handlers hold no rules of the domain.
//
// Every value of a source stands in an element of its own direction (bdi), and
// pages mirror with the language they are read in.
package web
