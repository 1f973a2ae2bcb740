// Package sample makes the invented case that the program can show: a
// district, an autumn, a dozen sources in English, Russian and Arabic that
// say different things about the same events.
//
// Everything in it is invented: places, organisations, people, figures. It is
// generated from a seed, and its truth is known, so that tests can tell
// whether what the program makes of the sources is right. Each party of the
// invented conflict has its say, and none is given the last word.
//
// The package returns plain values and loads them into a project through the
// use cases of package reckon, like any user.
package sample
