package manifest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// App is what is deployed and analyzed together.
type App struct {
	ID       string // examples/<folder> or snapshots/<path of the file>
	Files    []string
	Fixtures string // file with the objects that live elsewhere; need not exist
}

// Examples finds one app per folder that holds manifests.
func Examples(dir, fixtures string) ([]App, error) {
	files, err := manifests(dir)
	if err != nil {
		return nil, err
	}
	var apps []App
	at := map[string]int{}
	for _, file := range files {
		folder := path.Dir(file)
		if folder == "." {
			return nil, fmt.Errorf("%s is not in the folder of an example", filepath.Join(dir, file))
		}
		id := "examples/" + folder
		if _, known := at[id]; !known {
			at[id] = len(apps)
			apps = append(apps, App{ID: id, Fixtures: FixturesOf(fixtures, id)})
		}
		app := &apps[at[id]]
		app.Files = append(app.Files, filepath.Join(dir, file))
	}
	return apps, nil
}

// FixturesOf is the file of an app, or the one that it shares with the other apps of its folder.
func FixturesOf(fixtures, id string) string {
	own := filepath.Join(fixtures, id+".yaml")
	if _, err := os.Stat(own); err != nil && strings.Count(id, "/") > 1 {
		return FixturesOf(fixtures, path.Dir(id))
	}
	return own
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
	err := fs.WalkDir(os.DirFS(dir), ".", func(file string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && withoutExtension(file) != file {
			found = append(found, file)
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
