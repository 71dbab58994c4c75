package rig

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Envoy is a running proxy.
type Envoy struct {
	pod     *Pod
	folder  string
	admin   string
	command *exec.Cmd
	ended   chan struct{}
}

// RefusedError is what an Envoy says about a configuration that it does not take.
type RefusedError struct{ Pod, Log string }

func (e RefusedError) Error() string {
	return fmt.Sprintf("the Envoy of %s refuses what pilot made of the manifests: %s", e.Pod, e.Log)
}

func (w *World) startEnvoy(pod *Pod) error {
	e := &Envoy{pod: pod, ended: make(chan struct{}), folder: w.folder(pod), admin: net.JoinHostPort(pod.IP(), fmt.Sprint(adminPort))}
	if err := os.MkdirAll(e.folder, 0o755); err != nil {
		return err
	}
	text, err := w.bootstrap(pod)
	if err != nil {
		return err
	}
	bootstrap := filepath.Join(e.folder, "bootstrap.json")
	if err := os.WriteFile(bootstrap, text, 0o644); err != nil {
		return err
	}
	log, err := os.Create(e.logFile())
	if err != nil {
		return err
	}
	defer log.Close()
	e.command = exec.Command(w.setup.Envoy, "-c", bootstrap, "--disable-hot-restart", "--concurrency", w.threads(pod), "-l", "error", "--file-flush-interval-msec", "20")
	e.command.Stdout, e.command.Stderr = log, log
	if err := spawn(e.command); err != nil {
		return err
	}
	go func() {
		_ = e.command.Wait() // what matters is that it ended
		close(e.ended)
	}()
	w.t.Cleanup(func() {
		_ = e.command.Process.Kill()
		<-e.ended
	})
	pod.envoy = e
	return nil
}

// folder is for what the Envoy of a pod reads and writes.
func (w *World) folder(pod *Pod) string {
	return filepath.Join(w.setup.Folder, strings.ReplaceAll(pod.Key, "/", "."))
}

func (e *Envoy) logFile() string { return filepath.Join(e.folder, "envoy.log") }

func (e *Envoy) waitReady() error {
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		select {
		case <-e.ended:
			log, _ := os.ReadFile(e.logFile())
			return RefusedError{Pod: e.pod.Key, Log: strings.TrimSpace(string(log))}
		default:
		}
		answer, err := http.Get("http://" + e.admin + "/ready")
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
	}
	return fmt.Errorf("the Envoy of %s is not ready after 20 seconds; its log is %s", e.pod.Key, e.logFile())
}
