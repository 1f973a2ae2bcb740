package toll

import (
	"slices"
	"strings"

	"reckon/fault"
	"reckon/source"
	"reckon/statement"
)

// Mapping is a project's declaration that figures of two terms, or of two whole
// groups, may stand on one axis. Each row keeps its own word. List is status,
// stage or attribute, and From and To are terms of it; or it is group, and they
// are ids of groups.
type Mapping struct {
	List   string `json:"list"`
	From   string `json:"from"`
	To     string `json:"to"`
	Reason string `json:"reason"`
	By     string `json:"by"`
}

// usualMappings returns the mappings that a project begins with: words that sources use
// for one another when they count persons. They are declared like any other and
// can be left out.
func usualMappings() []Mapping {
	const by = "reckon"
	var all []Mapping
	for line := range strings.Lines(usual) {
		to, rest, _ := strings.Cut(strings.TrimSpace(line), " < ")
		from, reason, _ := strings.Cut(rest, ": ")
		for name := range strings.SplitSeq(from, ", ") {
			all = append(all, Mapping{"status", strings.Replace(name, "*", "other:", 1), to, reason, by})
		}
	}
	return all
}

// usual lists the statuses joined, a line for each axis. A star begins a term
// that no list has.
const usual = `killed < died, counted_dead, *dead, *deaths, *murdered, *executed: sources use these words for one another when they give a toll of deaths; each row keeps its word
missing < fate_unknown, *unaccounted for: sources use these words for persons of whom there is no news
captive < hostage, *taken prisoner, *taken hostage: sources use these words for persons whom another side holds
wounded < *injured, *hurt: two words for one thing
abducted < *kidnapped: two words for one thing
detained < *arrested: two words for one thing`

// Validate reports what is wrong with the declaration.
func (m Mapping) Validate() error {
	var l fault.List
	switch m.List {
	case "status", "stage", "attribute", "group":
	default:
		l.Add(fault.New("TO001", fault.Invalid, "a mapping joins terms of status, stage or attribute, or groups, and not %q", m.List).At("list"))
	}
	if m.From == "" || m.To == "" || m.From == m.To {
		l.Add(fault.New("TO002", fault.Invalid, "a mapping needs two different things to join").At("from"))
	}
	if strings.TrimSpace(m.Reason) == "" {
		l.Add(fault.New("TO003", fault.Invalid, "the mapping has no reason").At("reason").Try("Say why the two count the same"))
	}
	if strings.TrimSpace(m.By) == "" {
		l.Add(fault.New("TO004", fault.Invalid, "nobody is named who declares the mapping").At("by"))
	}
	return l.Err()
}

// folding maps each term of a list to the one that stands for all it was
// declared to share an axis with.
type folding struct {
	mappings []Mapping
	list     string
	order    []string
}

func newFolding(list string, mappings []Mapping) folding {
	f := folding{list: list, order: source.TermNames(statement.Terms(list))}
	for _, m := range mappings {
		if m.List == list {
			f.mappings = append(f.mappings, m)
		}
	}
	return f
}

// term returns the representative of a term: the first, in the vocabulary's
// order, of all that are joined with it.
func (f folding) term(name string) string {
	class := []string{name}
	for i := 0; i < len(class); i++ {
		for _, m := range f.mappings {
			if other := m.other(class[i]); other != "" && !slices.Contains(class, other) {
				class = append(class, other)
			}
		}
	}
	return slices.MinFunc(class, f.compare)
}

// other returns what a mapping joins a name with, if anything.
func (m Mapping) other(name string) string {
	switch name {
	case m.From:
		return m.To
	case m.To:
		return m.From
	}
	return ""
}

// terms folds a set of terms, and returns it sorted and without repetition.
func (f folding) terms(names []string) []string {
	all := make([]string, 0, len(names))
	for _, n := range names {
		all = append(all, f.term(n))
	}
	slices.SortFunc(all, f.compare)
	return slices.Compact(all)
}

func (f folding) compare(a, b string) int {
	i, j := f.rank(a), f.rank(b)
	if i != j {
		return i - j
	}
	return strings.Compare(a, b)
}

func (f folding) rank(name string) int {
	if i := slices.Index(f.order, name); i >= 0 {
		return i
	}
	return len(f.order)
}

// used lists the mappings without which words of one group would stand apart:
// those that join them, and none that lead on to a word that nobody says.
func (f folding) used(words []string) []Mapping {
	if len(words) < 2 {
		return nil
	}
	all := slices.Clone(f.mappings)
	for pruned := true; pruned; {
		before := len(all)
		all = slices.DeleteFunc(all, func(m Mapping) bool { return dangles(all, words, m.From) || dangles(all, words, m.To) })
		pruned = len(all) < before
	}
	return all
}

// dangles says that a name is no word in use and is joined with one name at
// most.
func dangles(all []Mapping, words []string, name string) bool {
	if slices.Contains(words, name) {
		return false
	}
	var beside []string
	for _, m := range all {
		if other := m.other(name); other != "" && !slices.Contains(beside, other) {
			beside = append(beside, other)
		}
	}
	return len(beside) < 2
}
