package rig

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"testing"
)

// Each world has a number w and, by it, addresses of its own, so that worlds run side by side, in other processes too.
// Pilot sees pods at 10.244.w.n and Services at 10.96.w.n; finished configurations have 127 in the place of every
// leading 10, so that nothing leaves the machine.
const (
	worlds     = 250
	nobody     = "127.251.0.1" // nobody listens here
	adminPort  = 15000
	catchPort  = 15001 // where a sidecar takes what its application sends
	lowestPort = 1024  // below it, only root may listen
)

func podIP(world, n int) string     { return fmt.Sprintf("10.244.%d.%d", world, n) }
func serviceIP(world, n int) string { return fmt.Sprintf("10.96.%d.%d", world, n) }

// appIP is where the application of a pod with a sidecar listens: its own loopback address, so to speak.
func appIP(world, n int) string     { return fmt.Sprintf("127.245.%d.%d", world, n) }
func outsideIP(world, n int) string { return fmt.Sprintf("127.250.%d.%d", world, n) }
func virtualIP(world, n int) string { return fmt.Sprintf("127.249.%d.%d", world, n) }

// claim takes a number that no other world has, in this process or another, until the test ends.
func claim(t *testing.T) (int, error) {
	for i := range worlds {
		n := (os.Getpid() + i) % worlds
		if lock, err := net.Listen("tcp", fmt.Sprintf("127.244.%d.254:15999", n)); err == nil {
			t.Cleanup(func() { lock.Close() })
			return n, nil
		}
	}
	return 0, errors.New("no free addresses: every 127.244.n.254:15999 is taken; this rig needs Linux, where all of 127.0.0.0/8 is loopback")
}

// onLoopback gives the address that stands for ip on this machine.
func onLoopback(ip string) string {
	if rest, inside := strings.CutPrefix(ip, "10."); inside {
		return "127." + rest
	}
	return ip
}

func textOnLoopback(json string) string { return strings.ReplaceAll(json, `"10.`, `"127.`) }

func isLoopback(ip string) bool { return strings.HasPrefix(ip, "127.") }
