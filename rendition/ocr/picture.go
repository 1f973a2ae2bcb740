package ocr

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"

	"reckon/fault"
	"reckon/rendition"
)

// fits refuses a picture whose header states more pixels than the limits
// allow: 61 kB of PNG can hold 400 million of them.
func fits(data []byte, limits rendition.Limits) error {
	pixels, err := countPixels(data, limits.Pages)
	if err != nil {
		return fault.New("RD007", fault.Invalid, "the picture is damaged: %v", err).
			Try("Save a copy as PNG and add it beside the original")
	}
	if pixels > limits.Pixels {
		return fault.New("RD008", fault.Invalid, "the picture has %d pixels, more than the %d that are read", pixels, limits.Pixels).
			Try("Save a smaller copy and add it beside the original")
	}
	return nil
}

func countPixels(data []byte, pages int) (int64, error) {
	var c image.Config
	var err error
	r := bytes.NewReader(data)
	switch rendition.Sniff(data, rendition.Hint{}) {
	case rendition.TIFF:
		return tiffPixels(data, pages)
	case rendition.PNG:
		c, err = png.DecodeConfig(r)
	case rendition.JPEG:
		c, err = jpeg.DecodeConfig(r)
	case rendition.GIF:
		c, err = gif.DecodeConfig(r)
	default:
		err = errors.New("it is of no known kind")
	}
	return int64(c.Width) * int64(c.Height), err
}

// Tags and types of TIFF 6.0 that state a page's size.
const (
	tagWidth  = 256
	tagLength = 257
	typeShort = 3
	typeLong  = 4
)

var errTIFF = errors.New("its directory points outside of the file")

// tiffPixels adds up the pixels of the pages of a TIFF file (revision 6.0,
// 1992). A chain of directories that comes back on itself is refused by the
// number of pages.
func tiffPixels(data []byte, pages int) (int64, error) {
	var order binary.ByteOrder = binary.LittleEndian
	if data[0] == 'M' {
		order = binary.BigEndian
	}
	if len(data) < 8 {
		return 0, errTIFF
	}
	var sum int64
	at := int64(order.Uint32(data[4:]))
	for n := 0; at != 0; n++ {
		if n > pages {
			return 0, errors.New("it has too many pages")
		}
		if at+2 > int64(len(data)) {
			return 0, errTIFF
		}
		count := int64(order.Uint16(data[at:]))
		end := at + 2 + 12*count
		if end+4 > int64(len(data)) {
			return 0, errTIFF
		}
		width, length := int64(0), int64(0)
		for entry := at + 2; entry < end; entry += 12 {
			switch order.Uint16(data[entry:]) {
			case tagWidth:
				width = tiffValue(order, data[entry:])
			case tagLength:
				length = tiffValue(order, data[entry:])
			}
		}
		if width > 1<<31 || length > 1<<31 {
			return 0, errTIFF
		}
		sum += min(width*length, 1<<50)
		at = int64(order.Uint32(data[end:]))
	}
	return sum, nil
}

func tiffValue(order binary.ByteOrder, entry []byte) int64 {
	switch order.Uint16(entry[2:]) {
	case typeShort:
		return int64(order.Uint16(entry[8:]))
	case typeLong:
		return int64(order.Uint32(entry[8:]))
	}
	return 0
}
