package crdcheck

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// addGatewayAPI reads the CRDs of waypoints and routes. Their module embeds no files, but its
// folder is at hand wherever this program was built from source, as a test always is.
func (c *Checker) addGatewayAPI() error {
	const module = "sigs.k8s.io/gateway-api"
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = fmt.Errorf("%w: %s", err, exit.Stderr)
		}
		return fmt.Errorf("folder of %s: %w", module, err)
	}
	return c.addFolder(filepath.Join(strings.TrimSpace(string(out)), "config", "crd", "standard"))
}

func (c *Checker) addFolder(folder string) error {
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("no CRDs in %s: %v", folder, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if err := c.add(text); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}
