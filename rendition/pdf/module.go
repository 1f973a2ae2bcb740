package pdf

import (
	"context"
	"errors"
	"math"
	"reflect"
	"unicode/utf16"

	"github.com/klippa-app/go-pdfium"
	"github.com/tetratelabs/wazero/api"
)

// module calls PDFium's C interface (public/fpdfview.h and fpdf_text.h of its
// source) in the WebAssembly memory of one instance. The library's own calls
// are convenient and cost several crossings of that border for each
// character; these cost one.
//
// The first error stays: later calls do nothing and return zero.
type module struct {
	ctx   context.Context
	mod   api.Module
	calls map[string]api.Function
	stack [8]uint64
	err   error
}

// newModule finds the module within an instance. The library keeps it in an
// exported field of a type that cannot be named.
func newModule(ctx context.Context, instance pdfium.Pdfium) (*module, error) {
	v := reflect.ValueOf(instance.GetImplementation())
	if v.Kind() == reflect.Pointer && v.Elem().Kind() == reflect.Struct {
		if f := v.Elem().FieldByName("Module"); f.IsValid() && f.CanInterface() {
			if mod, ok := f.Interface().(api.Module); ok {
				return &module{ctx: ctx, mod: mod, calls: map[string]api.Function{}}, nil
			}
		}
	}
	return nil, errors.New("the PDF engine has no module")
}

// call calls a C function.
func (m *module) call(name string, args ...uint64) uint64 {
	if m.err != nil {
		return 0
	}
	f := m.calls[name]
	if f == nil {
		if f = m.mod.ExportedFunction(name); f == nil {
			m.err = errors.New("the PDF engine has no function " + name)
			return 0
		}
		m.calls[name] = f
	}
	copy(m.stack[:], args)
	if m.err = f.CallWithStack(m.ctx, m.stack[:]); m.err != nil {
		return 0
	}
	return m.stack[0]
}

// count calls a C function that returns an int.
func (m *module) count(name string, args ...uint64) int {
	return int(int32(uint32(m.call(name, args...))))
}

// room sets memory aside, which goes with the instance.
func (m *module) room(size int) uint64 {
	at := m.call("malloc", uint64(size))
	if at == 0 && m.err == nil {
		m.err = errMemory
	}
	return at
}

var errMemory = errors.New("it needs more memory than it is given")

// read returns a view of memory, good until the next call.
func (m *module) read(at uint64, size int) []byte {
	if m.err != nil {
		return nil
	}
	b, ok := m.mod.Memory().Read(uint32(at), uint32(size))
	if !ok {
		m.err = errors.New("the PDF engine points outside of its memory")
	}
	return b
}

// put copies bytes into memory and returns where they are.
func (m *module) put(data []byte) uint64 {
	at := m.room(len(data))
	if m.err == nil && !m.mod.Memory().Write(uint32(at), data) {
		m.err = errMemory
	}
	return at
}

// floats returns n doubles.
func (m *module) floats(at uint64, n int) [4]float64 {
	var out [4]float64
	b := m.read(at, 8*n)
	for i := 0; i < n && len(b) >= 8*(i+1); i++ {
		var bits uint64
		for k := 7; k >= 0; k-- {
			bits = bits<<8 | uint64(b[8*i+k])
		}
		out[i] = math.Float64frombits(bits)
	}
	return out
}

// float32At returns one of several floats.
func (m *module) float32At(at uint64, i int) float64 {
	b := m.read(at+uint64(4*i), 4)
	if len(b) < 4 {
		return 0
	}
	return float64(math.Float32frombits(uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24))
}

// runes decodes UTF-16 in memory.
func (m *module) runes(at uint64, units int) []rune {
	b := m.read(at, 2*units)
	u := make([]uint16, len(b)/2)
	for i := range u {
		u[i] = uint16(b[2*i]) | uint16(b[2*i+1])<<8
	}
	return utf16.Decode(u)
}
