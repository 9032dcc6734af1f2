# Who reads the time of an event says so in its row of builtins.def, and there is nobody else: without that
# the records' clock may be one that only orders them.
cd "$SRC" || exit 1
TMP=${TMP:-$(mktemp -d)}
awk '/^BUILTIN_FUNCTION\(/ { name = $0; gsub(/.*\(|\).*/, "", name) }
	/^}/ { name = "" }
	/event->time_ns|wall_ns\(vm\)/ && name != "" { print name }' runtime/builtins*.c | sort -u > "$TMP/read"
sed -n '/BUILTIN_TIME/s/^BUILTIN(\([a-z_]*\),.*/\1/p' runtime/builtins.def | sort > "$TMP/say"
diff "$TMP/read" "$TMP/say" || exit 1
[ -s "$TMP/say" ] || exit 1
readers=$(grep -lE 'vm->event->time_ns|wall_offset_ns' runtime/*.c | tr '\n' ' ')
# The engine sets them.
[ "$readers" = "runtime/builtins_time.c runtime/engine.c " ] || { echo "also read in: $readers"; exit 1; }
