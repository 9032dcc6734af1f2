# SPDX-License-Identifier: GPL-2.0-or-later
# mstapfuncs(7) from the rows of builtins.def and context.def and the functions of tapset/*.stp: the signatures,
# under the heading that stands above them there. Behind them the probe points of tapset/kernel/*.stp: what stands
# above each, and the variables that it sets.

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

function escaped(text)
{
	gsub(/\\/, "\\e", text)
	gsub(/-/, "\\-", text)
	return text
}

# A point with its variables; of one that says nothing of its own, what the one above says holds.
function point_entry()
{
	if (!points++)
		print ".SH PROBE POINTS\nOf the kernel\\(aqs subsystems, with the variables that a handler finds there."
	if (family != "")
		print ".SS " escaped(family)
	family = ""
	print ".TP\n.B " point
	if (remark != "")
		print escaped(remark)
	if (variables != "")
		print ".br\n.I " variables
	remark = variables = point = ""
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
	print "So do\n.BR stapprobes (3stap)\nand\n.BI probe:: NAME\n(3stap) with the probe points at the end of this page."
}

FNR == 1 { pending = ""; opened = 0 }
FILENAME ~ /\.def$/ && /^\/\* .* \*\/$/ && !/SPDX/ { heading(substr($0, 4, length($0) - 6)) }
FILENAME ~ /context\.def$/ && FNR == 1 { heading("What the probed context holds") }
/^(BUILTIN|CONTEXT)\("?[A-Za-z]/ {
	split($0, part, "\"")
	row_entry(part[2], part[4])
}

# The first comment of a tapset file says what it is about.
FILENAME ~ /tapset\/[a-z_0-9]*\.stp$/ && FNR == 1 { sub(/^# /, ""); title = $0; opened = 1; next }
opened && /^# / { title = title " " substr($0, 3); next }
opened { sub(/[.:;].*/, "", title); heading(title); opened = 0 }
FILENAME !~ /kernel\// && /^function [A-Za-z]/ && match($0, /\(.*\)/) {
	params = substr($0, RSTART + 1, index($0, ")") - RSTART - 1)
	name = substr($0, 10, RSTART - 10)
	result = name ~ /:/ ? substr(name, index(name, ":")) : ""
	sub(/:.*/, "", name)
	entry(name, result, params)
}

# A file of points, and the macros in it that set variables of several.
FILENAME ~ /kernel\/.*\.stp$/ {
	if (FNR == 1) {
		family = $0
		sub(/^# /, "", family)
		sub(/[.:;].*/, "", family)
		in_point = 0
		remark = macro = ""
		split("", sets)
	}
	if (/^# / && FNR > 1)
		remark = remark (remark == "" ? "" : " ") substr($0, 3)
	if (/^$/ || /^(private )?function/)
		remark = ""
	if (/^@define/) {
		macro = $2
		sub(/\(.*/, "", macro)
	}
	if (/^probe / && $2 ~ /\./) {
		point = $2
		in_point = 1
	}
	if (match($0, /^\t[a-z_0-9]+ = /)) {
		name = substr($0, 2, RLENGTH - 4)
		if (macro != "")
			sets[macro] = sets[macro] (sets[macro] == "" ? "" : ", ") name
		else if (in_point)
			variables = variables (variables == "" ? "" : ", ") name
	}
	if (in_point && /^\t@[a-z_]+$/)
		variables = variables (variables == "" ? "" : ", ") sets[substr($0, 3)]
	if (/^%\)/)
		macro = remark = ""
	if (/^}/ && in_point) {
		point_entry()
		in_point = 0
	}
}

END { print ".SH SEE ALSO\n.BR mstap (1),\n.BR stapfuncs (3stap)" }
