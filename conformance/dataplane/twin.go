package dataplane

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"

	"cdk8s-istio/conformance/manifest"
)

const meshConfig = "MeshConfig"

// change gives the app and the mesh configuration with the changes of a negative twin, or of somebody else.
func change(changes map[string]json.RawMessage, objects []manifest.Object, mesh json.RawMessage) ([]manifest.Object, json.RawMessage, error) {
	changed := slices.Clone(objects)
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		if name == meshConfig {
			patched, err := patch(mesh, changes[name])
			if err != nil {
				return nil, nil, fmt.Errorf("%s: %w", name, err)
			}
			mesh = patched
			continue
		}
		at := slices.IndexFunc(changed, func(o manifest.Object) bool { return manifest.Name(o) == name })
		if at < 0 {
			return nil, nil, fmt.Errorf("%s: the app has no such object; it has %s", name, namesOf(objects))
		}
		if string(changes[name]) == "null" {
			changed = slices.Delete(changed, at, at+1)
			continue
		}
		object, err := patchObject(changed[at], changes[name])
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		changed[at] = object
	}
	return changed, mesh, nil
}

func patchObject(o manifest.Object, change json.RawMessage) (manifest.Object, error) {
	before, err := o.MarshalJSON()
	if err != nil {
		return nil, err
	}
	after, err := patch(before, change)
	if err != nil {
		return nil, err
	}
	made := o.DeepCopy()
	return made, made.UnmarshalJSON(after)
}

// patch takes a JSON patch, which is a list, or a merge patch. One that changes nothing is an error.
func patch(before []byte, change json.RawMessage) ([]byte, error) {
	if len(before) == 0 {
		before = []byte("{}")
	}
	var after []byte
	var err error
	if bytes.HasPrefix(bytes.TrimSpace(change), []byte("[")) {
		var operations jsonpatch.Patch
		if operations, err = jsonpatch.DecodePatch(change); err == nil {
			after, err = operations.Apply(before)
		}
	} else {
		after, err = jsonpatch.MergePatch(before, change)
	}
	if err == nil && jsonpatch.Equal(before, after) {
		return nil, errors.New("the patch changes nothing")
	}
	return after, err
}

func namesOf(objects []manifest.Object) string {
	var names []string
	for _, o := range objects {
		names = append(names, manifest.Name(o))
	}
	return strings.Join(names, ", ")
}
