# The probes of a file in the library that set its globals; a user's global of the name is meant
# by the file, too.
# test: oracle=no a directory of one's own is not at hand there
cd "$TMP" || exit 1
mkdir lib
cat > lib/a.stp <<'F'
global number = 5, table
probe begin(-1) { table["x"] = number }
function get() { return number }
F
"$MSTAP" -I lib -e 'probe begin { println(table["x"]) exit() }'
"$MSTAP" -I lib -e 'global number = 6 probe begin { println(table["x"], " ", get()) exit() }'
"$MSTAP" -I lib -G number=7 -e 'probe begin { println(get()) exit() }'
"$MSTAP" -I lib -e 'global number = "text" probe begin { println(number, table["x"]) exit() }'
"$MSTAP" -I lib -e 'probe begin { println("none") exit() }'
