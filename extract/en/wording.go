package en

import "reckon/extract"

// Wording returns what English words say of a clause's end and of a death.
func Wording() extract.Wording {
	return extract.Wording{
		Partitive: []string{"of", "of the", "out of", "out of the", "of these", "of those", "of all"},
		LeadsOn: []string{
			"and", "or", "but", "plus", "while", "including", "included", "includes", "among", "of", "whom", "which", "with",
			"the", "a", "an", "as", "well", "to", "from", "at", "by", "in", "on", "another", "other", "further", "these", "those", "them",
		},
		Death: []string{"died", "die", "dies", "dying", "dead", "death", "deaths", "deceased", "perish", "fatalit", "lives", "succumb"},
		Killing: []string{
			"kill", "murder", "massacr", "execut", "assassinat", "slain", "slay", "slaughter", "behead", "shot", "shooting", "gunned", "lynch",
			"butcher", "annihilat", "eliminat", "to death", "wiped", "bayonet", "hang",
		},
		Closer: []extract.Closer{
			{Status: "killed", Units: []extract.Unit{"families", "households"}, Words: []string{"annihilated", "wiped out", "exterminated"}, Term: "all_members_killed"},
			{Status: "killed", Words: []string{"presumed dead", "feared dead"}, Term: "counted_dead"},
			{Status: "orphaned", Words: []string{"one parent"}, Term: "lost_one_parent"},
			{Status: "orphaned", Words: []string{"both parents"}, Term: "lost_both_parents"},
		},
		GroupTerms: map[string]string{"perpetrators": "alleged_actors"},
	}
}
