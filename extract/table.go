package extract

// column is what the head of a table column says its numbers count.
type column struct {
	status Status
	unit   Unit
	groups []string
	head   string
}

// table is a run of lines with cells under a line of column heads.
type table struct {
	columns []column
	rows    [][]*candidate // by column; nil where a cell holds no figure
}

// cellCuts returns the byte offsets of the dividers between the cells of a
// line. Tabs and upright bars divide cells.
func cellCuts(line string, at int) []int {
	var cuts []int
	for i := 0; i < len(line); i++ {
		if line[i] == '\t' || line[i] == '|' {
			cuts = append(cuts, at+i)
		}
	}
	return cuts
}

// cellOf returns the number of the cell that holds a byte offset.
func cellOf(cuts []int, at int) int {
	n := 0
	for n < len(cuts) && cuts[n] < at {
		n++
	}
	return n
}

// row reads a table line. It reports whether the line belongs to a table whose
// column heads say what is counted.
func (d *document) row(seg segment, words []word) bool {
	line := d.src[seg.start:seg.end]
	if cells(line) < 2 {
		d.table = nil
		return false
	}
	cuts := cellCuts(line, seg.start)
	if heads := columnHeads(words, cuts); heads != nil {
		d.table = &table{columns: heads}
		return true
	}
	return d.table != nil && d.cells(seg, words, cuts)
}

// columnHeads reads a line without digits in which at least one cell names a
// fate; nil where the line is no such head.
func columnHeads(words []word, cuts []int) []column {
	out := make([]column, len(cuts)+1)
	fates := 0
	for i := range words {
		w := &words[i]
		if w.kind == kindDigit {
			return nil
		}
		c := &out[cellOf(cuts, w.start)]
		if w.status != "" && c.status == "" {
			c.status, c.head = w.status, w.text
			fates++
		}
		if w.unit != "" {
			c.unit = w.unit
		}
		c.groups = append(c.groups, w.groups...)
	}
	if fates == 0 || len(cuts) == 0 {
		return nil
	}
	for k := range out {
		if out[k].unit == "" {
			out[k].unit = persons
		}
	}
	return out
}

// cells reads the numbers of a row and gives them what the heads say.
func (d *document) cells(seg segment, words []word, cuts []int) bool {
	s := &sentence{src: d.src, lang: d.lang, words: words, doc: d, item: seg.item}
	s.numbers()
	row := make([]*candidate, len(d.table.columns))
	for _, c := range s.cands {
		k := cellOf(cuts, words[c.first].start)
		if k >= len(row) || d.table.columns[k].status == "" || row[k] != nil || c.form > formVague {
			c.turn("other")
			continue
		}
		col := d.table.columns[k]
		c.unit, c.groups = col.unit, append(c.groups, col.groups...)
		c.set(frame{status: col.status, at: -1, bond: tight, how: "stands in the column “" + col.head + "”"})
		row[k] = c
	}
	d.total(words, row)
	d.collect(s)
	return true
}

// total makes the rows above parts of a row that sums them; a later row is
// none of its parts.
func (d *document) total(words []word, row []*candidate) {
	if len(words) == 0 || !words[0].is(isTotal|isTollHead) {
		d.table.rows = append(d.table.rows, row)
		return
	}
	for k, c := range row {
		for _, above := range d.table.rows {
			if c == nil || above[k] == nil {
				continue
			}
			above[k].parent = c
			above[k].say("is a row of the total below it")
		}
	}
	d.table.rows = nil
}
