package reckon

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"reckon/fault"
	"reckon/internal/intake"
	"reckon/internal/store"
	"reckon/rendition"
)

// The outcomes of a file in a batch.
const (
	fileKept    = "kept"    // preserved as a source
	fileKnown   = "known"   // a source has the same bytes; nothing was added
	fileRefused = "refused" // nothing was added
)

// FileOutcome is what became of one file of a batch.
type FileOutcome struct {
	Name    string `json:"name"`             // as it was given or found; for a file in another, both
	Outcome string `json:"outcome"`          // kept, known by its bytes, or refused
	Reason  string `json:"reason,omitempty"` // why it was refused
	Ingested
}

// Batch is several files to be added, in order.
type Batch struct {
	Each   Ingest // what all have in common; title and path are filled in
	Paths  []string
	Again  bool                             // also add what is known by its bytes
	Report func(FileOutcome) error          // called after each file
	Title  func(name string) (title string) // makes the title of a source out of a file's name
}

// Several says whether there are several files in a batch: several paths, a
// folder, or a file such as an archive or a mailbox that has others in it.
func (b *Batch) Several() (bool, error) {
	if len(b.Paths) != 1 {
		return true, nil
	}
	path := b.Paths[0]
	info, err := os.Stat(path)
	if err != nil {
		return false, nil // refused when it is added
	}
	if info.IsDir() {
		return true, nil
	}
	if !info.Mode().IsRegular() || info.Size() > rendition.DefaultLimits().Bytes {
		return false, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return false, fmt.Errorf("reading the file: %w", err)
	}
	return slices.Contains(containers(), rendition.Sniff(data, rendition.Hint{Name: filepath.Base(path)})), nil
}

// containers are the formats that have files in them.
func containers() []rendition.Format {
	return []rendition.Format{rendition.Zip, rendition.Mail, rendition.Mailbox}
}

// AddBatch adds files, those of folders, and those inside archives and mails,
// each as a source of its own. A file that is refused does not keep the others
// from being added. Files whose bytes are known are passed over, so that a
// batch that was cut off goes on when it is given again. It returns how many
// files were refused.
func (p *Project) AddBatch(ctx context.Context, b Batch) (refused int, err error) {
	var files []string
	for _, path := range b.Paths {
		found, err := intake.Files(path, Exists)
		if err != nil {
			return 0, err
		}
		files = append(files, found...)
	}
	run := batchRun{p: p, Batch: b}
	for i, file := range files {
		in := b.Each
		in.Path, in.About.Title = file, b.Title(filepath.Base(file))
		if err := run.add(ctx, in, file); err != nil {
			return run.refused, err
		}
		p.env.Progress("adding files", i+1, len(files))
	}
	return run.refused, nil
}

// batchRun is a batch under way.
type batchRun struct {
	p *Project
	Batch
	refused int
}

// add adds one file and those inside it.
func (r *batchRun) add(ctx context.Context, in Ingest, name string) error {
	out := FileOutcome{Name: name, Outcome: fileKept}
	known, err := r.known(ctx, &in)
	switch {
	case err == nil && known != nil:
		out.Outcome, out.Ingested = fileKnown, *known
	case err == nil:
		out.Ingested, err = r.p.AddSource(ctx, in)
	}
	if err != nil {
		if ctx.Err() != nil || !isAbout(err) {
			return err
		}
		r.refused++
		out = FileOutcome{Name: name, Outcome: fileRefused, Reason: err.Error()}
	}
	if err := r.Report(out); err != nil {
		return err
	}
	return r.addInside(ctx, in, out)
}

// isAbout says that an error is about one file, so that the next may do
// better.
func isAbout(err error) bool {
	kind := fault.KindOf(err)
	return errors.Is(err, fs.ErrPermission) || fault.CodeOf(err) != "" && kind != fault.Locked && kind != fault.Integrity && kind != fault.Usage
}

// addInside adds the files that stand in another.
func (r *batchRun) addInside(ctx context.Context, in Ingest, out FileOutcome) error {
	depth, note := 1, in.About.Note
	if in.inner != nil {
		depth = in.inner.depth + 1
	}
	for _, file := range out.inside {
		sub := r.Each
		sub.Path, sub.inner = file.Name, &inner{file, depth}
		sub.About.Title = r.Title(file.Name)
		sub.About.Note = strings.TrimSpace("Taken out of " + out.Ref + ", " + in.About.Title + ".\n" + note)
		if err := r.add(ctx, sub, out.Name+" › "+file.Name); err != nil {
			return err
		}
	}
	return nil
}

// known returns the source that has a file's bytes, with the files in it, or
// nil where none has or all are to be added again.
func (r *batchRun) known(ctx context.Context, in *Ingest) (*Ingested, error) {
	if r.Again {
		return nil, nil
	}
	f, err := in.open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sum, err := intake.Digest(f)
	if err != nil {
		return nil, err
	}
	var refs []string
	if err := r.p.Read(ctx, func(d *store.Reader) (err error) {
		refs, err = d.SameBytes(sum)
		return err
	}); err != nil || len(refs) == 0 {
		return nil, err
	}
	out := Ingested{Ref: refs[0], SHA256: sum, SameBytes: refs}
	if _, err := f.Seek(0, 0); err != nil {
		return nil, fmt.Errorf("reading the file: %w", err)
	}
	return &out, r.p.lookInside(ctx, f, in.hint(), &out)
}

// lookInside finds the files in one that is known, which a batch that was cut
// off may not have added. Text that cannot be read is no refusal here.
func (p *Project) lookInside(ctx context.Context, f intake.Input, hint rendition.Hint, out *Ingested) error {
	data, err := io.ReadAll(io.LimitReader(f, rendition.DefaultLimits().Bytes+1))
	if err != nil {
		return fmt.Errorf("reading the file: %w", err)
	}
	if !slices.Contains(containers(), rendition.Sniff(data, hint)) {
		return nil
	}
	d, err := p.readDocument(ctx, data, hint)
	if d != nil {
		out.inside = d.Children
	}
	if fault.CodeOf(err) != "" {
		return nil
	}
	return err
}
