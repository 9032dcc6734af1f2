#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The driver itself: a test that should fail must fail, or all the others prove nothing.
mkdir -p "$TMP/tests/run" "$TMP/tests/parse" "$TMP/tests/unit" || exit 1
cp "$SRC/tests/run-tests" "$TMP/tests/" || exit 1
# This mstap obeys the lines of the script that begin with "//", after it has told its arguments.
cat > "$TMP/mstap" << 'END'
#!/bin/sh
echo "$*"
for script; do case $script in *.stp) sed -n 's,^//,,p' "$script" > "$TMP/sh"; . "$TMP/sh" ;; esac; done
END
chmod +x "$TMP/mstap"
cd "$TMP/tests/run" || exit 1
put() { # put FILE LINE...
	file=$1
	shift
	if [ $# -gt 0 ]; then printf '%s\n' "$@"; fi > "$file"
}
put good.stp '# test: args=1 "two words"' '# test: options=-g -DX=1' && put good.out '-g -DX=1 good.stp 1 two words'
put status.stp '// exit 3' && put status.out status.stp
put wanted.stp '# test: exit=3' '// exit 3' && put wanted.out wanted.stp
put stdout.stp && put stdout.out other
put stderr.stp '// echo oops >&2' && put stderr.out stderr.stp
put told.stp '// echo oops >&2' && put told.out told.stp && put told.err oops
put replay.stp && put replay.dat && put replay.out '--replay replay.dat replay.stp'
put endless.stp '# test: timeout=1' '// sleep 1000 & sleep 1000' && put endless.out endless.stp
put later.stp '# test: requires=kernel>=999.1' && put later.out
put typo.stp '# test: requries=root' && put typo.out
put unknown.stp '# test: requires=magic' && put unknown.out
put bare.stp
# shellcheck disable=SC2016 # for the test's shell
put shell.sh '# test: stdin=told.err' 'read -r x; touch "$TMP/y" && echo "$x" "${MSTAP##*/}"; exit 0' && put shell.out 'oops mstap'
put ../parse/p.stp && put ../parse/p.out '-p1 p.stp'
put ../unit/u.sh 'echo no; exit 1'

unset MSTAP BUILD
sh "$TMP/tests/run-tests" -j 4 > "$TMP/out"
echo "status $?" >> "$TMP/out"
{ sed '/^$/,$d; /^ /d' "$TMP/out" && echo && tail -n 2 "$TMP/out"; } > "$TMP/verdicts"
cat > "$TMP/expected" << 'END'
FAIL  unit/u: exit status 1, expected 0
pass  parse/p
FAIL  run/bare: there is no bare.out
FAIL  run/endless: no end after 1 s
pass  run/good
skip  run/later: needs a kernel >= 999.1
pass  run/replay
pass  run/shell
FAIL  run/status: exit status 3, expected 0
FAIL  run/stderr: stderr differs
FAIL  run/stdout: stdout differs
pass  run/told
FAIL  run/typo: unknown directive 'requries=root'
FAIL  run/unknown: unknown requirement 'magic'
pass  run/wanted

6 passed, 8 failed, 1 skipped
status 1
END
diff -u "$TMP/expected" "$TMP/verdicts"
