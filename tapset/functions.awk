# SPDX-License-Identifier: GPL-2.0-or-later
# mstapfuncs(7) from the rows of builtins.def and context.def and the functions of tapset/*.stp: the signatures,
# under the heading that stands above them there.

function type_name(letter) { return letter == "l" ? ":long" : letter == "s" ? ":string" : "" }

function heading(text)
{
	pending = toupper(substr(text, 1, 1)) substr(text, 2)
	sub(/\.$/, "", pending)
	gsub(/\\/, "\\e", pending)
	gsub(/-/, "\\-", pending)
}

function entry(name, result, params)
{
	if (pending != "")
		print ".SS " pending
	pending = ""
	gsub(/ +/, "\\ ", params)
	line = ".br\n.BI " name "\\fR" result "(" params ")"
	if (line != last)
		print line
	last = line
}

# "l:ss" as ":long" and "string, string"
function row_entry(name, signature,    params, i)
{
	for (i = 3; i <= length(signature); i++)
		params = params (i > 3 ? ", " : "") substr(type_name(substr(signature, i, 1)), 2)
	entry(name, type_name(substr(signature, 1, 1)), params)
}

BEGIN {
	print ".\\\" Made from runtime/builtins.def, compiler/context.def and tapset/ by tapset/functions.awk."
	print ".TH MSTAPFUNCS 7 \"\" \"mstap\" \"mstap\""
	print ".SH NAME\nmstapfuncs \\- functions that mstap scripts can call"
	print ".SH DESCRIPTION"
	print "Names, parameters and results are SystemTap's;"
	print ".BR stapfuncs (3stap)\nand\n.BI function:: NAME\n(3stap) describe them."
	print "A script's own function of the same name takes the place of the one here."
	print "A function of SystemTap that is not here is refused with the reason."
}

FNR == 1 { pending = ""; opened = 0 }
FILENAME ~ /\.def$/ && /^\/\* .* \*\/$/ && !/SPDX/ { heading(substr($0, 4, length($0) - 6)) }
FILENAME ~ /context\.def$/ && FNR == 1 { heading("What the probed context holds") }
/^(BUILTIN|CONTEXT)\("?[A-Za-z]/ {
	split($0, part, "\"")
	row_entry(part[2], part[4])
}

# The first comment of a tapset file says what it is about.
FILENAME ~ /\.stp$/ && FNR == 1 { sub(/^# /, ""); title = $0; opened = 1; next }
opened && /^# / { title = title " " substr($0, 3); next }
opened { sub(/[.:;].*/, "", title); heading(title); opened = 0 }
/^function [A-Za-z]/ && match($0, /\(.*\)/) {
	params = substr($0, RSTART + 1, index($0, ")") - RSTART - 1)
	name = substr($0, 10, RSTART - 10)
	result = name ~ /:/ ? substr(name, index(name, ":")) : ""
	sub(/:.*/, "", name)
	entry(name, result, params)
}

END { print ".SH SEE ALSO\n.BR mstap (1),\n.BR stapfuncs (3stap)" }
