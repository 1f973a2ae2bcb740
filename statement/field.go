package statement

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"reckon/fault"
	"reckon/names"
)

const (
	maxLine  = 1000   // code points of a name, a term, a phrase
	maxProse = 20_000 // code points of a note or a passage
	maxList  = 100    // items of a list
)

// Field is one field of a statement or of its content, bound to it: what flags,
// columns, printed pages and checks need to know of it.
type Field struct {
	Name     string // as a column; with dashes, as a flag
	Help     string
	Required bool
	List     string // name of the closed list for Terms, "" where free
	Many     bool   // several terms of the list, separated by semicolons
	Open     bool   // the list takes the source's own word too, as other:word
	Lines    bool   // a text that may have lines

	limit int // code points
	text  func() string
	set   func(string) error
	terms func() []string
}

// Text returns the value as text; Set reads it back.
func (f Field) Text() string { return f.text() }

// Set gives the field the value that the text says. Whether it is a permitted
// one is for Validate.
func (f Field) Set(text string) error { return f.set(text) }

// need returns the field as a required one.
func (f Field) need() Field {
	f.Required = true
	return f
}

// line binds a text of one line.
func line[T ~string](name, help string, p *T) Field {
	return Field{
		Name: name, Help: help, limit: maxLine,
		text: func() string { return string(*p) },
		set:  func(s string) error { *p = T(s); return nil },
	}
}

// prose binds a text that may have lines.
func prose(name, help string, p *string) Field {
	f := line(name, help, p)
	f.limit, f.Lines = maxProse, true
	return f
}

// term binds a word of a closed list.
func term[T ~string](name, help, list string, p *T) Field {
	f := line(name, help, p)
	f.List, f.Open = list, opened(list, other+"word")
	f.terms = func() []string {
		if *p == "" {
			return nil
		}
		return []string{string(*p)}
	}
	return f
}

// terms binds several words of a closed list, separated by semicolons.
func terms(name, help, list string, p *[]string) Field {
	return Field{
		Name: name, Help: help, List: list, Many: true, Open: opened(list, other+"word"), limit: maxProse,
		text: func() string {
			escaped := make([]string, len(*p))
			for i, t := range *p {
				escaped[i] = escape(t, ";")
			}
			return strings.Join(escaped, "; ")
		},
		set: func(s string) error {
			*p = nil
			for _, t := range pieces(s, ';') {
				*p = append(*p, strings.TrimSpace(unescape(t)))
			}
			return nil
		},
		terms: func() []string { return *p },
	}
}

// count binds a number that may be absent.
func count(name, help string, p **int64) Field {
	return Field{
		Name: name, Help: help, limit: maxLine,
		text: func() string {
			if *p == nil {
				return ""
			}
			return strconv.FormatInt(**p, 10)
		},
		set: func(s string) error {
			*p = nil
			if s == "" {
				return nil
			}
			n, err := strconv.ParseInt(s, 10, 64)
			if err != nil {
				return fault.New("ST016", fault.Invalid, "%q is not a whole number", shorten(s)).At(name)
			}
			*p = &n
			return nil
		},
	}
}

// checkFields reports what is wrong with values in themselves.
func checkFields(l *fault.List, fields []Field) {
	for _, f := range fields {
		text := f.Text()
		if f.Required && strings.TrimSpace(text) == "" {
			l.Add(fault.New("ST002", fault.Invalid, "%s is missing: %s", f.Name, f.Help).At(f.Name))
			continue
		}
		if f.limit > 0 {
			l.Add(checkText(f.Name, text, f.limit, f.Lines))
		}
		if f.terms == nil {
			continue
		}
		seen := map[string]bool{}
		for _, t := range f.terms() {
			if p := checkTerm(f.List, t); p != nil {
				l.Add(p.At(f.Name))
			} else if seen[t] {
				l.Add(fault.New("ST003", fault.Invalid, "%q is given twice", t).At(f.Name))
			}
			seen[t] = true
		}
		if len(seen) > maxList {
			l.Add(fault.New("ST006", fault.Invalid, "there are more than %d terms", maxList).At(f.Name))
		}
	}
}

func checkText(where, text string, limit int, lines bool) *fault.Problem {
	if lines {
		text = strings.ReplaceAll(text, "\n", " ")
	}
	p := names.Plain(text, limit)
	if p == nil && !lines && strings.TrimSpace(text) != text {
		p = fault.New("NA009", fault.Invalid, "the text begins or ends with a space").Try("Remove the space")
	}
	if p == nil {
		return nil
	}
	return coded(p).At(where)
}

// coded gives a problem of a text this package's code for it: ST005 broken
// UTF-8, ST006 too long, ST007 an invisible character, ST009 outer spaces.
func coded(p *fault.Problem) *fault.Problem {
	q := *p
	q.Code = "ST" + q.Code[2:]
	return &q
}

// escape puts a backslash before each special character, and before each
// backslash, so that pieces and unescape give the text back.
func escape(text, special string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' || strings.IndexByte(special, text[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

func unescape(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			i++
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// cut returns the text before and after the first separator that is not
// escaped, both still escaped.
func cut(text string, separator byte) (before, after string, found bool) {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case separator:
			return text[:i], text[i+1:], true
		}
	}
	return text, "", false
}

// pieces cuts a text at every separator. One space after a separator belongs to it.
func pieces(text string, separator byte) []string {
	var all []string
	for found := text != ""; found; {
		var item string
		item, text, found = cut(text, separator)
		all = append(all, item)
		text = strings.TrimPrefix(text, " ")
	}
	return all
}

// quoted puts a source's own words in quotation marks. Marks of the same sort
// inside become single ones, so that the reader sees where the words end.
func quoted(words string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return ' '
		case r == '“':
			return '‘'
		case r == '”':
			return '’'
		case r == utf8.RuneError || names.Plain(string(r), 1) != nil:
			return -1
		}
		return r
	}, words)
	return "“" + clean + "”"
}
