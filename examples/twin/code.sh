#!/bin/sh
# Codes an invented press release completely: every statement it makes, under
# some kind, anchored to its words. The release is statement/testdata/twin.txt;
# nobody and nothing in it is real.
#
#	sh examples/twin/code.sh statement/testdata/twin.txt
#
# works on the project in the current folder, which must be empty of sources.
set -eu

reckon source add "$1" --type press_release --title "Vesmar, nineteen years on" --lang en \
	--said-by "Heraldwire [agency] > Vesmar Families' Circle [publisher]" --published 2060-03-11
reckon incident add --name "Vesmar, March 2041|the project" --name "the darkest hour of the Saltmarsh War|Vesmar Families' Circle" \
	--display "Vesmar, March 2041" --display-reason "place and date, which no side disputes" \
	--when 2041-03-06/2041-03-11 --where Vesmar --where-precision settlement

say() { reckon statement add S-1 --incident I-1 "$@"; }
in_vesmar() { say --where Vesmar --where-precision settlement "$@"; }
night=2041-03-10/2041-03-11
listed="Stands in the list introduced by “among them”; the text does not say that it is a part of the 412."

# The opening.
say --kind happening --quote "GLIMMERFORD, 11 March 2060 /Heraldwire/ -- Nineteen years ago" \
	--what commemoration --description "Nineteen years ago" --when 2060-03-11
in_vesmar --kind characterisation \
	--quote "Nineteen years ago, in the night from 10 to 11 March 2041, the people of Vesmar" \
	--quote "were caught in what the Vesmar Families' Circle calls the darkest hour of the Saltmarsh War." \
	--of "in the night from 10 to 11 March 2041, the people of Vesmar … were caught" \
	--term "the darkest hour of the Saltmarsh War" \
	--when "Nineteen years ago, in the night from 10 to 11 March"
in_vesmar --kind characterisation --quote "Vesmar, a market town in the Sundren-speaking district of Orlin," \
	--of Vesmar --term "a market town in the Sundren-speaking district of Orlin"

# The siege, the shelling, the storming, and who is said to have done what.
in_vesmar --kind happening --quote "From 6 March on" --quote "closed every road into Vesmar." --what siege \
	--part began --upon Vesmar --description "closed every road into Vesmar" --when 2041-03-06 \
	--when-words "From 6 March on" --when-base 2060-03-11
in_vesmar --kind allegation --quote "units of the Keldane League had closed every road into Vesmar" \
	--actor "units of the Keldane League" --actor-type force --role carried_out \
	--act "had closed every road into Vesmar"
in_vesmar --kind happening \
	--quote "Before the town was entered it lay under rocket and mortar fire for two days" --what shelling \
	--upon "the town" --description "rocket and mortar fire" \
	--when-words "for two days, before the town was entered"
in_vesmar --kind toll --quote "and many residents were killed and injured." --number many \
	--statuses "killed;wounded" --unit persons --attributes other:residents
in_vesmar --kind happening --quote "joined in the storming" --what storming --upon Vesmar --when "$night"
in_vesmar --kind allegation --quote "Beside the League's own brigades," --quote "joined in the storming." \
	--actor "the League's own brigades" --actor-type force --role took_part --act "the storming" \
	--when "$night"
in_vesmar --kind allegation --quote "hired riflemen from the Outer Isles" --quote "joined in the storming." \
	--actor "hired riflemen from the Outer Isles" --actor-type group --role took_part --act "the storming" \
	--when "$night"
in_vesmar --kind allegation \
	--quote "and men and vehicles of the 88th Guard Column, then quartered at Pellory," \
	--quote "joined in the storming." \
	--actor "men and vehicles of the 88th Guard Column, then quartered at Pellory" --actor-type unit \
	--role took_part --act "the storming" --when "$night"
in_vesmar --kind allegation --quote "The attack was directed by the brigade leaders" --quote "Ilvar Kesthen" \
	--actor "Ilvar Kesthen" --actor-type person --role led --act "The attack" --when "$night"
in_vesmar --kind allegation --quote "The attack was directed by the brigade leaders" --quote "Doru Malvane" \
	--actor "Doru Malvane" --actor-type person --role led --act "The attack" --when "$night"
say --kind person --quote "the brigade leaders Ilvar Kesthen" \
	--quote "who later sat in the League's council." --name "Ilvar Kesthen" \
	--description "brigade leader, who later sat in the League's council" --fate not_stated
say --kind person --quote "the brigade leaders" \
	--quote "and Doru Malvane, who later sat in the League's council." --name "Doru Malvane" \
	--description "brigade leader, who later sat in the League's council" --fate not_stated

# The figures of the night, with their parts.
in_vesmar --kind toll --quote "In that one night 412 people lost their lives, among them:" --number 412 \
	--statuses died --unit persons --scope "In that one night" --when "$night"
in_vesmar --kind toll --quote "41 children," --number 41 --statuses died --unit persons \
	--attributes children --subset-of "S-1#16" --when "$night"
in_vesmar --kind toll --quote "97 women," --number 97 --statuses died --unit persons --attributes women \
	--subset-of "S-1#16" --when "$night"
in_vesmar --kind toll --quote "53 elderly people," --number 53 --statuses died --unit persons \
	--attributes elderly --subset-of "S-1#16" --when "$night"
in_vesmar --kind toll --quote "5 families wiped out to the last member," --number 5 \
	--statuses all_members_killed --unit families --when "$night" --note "$listed"
in_vesmar --kind toll --quote "17 children left without either parent," --number 17 \
	--statuses lost_both_parents --unit persons --attributes children --when "$night" --note "$listed"
in_vesmar --kind toll --quote "84 children left without one parent." --number 84 --statuses lost_one_parent \
	--unit persons --attributes children --when "$night" --note "$listed"

# The wounded, the hostages, the missing.
in_vesmar --kind toll --quote "A further 326 people" --quote "were injured;" --number 326 --statuses wounded \
	--unit persons --when "$night"
in_vesmar --kind toll --quote "58 of them children," --number 58 --statuses wounded --unit persons \
	--attributes children --subset-of "S-1#23" --when "$night"
in_vesmar --kind toll --quote "740 were carried off as hostages;" --number 740 --statuses hostage \
	--unit persons --when "$night"
in_vesmar --kind toll --quote "of 95* there is still no word." --speaker "> the Orlin registry [authority]" \
	--number "95*" --statuses missing --unit persons --as-of 2060-01-01 --when "$night"

# What others are said to have found.
say --kind finding \
	--quote "The inquiry by the monitoring group Lantern Watch set out how League forces carried out the killings." \
	--speaker "> Lantern Watch [organisation]" --body "Lantern Watch" \
	--finding "how League forces carried out the killings" --document "The inquiry"
say --kind allegation --quote "League forces carried out the killings" \
	--speaker "> Lantern Watch [organisation]" --actor "League forces" --actor-type force --role carried_out \
	--act "the killings"
say --kind finding \
	--quote "Experts of the Assembly of Nations concluded that nothing could excuse the killing of the townspeople of Vesmar." \
	--speaker "> Experts of the Assembly of Nations [expert]" --body "Experts of the Assembly of Nations" \
	--finding "nothing could excuse the killing of the townspeople of Vesmar"

# Film and testimony, and what is made of it.
in_vesmar --kind material --quote "Reporters from Sundren and from abroad filmed the bodies in the streets" \
	--medium film --of "the bodies in the streets" --made-by "Reporters from Sundren and from abroad"
say --kind material --quote "Reporters from Sundren and from abroad filmed the bodies" \
	--quote "and on the frozen marsh beyond the mill," --medium film \
	--of "the bodies … on the frozen marsh beyond the mill" --made-by "Reporters from Sundren and from abroad" \
	--where "the frozen marsh beyond the mill" --where-precision near
say --kind material --quote "Reporters from Sundren and from abroad" \
	--quote "and took down what survivors told them." --medium testimony --of "what survivors told them" \
	--made-by "Reporters from Sundren and from abroad"
say --kind characterisation --quote "Though the material is plentiful," --of "the material" --term plentiful

# Accountability, what is called for, and what the footnote covers.
say --kind proceeding --quote "nobody has answered for these acts before a court." \
	--stage-of-proceeding none --court "a court" --charge "these acts" --outcome "nobody has answered" \
	--when 2060-03-11
say --kind appeal \
	--quote "The Circle asks governments and newspapers to speak of Vesmar, so that those responsible are tried and nothing like it happens again." \
	--calls-for "to speak of Vesmar" --addressee "governments and newspapers" \
	--purpose "those responsible are tried and nothing like it happens again"
say --kind scope --quote "* as counted by the Orlin registry on 1 January 2060" --of "95*" \
	--meaning "as counted by the Orlin registry on 1 January 2060" --target "S-1#26"

# A person whom the release names, entered by hand.
reckon person add --name "Ilvar Kesthen" --statement S-1#14 --note "named as a brigade leader; no fate is stated"
