# Lists instead of a run.
# test: oracle=no the library is another
cd "$TMP" || exit 1
mkdir lib
cat > lib/a.stp <<'F'
probe own.alias = begin, timer.s(1)?, end { }
probe own.alias += error { }
probe _hidden = begin { }
function own_function:string(a:long, b) { return "x" }
private function own_private() { return 1 }
function _hidden() { return 1 }
F
"$MSTAP" --dump-probe-types | grep -x -e 'begin(number)' -e 'kernel.trace(string)' -e 'timer.s(number)' -e 'netfilter.*'
"$MSTAP" -I lib --dump-probe-aliases | grep -e '^own' -e hidden -e oneshot
"$MSTAP" -I lib --dump-functions | grep -e '^own' -e hidden -e '^substr' -e '^exit' -e '^kernel_int:'
"$MSTAP" --dump-functions | LC_ALL=C sort -c && echo sorted
"$MSTAP" --dump-functions -e 'probe begin { }' 2>&1
echo "status $?"
"$MSTAP" --dump-functions --dump-probe-types 2>&1
exit 0
