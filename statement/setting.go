package statement

import (
	"strings"

	"reckon/dates"
	"reckon/fault"
	"reckon/places"
	"reckon/source"
)

// anchorField writes an anchor as a W3C web annotation target.
func anchorField(p **source.Anchor) Field {
	return Field{
		Name: "anchor", Help: "where the words stand, as a W3C web annotation target",
		text: func() string {
			if *p == nil {
				return ""
			}
			data, err := source.Encode(*p)
			if err != nil {
				return ""
			}
			return string(data)
		},
		set: func(text string) error {
			*p = nil
			if text == "" {
				return nil
			}
			var a source.Anchor
			if err := a.UnmarshalJSON([]byte(text)); err != nil {
				return err
			}
			*p = &a
			return nil
		},
	}
}

// whenFields binds the date of a statement. A date of another calendar than the
// Gregorian carries its name: julian:1905-01-09.
func whenFields(p **dates.When) []Field {
	bind := func(name, help string, text func(dates.When) string, set func(*dates.When, string) error) Field {
		return Field{
			Name: name, Help: help, limit: maxLine,
			text: func() string {
				if *p == nil {
					return ""
				}
				return text(**p)
			},
			set: func(s string) error {
				if s == "" && *p == nil {
					return nil
				}
				w := dates.When{}
				if *p != nil {
					w = **p
				}
				err := set(&w, s)
				*p = &w
				if w.IsZero() {
					*p = nil
				}
				return err
			},
		}
	}
	return []Field{
		bind("when", "date in EDTF, at the precision given", func(w dates.When) string { return calendarText(w.Value) },
			func(w *dates.When, s string) (err error) {
				w.Value, err = parseCalendar(s)
				return err
			}),
		bind("when_words", "the date in the source's own words", func(w dates.When) string { return w.Words },
			func(w *dates.When, s string) error { w.Words = s; return nil }),
		bind("when_base", "the date that the words count from", func(w dates.When) string { return w.Base.String() },
			func(w *dates.When, s string) error { return w.Base.UnmarshalText([]byte(s)) }),
	}
}

func calendarText(v dates.Value) string {
	if c := v.Calendar(); c != dates.Gregorian {
		return c.String() + ":" + v.String()
	}
	return v.String()
}

func parseCalendar(text string) (dates.Value, error) {
	if text == "" {
		return dates.Value{}, nil
	}
	for c := dates.Calendar(0); c.String() != "unknown"; c++ {
		if rest, ok := strings.CutPrefix(text, c.String()+":"); ok {
			return c.Parse(rest)
		}
	}
	return dates.Parse(text)
}

// whereFields binds the place of a statement.
func whereFields(p **places.Place) []Field {
	bind := func(name, help string, text func(*places.Place) string, set func(*places.Place, string) error) Field {
		return Field{
			Name: name, Help: help, // the place checks its own texts
			text: func() string {
				if *p == nil {
					return ""
				}
				return text(*p)
			},
			set: func(s string) error {
				if s == "" && *p == nil {
					return nil
				}
				w := places.Place{}
				if *p != nil {
					w = **p
				}
				err := set(&w, s)
				*p = &w
				if w.String() == "" && w.Point == nil && w.Precision == "" {
					*p = nil
				}
				return err
			},
		}
	}
	return []Field{
		bind("where", "the place in the source's own words", func(w *places.Place) string { return w.Words },
			func(w *places.Place, s string) error { w.Words = s; return nil }),
		bind("where_names", "other names: name|language|used by; …", nameText, setNames),
		bind("where_display", "name to print, and why: name|reason", displayText, setDisplay),
		bind("where_gazetteer", "gazetteer reference, such as geonames:123", func(w *places.Place) string { return w.Gazetteer },
			func(w *places.Place, s string) error { w.Gazetteer = s; return nil }),
		bind("where_point", "latitude and longitude in degrees: 40.25 46.5", pointText, setPoint),
		bind("where_precision", "how exactly the source places it", func(w *places.Place) string { return string(w.Precision) },
			func(w *places.Place, s string) error { w.Precision = places.Precision(s); return nil }),
	}
}

func nameText(w *places.Place) string {
	all := make([]string, len(w.Names))
	for i, n := range w.Names {
		all[i] = escape(n.Text, "|;") + "|" + escape(n.Language, "|;") + "|" + escape(n.UsedBy, "|;")
	}
	return strings.Join(all, "; ")
}

func setNames(w *places.Place, text string) error {
	w.Names = nil
	for _, item := range pieces(text, ';') {
		name, rest, _ := cut(item, '|')
		language, user, _ := cut(rest, '|')
		w.Names = append(w.Names, places.Name{Text: unescape(name), Language: unescape(language), UsedBy: unescape(user)})
	}
	return nil
}

func displayText(w *places.Place) string {
	if w.Display == nil {
		return ""
	}
	return escape(w.Display.Name, "|") + "|" + escape(w.Display.Reason, "|")
}

func setDisplay(w *places.Place, text string) error {
	w.Display = nil
	if name, reason, _ := cut(text, '|'); text != "" {
		w.Display = &places.Display{Name: unescape(name), Reason: unescape(reason)}
	}
	return nil
}

func pointText(w *places.Place) string {
	if w.Point == nil {
		return ""
	}
	return w.Point.Lat.String() + " " + w.Point.Lon.String()
}

func setPoint(w *places.Place, text string) error {
	w.Point = nil
	if text == "" {
		return nil
	}
	parts := strings.Fields(strings.ReplaceAll(text, ",", " "))
	if len(parts) != 2 {
		return fault.New("ST024", fault.Invalid, "%q is not a latitude and a longitude", shorten(text)).At("where_point")
	}
	lat, err := places.ParseDegrees(parts[0])
	if err != nil {
		return err
	}
	lon, err := places.ParseDegrees(parts[1])
	if err != nil {
		return err
	}
	w.Point = &places.Point{Lat: lat, Lon: lon}
	return nil
}
