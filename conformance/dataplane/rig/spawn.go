package rig

import (
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// An Envoy gets a signal when the thread that started it ends. One thread, which ends with the process, starts them
// all, so none is left behind even where this process is killed.
var spawner = sync.OnceValue(func() chan func() {
	work := make(chan func())
	go func() {
		runtime.LockOSThread()
		for do := range work {
			do()
		}
	}()
	go endWithParent()
	return work
})

func spawn(command *exec.Cmd) error {
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	started := make(chan error)
	spawner() <- func() { started <- command.Start() }
	return <-started
}

// endWithParent ends this process when the one that runs the tests is gone: nobody would read what they find.
func endWithParent() {
	for parent := os.Getppid(); os.Getppid() == parent; {
		time.Sleep(500 * time.Millisecond)
	}
	os.Exit(1)
}
