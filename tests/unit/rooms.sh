#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Who may include what. The folders are layers; an include that skips one compiles just as well, and that
# is how layers are lost. The table is the whole law. A row:
#   folder | folders and headers of ours that it may include, besides itself | libraries it may include
rooms='
base            | |
lexer           | base |
parser          | base lexer |
compiler        | base lexer parser *.def runtime/program.h runtime/builtins.h runtime/catalog.h runtime/fetch_path.h |
runtime         | base |
runtime/native  | base runtime |
runtime/records | base runtime | traceevent
runtime/tracefs | base runtime runtime/records | tracefs traceevent
runtime/perf    | base runtime |
runtime/replay  | base runtime runtime/records | tracecmd traceevent
'
cd "$SRC" || exit 1
# shellcheck disable=SC2016 # the dollars are awk's
for room in $(printf '%s\n' "$rooms" | sed 's/|.*//'); do
	[ ! -d "$room" ] || find "$room" -maxdepth 1 \( -name '*.[chly]' -o -name '*.def' \)
done | sed '/lexer\/lexer\.[ch]$/d; /parser\/grammar\.[ch]$/d' | # made by flex and bison, in their style
	xargs awk -v rooms="$rooms" '
	BEGIN {
		n = split(rooms, row, "\n")
		for (i = 1; i <= n; i++) {
			split(row[i], cell, "|")
			gsub(/ /, "", cell[1])
			ours[cell[1]] = " " cell[1] " " cell[2] " "
			libraries[cell[1]] = " " cell[3] " "
		}
	}
	function folder(path) { return path ~ /\// ? substr(path, 1, match(path, /\/[^\/]*$/) - 1) : "" }
	function library(h) {
		if (h ~ /^tracefs(\.h|\/)/) return "tracefs"
		if (h ~ /^(traceevent\/|event-parse\.h|event-utils\.h|kbuffer\.h|trace-seq\.h)/) return "traceevent"
		if (h ~ /^trace-cmd(\.h|\/)/) return "tracecmd"
		return ""
	}
	function beside(room, h) {
		return room "/" h ~ /^(parser\/grammar|lexer\/lexer)\.h$/ || (getline junk < (room "/" h)) >= 0
	}
	function bad(why) { print FILENAME ":" FNR ": " why; found = 1 }
	/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
		room = folder(FILENAME)
		header = $0
		sub(/^[^<"]*/, "", header)
		quoted = header ~ /^"/
		header = substr(header, 2)
		sub(/[">].*/, "", header)
		if (!quoted) {
			lib = library(header)
			if (lib != "" && !index(libraries[room], " " lib " "))
				bad("<" header "> belongs to a library that " room "/ may not know")
		} else if (header ~ /\//) {
			def = header ~ /\.def$/ && index(ours[room], " *.def ")
			if (!def && !index(ours[room], " " folder(header) " ") && !index(ours[room], " " header " "))
				bad(room "/ may not include " header)
		} else if (header != "config.h" && !beside(room, header)) {
			bad("there is no " header " in " room "/")
		}
	}
	END { exit found }'
