package chart

// Frame is how a picture is set, whatever it shows.
type Frame struct {
	ID         string // beginning of the ids in the picture, unique on its page; "chart" where empty
	Width      int    // in pixels; 640 where it is not given, at least 240
	RTL        bool   // mirror it: zero and the beginnings of lines on the right
	Standalone bool   // a file of its own: the style goes in, also for dark screens
	Terms      Terms  // English where empty
}

// Terms are the picture's own words, so that another language can give others.
type Terms struct {
	Linear, Log                 string // what kind of scale it is
	Group, Who, Said, At, Later string // heads of the table; Later is a revision
	From, To, Basis, Judged     string // heads of the table of dependence
	Named, Cites, Repeats       string // the kinds of edges
	Apart                       string // equal figures, which are no edge
	Nothing                     string // an empty picture
}

// English returns the terms in English.
func English() Terms {
	return Terms{
		Linear: "linear scale", Log: "logarithmic scale, with zero",
		Group: "What is counted", Who: "Who", Said: "Figure", At: "Where", Later: "Later figure of the same speaker as row",
		From: "What", To: "draws on", Basis: "Basis", Judged: "Judged by",
		Named: "named in the text", Cites: "names it as its source (judged)", Repeats: "copies it (judged)",
		Apart:   "same figures, nothing shows why (no dependence)",
		Nothing: "nothing to show",
	}
}

// defaultWidth and minWidth are widths of a picture in pixels.
const (
	defaultWidth = 640
	minWidth     = 240
	narrow       = 600 // below it, texts stand above the marks and not beside them
)

func (f Frame) width() int {
	if f.Width == 0 {
		return defaultWidth
	}
	return max(f.Width, minWidth)
}

func (f Frame) id() string {
	if f.ID == "" {
		return "chart"
	}
	return f.ID
}

func (f Frame) terms() Terms {
	if f.Terms == (Terms{}) {
		return English()
	}
	return f.Terms
}

// Table is what a picture shows, as rows of text under a head.
type Table struct {
	Head []string   `json:"head"`
	Rows [][]string `json:"rows"`
}
