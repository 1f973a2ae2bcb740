// Command reckon is a casualty recorder's workbench on the command line.
//
// Nouns come first, then verbs. Data goes to standard output and everything
// else to standard error; every listing has --json. What a command says when
// it refuses names what happened, what was not changed and what to do, and
// its exit status tells the kind of refusal:
//
//	0 done · 1 failed · 2 wrong usage · 3 not found · 4 integrity
//	verification failed · 5 stopped by a safety gate · 6 needs a person ·
//	7 locked by another process, or no key · 130 interrupted
//
// The program holds no logic of its own: each command reads its flags, calls
// one use case of package reckon and prints what came of it.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	a := &app{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv}
	code := a.run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// run is the whole program but for its process.
func (a *app) run(ctx context.Context, args []string) int {
	root := a.root()
	root.SetArgs(args)
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	err := root.ExecuteContext(ctx)
	if ctx.Err() != nil {
		return exitInterrupted
	}
	if err != nil {
		a.refuse(err)
	}
	return exitCode(err)
}
