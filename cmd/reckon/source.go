package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"reckon"
	"reckon/fault"
	"reckon/internal/store"
	"reckon/ledger"
	"reckon/source"
)

func (a *app) sourceCommand() *cobra.Command {
	return parent("source", "Preserve sources and read them",
		a.sourceAdd(), a.sourceAttach(), a.sourceList(), a.sourceShow(), a.sourceText(), a.sourceRead(), a.sourceTranscribe(), a.sourceVerify(), a.sourceExport())
}

func (a *app) sourceAdd() *cobra.Command {
	var in reckon.Ingest
	var reference string
	var again, pictures bool
	c := &cobra.Command{
		Use:   "add [FILE|FOLDER…]",
		Short: "Preserve files as they were received, or register a source by reference",
		Long: `Preserve a file as it was received, byte for byte, and read its text. A file
without readable text is kept all the same, with the reason. With --reference a
source is registered of which there is no file.

Several files and folders are added one after the other, and so are the files
in archives, mailboxes and mails, each as a source of its own. What is known by
its bytes is passed over, so that an interrupted call can be given again. Where
a file is refused, the others are still added, and the exit status is 1.

The figures that a text states are counted, and nothing is coded by that:
reckon statement review goes through them.`,
		Example: `  reckon source add release.txt --said-by "Ministry of the Interior" --published 2031-03-03 --lang en
  reckon source add --reference "Vesmar Courier, 4 March 2031, page 2" --said-by "Vesmar Courier"
  reckon source add old.txt --encoding windows-1251
  reckon source add inbox/ letters.mbox archive.zip --said-by "Vesmar Courier"`,
		RunE: func(c *cobra.Command, args []string) error {
			if (len(args) > 0) == (reference != "") {
				return usage("name either files or, with --reference, where the source can be found")
			}
			if err := a.usePictures(c.Context(), pictures); err != nil {
				return err
			}
			in.About.Citation = reference
			if len(args) == 0 {
				return a.addSource(c, in)
			}
			b := reckon.Batch{Each: in, Paths: args, Again: again}
			several, err := b.Several()
			if err != nil {
				return err
			}
			if several {
				return a.addBatch(c, b)
			}
			in.Path = args[0]
			return a.addSource(c, in)
		},
	}
	f := c.Flags()
	f.StringVar(&in.About.Title, "title", "", "what the source is, without judging it (the file's name)")
	f.StringVar(&in.About.SaidBy, "said-by", "", "whom the whole document speaks for, as `NAME` or NAME [ROLE], or a chain of them: A [agency] > B [publisher]")
	f.StringVar(&in.About.Published, "published", "", "date of publication, as far as it is known: 2031, 2031-03, 2031-03-03")
	f.StringVar(&in.About.Language, "lang", "", "language, such as en, ar or az-Cyrl")
	f.StringVar(&in.About.Material, "type", "other", "type of material: "+termList(source.Materials()))
	f.StringVar((*string)(&in.About.Confidentiality), "confidentiality", string(source.Internal), "public, internal, confidential or sealed")
	f.StringVar(&in.About.URL, "url", "", "where it was found")
	f.StringVar(&in.About.Note, "note", "", "anything a later reader should know")
	f.StringVar(&in.How, "how", "file", "how it was received: "+termList(source.Ways()))
	f.StringVar(&in.Encoding, "encoding", "", "encoding of the text, such as windows-1256, where it is not UTF-8 or marked")
	f.StringVar(&in.Reason, "reason", "", "why it was added")
	f.StringVar(&reference, "reference", "", "citation of a source of which there is no file")
	f.BoolVar(&again, "again", false, "of several files, also add those whose bytes are known")
	picturesFlag(c, &pictures)
	return c
}

func termList(terms []source.Term) string {
	return strings.Join(source.TermNames(terms), ", ")
}

func (a *app) addSource(c *cobra.Command, in reckon.Ingest) error {
	if in.About.Title == "" {
		in.About.Title = in.About.Citation
		if in.Path != "" {
			in.About.Title = titleFrom(filepath.Base(in.Path))
		}
	}
	return a.with(c.Context(), func(p *reckon.Project) error {
		got, err := p.AddSource(c.Context(), in)
		if err != nil {
			return flagged(err, c)
		}
		if a.json {
			return a.line(got)
		}
		a.print("sealed   %s  %s%s", got.Ref, in.About.Title, sizeAndDigest(got))
		if got.Chars > 0 {
			a.print("text     %d characters, %s", got.Chars, got.Encoding)
		}
		if got.NoText != "" {
			a.note("no text  %s", got.NoText)
		}
		if len(got.SameBytes) > 0 {
			a.note("same     these bytes were received before: %s", strings.Join(got.SameBytes, ", "))
		}
		a.whatNext(got)
		return nil
	})
}

func (a *app) sourceAttach() *cobra.Command {
	var in reckon.Ingest
	c := &cobra.Command{
		Use:   "attach SOURCE FILE",
		Short: "Give a source known by reference alone its file",
		Long: `Give a source known by reference alone its file, which is preserved as it was
received. The words of the statements that wait for a text are looked for in
it: where they stand there once they are anchored, and the others are listed.`,
		Example: `  reckon source attach S-2 courier.txt --how scan --reason "found in the archive"`,
		Args:    cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			in.Path = args[1]
			return a.with(c.Context(), func(p *reckon.Project) error {
				got, err := p.Attach(c.Context(), args[0], in)
				if err != nil {
					return flagged(err, c)
				}
				return a.attached(got)
			})
		},
	}
	f := c.Flags()
	f.StringVar(&in.How, "how", "file", "how it was received: "+termList(source.Ways()))
	f.StringVar(&in.Encoding, "encoding", "", "encoding of the text, such as windows-1256, where it is not UTF-8 or marked")
	f.StringVar(&in.Reason, "reason", "", "why it was attached")
	return c
}

func (a *app) attached(got reckon.Attached) error {
	if a.json {
		return a.line(got)
	}
	a.print("sealed   %s%s", got.Ref, sizeAndDigest(got.Ingested))
	if got.Chars > 0 {
		a.print("text     %d characters, %s", got.Chars, got.Encoding)
		a.print("anchored %d", len(got.Anchored))
	}
	a.waiting(got.Placed)
	if got.NoText != "" {
		a.note("no text  %s", got.NoText)
	}
	if len(got.SameBytes) > 0 {
		a.note("same     these bytes were received before: %s", strings.Join(got.SameBytes, ", "))
	}
	return nil
}

// whatNext says what the reader left out, what was found, and how to go on.
func (a *app) whatNext(got reckon.Ingested) {
	for _, n := range got.Notes {
		a.note("note     %s", n)
	}
	if got.Proposed == 0 {
		a.note("next     reckon statement add %s --kind toll --quote \"…\"", got.Ref)
		return
	}
	a.note("found    %s to decide on", figures(got.Proposed))
	a.note("next     reckon statement review %s", got.Ref)
}

func figures(n int) string {
	if n == 1 {
		return "1 figure"
	}
	return strconv.Itoa(n) + " figures"
}

// titleFrom makes a title out of a file's name.
func titleFrom(name string) string {
	return clean(oneLine(strings.ToValidUTF8(name, "\uFFFD")))
}

// addBatch adds several files and says of each what became of it.
func (a *app) addBatch(c *cobra.Command, b reckon.Batch) error {
	if b.Each.About.Title != "" {
		return usage("--title is for one file; those of several are their names")
	}
	total := 0
	b.Title = titleFrom
	b.Report = func(o reckon.FileOutcome) error {
		total++
		return a.fileOutcome(o)
	}
	return a.with(c.Context(), func(p *reckon.Project) error {
		refused, err := p.AddBatch(c.Context(), b)
		if err != nil {
			return flagged(err, c)
		}
		if total == 0 {
			a.note("There are no files in it.")
		}
		if refused > 0 {
			return fault.New("CL014", fault.Invalid, "%d of %d files were refused; the others are kept", refused, total).
				Try("Give the call again once they are set right: what is known is passed over")
		}
		return nil
	})
}

func (a *app) fileOutcome(o reckon.FileOutcome) error {
	if a.json {
		return a.line(o)
	}
	switch {
	case o.Reason != "":
		a.print("refused  %s: %s", o.Name, o.Reason)
	case o.ID == "":
		a.print("known    %s  %s", o.Ref, o.Name)
	default:
		found := ""
		if o.Proposed > 0 {
			found = "  " + figures(o.Proposed) + " to decide on"
		}
		a.print("sealed   %s  %s  %s%s", o.Ref, o.Name, bytesText(o.Size), found)
		if o.NoText != "" {
			a.note("no text  %s  %s", o.Ref, o.NoText)
		}
	}
	return nil
}

func sizeAndDigest(got reckon.Ingested) string {
	if got.SHA256 == "" {
		return "  by reference, no bytes preserved"
	}
	return fmt.Sprintf("  %s  sha256 %s", bytesText(got.Size), short(got.SHA256))
}

func bytesText(n int64) string {
	switch {
	case n < 10_000:
		return strconv.FormatInt(n, 10) + " bytes"
	case n < 10_000_000:
		return strconv.FormatInt((n+500)/1000, 10) + " kB"
	}
	return strconv.FormatInt((n+500_000)/1_000_000, 10) + " MB"
}

// sourceRow is a source as --json prints it.
type sourceRow struct {
	Ref string `json:"ref"`
	source.Added
	Erased     bool           `json:"erased,omitempty"`
	Renditions []renditionRow `json:"renditions,omitempty"`
	NoText     string         `json:"no_text,omitempty"`
	Statements int            `json:"statements"`
	By         string         `json:"by"`
	Time       string         `json:"time"`
}

type renditionRow struct {
	source.RenditionAdded
	Time string `json:"time"`
}

func rowOf(s store.Source, names map[ledger.ActorID]string) sourceRow {
	r := sourceRow{Ref: s.Ref, Added: s.Added, Erased: s.Erased, Statements: s.Statements, By: names[s.Actor], Time: s.Time, NoText: s.NoText}
	for _, rd := range s.Renditions {
		r.Renditions = append(r.Renditions, renditionRow{rd.RenditionAdded, rd.Time})
	}
	return r
}

func (a *app) sourceList() *cobra.Command {
	return a.lister(&cobra.Command{
		Use: "list", Short: "List the sources", Args: cobra.NoArgs,
		Example: "  reckon source list\n  reckon source list --json",
		RunE:    func(c *cobra.Command, _ []string) error { return a.read(c.Context(), a.listSources) },
	})
}

func (a *app) listSources(r *store.Reader) error {
	names, err := r.ActorNames()
	if err != nil {
		return err
	}
	t := columns{
		head: []string{"Ref", "Title", "Said by", "Published", "Coded", "Kept", "SHA-256"}, more: 1,
		empty: "No sources yet. reckon source add FILE keeps one as it is.",
	}
	return listing(a, r.Sources(), t, func(s store.Source) (any, []string) {
		return rowOf(s, names), []string{
			s.Ref, titleOf(s), s.SaidBy, s.Published, strconv.Itoa(s.Statements), kept(s), digestOf(s),
		}
	})
}

func titleOf(s store.Source) string {
	if s.Erased {
		return "(erased)"
	}
	return s.Title
}

func kept(s store.Source) string {
	if s.Original == nil {
		return "reference only"
	}
	return bytesText(s.Original.Size)
}

func digestOf(s store.Source) string {
	if s.Original == nil {
		return ""
	}
	return s.Original.SHA256
}

func (a *app) sourceShow() *cobra.Command {
	return &cobra.Command{
		Use: "show SOURCE", Short: "Show what is known of a source", Args: cobra.ExactArgs(1),
		Example: "  reckon source show S-1",
		RunE: func(c *cobra.Command, args []string) error {
			return a.read(c.Context(), func(r *store.Reader) error {
				s, err := r.Source(args[0])
				if err != nil {
					return err
				}
				names, err := r.ActorNames()
				if err != nil {
					return err
				}
				if a.json {
					return a.line(rowOf(s, names))
				}
				a.showSource(s, names)
				return nil
			})
		},
	}
}

func (a *app) showSource(s store.Source, names map[ledger.ActorID]string) {
	pairs := [][2]string{
		{"title", titleOf(s)}, {"type", s.Material}, {"said by", s.SaidBy}, {"published", s.Published},
		{"language", s.Language}, {"access", string(s.Confidentiality)}, {"reference", s.Citation}, {"url", s.URL}, {"note", s.Note},
	}
	if o := s.Original; o != nil {
		pairs = append(pairs, [2]string{"file", o.Name}, [2]string{"size", bytesText(o.Size)},
			[2]string{"sha256", o.SHA256}, [2]string{"looks like", o.MediaType}, [2]string{"object", string(o.Object.Object)})
	}
	for _, rd := range s.Renditions {
		pairs = append(pairs, [2]string{"text", describeText(rd, names)})
	}
	pairs = append(pairs, [2]string{"no text", s.NoText})
	pairs = append(pairs, [2]string{"statements", strconv.Itoa(s.Statements)}, [2]string{"added", day(s.Time) + " by " + names[s.Actor]})
	a.print("%s", s.Ref)
	a.pairs(pairs)
}

// describeText says what text of a source it is.
func describeText(rd store.Rendition, names map[ledger.ActorID]string) string {
	text := fmt.Sprintf("%s  %d characters, ", rd.Rendition, rd.CodePoints)
	if rd.Typing == "" {
		return text + fmt.Sprintf("%s, read by %s %s", rd.Encoding, rd.Reader, rd.ReaderVersion)
	}
	if rd.Language != "" {
		text += rd.Language + ", "
	}
	return text + rd.Typing + " by " + cmp.Or(rd.By, names[rd.Actor])
}

// pairs prints names and values that are not empty.
func (a *app) pairs(pairs [][2]string) {
	for _, p := range pairs {
		if p[1] != "" {
			a.print("  %-11s %s", p[0], isolate(p[1]))
		}
	}
}

func (a *app) sourceText() *cobra.Command {
	var rendition string
	c := &cobra.Command{
		Use: "text SOURCE", Short: "Print the text that statements are anchored in", Args: cobra.ExactArgs(1),
		Example: "  reckon source text S-1",
		RunE: func(c *cobra.Command, args []string) error {
			return a.with(c.Context(), func(p *reckon.Project) error {
				t, r, err := p.Text(c.Context(), args[0], source.RenditionID(rendition))
				if err != nil {
					return err
				}
				if a.json {
					return a.line(map[string]any{"rendition": r.Rendition, "sha256": r.SHA256, "characters": t.Len(), "text": t.String()})
				}
				_, err = io.WriteString(a.data(), t.String())
				return err
			})
		},
	}
	c.Flags().StringVar(&rendition, "rendition", "", "which text, where there are several (the newest)")
	return c
}

func (a *app) sourceRead() *cobra.Command {
	var encoding, reason string
	var pictures bool
	c := &cobra.Command{
		Use: "read SOURCE", Short: "Read a source's file again, in another encoding or as a picture", Args: cobra.ExactArgs(1),
		Long: `Read a source's file again, in another encoding or as a picture, and store the
text beside the texts there are. Statements stay anchored in the text they were
coded from.`,
		Example: "  reckon source read S-3 --encoding windows-1251\n  reckon source read S-5 --ocr",
		RunE: func(c *cobra.Command, args []string) error {
			if err := a.usePictures(c.Context(), pictures); err != nil {
				return err
			}
			return a.with(c.Context(), func(p *reckon.Project) error {
				got, err := p.ReadAgain(c.Context(), args[0], encoding, reason)
				if err != nil {
					return err
				}
				if a.json {
					return a.line(got)
				}
				a.print("text     %s  %d characters, %s", got.Ref, got.Chars, got.Encoding)
				return nil
			})
		},
	}
	c.Flags().StringVar(&encoding, "encoding", "", "encoding of the text, such as windows-1256")
	c.Flags().StringVar(&reason, "reason", "", "why it is read again")
	picturesFlag(c, &pictures)
	return c
}

func (a *app) sourceTranscribe() *cobra.Command {
	var in reckon.Typed
	c := &cobra.Command{
		Use: "transcribe SOURCE FILE", Short: "Store a transcription or translation that a person made", Args: cobra.ExactArgs(2),
		Long: `Store a text that a person made of a source, beside the original and the texts
there are: what stands in a picture or is said in a recording, typed out, or the
source in another language. What was coded stays anchored where it is;
reckon statement move takes it to another text.`,
		Example: `  reckon source transcribe S-4 tape.txt --by "M. Orel"
  reckon source transcribe S-4 tape-en.txt --kind translation --lang en`,
		RunE: func(c *cobra.Command, args []string) error {
			in.Path = args[1]
			return a.with(c.Context(), func(p *reckon.Project) error {
				got, err := p.AddTyped(c.Context(), args[0], in)
				if err != nil {
					return flagged(err, c)
				}
				if a.json {
					return a.line(got)
				}
				a.print("text     %s  %d characters, %s by %s", got.Ref, got.Chars, in.Kind, cmp.Or(in.By, a.who()))
				a.whatNext(got)
				return nil
			})
		},
	}
	f := c.Flags()
	f.StringVar(&in.Kind, "kind", source.Typings()[0].Name, "what it is: "+termList(source.Typings()))
	f.StringVar(&in.Language, "lang", "", "language of the text, where it is not the source's, such as en")
	f.StringVar(&in.By, "by", "", "`NAME` of who made it (who enters it)")
	f.StringVar(&in.Encoding, "encoding", "", "encoding of the file, where it is not UTF-8 or marked")
	f.StringVar(&in.Reason, "reason", "", "why it was made")
	return c
}

func (a *app) sourceVerify() *cobra.Command {
	return &cobra.Command{
		Use: "verify [SOURCE…]", Short: "Compare preserved files with what was recorded of them",
		Example: "  reckon source verify S-1",
		Args:    cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			return a.with(c.Context(), func(p *reckon.Project) error {
				names, err := sourceNames(c, p, args)
				if err != nil {
					return err
				}
				return a.verifySources(c, p, names)
			})
		},
	}
}

// sourceNames returns the sources that were named, or all.
func sourceNames(c *cobra.Command, p *reckon.Project, named []string) ([]string, error) {
	if len(named) > 0 {
		return named, nil
	}
	err := p.Read(c.Context(), func(r *store.Reader) error {
		for s, err := range r.Sources() {
			if err != nil {
				return err
			}
			named = append(named, s.Ref)
		}
		return nil
	})
	return named, err
}

func (a *app) verifySources(c *cobra.Command, p *reckon.Project, names []string) error {
	for _, name := range names {
		s, err := p.CheckSource(c.Context(), name)
		if err != nil {
			return err
		}
		loose, err := p.CheckAnchors(c.Context(), name)
		if err != nil {
			return err
		}
		status := "as received"
		if s.Original == nil {
			status = "reference only, nothing to compare"
		}
		if a.json {
			err = a.line(map[string]any{"ref": s.Ref, "status": status, "unanchored": loose})
		} else {
			a.print("%-8s %s", s.Ref, status)
		}
		a.listLoose(loose)
		if err != nil {
			return err
		}
	}
	return nil
}

// listLoose names the statements whose anchors do not hold.
func (a *app) listLoose(loose map[string]source.State) {
	for _, ref := range slices.SortedFunc(maps.Keys(loose), byNumber) {
		a.note("%-8s %s %s", "", ref, loose[ref])
	}
}

// byNumber compares display numbers, of which 2 comes before 10.
func byNumber(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

func (a *app) sourceExport() *cobra.Command {
	return &cobra.Command{
		Use: "export SOURCE FILE", Short: "Write a source's file as it was received", Args: cobra.ExactArgs(2),
		Example: "  reckon source export S-1 copy-of-release.txt",
		RunE: func(c *cobra.Command, args []string) error {
			return a.with(c.Context(), func(p *reckon.Project) error {
				s, err := p.ExportOriginal(c.Context(), args[0], args[1])
				if err != nil {
					return err
				}
				if a.json {
					return a.line(map[string]any{"ref": s.Ref, "file": args[1], "sha256": s.Original.SHA256})
				}
				a.print("written  %s  %s", args[1], bytesText(s.Original.Size))
				if s.Confidentiality.Rank() > source.Public.Rank() {
					a.note("%s is marked %s: the copy is yours to protect", s.Ref, s.Confidentiality)
				}
				return nil
			})
		},
	}
}
