package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
)

// printMachine says what the figures were measured on and with.
func printMachine(out io.Writer) {
	fmt.Fprintf(out, "%d cores, %s, %s, %s/%s\n", runtime.NumCPU(), processor(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return
	}
	engine := []string{"filippo.io/age", "github.com/ncruces/go-sqlite3", "github.com/tetratelabs/wazero", "golang.org/x/mod", "lukechampine.com/adiantum"}
	for _, d := range info.Deps {
		if slices.Contains(engine, d.Path) {
			fmt.Fprintln(out, d.Path, d.Version)
		}
	}
}

// processor returns the model of the processor, where the system tells.
func processor() string {
	f, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return "an unnamed processor"
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if name, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "an unnamed processor"
}
