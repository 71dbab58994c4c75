package manifest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// App is what is deployed and analyzed together.
type App struct {
	ID       string // examples/<folder> or snapshots/<path of the file>
	Files    []string
	Fixtures string // file with the objects that live elsewhere; need not exist
}

// Examples finds one app per folder directly under dir.
func Examples(dir, fixtures string) ([]App, error) {
	files, err := manifests(dir)
	if err != nil {
		return nil, err
	}
	var apps []App
	for _, file := range files {
		folder, _, inFolder := strings.Cut(file, "/")
		if !inFolder {
			return nil, fmt.Errorf("%s is not in the folder of an example", filepath.Join(dir, file))
		}
		id := "examples/" + folder
		if len(apps) == 0 || apps[len(apps)-1].ID != id {
			apps = append(apps, App{ID: id, Fixtures: filepath.Join(fixtures, id+".yaml")})
		}
		last := &apps[len(apps)-1]
		last.Files = append(last.Files, filepath.Join(dir, file))
	}
	return apps, nil
}

// Snapshots finds one app per file under dir.
func Snapshots(dir, fixtures string) ([]App, error) {
	files, err := manifests(dir)
	if err != nil {
		return nil, err
	}
	var apps []App
	for _, file := range files {
		id := "snapshots/" + withoutExtension(file)
		apps = append(apps, App{ID: id, Files: []string{filepath.Join(dir, file)}, Fixtures: filepath.Join(fixtures, id+".yaml")})
	}
	return apps, nil
}

// FixtureIDs lists the apps that have a file of fixtures.
func FixtureIDs(fixtures string) ([]string, error) {
	files, err := manifests(fixtures)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for i := range files {
		files[i] = withoutExtension(files[i])
	}
	return files, err
}

// manifests lists the YAML files below dir in lexical order, relative to it, with slashes.
func manifests(dir string) ([]string, error) {
	var found []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && withoutExtension(path) != path {
			found = append(found, path)
		}
		return err
	})
	return found, err
}

func withoutExtension(file string) string {
	for _, extension := range []string{".k8s.yaml", ".yaml", ".yml"} {
		if name, ok := strings.CutSuffix(file, extension); ok {
			return name
		}
	}
	return file
}
