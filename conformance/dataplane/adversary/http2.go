package adversary

import (
	"bytes"
	"net"
	"strings"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// sendHTTP2 writes the frames itself: clients would not send these fields.
func (a Attempt) sendHTTP2(connection net.Conn, names *strings.Replacer) {
	var block bytes.Buffer
	encoder := hpack.NewEncoder(&block)
	for _, field := range a.Fields {
		_ = encoder.WriteField(hpack.HeaderField{Name: field.Name, Value: names.Replace(field.Value)}) // into memory
	}
	var frames bytes.Buffer
	frames.WriteString(http2.ClientPreface)
	writer := http2.NewFramer(&frames, nil)
	_ = writer.WriteSettings()
	_ = writer.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: block.Bytes(), EndHeaders: true, EndStream: a.Body == ""})
	if a.Body != "" {
		_ = writer.WriteData(1, true, []byte(names.Replace(a.Body)))
	}
	if _, err := connection.Write(frames.Bytes()); err != nil {
		return
	}
	reader := http2.NewFramer(nil, connection)
	for {
		frame, err := reader.ReadFrame()
		if err != nil {
			return
		}
		switch frame := frame.(type) {
		case *http2.GoAwayFrame, *http2.RSTStreamFrame:
			return
		case *http2.HeadersFrame:
			if frame.StreamEnded() {
				return
			}
		case *http2.DataFrame:
			if frame.StreamEnded() {
				return
			}
		}
	}
}

// fields writes a request of HTTP/2, with its name.
func fields(method, scheme, authority, path string, more ...Field) []Field {
	return append([]Field{{":method", method}, {":scheme", scheme}, {":authority", authority}, {":path", path}, {"x-attempt", ID}}, more...)
}
