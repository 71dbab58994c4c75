package adversary

import "testing"

func TestOpened(t *testing.T) {
	for target, want := range map[string]bool{
		"/ping": true, "/ping?x=/admin": true, "/open/": true, "/open/a/b": true, "//ping": true, "http://h/open/a": true, "/open/a;b": true, "/open/%61": true,
		"/ping/": false, "/pingx": false, "/PING": false, "/ping%20": false, "/open": false, "/admin": false, "/": false, "*": false, "/open/../admin": false, "/open/..%2Fadmin": false, `/open/..\admin`: false,
		"/open/..;/admin": false, "/open/..;a=b/admin": false, "/open/%2e%2e/admin": false, "/open/..%3B/admin": false, "/open/a%3Bb": true, "/open//../../admin": false, "http://h/admin": false, "//admin": false,
	} {
		if got := opened(target); got != want {
			t.Errorf("opened(%q) = %v", target, got)
		}
	}
}
