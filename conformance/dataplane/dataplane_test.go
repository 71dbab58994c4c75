package dataplane

import (
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"istio.io/istio/pkg/log"

	"cdk8s-istio/conformance/dataplane/rig"
)

const (
	examples = "../../examples"
	written  = "../../dist/examples"
	leftover = "../../dist/dataplane"
	docs     = "../../docs"
)

var casesFlag = flag.String("cases", "", "a cases.json of your own, in the place of those of the examples")

func TestMain(m *testing.M) {
	flag.Parse()
	for _, scope := range log.Scopes() {
		scope.SetOutputLevel(log.NoneLevel)
	}
	os.Exit(m.Run())
}

// TestPromises keeps every cases.json to account. A whole run that finds nothing writes docs/proof.md.
func TestPromises(t *testing.T) {
	envoy, err := rig.Find()
	if err != nil {
		t.Fatal(err)
	}
	all, asked := files(t), 0
	runner := &Runner{Envoy: envoy, Folder: absolute(t, leftover, fmt.Sprintf("run-%d", os.Getpid()))}
	if err := os.MkdirAll(runner.Folder, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Run("of", func(t *testing.T) { // returns when all parallel ones have
		for _, file := range all {
			if !file.matches(flag.Args()) {
				continue
			}
			asked++
			if file.app != "" {
				requireFresh(t, filepath.Join(examples, file.name), file.Manifests)
			}
			t.Run(file.name, func(t *testing.T) {
				t.Parallel()
				runner.Run(t, file)
			})
		}
	})
	if asked == 0 && !adversaryIsMeant() {
		t.Errorf("no case is named like %v; there are %v", flag.Args(), namesOfFiles(all))
	}
	if err := runner.WriteFigures(absolute(t, leftover, "observed.json")); err != nil {
		t.Error(err)
	}
	_ = os.Remove(runner.Folder) // where it is empty
	if !t.Failed() && len(flag.Args()) == 0 && *casesFlag == "" {
		writeProof(t, envoy, all)
	}
}

func writeProof(t *testing.T, envoy string, files []*File) {
	version, err := rig.Version(envoy)
	if err != nil {
		t.Fatal(err)
	}
	istio, err := istioVersion("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	proof := &Proof{Istio: istio, Files: files, Pages: filepath.Join(docs, "patterns"), Unshown: unshown(t), Envoy: version}
	if err := os.WriteFile(filepath.Join(docs, "proof.md"), []byte(proof.Text()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func namesOfFiles(files []*File) []string {
	var names []string
	for _, file := range files {
		names = append(names, file.name)
	}
	return names
}

func unshown(t *testing.T) map[string]string {
	text, err := os.ReadFile("unshown.json")
	if err != nil {
		t.Fatal(err)
	}
	reasons := map[string]string{}
	if err := json.Unmarshal(text, &reasons); err != nil {
		t.Fatal("unshown.json: ", err)
	}
	return reasons
}

// files reads the cases of all examples, or those of the flag.
func files(t *testing.T) []*File {
	if *casesFlag != "" {
		if _, err := os.Stat(*casesFlag); err != nil && !filepath.IsAbs(*casesFlag) {
			t.Fatalf("-cases %s: no such file in %s, where this runs; say the whole path", *casesFlag, absolute(t))
		}
		return []*File{read(t, *casesFlag, filepath.Base(filepath.Dir(absolute(t, *casesFlag))), "dist")}
	}
	var found []*File
	err := filepath.WalkDir(examples, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Name() == "cases.json" {
			name := relative(t, examples, filepath.Dir(path))
			file := read(t, path, name, relative(t, filepath.Dir(path), filepath.Join(written, name)))
			file.app = filepath.ToSlash(filepath.Join("..", "examples", name, "main.ts"))
			found = append(found, file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// requireFresh keeps a case from judging what its program wrote before it was changed.
func requireFresh(t *testing.T, program, manifests string) {
	if changed, written := newest(t, program, "*.ts"), newest(t, manifests, "*.yaml"); !written.IsZero() && changed.After(written) {
		t.Fatalf("%s is newer than its manifests in %s; `npm run demo` writes them", program, manifests)
	}
}

func newest(t *testing.T, folder, pattern string) time.Time {
	files, err := filepath.Glob(filepath.Join(folder, pattern))
	if err != nil {
		t.Fatal(err)
	}
	var latest time.Time
	for _, file := range files {
		if info, err := os.Stat(file); err == nil && info.ModTime().After(latest) {
			latest = info.ModTime()
		}
	}
	return latest
}

func read(t *testing.T, path, name, manifests string) *File {
	file, err := ReadFile(path, name)
	if err != nil {
		t.Fatal(err)
	}
	if file.Manifests == "" {
		file.Manifests = manifests
	}
	file.Manifests = filepath.Join(filepath.Dir(path), file.Manifests)
	return file
}

func absolute(t *testing.T, parts ...string) string {
	path, err := filepath.Abs(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func relative(t *testing.T, from, to string) string {
	path, err := filepath.Rel(from, to)
	if err != nil {
		t.Fatal(err)
	}
	return path
}
