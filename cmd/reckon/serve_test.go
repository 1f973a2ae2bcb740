package main

import (
	"net"
	"testing"

	"reckon/fault"
)

func TestOnlyTheLoopbackIsListenedOn(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"0.0.0.0:0", ":7171", "[::]:0", "192.0.2.1:80", "localhost:0", "127.0.0.1", "example.org:80"} {
		if l, err := listen(t.Context(), address); fault.KindOf(err) != fault.Usage {
			t.Errorf("%s gives %v %v", address, l, err)
		}
	}
}

func TestABusyPortIsLeftToItsOwner(t *testing.T) {
	t.Parallel()
	first, err := listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	second, err := listen(t.Context(), first.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if at, ok := second.Addr().(*net.TCPAddr); !ok || !at.IP.IsLoopback() || second.Addr().String() == first.Addr().String() {
		t.Errorf("listening on %s", second.Addr())
	}
}
