package rig

import (
	"encoding/json"
	"time"
)

// Duration is written "300ms".
type Duration time.Duration

// UnmarshalJSON reads what time.ParseDuration does.
func (d *Duration) UnmarshalJSON(text []byte) error {
	var written string
	if err := json.Unmarshal(text, &written); err != nil {
		return err
	}
	read, err := time.ParseDuration(written)
	*d = Duration(read)
	return err
}

func (d Duration) String() string { return time.Duration(d).String() }
