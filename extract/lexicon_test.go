package extract_test

import (
	"strings"
	"testing"

	"reckon/extract"
	"reckon/fault"
)

func TestParseLexiconRefuses(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"killed", "nonsense: killed", "status=eaten before: eaten", "unit=cows person: cows", "cue=maybe: perhaps", "value=x vague: some",
		"group= person: people", "reason= thing: things", "lead= reference: page", "colour=red person: people",
	} {
		lex, err := extract.ParseLexicon("# fine\n\nperson: people\n" + line)
		if fault.CodeOf(err) != "EX001" || lex == nil {
			t.Errorf("%s: %v", line, err)
			continue
		}
		if !strings.Contains(err.Error(), "line 4") {
			t.Errorf("%s: %v does not name the line", line, err)
		}
	}
}

// words is a language that is nothing but its lexicon: it shows that the
// cascade knows no English.
type words struct{ lex *extract.Lexicon }

func (words) Tag() string                 { return "fr" }
func (w words) Lexicon() *extract.Lexicon { return w.lex }
func (words) Fold(s string) string        { return strings.ToLower(s) }
func (words) Guess(string) extract.Shape  { return extract.Unshaped }
func (words) Digits() extract.Digits      { return extract.Digits{Group: ".", Decimal: ','} }
func (words) Cardinal(w []string) (float64, int) {
	if w[0] == "douze" {
		return 12, 1
	}
	return 0, 0
}

func TestAnotherLanguage(t *testing.T) {
	t.Parallel()
	lex, err := extract.ParseLexicon(`
number: douze
cue cue=at_least: au moins
cue cue=about: environ
person: personnes, habitants
person group=children: enfants
person group=women: femmes
status=killed before after: tuées
status=wounded before after: blessées
status=killed link: mort
status=displaced after: déplacé
status=killed self: morts
be: ont été, sont
and: et
of: de
preposition: dans
include: dont
according: selon
determiner: le, la
month: mai
vague: plusieurs
percent: %
`)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string][]string{
		"Au moins 1.275 personnes ont été tuées et douze blessées dans la ville, dont 4 enfants, selon le maire.": {
			"1.275 killed by le maire", "douze wounded by le maire", "4 wounded of douze by le maire"},
		"La crue a déplacé environ 300 habitants le 4 mai.": {"300 displaced"},
		"La mort de 12 femmes.":                             {"12 killed"},
		"Le bilan : 57 morts.":                              {"57 killed"},
	}
	for text, want := range tests {
		got := briefs(extract.Text(text, words{lex}).Without(extract.Look))
		if strings.Join(got, "; ") != strings.Join(want, "; ") {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
