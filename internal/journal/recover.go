package journal

import (
	"reckon/internal/durable"
)

// marker reads the marker of a publication that was not finished; nil where
// there is none.
func (h *head) marker() (*marker, error) {
	there, err := h.has(markerFile)
	if err != nil || !there {
		return nil, err
	}
	text, err := h.read(markerFile)
	if err != nil {
		return nil, err
	}
	m, ok := parseMarker(string(text), h.shape.ext)
	if !ok {
		return nil, h.refuse(markerFile, "JO010", "the marker of a publication cannot be read").
			Unchanged("Nothing was changed").Try("Restore the log from a backup")
	}
	return &m, nil
}

// leftover returns the files that an unfinished publication may have left, and
// whether there was one.
func (h *head) leftover() (files []string, interrupted bool, err error) {
	for _, name := range []string{markerNew, anchorNew, vkeyNew, manifestNew} {
		there, err := h.has(name)
		if err != nil {
			return nil, false, err
		}
		if there {
			files = append(files, name)
		}
	}
	m, err := h.marker()
	if err != nil || m == nil {
		return files, len(files) > 0, err
	}
	other, ok := m.other(h.shape)
	if !ok {
		return nil, false, h.refuse(markerFile, "JO010", "the marker is of another publication: the log has %d acts and %d objects",
			h.shape.size, h.shape.objects).Unchanged("Nothing was changed").Try("Restore the log from a backup")
	}
	stale := without(other.files(m.from), h.shape.files(m.from))
	return append(append(files, stale...), checkpointNew), true, nil
}

// Recover clears what an interrupted Publish left. The checkpoint that stands
// decides: where it is the new one the publication counts and the files of the
// old state go, otherwise those of the new one go. Other names are not
// touched; if there are any, Verify finds them. Without traces of an
// interruption it changes nothing.
//
// In order: fsync of the log's directory, so that the checkpoint that is seen
// is the one that stays; removal of files and of directories left empty; fsync
// of the directories they lay in; removal of the marker.
func (l *Log) Recover(fsys durable.FS) error {
	if err := l.reload(); err != nil {
		return err
	}
	files, interrupted, err := l.leftover()
	if err != nil || !interrupted {
		return err
	}
	if err := l.sync(fsys); err != nil {
		return err
	}
	if err := l.removeAll(fsys, files); err != nil {
		return err
	}
	return l.remove(fsys, markerFile)
}
